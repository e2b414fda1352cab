/* SPDX-License-Identifier: MIT */
#include "cli/period.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

/* 2026-11-23T01:00:00Z */
#define NOW (20780 * PERIOD_DAY_MS + 3600000)

static void check(const char *since, const char *until, int64_t from,
		  int64_t to)
{
	struct period period;
	const char *wrong = "";

	assert_true(period_read(&period, since, until, NOW, &wrong));
	assert_null(wrong);
	assert_int_equal(period.from_ms, from);
	assert_int_equal(period.to_ms, to);
}

static void without_a_word_it_is_the_last_thirty_days(void **state)
{
	(void)state;
	check(NULL, NULL, NOW - 30 * PERIOD_DAY_MS, NOW + 1);
}

static void spans_are_hours_days_and_weeks(void **state)
{
	(void)state;
	check("12h", NULL, NOW - PERIOD_DAY_MS / 2, NOW + 1);
	check("7d", "1d", NOW - 7 * PERIOD_DAY_MS, NOW - PERIOD_DAY_MS);
	check("2w", NULL, NOW - 14 * PERIOD_DAY_MS, NOW + 1);
	check("99999w", NULL, 0, NOW + 1);
	check("all", NULL, 0, NOW + 1);
}

static void a_date_is_a_whole_day(void **state)
{
	(void)state;
	check("2026-11-23", NULL, 20780 * PERIOD_DAY_MS, NOW + 1);
	check("2026-11-20", "2026-11-20", 20777 * PERIOD_DAY_MS,
	      20778 * PERIOD_DAY_MS);
	check("1970-01-01", "2000-02-29", 0, 11017 * PERIOD_DAY_MS);
}

static void what_is_no_time_is_named(void **state)
{
	static const char *const words[] = {
		"",           "30",         "d",          "-3d",
		"30x",        "1000000d",   "2026-11-31", "2026-13-01",
		"2026-1-1",   "1969-12-31", "20261123",   "2026-11-23x",
		"----------", "yesterday",  "all",        "2025-02-29"};
	struct period period;
	const char *wrong;

	(void)state;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		wrong = NULL;
		assert_false(period_read(&period, NULL, words[i], NOW, &wrong));
		assert_ptr_equal(wrong, words[i]);
		if (strcmp(words[i], "all") == 0)
			continue;
		assert_false(period_read(&period, words[i], NULL, NOW, &wrong));
		assert_ptr_equal(wrong, words[i]);
	}
}

static void a_period_that_ends_before_it_begins_is_refused(void **state)
{
	struct period period;
	const char *wrong = "";

	(void)state;
	assert_false(period_read(&period, "1d", "2d", NOW, &wrong));
	assert_null(wrong);
}

static void
one_that_begins_in_the_future_is_known_by_its_beginning(void **state)
{
	struct period period;
	const char *wrong = "";

	(void)state;
	assert_false(period_read(&period, "2026-11-24", NULL, NOW, &wrong));
	assert_null(wrong);
	assert_true(period.from_ms > NOW);
}

static void days_are_dates(void **state)
{
	char date[PERIOD_DATE_BYTES];

	(void)state;
	period_date(0, date);
	assert_string_equal(date, "1970-01-01");
	period_date(20780, date);
	assert_string_equal(date, "2026-11-23");
	period_date(INT64_MAX, date);
	assert_string_equal(date, "9999-12-31");
	period_date(-1, date);
	assert_string_equal(date, "1970-01-01");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_a_word_it_is_the_last_thirty_days),
		cmocka_unit_test(spans_are_hours_days_and_weeks),
		cmocka_unit_test(a_date_is_a_whole_day),
		cmocka_unit_test(what_is_no_time_is_named),
		cmocka_unit_test(
			a_period_that_ends_before_it_begins_is_refused),
		cmocka_unit_test(
			one_that_begins_in_the_future_is_known_by_its_beginning),
		cmocka_unit_test(days_are_dates),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
