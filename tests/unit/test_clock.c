/* SPDX-License-Identifier: MIT */
/* The clocks go on, and in the units that they say. */
#include "server/run/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <cmocka.h>

static void a_span_is_told_in_microseconds(void **state)
{
	int64_t begun = clock_us();

	(void)state;
	nanosleep(&(struct timespec){.tv_nsec = 20000000}, NULL);
	assert_in_range(clock_us() - begun, 20000, 5000000);
}

static void the_calendar_is_told_in_milliseconds(void **state)
{
	int64_t seconds = (int64_t)time(NULL);

	(void)state;
	assert_in_range(clock_unix_ms() / 1000, seconds, seconds + 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_span_is_told_in_microseconds),
		cmocka_unit_test(the_calendar_is_told_in_milliseconds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
