/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "server/desk/backoff.h"

static void the_bound_doubles_up_to_the_most(void **state)
{
	(void)state;
	assert_int_equal(backoff_ms(1, 0, UINT32_MAX), BACKOFF_FIRST_MS - 1);
	assert_int_equal(backoff_ms(2, 0, UINT32_MAX),
			 2 * BACKOFF_FIRST_MS - 1);
	assert_int_equal(backoff_ms(5, 0, UINT32_MAX),
			 16 * BACKOFF_FIRST_MS - 1);
	assert_int_equal(backoff_ms(1000, 0, UINT32_MAX), BACKOFF_MOST_MS - 1);
}

static void any_time_below_the_bound_may_come(void **state)
{
	(void)state;
	assert_int_equal(backoff_ms(3, 0, 0), 0);
	assert_int_equal(backoff_ms(3, 0, 1u << 31), 2 * BACKOFF_FIRST_MS);
}

static void what_the_desk_asks_for_is_waited_at_least(void **state)
{
	(void)state;
	assert_int_equal(backoff_ms(1, 7, 0), 7000);
	assert_true(backoff_ms(1, 7, UINT32_MAX) > 7000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_bound_doubles_up_to_the_most),
		cmocka_unit_test(any_time_below_the_bound_may_come),
		cmocka_unit_test(what_the_desk_asks_for_is_waited_at_least),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
