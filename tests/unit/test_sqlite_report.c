/* SPDX-License-Identifier: MIT */
#include "unit/store_fixture.h"

/* Lines of what was handed out, one a row. */
struct lines {
	char text[1024];
	size_t stop_after, count;
};

static bool add_line(struct lines *lines, const char *line)
{
	size_t size = strlen(lines->text);

	snprintf(lines->text + size, sizeof(lines->text) - size, "%s\n", line);
	return ++lines->count != lines->stop_after;
}

static bool add_turn(void *context, const struct store_turn *turn)
{
	return add_line(context, turn->question);
}

static bool add_feedback(void *context, const struct store_feedback *feedback,
			 const char *intent)
{
	char line[128];

	snprintf(line, sizeof(line), "%s %s %.32s", intent,
		 feedback->helpful ? "yes" : "no", feedback->reason);
	return add_line(context, line);
}

static bool add_intent(void *context, const struct store_intent_count *count)
{
	char line[128];

	snprintf(line, sizeof(line), "%s %d %d %d", count->intent,
		 (int)count->answers, (int)count->helpful,
		 (int)count->unhelpful);
	return add_line(context, line);
}

static bool add_day(void *context, const struct store_day_count *count)
{
	char line[128];

	snprintf(line, sizeof(line), "%d %s '%s' %d %d", (int)count->day,
		 faq_verdict_text(count->verdict), count->kind,
		 (int)count->turns, (int)count->handovers);
	return add_line(context, line);
}

static struct store_record miss_of(unsigned visitor, int64_t time_ms,
				   const char *question)
{
	struct store_record record = turn_of(visitor, time_ms, question);

	record.as.turn.verdict = FAQ_VERDICT_NONE;
	record.as.turn.answer_count = 0;
	return record;
}

static int fill(void **state)
{
	struct bench *bench;

	bench_set_up_open(state);
	bench = *state;
	struct store_record batch[] = {
		turn_of(3, DAY_MS + 30, "late"),
		turn_of(1, 10, "early"),
		miss_of(2, 20, "missed"),
		miss_of(1, DAY_MS, "missed again"),
		feedback_of(1, 11, false, "wrong"),
		feedback_of(1, 12, true, "well"), /* a second thought */
		feedback_of(3, DAY_MS + 31, false, ""),
		feedback_of(9, 13, true, "of nothing"),
	};

	batch[0].as.turn.handover = true;
	strcpy(batch[0].as.turn.answer[0], "step.one");
	batch[3].as.turn.message = id_of(77);
	assert_int_equal(store_write(bench->store, batch, 8, STORE_COMMITTED),
			 STORE_OK);
	return 0;
}

static void expect_turns(struct bench *bench, struct store_range range,
			 const char *expected)
{
	struct lines lines = {.text = ""};

	assert_int_equal(store_turns(bench->store, &range, add_turn, &lines),
			 STORE_OK);
	assert_string_equal(lines.text, expected);
}

static void turns_come_in_order_of_time(void **state)
{
	expect_turns(*state, (struct store_range){0, INT64_MAX, NULL, false},
		     "early\nmissed\nmissed again\nlate\n");
}

static void a_range_has_its_beginning_and_not_its_end(void **state)
{
	expect_turns(*state, (struct store_range){20, DAY_MS, NULL, false},
		     "missed\n");
}

static void a_visitor_has_its_own_turns(void **state)
{
	struct store_id id = id_of(1);

	expect_turns(*state, (struct store_range){0, INT64_MAX, &id, false},
		     "early\nmissed again\n");
	expect_turns(*state, (struct store_range){0, INT64_MAX, &id, true},
		     "missed again\n");
}

static void the_last_turns_of_a_visitor_come_in_order(void **state)
{
	struct bench *bench = *state;
	struct store_id id = id_of(1);
	struct lines all = {.text = ""}, one = {.text = ""},
		     late = {.text = ""};

	assert_int_equal(
		store_last_turns(bench->store, &id, 0, 9, add_turn, &all),
		STORE_OK);
	assert_string_equal(all.text, "early\nmissed again\n");
	assert_int_equal(
		store_last_turns(bench->store, &id, 0, 1, add_turn, &one),
		STORE_OK);
	assert_string_equal(one.text, "missed again\n");
	assert_int_equal(
		store_last_turns(bench->store, &id, 11, 9, add_turn, &late),
		STORE_OK);
	assert_string_equal(late.text, "missed again\n");
}

static void what_had_no_answer_comes_alone(void **state)
{
	expect_turns(*state, (struct store_range){0, INT64_MAX, NULL, true},
		     "missed\nmissed again\n");
}

static void a_walk_ends_when_it_is_told_to(void **state)
{
	const struct store_range all = {0, INT64_MAX, NULL, false};
	struct bench *bench = *state;
	struct lines lines = {.stop_after = 2};

	assert_int_equal(store_turns(bench->store, &all, add_turn, &lines),
			 STORE_OK);
	assert_string_equal(lines.text, "early\nmissed\n");
}

static void feedback_comes_with_the_intent_that_it_is_about(void **state)
{
	const struct store_range all = {0, INT64_MAX, NULL, false};
	struct bench *bench = *state;
	struct store_id id = id_of(3);
	const struct store_range own = {0, INT64_MAX, &id, false};
	struct lines lines = {.text = ""}, one = {.text = ""};

	assert_int_equal(
		store_feedback(bench->store, &all, add_feedback, &lines),
		STORE_OK);
	assert_string_equal(lines.text, "faq.before_start yes well\n"
					" yes of nothing\n"
					"step.one no \n");
	assert_int_equal(store_feedback(bench->store, &own, add_feedback, &one),
			 STORE_OK);
	assert_string_equal(one.text, "step.one no \n");
}

static void intents_are_counted_with_what_was_said_of_them(void **state)
{
	struct bench *bench = *state;
	struct lines lines = {.text = ""};

	assert_int_equal(store_intent_counts(bench->store, 0, INT64_MAX,
					     add_intent, &lines),
			 STORE_OK);
	assert_string_equal(lines.text, "faq.before_start 1 1 0\n"
					"step.one 1 0 1\n");
}

static void days_are_counted_by_verdict_and_kind(void **state)
{
	struct bench *bench = *state;
	struct lines lines = {.text = ""};

	assert_int_equal(
		store_day_counts(bench->store, 0, INT64_MAX, add_day, &lines),
		STORE_OK);
	assert_string_equal(lines.text, "0 answer 'faq' 1 0\n"
					"0 none '' 1 0\n"
					"1 answer 'step' 1 1\n"
					"1 none '' 1 0\n");
}

int main(void)
{
#define FILLED(test)                                                           \
	cmocka_unit_test_setup_teardown(test, fill, bench_tear_down)
	const struct CMUnitTest tests[] = {
		FILLED(turns_come_in_order_of_time),
		FILLED(a_range_has_its_beginning_and_not_its_end),
		FILLED(a_visitor_has_its_own_turns),
		FILLED(the_last_turns_of_a_visitor_come_in_order),
		FILLED(what_had_no_answer_comes_alone),
		FILLED(a_walk_ends_when_it_is_told_to),
		FILLED(feedback_comes_with_the_intent_that_it_is_about),
		FILLED(intents_are_counted_with_what_was_said_of_them),
		FILLED(days_are_counted_by_verdict_and_kind),
	};

	return cmocka_run_group_tests_name("sqlite_report", tests, NULL, NULL);
}
