/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "desk/reading.h"

#include <string.h>

static int64_t time_of(const char *value)
{
	struct json_doc *doc;
	int64_t time;

	assert_int_equal(json_parse(&doc, value, strlen(value), NULL), JSON_OK);
	time = reading_time(json_root(doc));
	json_free(doc);
	return time;
}

static void a_time_is_milliseconds_however_it_is_written(void **state)
{
	(void)state;
	assert_true(time_of("\"2026-01-01T00:00:00.000Z\"") == 1767225600000);
	assert_true(time_of("\"2026-01-01T00:00:00.12345Z\"") == 1767225600123);
	assert_true(time_of("\"2026-01-01T00:00:00Z\"") == 1767225600000);
	assert_true(time_of("\"2024-02-29T12:30:15Z\"") == 1709209815000);
	assert_true(time_of("1767225600") == 1767225600000);
	assert_true(time_of("1767225600000") == 1767225600000);
	assert_true(time_of("\"1767225600.000200\"") == 1767225600000);
	assert_true(time_of("\"1767225600\"") == 1767225600000);
}

static void what_is_no_time_is_none(void **state)
{
	static const char *const none[] = {"null",
					   "-5",
					   "\"\"",
					   "\"x\"",
					   "\"1x\"",
					   "1e30",
					   "\"2026-13-01T00:00:00Z\"",
					   "\"2026-\"",
					   "{}",
					   "\"99999999999999999999999\""};

	(void)state;
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
		assert_true(time_of(none[i]) == 0);
	assert_true(reading_time(NULL) == 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_time_is_milliseconds_however_it_is_written),
		cmocka_unit_test(what_is_no_time_is_none),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
