/* SPDX-License-Identifier: MIT */
/* What is told of a question, as the store holds it afterwards. */
#include "server/talk/recording.h"

#include "server_fixture.h"

#include <stdio.h>
#include <unistd.h>

#define NOW_MS INT64_C(1700000000000)
#define VISITOR "00112233445566778899aabbccddeeff"
#define STOP_MS 20000u

struct book {
	char folder[32], path[64];
	struct fixture *fixture;
	struct recording recording;
	struct store_options store;
	struct store_turn turn;
	struct store_feedback feedback;
	unsigned turns, feedbacks;
};

static int64_t now_ms(void *context)
{
	(void)context;
	return NOW_MS;
}

static int set_up(void **state)
{
	struct book *book = calloc(1, sizeof(*book));
	struct recorder_options options = {.store = NULL, .now_ms = now_ms};
	struct store_error error;
	void *fixture;

	assert_non_null(book);
	fixture_set_up(&fixture);
	book->fixture = fixture;
	memcpy(book->folder, "/tmp/faqd-test-XXXXXX", 22);
	assert_non_null(mkdtemp(book->folder));
	snprintf(book->path, sizeof(book->path), "%s/db", book->folder);
	options.address = book->path;
	options.store = &book->store;
	assert_int_equal(
		recorder_start(&book->recording.recorder, &options, &error),
		STORE_OK);
	book->recording.transcripts = true;
	book->recording.now_ms = now_ms;
	*state = book;
	return 0;
}

static int tear_down(void **state)
{
	struct book *book = *state;
	void *fixture = book->fixture;

	fixture_tear_down(&fixture);
	unlink(book->path);
	rmdir(book->folder);
	free(book);
	return 0;
}

static bool on_turn(void *context, const struct store_turn *turn)
{
	struct book *book = context;

	book->turn = *turn;
	book->turns++;
	return true;
}

static bool on_feedback(void *context, const struct store_feedback *feedback,
			const char *intent)
{
	struct book *book = context;

	(void)intent;
	book->feedback = *feedback;
	book->feedbacks++;
	return true;
}

/* Ends the recorder and reads what it has written. */
static void read_back(struct book *book)
{
	const struct store_range all = {.to_ms = INT64_MAX};
	struct store_error error;
	struct store *store;

	assert_true(recorder_stop(book->recording.recorder, STOP_MS));
	assert_int_equal(store_open(&store, book->path, &book->store, &error),
			 STORE_OK);
	assert_int_equal(store_turns(store, &all, on_turn, book), STORE_OK);
	assert_int_equal(store_feedback(store, &all, on_feedback, book),
			 STORE_OK);
	store_close(store);
}

/* Asks the engine and tells of it. */
static void tell(struct book *book, const char *question,
		 struct turn_record record)
{
	struct responder *responder = &book->fixture->responder;
	struct faq_dialog dialog = {0};

	assert_true(responder_ask(responder, &dialog, COUNTED_CHAT, question,
				  strlen(question)));
	record.mouth = "chat";
	record.question = question;
	record.question_bytes = strlen(question);
	record.reply = &responder->reply;
	record.latency_ns = 42999;
	recording_turn(&book->recording, &record);
}

static void a_question_is_kept_with_its_answer(void **state)
{
	struct book *book = *state;

	tell(book, "what is tea",
	     (struct turn_record){.visitor = VISITOR, .answer_id = "a-1"});
	read_back(book);
	assert_int_equal(book->turns, 1);
	assert_int_equal(book->turn.time_ms, NOW_MS);
	assert_int_equal(book->turn.latency_us, 42);
	assert_string_equal(book->turn.mouth, "chat");
	assert_string_equal(book->turn.question, "what is tea");
	assert_int_equal(book->turn.verdict, FAQ_VERDICT_ANSWER);
	assert_int_equal(book->turn.answer_count, 1);
	assert_string_equal(book->turn.answer[0], "faq.tea");
	assert_false(store_id_none(&book->turn.message));
}

static void what_is_near_is_kept_with_a_question_without_answer(void **state)
{
	struct book *book = *state;
	struct faq_reply *reply = &book->fixture->responder.reply;
	const struct faq_intent *tea =
		faq_catalog_find(book->fixture->served->catalog, "faq.tea");
	struct turn_record record = {.mouth = "ask",
				     .visitor = VISITOR,
				     .answer_id = "",
				     .question = "q",
				     .question_bytes = 1,
				     .reply = reply};

	memset(reply, 0, sizeof(*reply));
	reply->verdict = FAQ_VERDICT_NONE;
	reply->best = tea;
	reply->confidence = 0.25;
	reply->choice_count = 1;
	reply->choice[0] = tea;
	reply->suggest_count = 1;
	reply->suggest[0].intent = tea;
	reply->suggest[0].score = 0.5;
	recording_turn(&book->recording, &record);
	read_back(book);
	assert_int_equal(book->turns, 1);
	assert_int_equal(book->turn.answer_count, 0);
	assert_string_equal(book->turn.intent, "faq.tea");
	assert_int_equal(book->turn.near_count, 2);
	assert_true(book->turn.near[0].score < 0.3);
	assert_true(book->turn.near[1].score > 0.4);
	assert_true(store_id_none(&book->turn.message));
}

static void without_transcripts_no_question_is_kept(void **state)
{
	struct book *book = *state;

	book->recording.transcripts = false;
	tell(book, "what is tea",
	     (struct turn_record){.visitor = VISITOR, .answer_id = ""});
	read_back(book);
	assert_int_equal(book->turns, 0);
}

/* It says no more than where he is. */
static void where_a_visitor_is_is_kept_without_transcripts_too(void **state)
{
	struct book *book = *state;
	struct faq_dialog dialog = {.step = 2};
	const struct session_record record = {"rasa", VISITOR, &dialog};
	const struct session_record nobody = {"rasa", "ann", &dialog};
	struct store_session session;
	struct store_error error;
	struct store_id visitor;
	struct store *store;

	book->recording.transcripts = false;
	recording_session(&book->recording, &nobody);
	recording_session(&book->recording, &record);
	assert_true(recorder_stop(book->recording.recorder, STOP_MS));
	assert_int_equal(store_open(&store, book->path, &book->store, &error),
			 STORE_OK);
	assert_true(store_id_parse(VISITOR, 32, &visitor));
	assert_int_equal(store_session(store, &visitor, &session), STORE_OK);
	assert_int_equal(session.updated_ms, NOW_MS);
	assert_string_equal(session.mouth, "rasa");
	assert_true(faq_dialog_load(&dialog, session.dialog,
				    sizeof(session.dialog)));
	assert_int_equal(dialog.step, 2);
	store_close(store);
}

static void who_is_no_visitor_leaves_nothing(void **state)
{
	struct book *book = *state;
	const struct feedback_record feedback = {
		.visitor = "nobody", .answer_id = "a-1", .reason = ""};

	tell(book, "what is tea",
	     (struct turn_record){.visitor = "nobody", .answer_id = ""});
	assert_false(recording_feedback(&book->recording, &feedback));
	read_back(book);
	assert_int_equal(book->turns + book->feedbacks, 0);
}

static void feedback_names_the_answer_as_its_question_did(void **state)
{
	struct book *book = *state;
	const struct feedback_record feedback = {.visitor = VISITOR,
						 .answer_id = "a-1",
						 .helpful = true,
						 .reason = "short"};

	tell(book, "what is tea",
	     (struct turn_record){.visitor = VISITOR, .answer_id = "a-1"});
	assert_true(recording_feedback(&book->recording, &feedback));
	read_back(book);
	assert_int_equal(book->feedbacks, 1);
	assert_true(book->feedback.helpful);
	assert_string_equal(book->feedback.reason, "short");
	assert_memory_equal(&book->feedback.message, &book->turn.message,
			    sizeof(book->turn.message));
	assert_memory_equal(&book->feedback.visitor, &book->turn.visitor,
			    sizeof(book->turn.visitor));
}

static void without_a_recorder_feedback_is_not_taken(void **state)
{
	const struct feedback_record feedback = {
		.visitor = VISITOR, .answer_id = "a-1", .reason = ""};
	struct recording nowhere = {.transcripts = true, .now_ms = now_ms};

	(void)state;
	assert_false(recording_feedback(&nowhere, &feedback));
}

#define BOOKED(test_) cmocka_unit_test_setup_teardown(test_, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		BOOKED(a_question_is_kept_with_its_answer),
		BOOKED(what_is_near_is_kept_with_a_question_without_answer),
		BOOKED(without_transcripts_no_question_is_kept),
		BOOKED(where_a_visitor_is_is_kept_without_transcripts_too),
		BOOKED(who_is_no_visitor_leaves_nothing),
		BOOKED(feedback_names_the_answer_as_its_question_did),
		cmocka_unit_test(without_a_recorder_feedback_is_not_taken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
