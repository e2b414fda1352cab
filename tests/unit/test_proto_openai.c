/* SPDX-License-Identifier: MIT */
#include "proto/openai.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "golden.h"

#define USER(text_) "{\"role\":\"user\",\"content\":\"" text_ "\"}"
#define ASK(more_) "{\"model\":\"faqd\"," more_ "\"messages\":[" USER("a") "]}"

static const struct openai_head head = {"chatcmpl-1", 1700000000};
static const char text[] = "Leaves in \"hot\" water.\n- green\n\nSay next.";

static int set_up(void **state)
{
	struct json_writer *writer = malloc(sizeof(*writer));

	assert_non_null(writer);
	json_writer_init(writer, 1u << 20);
	*state = writer;
	return 0;
}

static int tear_down(void **state)
{
	json_writer_release(*state);
	free(*state);
	return 0;
}

static void parse(struct openai_ask *ask, const char *bytes)
{
	struct openai_fault fault;

	if (!openai_ask_parse(ask, bytes, strlen(bytes), &fault))
		fail_msg("refused: %s", fault.message);
}

static void turn_is(const struct openai_ask *ask, size_t i, const char *wanted)
{
	char turn[64];

	assert_int_equal(openai_turn(ask, i, turn, sizeof(turn)),
			 strlen(wanted));
	assert_string_equal(turn, wanted);
}

static void what_the_user_said_is_read_and_the_rest_passed_over(void **state)
{
	struct openai_ask ask;
	size_t size;
	char *bytes = golden_read("openai-ask.json", &size);

	(void)state;
	parse(&ask, bytes);
	assert_int_equal(ask.turn_count, 3);
	turn_is(&ask, 0, "make tea");
	turn_is(&ask, 1, "what is\ngreen tea");
	turn_is(&ask, 2, "next");
	assert_true(ask.stream);
	assert_true(ask.usage);
	openai_ask_release(&ask);
	free(bytes);
}

static void without_stream_the_answer_is_whole(void **state)
{
	struct openai_ask ask;

	(void)state;
	parse(&ask, ASK("\"stream\":null,\"temperature\":0.2,\"n\":1,"
			"\"tool_choice\":\"auto\",\"tools\":[],"
			"\"response_format\":{\"type\":\"text\"},"));
	assert_false(ask.stream);
	assert_false(ask.usage);
	openai_ask_release(&ask);
}

static void a_turn_is_cut_at_the_room_for_it(void **state)
{
	struct openai_ask ask;
	char turn[4];

	(void)state;
	parse(&ask, "{\"model\":\"faqd\",\"messages\":[" USER(
			    "abcdef") ","
				      "{\"role\":\"user\",\"content\":[]}]}");
	assert_int_equal(openai_turn(&ask, 0, turn, sizeof(turn)), 3);
	assert_string_equal(turn, "abc");
	assert_int_equal(openai_turn(&ask, 1, turn, sizeof(turn)), 0);
	assert_string_equal(turn, "");
	openai_ask_release(&ask);
}

static void only_the_last_turns_of_a_long_talk_count(void **state)
{
	struct openai_ask ask;
	char bytes[4096] = "{\"model\":\"faqd\",\"messages\":[";
	char last[8];
	size_t i, turns = OPENAI_TURNS_MAX + 9;

	(void)state;
	for (i = 0; i < turns; i++)
		snprintf(bytes + strlen(bytes), 64,
			 "%s{\"role\":\"user\",\"content\":\"%zu\"}",
			 i ? "," : "", i);
	strcat(bytes, "]}");
	parse(&ask, bytes);
	assert_int_equal(ask.turn_count, OPENAI_TURNS_MAX);
	turn_is(&ask, 0, "9");
	snprintf(last, sizeof(last), "%zu", turns - 1);
	turn_is(&ask, OPENAI_TURNS_MAX - 1, last);
	openai_ask_release(&ask);
}

static void refused(const char *bytes, unsigned status, const char *param,
		    const char *part)
{
	struct openai_fault fault;
	struct openai_ask ask;

	assert_false(openai_ask_parse(&ask, bytes, strlen(bytes), &fault));
	assert_null(ask.doc);
	assert_int_equal(fault.status, status);
	assert_string_equal(fault.param, param);
	if (!strstr(fault.message, part))
		fail_msg("'%s' does not say '%s'", fault.message, part);
}

static void what_is_no_request_is_refused(void **state)
{
	(void)state;
	refused("", 400, "", "no JSON");
	refused("[1]", 400, "", "an object");
	refused("{}", 400, "model", "'model' must be a string");
	refused("{\"model\":\"faqd\"}", 400, "messages", "an array");
	refused("{\"model\":\"faqd\",\"messages\":[]}", 400, "messages",
		"role 'user'");
	refused("{\"model\":\"faqd\",\"messages\":[7]}", 400,
		"messages[0].role", "'role' must be");
	refused("{\"model\":\"faqd\",\"messages\":[" USER(
			"a") ",{\"role\":\"boss\",\"content\":\"b\"}]}",
		400, "messages[1].role", "'role' must be");
	refused(ASK("\"stream\":1,"), 400, "stream", "true or false");
	refused(ASK("\"stream_options\":{\"include_usage\":\"\"},"), 400,
		"include_usage", "true or false");
}

static void an_unknown_model_is_not_found(void **state)
{
	struct openai_fault fault;
	struct openai_ask ask;
	static const char bytes[] = "{\"model\":\"gpt\",\"messages\":[]}";

	(void)state;
	refused(bytes, 404, "model", "there is 'faqd'");
	assert_false(openai_ask_parse(&ask, bytes, strlen(bytes), &fault));
	assert_string_equal(fault.code, "model_not_found");
}

static void what_is_not_text_is_refused_politely(void **state)
{
	(void)state;
	refused("{\"model\":\"faqd\",\"messages\":[{\"role\":\"user\","
		"\"content\":[{\"type\":\"text\",\"text\":\"a\"},"
		"{\"type\":\"image_url\",\"image_url\":{\"url\":\"\"}}]}]}",
		400, "messages[0].content", "only parts of type 'text'");
	refused("{\"model\":\"faqd\",\"messages\":[{\"role\":\"user\","
		"\"content\":[{\"type\":\"text\",\"text\":7}]}]}",
		400, "messages[0].content", "only parts of type 'text'");
	refused("{\"model\":\"faqd\",\"messages\":[{\"role\":\"user\","
		"\"content\":null}]}",
		400, "messages[0].content", "must be a string");
}

static void a_promise_that_can_not_be_kept_is_refused(void **state)
{
	(void)state;
	refused(ASK("\"n\":2,"), 400, "n", "'n' must be 1");
	refused(ASK("\"response_format\":{\"type\":\"json_object\"},"), 400,
		"response_format", "of type 'text'");
	refused(ASK("\"tool_choice\":\"required\","), 400, "tool_choice",
		"no tool is ever called");
	refused(ASK("\"tool_choice\":{\"type\":\"function\"},"), 400,
		"tool_choice", "no tool is ever called");
}

static void an_answer_is_a_chat_completion(void **state)
{
	struct json_writer *writer = *state;

	openai_put_answer(writer, &head, text);
	golden_is("openai-answer.json", writer->bytes, writer->size);
}

static void a_stream_has_a_chunk_a_paragraph(void **state)
{
	struct json_writer *writer = *state;

	openai_put_stream(writer, &head, text, false);
	golden_is("openai-stream.txt", writer->bytes, writer->size);
}

static void the_usage_of_a_stream_comes_last(void **state)
{
	struct json_writer *writer = *state;

	openai_put_stream(writer, &head, text, true);
	golden_is("openai-stream-usage.txt", writer->bytes, writer->size);
}

static void there_is_one_model(void **state)
{
	struct json_writer *writer = *state;

	openai_put_models(writer);
	golden_is("openai-models.json", writer->bytes, writer->size);
}

static void a_fault_has_all_four_members(void **state)
{
	struct json_writer *writer = *state;
	struct openai_fault fault = {.status = 429, .message = "wait"};

	openai_put_fault(writer, &fault);
	assert_string_equal(writer->bytes,
			    "{\"error\":{\"message\":\"wait\",\"type\":"
			    "\"rate_limit_error\",\"param\":null,"
			    "\"code\":null}}");
	json_writer_clear(writer);
	openai_fault_model(&fault);
	openai_put_fault(writer, &fault);
	golden_is("openai-fault.json", writer->bytes, writer->size);
	json_writer_clear(writer);
	fault.status = 503;
	openai_put_fault(writer, &fault);
	assert_non_null(strstr(writer->bytes, "\"type\":\"server_error\""));
}

#define WITH_WRITER(test_)                                                     \
	cmocka_unit_test_setup_teardown(test_, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			what_the_user_said_is_read_and_the_rest_passed_over),
		cmocka_unit_test(without_stream_the_answer_is_whole),
		cmocka_unit_test(a_turn_is_cut_at_the_room_for_it),
		cmocka_unit_test(only_the_last_turns_of_a_long_talk_count),
		cmocka_unit_test(what_is_no_request_is_refused),
		cmocka_unit_test(an_unknown_model_is_not_found),
		cmocka_unit_test(what_is_not_text_is_refused_politely),
		cmocka_unit_test(a_promise_that_can_not_be_kept_is_refused),
		WITH_WRITER(an_answer_is_a_chat_completion),
		WITH_WRITER(a_stream_has_a_chunk_a_paragraph),
		WITH_WRITER(the_usage_of_a_stream_comes_last),
		WITH_WRITER(there_is_one_model),
		WITH_WRITER(a_fault_has_all_four_members),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
