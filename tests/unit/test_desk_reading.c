/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "desk/reading.h"

#include <string.h>

static struct desk_event event_at(const char *value)
{
	struct json_doc *doc;
	struct desk_event event = {.order = -1};

	assert_int_equal(json_parse(&doc, value, strlen(value), NULL), JSON_OK);
	reading_set_time(&event, json_root(doc));
	json_free(doc);
	return event;
}

static int64_t time_of(const char *value)
{
	return event_at(value).order;
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

	struct desk_event event = {.order = -1};

	(void)state;
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
		assert_true(time_of(none[i]) == 0);
	reading_set_time(&event, NULL);
	assert_true(event.order == 0);
}

/* A floor of the true time: what else happened in it may be before or after. */
static void a_time_of_whole_seconds_may_be_any_within(void **state)
{
	(void)state;
	assert_true(event_at("1767225600").order_span == 1000);
	assert_true(event_at("\"2026-01-01T00:00:00Z\"").order_span == 1000);
	assert_true(event_at("1767225600.25").order_span == 1);
	assert_true(event_at("1767225600250").order_span == 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_time_is_milliseconds_however_it_is_written),
		cmocka_unit_test(what_is_no_time_is_none),
		cmocka_unit_test(a_time_of_whole_seconds_may_be_any_within),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
