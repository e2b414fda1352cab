/* SPDX-License-Identifier: MIT */
#include "server/talk/ask.h"

#include "server_fixture.h"

#include <stdio.h>

static struct mouth_answer ask(struct fixture *f, const char *body)
{
	const struct mouth_call call = {.body = body, .bytes = strlen(body)};

	return ask_answer(&f->responder, &call);
}

static void a_question_begins_a_conversation_and_gets_its_session(void **state)
{
	struct fixture *f = *state;
	struct mouth_answer answer = ask(f, "{\"text\":\"what is tea\"}");

	assert_int_equal(answer.status, 200);
	assert_int_equal(answer.bytes, strlen(answer.body));
	assert_non_null(strstr(answer.body, "{\"type\":\"answer\""));
	assert_non_null(strstr(answer.body, "\"session\":\""));
	assert_null(strstr(answer.body, "reply_to"));
	assert_null(strstr(answer.body, "resumed"));
}

static void the_session_carries_the_conversation(void **state)
{
	struct fixture *f = *state;
	struct mouth_answer answer = ask(f, "{\"text\":\"what is tea\"}");
	char body[512];

	snprintf(body, sizeof(body),
		 "{\"id\":\"2\",\"text\":\"what is tea\",\"session\":\"%s\"}",
		 f->responder.session);
	answer = ask(f, body);
	assert_int_equal(answer.status, 200);
	assert_non_null(strstr(answer.body, "\"reply_to\":\"2\""));
	assert_non_null(strstr(answer.body, "\"again\":true"));
	snprintf(body, sizeof(body),
		 "{\"id\":\"2\",\"text\":\"what is tea\",\"session\":\"%s\"}",
		 f->responder.session);
	answer = ask(f, body);
	assert_int_equal(answer.status, 200);
	assert_non_null(strstr(answer.body, "{\"type\":\"repeated\","));
}

static void a_foreign_session_begins_anew_and_is_told(void **state)
{
	struct fixture *f = *state;
	struct mouth_answer answer =
		ask(f, "{\"text\":\"what is tea\",\"session\":\"AAAA\"}");

	assert_int_equal(answer.status, 200);
	assert_non_null(strstr(answer.body, "\"resumed\":false,"
					    "\"code\":\"session_foreign\""));
	answer = ask(f, "{\"text\":\"x\",\"session\":null}");
	assert_int_equal(answer.status, 200);
	assert_null(strstr(answer.body, "resumed"));
}

static void an_intent_may_be_chosen(void **state)
{
	struct fixture *f = *state;
	struct mouth_answer answer = ask(f, "{\"choice\":\"faq.tea\"}");

	assert_int_equal(answer.status, 200);
	assert_non_null(strstr(answer.body, "\"best\":\"faq.tea\""));
}

static void problem_is(struct mouth_answer answer, const char *code,
		       const char *detail)
{
	assert_int_equal(answer.status, 400);
	if (!strstr(answer.body, code) || !strstr(answer.body, detail))
		fail_msg("'%s' lacks '%s' or '%s'", answer.body, code, detail);
}

static void a_problem_has_a_code_and_the_fault_s_place(void **state)
{
	struct fixture *f = *state;

	problem_is(ask(f, "{\"text\":7,\"id\":\"q\"}"),
		   "\"type\":\"urn:problem-type:faqd:invalid_message\"",
		   "line 1, column 9: 'text' must be a string");
	problem_is(ask(f, "{\"text\":7,\"id\":\"q\"}"), "\"status\":400",
		   "\"reply_to\":\"q\"");
	problem_is(ask(f, "{\n\"text\""), "\"code\":\"invalid_json\"",
		   "line 2, column ");
	problem_is(ask(f, "{\"choice\":\"faq.coffee\"}"),
		   "\"code\":\"unknown_choice\"", "nothing of that name");
}

static void what_was_refused_does_not_spoil_the_next_answer(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(ask(f, "{").status, 400);
	assert_int_equal(ask(f, "{\"text\":\"what is tea\"}").status, 200);
}

static void what_is_no_question_is_a_400(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(ask(f, "").status, 400);
	assert_int_equal(ask(f, "{}").status, 400);
	assert_int_equal(ask(f, "{\"text\":[]}").status, 400);
}

static void an_empty_question_is_answered_politely(void **state)
{
	struct fixture *f = *state;
	struct mouth_answer answer = ask(f, "{\"text\":\"\"}");

	assert_int_equal(answer.status, 200);
	assert_non_null(strstr(answer.body, "\"verdict\":\"none\""));
}

#define WITH_FIXTURE(test_)                                                    \
	cmocka_unit_test_setup_teardown(test_, fixture_set_up,                 \
					fixture_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_FIXTURE(
			a_question_begins_a_conversation_and_gets_its_session),
		WITH_FIXTURE(the_session_carries_the_conversation),
		WITH_FIXTURE(a_foreign_session_begins_anew_and_is_told),
		WITH_FIXTURE(an_intent_may_be_chosen),
		WITH_FIXTURE(a_problem_has_a_code_and_the_fault_s_place),
		WITH_FIXTURE(what_was_refused_does_not_spoil_the_next_answer),
		WITH_FIXTURE(what_is_no_question_is_a_400),
		WITH_FIXTURE(an_empty_question_is_answered_politely),
	};

	(void)fixture_sent_has;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
