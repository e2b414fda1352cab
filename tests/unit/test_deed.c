/* SPDX-License-Identifier: MIT */
#include "unit/deed_fixture.h"

/* The letters of the batch, in order: "reply", "note", "handover". */
static void has_letters(const struct batch *batch, const char *const *paths,
			size_t count)
{
	size_t at = 0;

	for (size_t i = 0; i < batch->count; i++) {
		const struct store_outgoing *out =
			&batch->record[i].as.outgoing;
		char body[4096];

		if (batch->record[i].kind != STORE_OUTGOING)
			continue;
		snprintf(body, sizeof(body), "%.*s", (int)out->body_bytes,
			 out->body);
		assert_true(at < count);
		assert_non_null(strstr(body, paths[at++]));
	}
	assert_int_equal(at, count);
}

static void a_message_brings_its_answer_and_where_it_is_now(void **state)
{
	static const char *const reply[] = {"leaves in hot water"};
	struct deed_bench *b = *state;

	assert_int_equal(happens(b, DESK_MESSAGE, "m1", 10), DEED_ANSWERED);
	assert_int_equal(count_kind(&b->batch, STORE_DELIVERY), 2);
	assert_int_equal(count_kind(&b->batch, STORE_TURN), 1);
	assert_int_equal(count_kind(&b->batch, STORE_SESSION), 1);
	has_letters(&b->batch, reply, 1);
	commit(b);
	assert_int_equal(waiting(b), 1);
}

static void without_transcripts_no_question_is_kept(void **state)
{
	struct deed_bench *b = *state;

	b->deed.transcripts = false;
	assert_int_equal(happens(b, DESK_MESSAGE, "m1", 10), DEED_ANSWERED);
	assert_int_equal(count_kind(&b->batch, STORE_TURN), 0);
}

static void the_same_again_does_nothing(void **state)
{
	struct deed_bench *b = *state;
	size_t records;

	assert_int_equal(happens(b, DESK_MESSAGE, "m1", 10), DEED_ANSWERED);
	records = b->batch.count;
	assert_int_equal(happens(b, DESK_MESSAGE, "m1", 10), DEED_REPEATED);
	assert_int_equal(b->batch.count, records);
	commit(b);
	assert_int_equal(happens(b, DESK_MESSAGE, "m1", 10), DEED_REPEATED);
	assert_int_equal(b->batch.count, 0);
}

/* What is said twice comes in two deliveries, too. */
static void a_message_of_another_delivery_is_the_same(void **state)
{
	struct deed_bench *b = *state;
	struct desk_event event = event_of(DESK_MESSAGE, "m1", 10);

	event.delivery = "d1";
	assert_int_equal(deed_do(&b->deed, &b->call, &event), DEED_ANSWERED);
	event.delivery = "d2";
	assert_int_equal(deed_do(&b->deed, &b->call, &event), DEED_REPEATED);
}

static void what_is_nothing_for_us_leaves_no_trace(void **state)
{
	struct deed_bench *b = *state;
	struct desk_event nowhere = event_of(DESK_MESSAGE, "m1", 10);

	nowhere.conversation = "";
	assert_int_equal(deed_do(&b->deed, &b->call, &nowhere), DEED_IGNORED);
	assert_int_equal(happens(b, DESK_PING, "p", 0), DEED_IGNORED);
	assert_int_equal(happens(b, DESK_IGNORED, "i", 0), DEED_IGNORED);
	assert_int_equal(b->batch.count, 0);
}

static void who_gets_no_answer_gets_a_person_with_a_note(void **state)
{
	static const char *const letters[] = {"/reply", "/note", "/handover"};
	struct deed_bench *b = *state;
	enum deed_outcome outcome = DEED_ANSWERED;
	char id[8];

	for (int i = 0; i < 4 && outcome == DEED_ANSWERED; i++) {
		commit(b);
		snprintf(id, sizeof(id), "m%d", i);
		outcome = says(b, id, NONSENSE);
	}
	assert_int_equal(outcome, DEED_HANDED_OVER);
	has_letters(&b->batch, letters, 3);
	commit(b);
	assert_int_equal(says(b, "m9", "what is tea"), DEED_SILENT);
	assert_int_equal(count_kind(&b->batch, STORE_OUTGOING), 0);
}

static void what_the_desk_takes_for_the_wish_is_the_wish(void **state)
{
	struct deed_bench *b = *state;

	b->desk.person[0] = "faq.tea";
	b->desk.person_count = 1;
	assert_int_equal(happens(b, DESK_MESSAGE, "m1", 0), DEED_HANDED_OVER);
}

/* The bot speaks on, because nobody would come. */
static void a_desk_without_a_handover_stays_the_bots(void **state)
{
	struct deed_bench *b = *state;

	b->desk.config.map.handover.path = NULL;
	for (int i = 0; i < 4; i++) {
		char id[8];

		snprintf(id, sizeof(id), "m%d", i);
		assert_int_equal(says(b, id, NONSENSE), DEED_ANSWERED);
	}
}

static void a_person_who_comes_takes_back_what_waits(void **state)
{
	struct deed_bench *b = *state;

	assert_int_equal(happens(b, DESK_MESSAGE, "m1", 10), DEED_ANSWERED);
	commit(b);
	assert_int_equal(waiting(b), 1);
	assert_int_equal(happens(b, DESK_TAKEN, "t1", 11), DEED_TURNED);
	commit(b);
	assert_int_equal(waiting(b), 0);
	assert_int_equal(happens(b, DESK_MESSAGE, "m2", 12), DEED_SILENT);
	assert_int_equal(happens(b, DESK_RETURNED, "r1", 13), DEED_TURNED);
	assert_int_equal(happens(b, DESK_MESSAGE, "m3", 14), DEED_ANSWERED);
}

/* In one batch, and in the same millisecond. */
static void an_answer_of_the_same_batch_is_taken_back_too(void **state)
{
	struct deed_bench *b = *state;

	assert_int_equal(happens(b, DESK_MESSAGE, "m1", 10), DEED_ANSWERED);
	assert_int_equal(happens(b, DESK_TAKEN, "t1", 10), DEED_TURNED);
	commit(b);
	assert_int_equal(waiting(b), 0);
}

static void a_takeover_that_comes_late_does_not_silence(void **state)
{
	struct deed_bench *b = *state;

	assert_int_equal(happens(b, DESK_RETURNED, "r1", 20), DEED_TURNED);
	assert_int_equal(happens(b, DESK_TAKEN, "t1", 10), DEED_LATE);
	assert_int_equal(happens(b, DESK_MESSAGE, "m1", 30), DEED_ANSWERED);
	commit(b);
	assert_int_equal(happens(b, DESK_TAKEN, "t1", 10), DEED_REPEATED);
}

static void a_return_that_comes_late_does_not_speak_into_it(void **state)
{
	struct deed_bench *b = *state;

	assert_int_equal(happens(b, DESK_TAKEN, "t2", 30), DEED_TURNED);
	commit(b);
	assert_int_equal(happens(b, DESK_RETURNED, "r1", 20), DEED_LATE);
	assert_int_equal(happens(b, DESK_CLOSED, "c1", 20), DEED_LATE);
	assert_int_equal(happens(b, DESK_MESSAGE, "m1", 40), DEED_SILENT);
}

static void what_was_said_to_a_person_is_not_answered_later(void **state)
{
	struct deed_bench *b = *state;

	assert_int_equal(happens(b, DESK_RETURNED, "r1", 20), DEED_TURNED);
	assert_int_equal(happens(b, DESK_TAKEN, "t1", 10), DEED_LATE);
	commit(b);
	assert_int_equal(happens(b, DESK_MESSAGE, "m1", 15), DEED_SILENT);
	assert_int_equal(happens(b, DESK_MESSAGE, "m2", 5), DEED_ANSWERED);
	assert_int_equal(happens(b, DESK_MESSAGE, "m3", 20), DEED_ANSWERED);
}

/* A second may have had both, in either order: what came last is believed. */
static void within_a_whole_second_the_last_to_come_is_believed(void **state)
{
	struct deed_bench *b = *state;
	struct desk_event taken = event_of(DESK_TAKEN, "t1", 10000);

	taken.order_span = 1000;
	assert_int_equal(happens(b, DESK_RETURNED, "r1", 10300), DEED_TURNED);
	assert_int_equal(deed_do(&b->deed, &b->call, &taken), DEED_TURNED);
	assert_int_equal(happens(b, DESK_MESSAGE, "m1", 10500), DEED_SILENT);
}

static void without_an_order_the_last_to_come_is_believed(void **state)
{
	struct deed_bench *b = *state;

	assert_int_equal(happens(b, DESK_RETURNED, "r1", 20), DEED_TURNED);
	assert_int_equal(happens(b, DESK_TAKEN, "t1", 0), DEED_TURNED);
	assert_int_equal(happens(b, DESK_MESSAGE, "m1", 0), DEED_SILENT);
	assert_int_equal(happens(b, DESK_RETURNED, "r2", 0), DEED_TURNED);
	assert_int_equal(happens(b, DESK_MESSAGE, "m2", 0), DEED_ANSWERED);
}

/* What a person is handed is a turn, too, and no older word undoes it. */
static void a_handover_of_ours_is_not_undone_by_an_older_return(void **state)
{
	struct desk_event event = event_of(DESK_MESSAGE, "m1", 30);
	struct deed_bench *b = *state;

	b->desk.person[0] = "faq.tea";
	b->desk.person_count = 1;
	assert_int_equal(deed_do(&b->deed, &b->call, &event), DEED_HANDED_OVER);
	assert_int_equal(happens(b, DESK_RETURNED, "r1", 20), DEED_LATE);
	assert_int_equal(happens(b, DESK_MESSAGE, "m2", 40), DEED_SILENT);
}

static void a_conversation_that_ended_begins_anew(void **state)
{
	struct deed_bench *b = *state;
	struct store_id visitor = visitor_of(b);
	struct faq_dialog fresh;
	uint8_t bytes[FAQ_DIALOG_BYTES];
	struct store_session session;

	faq_dialog_init(&fresh);
	faq_dialog_save(&fresh, bytes);
	assert_int_equal(says(b, "m1", NONSENSE), DEED_ANSWERED);
	assert_int_equal(happens(b, DESK_CLOSED, "c1", 0), DEED_TURNED);
	commit(b);
	assert_int_equal(store_session(b->bench->store, &visitor, &session),
			 STORE_OK);
	assert_memory_equal(session.dialog, bytes, sizeof(bytes));
	assert_int_equal(session.state, STORE_SESSION_BOT);
}

static void a_full_batch_keeps_nothing_of_the_event(void **state)
{
	struct deed_bench *b = *state;

	while (b->batch.count < BATCH_RECORDS - 3)
		assert_non_null(batch_add(&b->batch, STORE_DELIVERY));
	assert_int_equal(happens(b, DESK_MESSAGE, "m1", 10), DEED_FULL);
	assert_int_equal(b->batch.count, BATCH_RECORDS - 3);
	while (b->batch.count < BATCH_RECORDS)
		assert_non_null(batch_add(&b->batch, STORE_DELIVERY));
	assert_int_equal(happens(b, DESK_TAKEN, "t1", 10), DEED_FULL);
	batch_cut(&b->batch, 0);
	assert_int_equal(happens(b, DESK_MESSAGE, "m1", 10), DEED_ANSWERED);
}

static void a_desk_that_waits_gets_its_answer_in_the_call(void **state)
{
	static const struct desk_setup room = {
		.config = {.name = "room",
			   .kind = DESK_MATTERMOST,
			   .secret = {"s"},
			   .secret_count = 1}};
	struct deed_bench *b = *state;

	b->call.desk = &room;
	assert_int_equal(happens(b, DESK_MESSAGE, "m1", 10), DEED_ANSWERED);
	assert_non_null(b->call.reply);
	assert_non_null(strstr(b->call.reply, "leaves in hot water"));
	assert_int_equal(b->call.reply_bytes, strlen(b->call.reply));
	assert_int_equal(count_kind(&b->batch, STORE_OUTGOING), 0);
}

static void every_outcome_has_a_name(void **state)
{
	(void)state;
	for (unsigned i = 0; i < DEED_OUTCOMES; i++)
		assert_true(*deed_outcome_text((enum deed_outcome)i));
	assert_string_equal(deed_outcome_text(DEED_LATE), "late");
}

int main(void)
{
#define AT_WORK(test)                                                          \
	cmocka_unit_test_setup_teardown(test, deed_set_up, deed_tear_down)
	const struct CMUnitTest tests[] = {
		AT_WORK(a_message_brings_its_answer_and_where_it_is_now),
		AT_WORK(without_transcripts_no_question_is_kept),
		AT_WORK(the_same_again_does_nothing),
		AT_WORK(a_message_of_another_delivery_is_the_same),
		AT_WORK(what_is_nothing_for_us_leaves_no_trace),
		AT_WORK(who_gets_no_answer_gets_a_person_with_a_note),
		AT_WORK(what_the_desk_takes_for_the_wish_is_the_wish),
		AT_WORK(a_desk_without_a_handover_stays_the_bots),
		AT_WORK(a_person_who_comes_takes_back_what_waits),
		AT_WORK(an_answer_of_the_same_batch_is_taken_back_too),
		AT_WORK(a_takeover_that_comes_late_does_not_silence),
		AT_WORK(a_return_that_comes_late_does_not_speak_into_it),
		AT_WORK(what_was_said_to_a_person_is_not_answered_later),
		AT_WORK(within_a_whole_second_the_last_to_come_is_believed),
		AT_WORK(without_an_order_the_last_to_come_is_believed),
		AT_WORK(a_handover_of_ours_is_not_undone_by_an_older_return),
		AT_WORK(a_conversation_that_ended_begins_anew),
		AT_WORK(a_full_batch_keeps_nothing_of_the_event),
		AT_WORK(a_desk_that_waits_gets_its_answer_in_the_call),
		cmocka_unit_test(every_outcome_has_a_name),
	};

	return cmocka_run_group_tests_name("deed", tests, NULL, NULL);
}
