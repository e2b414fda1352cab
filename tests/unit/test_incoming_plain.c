/* SPDX-License-Identifier: MIT */
/* Most questions are read without a tree, and as strictly as the others. */
#include "proto/incoming_plain.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>
#include <string.h>

static const struct incoming nothing = {.id = "", .session = "", .text = ""};

static bool reads(struct incoming *message, enum incoming_form form,
		  const char *text)
{
	*message = nothing;
	return incoming_plain(message, form, text, strlen(text)) == INCOMING_OK;
}

static void a_question_in_a_frame_is_read(void **state)
{
	struct incoming message;

	(void)state;
	assert_true(reads(&message, INCOMING_FRAME,
			  " { \"id\" : \"7\",\n\"type\":\"ask\",\t"
			  "\"text\":\"how do i start?\" }\r\n"));
	assert_int_equal(message.type, INCOMING_ASK);
	assert_string_equal(message.id, "7");
	assert_string_equal(message.text, "how do i start?");
	assert_int_equal(message.text_bytes, strlen("how do i start?"));
	assert_string_equal(message.session, "");
	assert_null(message.doc);
	incoming_release(&message);
	assert_null(message.plain);
}

static void a_question_in_a_body_is_read_with_its_session(void **state)
{
	struct incoming message;

	(void)state;
	assert_true(reads(&message, INCOMING_BODY,
			  "{\"session\":\"abc\",\"text\":\"\"}"));
	assert_string_equal(message.session, "abc");
	assert_string_equal(message.text, "");
	assert_int_equal(message.text_bytes, 0);
	incoming_release(&message);
}

static void an_id_and_a_session_have_their_bounds(void **state)
{
	static const struct {
		const char *name;
		size_t max;
	} bound[] = {{"id", INCOMING_ID_BYTES},
		     {"session", INCOMING_SESSION_BYTES}};
	struct incoming message;
	char text[1024], value[INCOMING_SESSION_BYTES + 2];

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		memset(value, 'x', sizeof(value));
		value[bound[i].max + 1] = '\0';
		snprintf(text, sizeof(text), "{\"%s\":\"%s\",\"text\":\"a\"}",
			 bound[i].name, value);
		assert_false(reads(&message, INCOMING_BODY, text));
		value[bound[i].max] = '\0';
		snprintf(text, sizeof(text), "{\"%s\":\"%s\",\"text\":\"a\"}",
			 bound[i].name, value);
		assert_true(reads(&message, INCOMING_BODY, text));
		incoming_release(&message);
	}
}

/* ... to json_parse(), which finds some of them good. */
static void all_else_is_left_to_the_tree(void **state)
{
	static const char *const frames[] = {
		"",
		"{",
		"{}",
		"[]",
		"{\"type\":\"ask\"}",
		"{\"text\":\"a\"}",
		"{\"type\":\"hello\",\"text\":\"a\"}",
		"{\"type\":\"ask\",\"text\":\"a\"",
		"{\"type\":\"ask\",\"text\":\"a\"}}",
		"{\"type\":\"ask\",\"text\":\"a\"} {}",
		"{\"type\":\"ask\",\"text\":\"a\",}",
		"{\"type\":\"ask\" \"text\":\"a\"}",
		"{\"type\":\"ask\",\"text\" \"a\"}",
		"{\"type\":\"ask\",\"text\":a\"}",
		"{\"type\":\"ask\",\"text\":\"a}",
		"{\"type\":\"ask\",\"text\":\"a\\n\"}",
		"{\"type\":\"ask\",\"text\":\"a\nb\"}",
		"{\"type\":\"ask\",\"text\":\"\xC3\xA9\"}",
		"{\"type\":\"ask\",\"text\":\"\x7F\"}",
		"{\"type\":\"ask\",\"text\":1}",
		"{\"type\":\"ask\",\"text\":\"a\",\"text\":\"b\"}",
		"{\"type\":\"ask\",\"text\":\"a\",\"session\":\"b\"}",
		"{\"type\":\"ask\",\"text\":\"a\",\"more\":\"b\"}",
		"{\"type\":\"ask\",\"Text\":\"a\"}",
		"\v{\"type\":\"ask\",\"text\":\"a\"}",
	};
	struct incoming message;

	(void)state;
	for (size_t i = 0; i < sizeof(frames) / sizeof(frames[0]); i++) {
		assert_false(reads(&message, INCOMING_FRAME, frames[i]));
		assert_memory_equal(&message, &nothing, sizeof(message));
	}
	assert_false(reads(&message, INCOMING_BODY,
			   "{\"type\":\"ask\",\"text\":\"a\"}"));
	assert_false(reads(&message, INCOMING_ROW, "{\"text\":\"a\"}"));
	assert_false(reads(&message, INCOMING_RATING, "{\"text\":\"a\"}"));
}

static void a_nul_among_the_bytes_is_left_to_the_tree(void **state)
{
	static const char frame[] = "{\"type\":\"ask\",\"text\":\"a\0b\"}";
	struct incoming message = nothing;

	(void)state;
	assert_int_equal(incoming_plain(&message, INCOMING_FRAME, frame,
					sizeof(frame) - 1),
			 INCOMING_ERROR_JSON);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_question_in_a_frame_is_read),
		cmocka_unit_test(a_question_in_a_body_is_read_with_its_session),
		cmocka_unit_test(an_id_and_a_session_have_their_bounds),
		cmocka_unit_test(all_else_is_left_to_the_tree),
		cmocka_unit_test(a_nul_among_the_bytes_is_left_to_the_tree),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
