/* SPDX-License-Identifier: MIT */
/*
 * The example messages of tests/proto/golden: those of a client are read as
 * they are meant, those of the server are written byte for byte.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "proto/incoming.h"
#include "proto/outgoing.h"
#include "unit/content.h"
#include "unit/golden.h"

static const char session[] =
	"AeFU-KrAS6twwk2z53i9ITDtiwNrAAGxjC8pHNnFrbGMLykA";
static const char content[] =
	"### Bring a letter\n\nA \"letter\" with your *street*.\n\n"
	"```again\nThe <letter>.\n```\n\n"
	"```ask step.letter\n@why faq.why\nwhich letter\n```\n\n"
	"### Fill the form\n\nIn capitals.\n\n"
	"```ask step.form\nwhere is the form\n```\n\n"
	"### Why a letter\n\nIt shows where you live.\n\n"
	"```ask faq.why\nwhy a letter\n```\n\n"
	"### How to join\n\nTwo steps.\n\n"
	"```ask order.join\n@offer act.start\nhow do i join\n```\n\n"
	"### Opening hours\n\nTen to six. Café till five.\n\n"
	"```ask faq.open\n@note rules\nwhen do you open\nopening hours\n```\n\n"
	"### The desk\n\nAsk at the [desk](link:desk).\n\n"
	"```ask redirect.desk\n@link desk\nwhere is the desk\n```\n\n"
	"### Ink\n\nInk stays outside.\n\n"
	"```ask mistake.ink\nmay i bring ink\n```\n\n"
	"### Fees\n\nThe page does not say.\n\n"
	"```ask limit.fees\nwhat are the fees\n```\n\n"
	"### Red\n\nRed.\n\n```ask faq.red\npaint\n```\n\n"
	"### Blue\n\nBlue.\n\n```ask faq.blue\npaint\n```\n\n"
	"### Start\n\n```ask act.start\n^start$\n```\n\n"
	"### Next\n\n```ask act.next\n^next$\n```\n\n";

struct fixture {
	struct talk talk;
	struct json_writer json;
	struct incoming message;
};

static struct fixture fixture;

static int set_up(void **state)
{
	(void)state;
	memset(&fixture, 0, sizeof(fixture));
	talk_begin(&fixture.talk, build_good(content));
	json_writer_init(&fixture.json, GOLDEN_BYTES);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	json_writer_release(&fixture.json);
	talk_end(&fixture.talk);
	return 0;
}

/* What is in the writer is the file's line. */
static void written(const char *name)
{
	char file[64];

	assert_false(json_failed(&fixture.json));
	snprintf(file, sizeof(file), "%s.json", name);
	golden_is(file, fixture.json.bytes, fixture.json.size);
	json_writer_clear(&fixture.json);
}

static void answered(const char *name, const char *question)
{
	const struct message_envelope envelope = {"HYIXAaNw10ZHUqAA", "m-1",
						  session, NULL, NULL};

	say_to(&fixture.talk, question);
	message_write_answer(&fixture.json, &envelope, &fixture.talk.reply,
			     NULL);
	written(name);
}

static void each_kind_of_answer_is_written(void **state)
{
	(void)state;
	answered("server/answer_order", "how do i join");
	answered("server/answer_step", "start");
	answered("server/answer_next", "next");
	answered("server/answer_paused", "when do you open");
	answered("server/answer_again", "when do you open");
	answered("server/answer_redirect", "where is the desk");
	answered("server/answer_mistake", "may i bring ink");
	answered("server/answer_limit", "what are the fees");
	answered("server/answer_two", "which letter and what are the fees");
	answered("server/answer_personal_data",
		 "when do you open, my mail is ann@example.org");
}

static void a_question_back_and_no_answer_are_written(void **state)
{
	(void)state;
	answered("server/clarify", "paint");
	answered("server/none", "zebra opening party");
}

static void an_answer_says_what_becomes_of_a_person(void **state)
{
	const struct message_envelope envelope = {
		.id = "HYIXAaNw10ZHUqAA",
		.reply_to = "m-1",
		.session = session,
		.person = "offered",
	};

	(void)state;
	faq_scratch_set_person(fixture.talk.scratch, true);
	say_to(&fixture.talk, "zebra party");
	say_to(&fixture.talk, "party zebra");
	message_write_answer(&fixture.json, &envelope, &fixture.talk.reply,
			     NULL);
	written("server/none_person_offered");
}

static void an_answer_to_a_refused_session_says_so(void **state)
{
	const struct message_envelope envelope = {
		"HYIXAaNw10ZHUqAA", "", session,
		message_code_text(MESSAGE_SESSION_EXPIRED), NULL};

	(void)state;
	say_to(&fixture.talk, "opening hours");
	message_write_answer(&fixture.json, &envelope, &fixture.talk.reply,
			     NULL);
	written("server/answer_resumed_not");
}

static void a_greeting_says_where_the_conversation_is(void **state)
{
	struct outgoing_hello hello = {
		.place = {.reply_to = "1",
			  .session = session,
			  .resumed = true,
			  .dialog = &fixture.talk.dialog,
			  .steps = 2},
		.catalog = fixture.talk.catalog,
		.language = "en",
		.version = "0.1.0",
		.message_bytes = 8192,
	};

	(void)state;
	say_to(&fixture.talk, "start");
	outgoing_hello(&fixture.json, &hello);
	written("server/hello");
	hello.place.reply_to = "m-5";
	outgoing_resumed(&fixture.json, &hello.place);
	written("server/resumed");
	faq_dialog_init(&fixture.talk.dialog);
	hello.place.resumed = false;
	hello.place.refused = message_code_text(MESSAGE_SESSION_FOREIGN);
	outgoing_resumed(&fixture.json, &hello.place);
	written("server/resumed_not");
}

static void what_is_acknowledged_or_refused_is_written(void **state)
{
	(void)state;
	outgoing_repeated(&fixture.json, "m-1", session);
	written("server/repeated");
	outgoing_feedback_received(&fixture.json, "m-4", "HYIXAaNw10ZHUqAA");
	written("server/feedback_received");
	outgoing_error(&fixture.json, "m-1", MESSAGE_INVALID,
		       "line 1, column 9: 'text' must be a string");
	written("server/error");
	outgoing_error(&fixture.json, "", MESSAGE_INVALID_JSON,
		       "line 1, column 1: the text is empty");
	written("server/error_without_id");
	outgoing_problem(&fixture.json, 400, "Bad Request", "m-7",
			 MESSAGE_UNKNOWN_CHOICE,
			 "there is nothing of that name to choose");
	written("server/problem");
}

static void what_a_person_does_is_written(void **state)
{
	static const char text[] = "Hello,\nhow can I <help>?";

	(void)state;
	outgoing_handover(&fixture.json, OUTGOING_WAITING, "", 3);
	written("server/handover_waiting");
	outgoing_handover(&fixture.json, OUTGOING_JOINED, "Ann", 0);
	written("server/handover_joined");
	outgoing_handover(&fixture.json, OUTGOING_RETURNED, "", 0);
	written("server/handover_returned");
	outgoing_handover(&fixture.json, OUTGOING_CLOSED, "", 0);
	written("server/handover_closed");
	outgoing_handover(&fixture.json, OUTGOING_NOBODY, "", 0);
	written("server/handover_nobody");
	outgoing_session(&fixture.json, "m-8", session, true);
	written("server/session");
	outgoing_session(&fixture.json, "", session, false);
	written("server/session_bot");
	outgoing_typing(&fixture.json, true, "Ann");
	written("server/typing");
	outgoing_delivered(&fixture.json, "m-1", 7);
	written("server/delivered");
	outgoing_read(&fixture.json, 7);
	written("server/read");
	outgoing_agent_message(&fixture.json, "8", text, strlen(text), "Ann");
	written("server/agent_message");
}

/* Reads the file; what it holds is fixture.message until released. */
static const struct incoming *read_golden(const char *name,
					  enum incoming_form form)
{
	struct incoming_error error;
	char file[64], *text;
	size_t size;

	snprintf(file, sizeof(file), "%s.json", name);
	text = golden_read(file, &size);
	if (incoming_read(&fixture.message, form, text, size, &error) !=
	    INCOMING_OK)
		fail_msg("%s: %s", name, error.at.message);
	free(text);
	return &fixture.message;
}

static void done(void)
{
	incoming_release(&fixture.message);
}

static void a_question_and_a_choice_are_read(void **state)
{
	const struct incoming *m;

	(void)state;
	m = read_golden("client/ask", INCOMING_FRAME);
	assert_int_equal(m->type, INCOMING_ASK);
	assert_string_equal(m->id, "m-1");
	assert_string_equal(m->text, "My card is \"red\": caf\xc3\xa9?");
	assert_int_equal(m->text_bytes, strlen(m->text));
	done();
	m = read_golden("client/choose_id", INCOMING_FRAME);
	assert_int_equal(m->type, INCOMING_CHOOSE);
	assert_string_equal(m->choice, "faq.open");
	done();
	m = read_golden("client/choose_number", INCOMING_FRAME);
	assert_int_equal(m->type, INCOMING_CHOOSE);
	assert_int_equal(m->number, 2);
	done();
	m = read_golden("client/post_ask", INCOMING_BODY);
	assert_int_equal(m->type, INCOMING_ASK);
	assert_string_equal(m->text, "when do you open");
	assert_string_equal(m->session, session);
	done();
	m = read_golden("client/post_choose", INCOMING_BODY);
	assert_int_equal(m->type, INCOMING_CHOOSE);
	assert_string_equal(m->choice, "faq.open");
	done();
}

static void the_other_messages_of_a_client_are_read(void **state)
{
	const struct incoming *m;

	(void)state;
	m = read_golden("client/hello", INCOMING_FRAME);
	assert_int_equal(m->type, INCOMING_HELLO);
	assert_string_equal(m->id, "1");
	assert_string_equal(m->session, session);
	assert_true(m->seq == 7);
	done();
	m = read_golden("client/resume", INCOMING_FRAME);
	assert_int_equal(m->type, INCOMING_RESUME);
	assert_string_equal(m->session, session);
	assert_true(m->seq == 7);
	done();
	m = read_golden("client/feedback", INCOMING_FRAME);
	assert_int_equal(m->type, INCOMING_FEEDBACK);
	assert_string_equal(m->answer, "HYIXAaNw10ZHUqAA");
	assert_string_equal(m->reason, "not what I asked");
	assert_false(m->helpful);
	done();
	m = read_golden("client/person", INCOMING_FRAME);
	assert_int_equal(m->type, INCOMING_PERSON);
	assert_false(m->later);
	done();
	m = read_golden("client/person_later", INCOMING_FRAME);
	assert_int_equal(m->type, INCOMING_PERSON);
	assert_true(m->later);
	done();
	m = read_golden("client/heard", INCOMING_FRAME);
	assert_int_equal(m->type, INCOMING_HEARD);
	assert_true(m->seq == 7);
	done();
	m = read_golden("client/typing", INCOMING_FRAME);
	assert_int_equal(m->type, INCOMING_TYPING);
	assert_true(m->on);
	done();
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(each_kind_of_answer_is_written),
		TEST(a_question_back_and_no_answer_are_written),
		TEST(an_answer_says_what_becomes_of_a_person),
		TEST(an_answer_to_a_refused_session_says_so),
		TEST(a_greeting_says_where_the_conversation_is),
		TEST(what_is_acknowledged_or_refused_is_written),
		TEST(what_a_person_does_is_written),
		TEST(a_question_and_a_choice_are_read),
		TEST(the_other_messages_of_a_client_are_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
