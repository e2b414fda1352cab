/* SPDX-License-Identifier: MIT */
#include "server/ask.h"

#include "server_fixture.h"

#include <stdio.h>

static struct mouth_answer ask(struct fixture *f, const char *body)
{
	const struct mouth_call call = {.body = body, .bytes = strlen(body)};

	return ask_answer(&f->responder, &call);
}

static void a_question_begins_a_conversation_and_gets_its_state(void **state)
{
	struct fixture *f = *state;
	struct mouth_answer answer = ask(f, "{\"text\":\"what is tea\"}");

	assert_int_equal(answer.status, 200);
	assert_int_equal(answer.bytes, strlen(answer.body));
	assert_non_null(strstr(answer.body, "{\"type\":\"answer\""));
	assert_non_null(strstr(answer.body, "\"state\":\""));
	assert_null(strstr(answer.body, "reply_to"));
}

static void the_state_carries_the_conversation(void **state)
{
	struct fixture *f = *state;
	struct mouth_answer answer = ask(f, "{\"text\":\"what is tea\"}");
	const char *token = strstr(answer.body, "\"state\":\"");
	struct faq_dialog dialog;
	char body[512];

	assert_non_null(token);
	token += strlen("\"state\":\"");
	assert_true(token_read(&f->key, token, TOKEN_BYTES - 1, &dialog));
	assert_int_not_equal(dialog.last_intent, 0);
	snprintf(body, sizeof(body),
		 "{\"text\":\"what is tea\",\"state\":\"%.128s\"}", token);
	answer = ask(f, body);
	assert_int_equal(answer.status, 200);
	assert_non_null(strstr(answer.body, "\"again\":true"));
}

static void a_foreign_state_is_a_400(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(ask(f, "{\"text\":\"x\",\"state\":\"AAAA\"}").status,
			 400);
	assert_int_equal(ask(f, "{\"text\":\"x\",\"state\":{}}").status, 400);
	assert_int_equal(ask(f, "{\"text\":\"x\",\"state\":null}").status, 200);
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
			a_question_begins_a_conversation_and_gets_its_state),
		WITH_FIXTURE(the_state_carries_the_conversation),
		WITH_FIXTURE(a_foreign_state_is_a_400),
		WITH_FIXTURE(what_is_no_question_is_a_400),
		WITH_FIXTURE(an_empty_question_is_answered_politely),
	};

	(void)fixture_sent_has;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
