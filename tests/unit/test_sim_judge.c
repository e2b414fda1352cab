/* SPDX-License-Identifier: MIT */
#include "cli/sim_judge.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

static const struct sim_expected one_two_three = {.hash = {1, 2, 3},
						  .count = 3};

/* What was heard: a digit a reply, '!' behind one whose response was lost. */
static struct sim_verdict judge(const char *heard,
				const struct sim_expected *expected)
{
	struct sim_heard list[16];
	struct sim_talk talk = {.heard = list};

	for (; *heard; heard++) {
		if (*heard == '!') {
			list[talk.heard_count - 1].unsure = true;
			continue;
		}
		list[talk.heard_count++] = (struct sim_heard){
			.hash = (uint64_t)(*heard - '0'), .told = SIM_REPLY};
	}
	return sim_judge(&talk, expected);
}

static void each_reply_once_in_order_is_right(void **state)
{
	const struct sim_verdict verdict = judge("123", &one_two_three);

	(void)state;
	assert_true(sim_is_right(&verdict));
}

static void what_did_not_come_is_missing(void **state)
{
	const struct sim_verdict verdict = judge("12", &one_two_three);

	(void)state;
	assert_int_equal(verdict.missing, 1);
	assert_false(sim_is_right(&verdict));
}

static void a_reply_told_twice_is_too_many(void **state)
{
	const struct sim_verdict verdict = judge("1223", &one_two_three);

	(void)state;
	assert_int_equal(verdict.extra, 1);
	assert_int_equal(verdict.repeated, 0);
	assert_false(sim_is_right(&verdict));
}

static void a_repeat_is_right_when_our_response_was_lost(void **state)
{
	const struct sim_verdict verdict = judge("12!23", &one_two_three);

	(void)state;
	assert_int_equal(verdict.repeated, 1);
	assert_true(sim_is_right(&verdict));
}

static void replies_out_of_order_are_noticed(void **state)
{
	const struct sim_verdict verdict = judge("132", &one_two_three);

	(void)state;
	assert_true(verdict.misplaced > 0);
	assert_int_equal(verdict.missing, 0);
	assert_false(sim_is_right(&verdict));
}

static void a_reply_to_nothing_is_too_many(void **state)
{
	const struct sim_verdict verdict = judge("1239", &one_two_three);

	(void)state;
	assert_int_equal(verdict.extra, 1);
}

static void what_was_lost_with_its_connection_may_be_absent(void **state)
{
	const struct sim_expected expected = {
		.hash = {1, 2, 3}, .optional = {false, true}, .count = 3};
	const struct sim_verdict without = judge("13", &expected);
	const struct sim_verdict with = judge("123", &expected);

	(void)state;
	assert_true(sim_is_right(&without));
	assert_true(sim_is_right(&with));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_reply_once_in_order_is_right),
		cmocka_unit_test(what_did_not_come_is_missing),
		cmocka_unit_test(a_reply_told_twice_is_too_many),
		cmocka_unit_test(a_repeat_is_right_when_our_response_was_lost),
		cmocka_unit_test(replies_out_of_order_are_noticed),
		cmocka_unit_test(a_reply_to_nothing_is_too_many),
		cmocka_unit_test(
			what_was_lost_with_its_connection_may_be_absent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
