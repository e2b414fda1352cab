/* SPDX-License-Identifier: MIT */
#include "unit/store_fixture.h"

#include "cli/usage.h"

static const struct period ten_days = {0, 10 * PERIOD_DAY_MS};

static void ask(struct bench *bench, unsigned visitor, int64_t day,
		enum faq_verdict verdict, const char *question)
{
	struct store_record record =
		turn_of(visitor, day * PERIOD_DAY_MS, question);

	record.as.turn.verdict = verdict;
	if (verdict != FAQ_VERDICT_ANSWER) {
		record.as.turn.answer_count = 0;
		record.as.turn.answer[0][0] = '\0';
	}
	write_one(bench->store, record);
}

static void what_was_asked_is_counted(void **state)
{
	struct bench *bench = *state;
	struct usage usage;

	ask(bench, 1, 2, FAQ_VERDICT_ANSWER, "before");
	ask(bench, 2, 2, FAQ_VERDICT_NONE, "refund");
	ask(bench, 3, 5, FAQ_VERDICT_NONE, "refunds");
	ask(bench, 4, 5, FAQ_VERDICT_CLARIFY, "documents");
	ask(bench, 5, 10, FAQ_VERDICT_NONE, "too late");
	write_one(bench->store, feedback_of(1, 2 * PERIOD_DAY_MS, false, ""));
	assert_int_equal(usage_read(&usage, bench->store, &ten_days), STORE_OK);
	assert_int_equal(usage_questions(&usage), 4);
	assert_int_equal(usage.of_verdict[FAQ_VERDICT_ANSWER], 1);
	assert_int_equal(usage.of_verdict[FAQ_VERDICT_CLARIFY], 1);
	assert_int_equal(usage.of_verdict[FAQ_VERDICT_NONE], 2);
	assert_int_equal(usage.helpful, 0);
	assert_int_equal(usage.unhelpful, 1);
	/* What was asked back is no gap. */
	assert_int_equal(usage.groups.count, 1);
	assert_int_equal(usage.groups.list[0].questions, 2);
	assert_int_equal(usage.intent_count, 1);
	assert_string_equal(usage.intent[0].intent, "faq.before_start");
	assert_int_equal(usage.kind_count, 1);
	assert_string_equal(usage.kind[0].name, "faq");
	usage_release(&usage);
}

static void days_of_silence_are_days_too(void **state)
{
	struct bench *bench = *state;
	struct usage_day days[4];
	struct usage usage;
	int64_t each;

	ask(bench, 1, 2, FAQ_VERDICT_ANSWER, "a");
	ask(bench, 2, 5, FAQ_VERDICT_ANSWER, "b");
	assert_int_equal(usage_read(&usage, bench->store, &ten_days), STORE_OK);
	assert_int_equal(usage.day_count, 2);
	assert_int_equal(usage_spans(&usage, 4, days, &each), 4);
	assert_int_equal(each, 1);
	assert_int_equal(days[0].day, 2);
	assert_int_equal(days[1].of_verdict[FAQ_VERDICT_ANSWER], 0);
	assert_int_equal(days[3].of_verdict[FAQ_VERDICT_ANSWER], 1);
	assert_int_equal(usage_spans(&usage, 3, days, &each), 2);
	assert_int_equal(each, 2);
	assert_int_equal(days[1].day, 4);
	assert_int_equal(days[1].of_verdict[FAQ_VERDICT_ANSWER], 1);
	usage_release(&usage);
}

static void an_empty_store_is_an_empty_usage(void **state)
{
	struct bench *bench = *state;
	struct usage_day days[1];
	struct usage usage;
	int64_t each;

	assert_int_equal(usage_read(&usage, bench->store, &ten_days), STORE_OK);
	assert_int_equal(usage_questions(&usage), 0);
	assert_int_equal(usage.groups.count, 0);
	assert_int_equal(usage_spans(&usage, 1, days, &each), 0);
	usage_release(&usage);
}

static void only_the_largest_groups_show_unless_all_are_wanted(void **state)
{
	struct bench *bench = *state;
	struct usage usage;
	char word[32];

	for (unsigned i = 0; i < USAGE_GROUPS_SHOWN + 5; i++) {
		snprintf(word, sizeof(word), "zorb%c%c", 'a' + (char)(i / 26),
			 'a' + (char)(i % 26));
		ask(bench, i + 1, 1, FAQ_VERDICT_NONE, word);
	}
	assert_int_equal(usage_read(&usage, bench->store, &ten_days), STORE_OK);
	assert_int_equal(usage.groups.count, USAGE_GROUPS_SHOWN + 5);
	assert_int_equal(usage_groups_shown(&usage, false), USAGE_GROUPS_SHOWN);
	assert_int_equal(usage_groups_shown(&usage, true),
			 USAGE_GROUPS_SHOWN + 5);
	usage_release(&usage);
}

#define IN_A_STORE(test_)                                                      \
	cmocka_unit_test_setup_teardown(test_, bench_set_up_open,              \
					bench_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_A_STORE(what_was_asked_is_counted),
		IN_A_STORE(days_of_silence_are_days_too),
		IN_A_STORE(an_empty_store_is_an_empty_usage),
		IN_A_STORE(only_the_largest_groups_show_unless_all_are_wanted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
