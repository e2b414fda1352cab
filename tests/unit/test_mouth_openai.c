/* SPDX-License-Identifier: MIT */
#include "server/talk/mouth_openai.h"

#include "server_fixture.h"

#include <stdio.h>
#include <unistd.h>

#define USER(text_) "{\"role\":\"user\",\"content\":\"" text_ "\"}"
#define ASK(messages_) "{\"model\":\"faqd\",\"messages\":[" messages_ "]}"
#define AGAIN "That is the same question"

static struct mouth_answer say(struct fixture *f, const char *body)
{
	const struct mouth_call call = {
		.body = body, .bytes = strlen(body), .unix_s = 1700000000};

	return mouth_openai_answer(&f->responder, &call);
}

static void a_conversation_gets_a_completion(void **state)
{
	struct fixture *f = *state;
	struct mouth_answer answer = say(f, ASK(USER("what is tea")));

	assert_int_equal(answer.status, 200);
	assert_string_equal(answer.type, "application/json");
	assert_int_equal(answer.bytes, strlen(answer.body));
	assert_non_null(strstr(answer.body, "\"content\":\"Tea is leaves"));
	assert_non_null(strstr(answer.body, "\"created\":1700000000,"));
	assert_null(strstr(answer.body, AGAIN));
}

static void each_answer_has_an_id_of_its_own(void **state)
{
	struct fixture *f = *state;
	struct mouth_answer answer = say(f, ASK(USER("what is tea")));
	char first[64];

	snprintf(first, sizeof(first), "%.40s", answer.body);
	assert_memory_equal(first, "{\"id\":\"chatcmpl-", 16);
	answer = say(f, ASK(USER("what is tea")));
	assert_memory_not_equal(first, answer.body, 40);
}

static void what_was_said_before_counts(void **state)
{
	struct fixture *f = *state;
	struct mouth_answer answer = say(
		f, ASK("{\"role\":\"system\",\"content\":\"be brief\"}," USER(
			   "what is tea") ","
					  "{\"role\":\"assistant\",\"content\":"
					  "\"...\"}," USER("what is tea")));

	assert_int_equal(answer.status, 200);
	assert_non_null(strstr(answer.body, AGAIN));
}

static void count_turn(void *context, const struct turn_record *record)
{
	unsigned *turns = context;

	assert_string_equal(record->mouth, "openai");
	++*turns;
}

static void what_was_said_before_is_not_recorded_again(void **state)
{
	struct fixture *f = *state;
	unsigned turns = 0;

	f->observer = (struct observer){.context = &turns, .turn = count_turn};
	f->shared.observer = &f->observer;
	say(f, ASK(USER("what is tea") "," USER("hello") "," USER("next")));
	assert_int_equal(turns, 1);
}

static void a_stream_is_events(void **state)
{
	struct fixture *f = *state;
	struct mouth_answer answer = say(
		f, "{\"model\":\"faqd\",\"stream\":true,\"messages\":[" USER(
			   "what is tea") "]}");

	assert_int_equal(answer.status, 200);
	assert_string_equal(answer.type, "text/event-stream");
	assert_memory_equal(answer.body, "data: {\"id\":\"chatcmpl-", 22);
	assert_string_equal(answer.body + answer.bytes - 14,
			    "data: [DONE]\n\n");
}

static void a_message_too_long_for_the_engine_is_told_so(void **state)
{
	struct fixture *f = *state;
	struct mouth_answer answer;
	char body[2048], text[FAQ_QUESTION_BYTES + 2];

	memset(text, 'a', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	snprintf(body, sizeof(body), ASK(USER("%s")), text);
	answer = say(f, body);
	assert_int_equal(answer.status, 200);
	assert_non_null(strstr(answer.body, "too long"));
}

static void a_fault_has_openais_shape_and_status(void **state)
{
	struct fixture *f = *state;
	struct mouth_answer answer = say(f, "{}");

	assert_int_equal(answer.status, 400);
	assert_memory_equal(answer.body, "{\"error\":{\"message\":\"", 21);
	assert_string_equal(answer.type, "application/json");
	answer = say(f, "{\"model\":\"gpt\",\"messages\":[]}");
	assert_int_equal(answer.status, 404);
	assert_non_null(strstr(answer.body, "\"code\":\"model_not_found\""));
}

static void a_refusal_has_openais_shape(void **state)
{
	struct fixture *f = *state;
	struct json_writer *json = &f->responder.json;

	mouth_openai_refuse(json, 413, "too long");
	assert_string_equal(json->bytes,
			    "{\"error\":{\"message\":\"too long\",\"type\":"
			    "\"invalid_request_error\",\"param\":null,"
			    "\"code\":null}}");
}

#define WITH_FIXTURE(test_)                                                    \
	cmocka_unit_test_setup_teardown(test_, fixture_set_up,                 \
					fixture_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_FIXTURE(a_conversation_gets_a_completion),
		WITH_FIXTURE(each_answer_has_an_id_of_its_own),
		WITH_FIXTURE(what_was_said_before_counts),
		WITH_FIXTURE(what_was_said_before_is_not_recorded_again),
		WITH_FIXTURE(a_stream_is_events),
		WITH_FIXTURE(a_message_too_long_for_the_engine_is_told_so),
		WITH_FIXTURE(a_fault_has_openais_shape_and_status),
		WITH_FIXTURE(a_refusal_has_openais_shape),
	};

	(void)fixture_sent_has;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
