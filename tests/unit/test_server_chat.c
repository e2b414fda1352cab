/* SPDX-License-Identifier: MIT */
#include "server/talk/chat.h"

#include "server_fixture.h"

#include <stdio.h>

static enum chat_close piece(struct fixture *f, const char *text, bool first,
			     bool final)
{
	struct chat_piece p = {
		.bytes = text,
		.size = strlen(text),
		.first = first,
		.final = final,
	};

	return chat_on_piece(&f->session, &p);
}

static enum chat_close say(struct fixture *f, const char *text)
{
	return piece(f, text, true, true);
}

static void a_question_is_answered_under_its_id(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(say(f, "{\"type\":\"ask\",\"id\":\"q\","
				"\"text\":\"what is tea\"}"),
			 CHAT_GO_ON);
	fixture_sent_has(f, "{\"type\":\"answer\",\"reply_to\":\"q\",");
}

static void fragments_are_put_together(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(piece(f, "{\"type\":\"ask\",", true, false),
			 CHAT_GO_ON);
	assert_int_equal(piece(f, "\"text\":\"what ", false, false),
			 CHAT_GO_ON);
	assert_int_equal(f->session.queue.count, 0);
	assert_int_equal(piece(f, "is tea\"}", false, true), CHAT_GO_ON);
	fixture_sent_has(f, "\"id\":\"faq.tea\"");
	assert_null(f->session.inbox.bytes);
}

static void a_new_message_forgets_an_unfinished_one(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(piece(f, "half", true, false), CHAT_GO_ON);
	assert_int_equal(say(f, "{\"type\":\"ask\",\"text\":\"what is tea\"}"),
			 CHAT_GO_ON);
	fixture_sent_has(f, "\"type\":\"answer\"");
}

static void an_empty_message_is_an_error_that_ends_nothing(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(say(f, ""), CHAT_GO_ON);
	fixture_sent_has(f, "{\"type\":\"error\",\"code\":\"invalid_json\","
			    "\"detail\":\"line 1, column 1: ");
}

static void an_unknown_type_is_an_error(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(say(f, "{\"type\":\"sing\",\"id\":\"1\","
				"\"text\":\"x\"}"),
			 CHAT_GO_ON);
	fixture_sent_has(f, "{\"type\":\"error\",\"reply_to\":\"1\","
			    "\"code\":\"unknown_type\"");
}

static void a_message_over_the_limit_says_1009(void **state)
{
	struct fixture *f = *state;
	char big[1025];
	int i;

	memset(big, 'x', sizeof(big) - 1);
	big[sizeof(big) - 1] = '\0';
	for (i = 0; i < 8; i++)
		assert_int_equal(piece(f, big, i == 0, false), CHAT_GO_ON);
	assert_int_equal(piece(f, "x", false, false), CHAT_CLOSE_SIZE);
}

static void a_binary_message_says_1003(void **state)
{
	struct fixture *f = *state;
	struct chat_piece p = {"x", 1, true, true, true};

	assert_int_equal(chat_on_piece(&f->session, &p), CHAT_CLOSE_BINARY);
}

static void who_does_not_read_is_told_1008(void **state)
{
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < f->session.queue.max; i++)
		assert_int_equal(say(f, "{"), CHAT_GO_ON);
	assert_int_equal(say(f, "{"), CHAT_CLOSE_SLOW);
	assert_int_equal(f->session.queue.count, f->session.queue.max);
}

static void a_chat_begins_with_a_fresh_dialogue(void **state)
{
	struct fixture *f = *state;

	f->session.visit.dialog.step = 2;
	f->session.visit.begun = true;
	f->session.close = true;
	chat_on_open(&f->session);
	assert_int_equal(f->session.visit.dialog.step, 0);
	assert_false(f->session.visit.begun);
	assert_true(f->session.chat);
	assert_false(f->session.close);
}

static void a_greeting_names_the_bot_and_begins_a_session(void **state)
{
	struct fixture *f = *state;
	char *text;

	assert_int_equal(say(f, "{\"type\":\"hello\",\"id\":\"h\"}"),
			 CHAT_GO_ON);
	text = fixture_sent(f);
	assert_non_null(strstr(text, "{\"type\":\"hello\",\"reply_to\":\"h\","
				     "\"protocol\":\"faqd.chat.v1\","
				     "\"name\":\"Tea\",\"language\":\"en\""));
	assert_non_null(strstr(text, "\"message_bytes\":8192"));
	assert_non_null(strstr(text, "\"resumed\":false,\"step\":0"));
	assert_null(strstr(text, "\"code\""));
	free(text);
}

/* Says `format` with the session that was sent last in it. */
static void say_with_session(struct fixture *f, const char *type)
{
	char text[512];

	snprintf(text, sizeof(text), "{\"type\":\"%s\",\"session\":\"%s\"}",
		 type, f->responder.session);
	assert_int_equal(say(f, text), CHAT_GO_ON);
}

static void a_conversation_is_taken_up_on_another_connection(void **state)
{
	struct fixture *f = *state;
	struct visit before;

	assert_int_equal(say(f, "{\"type\":\"ask\",\"id\":\"q\","
				"\"text\":\"what is tea\"}"),
			 CHAT_GO_ON);
	free(fixture_sent(f));
	before = f->session.visit;
	chat_on_open(&f->session);
	say_with_session(f, "hello");
	fixture_sent_has(f, "\"resumed\":true");
	assert_memory_equal(f->session.visit.visitor, before.visitor,
			    VISIT_VISITOR_BYTES);
	assert_int_equal(say(f, "{\"type\":\"ask\",\"id\":\"q\","
				"\"text\":\"what is tea\"}"),
			 CHAT_GO_ON);
	fixture_sent_has(f, "{\"type\":\"repeated\",\"reply_to\":\"q\"");
	chat_on_open(&f->session);
	say_with_session(f, "resume");
	fixture_sent_has(f, "{\"type\":\"resumed\",\"session\":");
	assert_int_equal(f->session.visit.dialog.last_intent,
			 before.dialog.last_intent);
}

static void a_hello_without_a_session_begins_anew(void **state)
{
	struct fixture *f = *state;
	struct visit before;

	assert_int_equal(say(f, "{\"type\":\"ask\",\"text\":\"what is tea\"}"),
			 CHAT_GO_ON);
	free(fixture_sent(f));
	before = f->session.visit;
	assert_true(before.begun);
	assert_int_equal(say(f, "{\"type\":\"hello\",\"session\":null}"),
			 CHAT_GO_ON);
	fixture_sent_has(f, "\"resumed\":false");
	assert_true(f->session.visit.begun);
	assert_memory_not_equal(f->session.visit.visitor, before.visitor,
				VISIT_VISITOR_BYTES);
	assert_int_equal(f->session.visit.dialog.last_intent, 0);
}

static void a_session_of_elsewhere_begins_anew_and_is_told(void **state)
{
	struct fixture *f = *state;

	f->session.visit.dialog.step = 1;
	assert_int_equal(say(f, "{\"type\":\"resume\",\"id\":\"r\","
				"\"session\":\"AAAA\"}"),
			 CHAT_GO_ON);
	fixture_sent_has(f, "\"resumed\":false,\"code\":\"session_foreign\","
			    "\"step\":0");
	assert_int_equal(f->session.visit.dialog.step, 0);
}

static void a_choice_is_answered_or_refused(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(say(f, "{\"type\":\"choose\",\"id\":\"1\","
				"\"choice\":\"faq.tea\"}"),
			 CHAT_GO_ON);
	fixture_sent_has(f, "\"best\":\"faq.tea\"");
	assert_int_equal(say(f, "{\"type\":\"choose\",\"id\":\"2\","
				"\"choice\":\"faq.gin\"}"),
			 CHAT_GO_ON);
	fixture_sent_has(f, "\"reply_to\":\"2\",\"code\":\"unknown_choice\"");
}

static bool keep(void *context, const struct feedback_record *record)
{
	char *out = context;

	assert_int_equal(strlen(record->visitor), 32);
	snprintf(out, 64, "%s %d %s", record->answer_id, record->helpful,
		 record->reason);
	return true;
}

static bool keep_nothing(void *context, const struct feedback_record *record)
{
	(void)context;
	(void)record;
	return false;
}

/* On an answer of that id. */
static enum chat_close rate(struct fixture *f, const char *answer)
{
	char text[256];

	snprintf(text, sizeof(text),
		 "{\"type\":\"feedback\",\"id\":\"f\",\"answer\":\"%s\","
		 "\"helpful\":false,\"reason\":\"odd\"}",
		 answer);
	return say(f, text);
}

/* Has a question answered. */
static void be_answered(struct fixture *f)
{
	assert_int_equal(say(f, "{\"type\":\"ask\",\"text\":\"what is tea\"}"),
			 CHAT_GO_ON);
	free(fixture_sent(f));
}

static void feedback_is_kept_and_acknowledged(void **state)
{
	struct fixture *f = *state;
	char kept[64] = "", wanted[64], reply[128];

	f->observer = (struct observer){.context = kept, .feedback = keep};
	f->shared.observer = &f->observer;
	be_answered(f);
	assert_int_equal(rate(f, f->responder.answer), CHAT_GO_ON);
	snprintf(wanted, sizeof(wanted), "%s 0 odd", f->responder.answer);
	assert_string_equal(kept, wanted);
	snprintf(reply, sizeof(reply),
		 "{\"type\":\"feedback_received\",\"reply_to\":\"f\","
		 "\"answer\":\"%s\"}",
		 f->responder.answer);
	fixture_sent_has(f, reply);
}

static void feedback_on_an_answer_that_was_never_given_is_refused(void **state)
{
	struct fixture *f = *state;
	char kept[64] = "", answer[ANSWER_ID_BYTES];

	f->observer = (struct observer){.context = kept, .feedback = keep};
	f->shared.observer = &f->observer;
	assert_int_equal(rate(f, "AAAAAAAAAAAAAAAA"), CHAT_GO_ON);
	fixture_sent_has(f, "\"reply_to\":\"f\",\"code\":\"unknown_answer\"");
	be_answered(f);
	memcpy(answer, f->responder.answer, sizeof(answer));
	answer[0] ^= 1;
	assert_int_equal(rate(f, answer), CHAT_GO_ON);
	fixture_sent_has(f, "unknown_answer");
	f->session.visit.visitor[0] ^= 1; /* somebody else's */
	assert_int_equal(rate(f, f->responder.answer), CHAT_GO_ON);
	fixture_sent_has(f, "unknown_answer");
	assert_string_equal(kept, "");
}

struct disk {
	enum record_fate fate;
	char kept[64];
};

static bool keep_on_disk(void *context, const struct feedback_record *record)
{
	return keep(((struct disk *)context)->kept, record);
}

static struct receipt hand_receipt(void *context)
{
	(void)context;
	return (struct receipt){1, 0};
}

static enum record_fate tell_fate(void *context, const struct receipt *receipt)
{
	assert_int_equal(receipt->number, 1);
	return ((struct disk *)context)->fate;
}

static void feedback_is_acknowledged_when_it_is_on_the_disk(void **state)
{
	struct fixture *f = *state;
	struct disk disk = {.fate = RECORD_WAITS};

	f->observer = (struct observer){.context = &disk,
					.feedback = keep_on_disk,
					.receipt = hand_receipt,
					.fate = tell_fate};
	f->shared.observer = &f->observer;
	be_answered(f);
	assert_int_equal(rate(f, f->responder.answer), CHAT_GO_ON);
	assert_int_equal(chat_settle(&f->session, f->session.active_us),
			 CHAT_GO_ON);
	assert_int_equal(f->session.queue.count, 0);
	assert_true(session_in_flight(&f->session));
	disk.fate = RECORD_KEPT;
	assert_int_equal(chat_settle(&f->session, f->session.active_us),
			 CHAT_GO_ON);
	fixture_sent_has(f, "feedback_received");
	disk.fate = RECORD_LOST;
	assert_int_equal(rate(f, f->responder.answer), CHAT_GO_ON);
	assert_int_equal(chat_settle(&f->session, f->session.active_us),
			 CHAT_GO_ON);
	fixture_sent_has(f, "not_recorded");
	assert_false(session_in_flight(&f->session));
	assert_int_equal(f->session.responder->pending, 0);
}

static void feedback_that_is_not_kept_is_not_acknowledged(void **state)
{
	struct fixture *f = *state;

	be_answered(f);
	assert_int_equal(rate(f, f->responder.answer), CHAT_GO_ON);
	fixture_sent_has(f, "\"reply_to\":\"f\",\"code\":\"not_recorded\"");
	f->observer = (struct observer){.feedback = keep_nothing};
	f->shared.observer = &f->observer;
	assert_int_equal(rate(f, f->responder.answer), CHAT_GO_ON);
	fixture_sent_has(f, "not_recorded");
}

static void typing_is_taken_without_a_word(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(say(f, "{\"type\":\"typing\"}"), CHAT_GO_ON);
	assert_int_equal(f->session.queue.count, 0);
}

#define WITH_FIXTURE(test_)                                                    \
	cmocka_unit_test_setup_teardown(test_, fixture_set_up,                 \
					fixture_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_FIXTURE(a_question_is_answered_under_its_id),
		WITH_FIXTURE(fragments_are_put_together),
		WITH_FIXTURE(a_new_message_forgets_an_unfinished_one),
		WITH_FIXTURE(an_empty_message_is_an_error_that_ends_nothing),
		WITH_FIXTURE(an_unknown_type_is_an_error),
		WITH_FIXTURE(a_message_over_the_limit_says_1009),
		WITH_FIXTURE(a_binary_message_says_1003),
		WITH_FIXTURE(who_does_not_read_is_told_1008),
		WITH_FIXTURE(a_chat_begins_with_a_fresh_dialogue),
		WITH_FIXTURE(a_greeting_names_the_bot_and_begins_a_session),
		WITH_FIXTURE(a_conversation_is_taken_up_on_another_connection),
		WITH_FIXTURE(a_hello_without_a_session_begins_anew),
		WITH_FIXTURE(a_session_of_elsewhere_begins_anew_and_is_told),
		WITH_FIXTURE(a_choice_is_answered_or_refused),
		WITH_FIXTURE(feedback_is_kept_and_acknowledged),
		WITH_FIXTURE(
			feedback_on_an_answer_that_was_never_given_is_refused),
		WITH_FIXTURE(feedback_is_acknowledged_when_it_is_on_the_disk),
		WITH_FIXTURE(feedback_that_is_not_kept_is_not_acknowledged),
		WITH_FIXTURE(typing_is_taken_without_a_word),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
