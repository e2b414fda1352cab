/* SPDX-License-Identifier: MIT */
#include "server/talk/mouth_rasa.h"

#include "server_fixture.h"

static struct mouth_answer say_at(struct fixture *f, const char *body,
				  int64_t now_s)
{
	const struct mouth_call call = {
		.body = body, .bytes = strlen(body), .now_s = now_s};

	return mouth_rasa_answer(&f->responder, &call);
}

static struct mouth_answer say(struct fixture *f, const char *body)
{
	return say_at(f, body, 0);
}

static bool knows_tea(const struct mouth_answer *answer)
{
	return answer->status == 200 &&
	       strstr(answer->body, "Tea is leaves in hot water.");
}

/* The engine says first that it was asked before. */
static bool knows_that_it_was_asked(const struct mouth_answer *answer)
{
	return knows_tea(answer) && answer->body[0] == '[' &&
	       strstr(answer->body, "},{");
}

#define ANN_ASKS "{\"sender\":\"ann\",\"message\":\"what is tea\"}"

static void a_message_gets_an_array_of_bubbles(void **state)
{
	struct fixture *f = *state;
	struct mouth_answer answer = say(f, ANN_ASKS);

	assert_true(knows_tea(&answer));
	assert_string_equal(answer.type, "application/json");
	assert_memory_equal(answer.body, "[{\"recipient_id\":\"ann\",", 23);
	assert_int_equal(answer.bytes, strlen(answer.body));
}

static void a_stream_is_an_object_a_line(void **state)
{
	struct fixture *f = *state;
	const struct mouth_call call = {
		.body = ANN_ASKS, .bytes = strlen(ANN_ASKS), .stream = true};
	struct mouth_answer answer = mouth_rasa_answer(&f->responder, &call);

	assert_string_equal(answer.type, "text/event-stream");
	assert_memory_equal(answer.body, "{\"recipient_id\"", 15);
	assert_string_equal(answer.body + answer.bytes - 2, "}\n");
}

static void a_sender_is_remembered_until_the_hour_is_over(void **state)
{
	struct fixture *f = *state;
	struct mouth_answer answer = say(f, ANN_ASKS);

	assert_false(knows_that_it_was_asked(&answer));
	answer = say_at(f, ANN_ASKS, 60);
	assert_true(knows_that_it_was_asked(&answer));
	answer = say_at(f, ANN_ASKS, 121); /* the fixture's time to live: 60 */
	assert_true(knows_tea(&answer));
	assert_false(knows_that_it_was_asked(&answer));
}

static void another_sender_has_a_dialogue_of_its_own(void **state)
{
	struct fixture *f = *state;
	struct mouth_answer answer = say(f, ANN_ASKS);

	answer = say(f, "{\"sender\":\"bob\",\"message\":\"what is tea\"}");
	assert_true(knows_tea(&answer));
	assert_false(knows_that_it_was_asked(&answer));
}

static void who_gives_no_name_is_not_remembered(void **state)
{
	static const char body[] = "{\"message\":\"what is tea\"}";
	struct fixture *f = *state;
	struct mouth_answer answer = say(f, body);

	assert_non_null(strstr(answer.body, "\"recipient_id\":\"default\""));
	answer = say(f, body);
	assert_true(knows_tea(&answer));
	assert_false(knows_that_it_was_asked(&answer));
	assert_int_equal(visitors_count(f->shared.visitors), 0);
}

static void a_restart_forgets_and_greets(void **state)
{
	struct fixture *f = *state;
	struct mouth_answer answer = say(f, ANN_ASKS);

	answer = say(f, "{\"sender\":\"ann\",\"message\":\"/restart\"}");
	assert_int_equal(answer.status, 200);
	assert_non_null(strstr(answer.body, "What would you like to know?"));
	answer = say(f, ANN_ASKS);
	assert_true(knows_tea(&answer));
	assert_false(knows_that_it_was_asked(&answer));
}

static void a_session_start_forgets_and_says_nothing(void **state)
{
	struct fixture *f = *state;
	struct mouth_answer answer = say(f, ANN_ASKS);

	answer = say(f, "{\"sender\":\"ann\",\"message\":\"/session_start\"}");
	assert_int_equal(answer.status, 200);
	assert_string_equal(answer.body, "[]");
	answer = say(f, ANN_ASKS);
	assert_false(knows_that_it_was_asked(&answer));
}

static void a_greeting_keeps_the_dialogue(void **state)
{
	struct fixture *f = *state;
	struct mouth_answer answer =
		say(f, "{\"sender\":\"ann\",\"message\":\"/greet\"}");

	assert_int_equal(answer.status, 200);
	assert_non_null(strstr(answer.body, "What would you like to know?"));
	assert_int_equal(visitors_count(f->shared.visitors), 1);
}

static void an_intent_is_asked_by_its_id_or_its_words(void **state)
{
	struct fixture *f = *state;
	struct mouth_answer answer = say(
		f, "{\"sender\":\"a\",\"message\":\"/faq.tea{\\\"x\\\":1}\"}");

	assert_true(knows_tea(&answer));
	answer = say(f, "{\"sender\":\"b\",\"message\":\"/what_is_tea\"}");
	assert_true(knows_tea(&answer));
	answer = say(f, "{\"sender\":\"c\",\"message\":\"/buy_coffee\"}");
	assert_int_equal(answer.status, 200);
	assert_false(knows_tea(&answer));
}

static void a_buttons_payload_asks_what_its_title_says(void **state)
{
	struct fixture *f = *state;
	struct mouth_answer answer =
		say(f, "{\"sender\":\"a\",\"message\":\"What is tea?\"}");

	assert_true(knows_tea(&answer));
}

static void what_is_no_message_is_a_400(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(say(f, "").status, 400);
	assert_int_equal(say(f, "{\"sender\":\"a\"}").status, 400);
	assert_null(say(f, "[]").body);
}

#define WITH_FIXTURE(test_)                                                    \
	cmocka_unit_test_setup_teardown(test_, fixture_set_up,                 \
					fixture_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_FIXTURE(a_message_gets_an_array_of_bubbles),
		WITH_FIXTURE(a_stream_is_an_object_a_line),
		WITH_FIXTURE(a_sender_is_remembered_until_the_hour_is_over),
		WITH_FIXTURE(another_sender_has_a_dialogue_of_its_own),
		WITH_FIXTURE(who_gives_no_name_is_not_remembered),
		WITH_FIXTURE(a_restart_forgets_and_greets),
		WITH_FIXTURE(a_session_start_forgets_and_says_nothing),
		WITH_FIXTURE(a_greeting_keeps_the_dialogue),
		WITH_FIXTURE(an_intent_is_asked_by_its_id_or_its_words),
		WITH_FIXTURE(a_buttons_payload_asks_what_its_title_says),
		WITH_FIXTURE(what_is_no_message_is_a_400),
	};

	(void)fixture_sent_has;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
