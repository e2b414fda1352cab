/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "server/desk/tally.h"

static void each_desk_is_counted_by_itself(void **state)
{
	static struct desks desks = {.count = 2};
	static struct tally tally;

	(void)state;
	tally_event(&tally, &desks, &desks.desk[1], DEED_ANSWERED);
	tally_event(&tally, &desks, &desks.desk[1], DEED_ANSWERED);
	tally_event(&tally, &desks, &desks.desk[0], DEED_SILENT);
	tally_event(&tally, &desks, &desks.desk[0], DEED_FULL);
	tally_refused(&tally, &desks, &desks.desk[0], TALLY_STALE);
	tally_attempted(&tally, &desks, &desks.desk[1], TALLY_DEAD);
	tally_withdrawn(&tally, 3);
	tally_withdrawn(&tally, 0);
	assert_int_equal(tally.event[1][DEED_ANSWERED], 2);
	assert_int_equal(tally.event[0][DEED_ANSWERED], 0);
	assert_int_equal(tally.event[0][DEED_SILENT], 1);
	assert_int_equal(tally.refusal[0][TALLY_STALE], 1);
	assert_int_equal(tally.attempt[1][TALLY_DEAD], 1);
	assert_int_equal(tally.withdrawn, 3);
}

static void what_is_counted_has_a_name(void **state)
{
	(void)state;
	assert_string_equal(tally_refusal_text(TALLY_BUSY), "busy");
	assert_string_equal(tally_attempt_text(TALLY_AGAIN), "again");
	assert_string_equal(deed_outcome_text(DEED_HANDED_OVER), "handed_over");
	assert_string_equal(deed_outcome_text(DEED_FULL), "full");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_desk_is_counted_by_itself),
		cmocka_unit_test(what_is_counted_has_a_name),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
