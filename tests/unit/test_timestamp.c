/* SPDX-License-Identifier: MIT */
#include "server/log/timestamp.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static void is(int64_t unix_ms, const char *expected)
{
	char text[TIMESTAMP_BYTES];

	timestamp_write(unix_ms, text);
	assert_string_equal(text, expected);
}

static void a_moment_is_written_in_utc_with_milliseconds(void **state)
{
	(void)state;
	is(0, "1970-01-01T00:00:00.000Z");
	is(1709210096789, "2024-02-29T12:34:56.789Z");
}

static void what_has_no_four_digit_year_is_the_nearest_that_has(void **state)
{
	(void)state;
	is(-1, "1970-01-01T00:00:00.000Z");
	is(INT64_MAX, "9999-12-31T23:59:59.999Z");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_moment_is_written_in_utc_with_milliseconds),
		cmocka_unit_test(
			what_has_no_four_digit_year_is_the_nearest_that_has),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
