/* SPDX-License-Identifier: MIT */
#include "unit/store_fixture.h"

#include "server/desk/hub_story.h"
#include "unit/content.h"

struct tale {
	struct bench *bench;
	struct faq_catalog *catalog;
	struct store_key key;
	struct hub_story_source source;
};

static int set_up(void **state)
{
	struct tale *tale = calloc(1, sizeof(*tale));
	void *bench = NULL;

	assert_non_null(tale);
	bench_set_up_open(&bench);
	tale->bench = bench;
	tale->catalog = build_good("### Opening hours\n\nTen to six.\n\n"
				   "```ask faq.open\nwhen do you open\n```\n");
	store_get_key(tale->bench->store, &tale->key);
	tale->source = (struct hub_story_source){tale->bench->store, &tale->key,
						 tale->catalog};
	*state = tale;
	return 0;
}

static int tear_down(void **state)
{
	struct tale *tale = *state;
	void *bench = tale->bench;

	faq_catalog_free(tale->catalog);
	free(tale);
	return bench_tear_down(&bench);
}

/* As the recorder writes it. */
static void keep_turn(struct tale *tale, int64_t time_ms, const char *question,
		      const char *answer_id)
{
	struct store_record kept = turn_of(1, time_ms, question);

	strcpy(kept.as.turn.answer[0], "faq.open");
	kept.as.turn.answer_count = 1;
	assert_true(store_id_of(&tale->key, "answer", answer_id,
				strlen(answer_id), &kept.as.turn.message));
	assert_int_equal(
		store_write(tale->bench->store, &kept, 1, STORE_COMMITTED),
		STORE_OK);
}

static const struct hub_turn last = {.at_ms = 50,
				     .question = "a person please",
				     .answer = "One moment.",
				     .intent = "meta.human"};

static struct hub_told *tell(struct tale *tale)
{
	const struct hub_wish wish = {.reason = STORE_TALK_MISSES,
				      .later = true,
				      .step = 2,
				      .last = &last,
				      .answer_id = "a-last"};
	struct store_id id = id_of(1);
	struct hub_told *told = hub_story_read(&tale->source, &id, &wish);

	assert_non_null(told);
	return told;
}

static void what_was_said_before_comes_with_its_answer(void **state)
{
	struct tale *tale = *state;
	const struct hub_story *story;
	struct hub_told *told;

	keep_turn(tale, 10, "when do you open", "a-1");
	told = tell(tale);
	story = hub_story_of(told);
	assert_int_equal(story->reason, STORE_TALK_MISSES);
	assert_true(story->later);
	assert_int_equal(story->step, 2);
	assert_int_equal(story->turn_count, 2);
	assert_string_equal(story->turn[0].question, "when do you open");
	assert_string_equal(story->turn[0].answer, "Ten to six.");
	assert_int_equal(story->turn[0].at_ms, 10);
	assert_string_equal(story->turn[1].question, "a person please");
	hub_story_free(told);
}

static void a_last_turn_that_is_recorded_is_told_once(void **state)
{
	struct tale *tale = *state;
	struct hub_told *told;

	keep_turn(tale, 10, "when do you open", "a-1");
	keep_turn(tale, 51, "a person please", "a-last");
	told = tell(tale);
	assert_int_equal(hub_story_of(told)->turn_count, 2);
	assert_string_equal(hub_story_of(told)->turn[1].answer, "One moment.");
	hub_story_free(told);
}

static void the_oldest_turns_make_room(void **state)
{
	struct tale *tale = *state;
	const struct hub_story *story;
	struct hub_told *told;
	char text[32];

	for (int i = 0; i < 25; i++) {
		snprintf(text, sizeof(text), "question %d", i);
		keep_turn(tale, 10 + i, text, text);
	}
	told = tell(tale);
	story = hub_story_of(told);
	assert_int_equal(story->turn_count, HUB_STORY_TURNS);
	assert_string_equal(story->turn[0].question, "question 6");
	assert_string_equal(story->turn[18].question, "question 24");
	assert_string_equal(story->turn[19].question, "a person please");
	hub_story_free(told);
}

/* What went before an earlier handover is in the conversation. */
static void nothing_of_an_earlier_handover_is_told_again(void **state)
{
	struct tale *tale = *state;
	struct store_record ended = {.kind = STORE_MESSAGE};
	const struct hub_story *story;
	struct hub_told *told;

	keep_turn(tale, 10, "when do you open", "a-1");
	ended.as.message.visitor = id_of(1);
	ended.as.message.seq = 1;
	ended.as.message.time_ms = 20;
	ended.as.message.from = STORE_FROM_SYSTEM;
	ended.as.message.text = "returned";
	ended.as.message.text_bytes = 8;
	assert_int_equal(
		store_write(tale->bench->store, &ended, 1, STORE_DURABLE),
		STORE_OK);
	keep_turn(tale, 30, "and tomorrow", "a-2");
	told = tell(tale);
	story = hub_story_of(told);
	assert_int_equal(story->turn_count, 2);
	assert_string_equal(story->turn[0].question, "and tomorrow");
	hub_story_free(told);
}

static void what_was_offered_stands_for_an_answer_that_was_none(void **state)
{
	struct tale *tale = *state;
	struct store_record missed = turn_of(1, 10, "hm");
	struct hub_told *told;

	missed.as.turn.verdict = FAQ_VERDICT_NONE;
	missed.as.turn.answer_count = 0;
	missed.as.turn.near_count = 2;
	strcpy(missed.as.turn.near[0].intent, "faq.gone");
	strcpy(missed.as.turn.near[1].intent, "faq.open");
	missed.as.turn.near[1].score = 0.5;
	assert_int_equal(
		store_write(tale->bench->store, &missed, 1, STORE_COMMITTED),
		STORE_OK);
	told = tell(tale);
	assert_string_equal(hub_story_of(told)->turn[0].answer,
			    "Opening hours");
	assert_string_equal(hub_story_of(told)->turn[0].near[1].intent,
			    "faq.open");
	hub_story_free(told);
}

int main(void)
{
#define WITH_TALE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		WITH_TALE(what_was_said_before_comes_with_its_answer),
		WITH_TALE(a_last_turn_that_is_recorded_is_told_once),
		WITH_TALE(the_oldest_turns_make_room),
		WITH_TALE(nothing_of_an_earlier_handover_is_told_again),
		WITH_TALE(what_was_offered_stands_for_an_answer_that_was_none),
	};

	return cmocka_run_group_tests_name("hub_story", tests, NULL, NULL);
}
