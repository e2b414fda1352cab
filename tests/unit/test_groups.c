/* SPDX-License-Identifier: MIT */
#include "cli/groups.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void ask_near(struct groups *groups, const char *question,
		     int64_t time_ms, const char *intent, double score)
{
	struct store_turn turn = {.time_ms = time_ms};

	snprintf(turn.question, sizeof(turn.question), "%s", question);
	if (intent) {
		turn.near_count = 1;
		snprintf(turn.near[0].intent, sizeof(turn.near[0].intent), "%s",
			 intent);
		turn.near[0].score = score;
	}
	assert_true(groups_add(groups, &turn));
}

static void ask(struct groups *groups, const char *question)
{
	ask_near(groups, question, 1, NULL, 0);
}

static void forms_of_the_same_words_are_one_group(void **state)
{
	struct groups groups = {0};

	(void)state;
	ask(&groups, "Can I get a refund of the fees?");
	ask(&groups, "refunding fee");
	ask(&groups, "what about fees, are they REFUNDED");
	ask(&groups, "is there a mobile application");
	assert_true(groups_make(&groups));
	assert_int_equal(groups.count, 2);
	assert_int_equal(groups.list[0].questions, 3);
	assert_int_equal(groups.list[0].wordings, 3);
	assert_int_equal(groups.list[1].questions, 1);
	assert_int_equal(groups.questions, 4);
	groups_release(&groups);
}

static void half_of_the_words_is_alike_and_less_is_not(void **state)
{
	struct groups groups = {0};

	(void)state;
	ask(&groups, "refund fee");
	ask(&groups, "refund fee");
	ask(&groups, "refund fee card country"); /* 2 of 4 */
	ask(&groups, "refund card wallet");      /* 1 of 4 with the leader */
	assert_true(groups_make(&groups));
	assert_int_equal(groups.count, 2);
	assert_int_equal(groups.list[0].questions, 3);
	assert_string_equal(groups.list[1].example[0], "refund card wallet");
	groups_release(&groups);
}

static void neighbours_of_neighbours_do_not_join(void **state)
{
	struct groups groups = {0};

	(void)state;
	/* Each is half like the next, the ends have nothing in common. */
	ask(&groups, "alpha beta");
	ask(&groups, "beta gamma alpha");
	ask(&groups, "gamma delta beta");
	ask(&groups, "delta gamma");
	assert_true(groups_make(&groups));
	for (size_t i = 0; i < groups.count; i++)
		for (size_t n = 0; n < groups.list[i].example_count; n++) {
			const char *one = groups.list[i].example[0];
			const char *other = groups.list[i].example[n];
			assert_false(strcmp(one, "alpha beta") == 0 &&
				     strcmp(other, "delta gamma") == 0);
		}
	assert_true(groups.count >= 2);
	groups_release(&groups);
}

static void the_most_frequent_wording_is_typical(void **state)
{
	struct groups groups = {0};

	(void)state;
	ask(&groups, "refund of the fee please");
	for (unsigned i = 0; i < 3; i++)
		ask(&groups, "Where is my refund fee?");
	ask(&groups, "where is MY refund fee");
	assert_true(groups_make(&groups));
	assert_int_equal(groups.count, 1);
	assert_int_equal(groups.list[0].wordings, 2);
	assert_string_equal(groups.list[0].example[0],
			    "Where is my refund fee?");
	assert_int_equal(groups.list[0].example_questions[0], 4);
	assert_int_equal(groups.list[0].example_questions[1], 1);
	groups_release(&groups);
}

static void the_largest_group_comes_first_whatever_the_order(void **state)
{
	static const char *const words[] = {"apple", "pear", "plum", "cherry"};

	(void)state;
	for (size_t turn = 0; turn < 4; turn++) {
		struct groups groups = {0};
		for (size_t i = 0; i < 4; i++) {
			size_t word = (i + turn) % 4;
			for (size_t n = 0; n <= word; n++)
				ask(&groups, words[word]);
		}
		assert_true(groups_make(&groups));
		assert_int_equal(groups.count, 4);
		for (size_t i = 0; i < 4; i++)
			assert_string_equal(groups.list[i].example[0],
					    words[3 - i]);
		groups_release(&groups);
	}
}

static void the_nearest_intent_has_the_most_weight(void **state)
{
	struct groups groups = {0};

	(void)state;
	ask_near(&groups, "refund fee", 20, "faq.fees", 0.25);
	ask_near(&groups, "refund fees", 10, "faq.refund", 0.5);
	ask_near(&groups, "refund of fee", 30, "faq.fees", 0.5);
	assert_true(groups_make(&groups));
	assert_int_equal(groups.count, 1);
	assert_string_equal(groups.list[0].nearest, "faq.fees");
	assert_true(groups.list[0].score == 0.25);
	assert_int_equal(groups.list[0].first_ms, 10);
	assert_int_equal(groups.list[0].last_ms, 30);
	groups_release(&groups);
}

static void marks_of_personal_data_are_no_words(void **state)
{
	struct groups groups = {0};

	(void)state;
	ask(&groups, "refund to [EMAIL_ADDRESS]");
	ask(&groups, "refund to [CREDIT_CARD]");
	ask(&groups, "[EMAIL_ADDRESS]");
	ask(&groups, "[CREDIT_CARD] [");
	assert_true(groups_make(&groups));
	assert_int_equal(groups.count, 2);
	assert_int_equal(groups.list[0].questions, 2);
	assert_int_equal(groups.list[0].wordings, 1);
	groups_release(&groups);
}

static void questions_without_a_telling_word_go_by_all_words(void **state)
{
	struct groups groups = {0};

	(void)state;
	ask(&groups, "why not");
	ask(&groups, "Why not??");
	ask(&groups, "and how");
	ask(&groups, "???");
	ask(&groups, "");
	assert_true(groups_make(&groups));
	assert_int_equal(groups.count, 3);
	assert_int_equal(groups.questions, 5);
	groups_release(&groups);
}

static void a_long_question_is_cut_behind_a_character(void **state)
{
	struct groups groups = {0};
	char text[STORE_QUESTION_BYTES];

	(void)state;
	text[0] = 'a';
	for (size_t i = 1; i + 2 < sizeof(text); i += 2)
		memcpy(text + i, "\xc3\xa9", 3);
	ask(&groups, text);
	assert_true(groups_make(&groups));
	assert_int_equal(strlen(groups.list[0].example[0]), 239);
	groups_release(&groups);
}

static void nothing_asked_is_no_group(void **state)
{
	struct groups groups = {0};

	(void)state;
	assert_true(groups_make(&groups));
	assert_int_equal(groups.count, 0);
	groups_release(&groups);
}

/* As many as there may be, of few words, so that many are compared. */
static void too_many_wordings_are_left_out_and_counted(void **state)
{
	struct groups groups = {0};
	char text[64];
	uint64_t sum = 0;

	(void)state;
	for (unsigned i = 0; i < GROUPS_WORDINGS_MAX + 10; i++) {
		snprintf(text, sizeof(text), "w%ux w%uy w%uz", i % 500,
			 i / 500 % 500, i);
		ask(&groups, text);
	}
	assert_int_equal(groups.left_out, 10);
	assert_int_equal(groups.questions, GROUPS_WORDINGS_MAX);
	assert_true(groups_make(&groups));
	for (size_t i = 0; i < groups.count; i++)
		sum += groups.list[i].questions;
	assert_int_equal(sum, GROUPS_WORDINGS_MAX);
	groups_release(&groups);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(forms_of_the_same_words_are_one_group),
		cmocka_unit_test(half_of_the_words_is_alike_and_less_is_not),
		cmocka_unit_test(neighbours_of_neighbours_do_not_join),
		cmocka_unit_test(the_most_frequent_wording_is_typical),
		cmocka_unit_test(
			the_largest_group_comes_first_whatever_the_order),
		cmocka_unit_test(the_nearest_intent_has_the_most_weight),
		cmocka_unit_test(marks_of_personal_data_are_no_words),
		cmocka_unit_test(
			questions_without_a_telling_word_go_by_all_words),
		cmocka_unit_test(a_long_question_is_cut_behind_a_character),
		cmocka_unit_test(nothing_asked_is_no_group),
		cmocka_unit_test(too_many_wordings_are_left_out_and_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
