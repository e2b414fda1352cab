/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "proto/agent_incoming.h"
#include "unit/golden.h"

#define TALK "0123456789abcdef0123456789abcdef"

static struct agent_command command;
static struct agent_error error;

static enum agent_status read_text(const char *text)
{
	return agent_command_read(&command, text, strlen(text), &error);
}

static int tear_down(void **state)
{
	(void)state;
	agent_command_release(&command);
	return 0;
}

static void a_hello_has_a_key_and_a_name_or_neither(void **state)
{
	(void)state;
	assert_int_equal(read_text("{\"type\":\"hello\"}"), AGENT_OK);
	assert_int_equal(command.type, AGENT_HELLO);
	assert_string_equal(command.key, "");
	agent_command_release(&command);
	assert_int_equal(read_text("{\"type\":\"hello\",\"id\":\"h\","
				   "\"key\":\"faqd_x\",\"name\":\"Ada\"}"),
			 AGENT_OK);
	assert_string_equal(command.id, "h");
	assert_string_equal(command.key, "faqd_x");
	assert_string_equal(command.name, "Ada");
}

static void what_is_done_to_a_conversation_names_it(void **state)
{
	static const struct {
		const char *type, *rest;
		enum agent_type is;
	} rows[] = {
		{"follow", "", AGENT_FOLLOW},
		{"unfollow", "", AGENT_UNFOLLOW},
		{"claim", "", AGENT_CLAIM},
		{"reply", ",\"text\":\"hi\"", AGENT_REPLY},
		{"note", ",\"text\":\"hi\"", AGENT_NOTE},
		{"suggest", "", AGENT_SUGGEST},
		{"give_back", "", AGENT_GIVE_BACK},
		{"close", "", AGENT_CLOSE},
		{"typing", "", AGENT_TYPING},
		{"wrong", ",\"seq\":2,\"expected\":\"faq.a\"", AGENT_WRONG},
	};
	char text[256];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		snprintf(text, sizeof(text),
			 "{\"type\":\"%s\",\"conversation\":\"" TALK "\"%s}",
			 rows[i].type, rows[i].rest);
		assert_int_equal(read_text(text), AGENT_OK);
		assert_int_equal(command.type, rows[i].is);
		assert_string_equal(command.conversation, TALK);
		agent_command_release(&command);
		snprintf(text, sizeof(text), "{\"type\":\"%s\"%s}",
			 rows[i].type, rows[i].rest);
		assert_int_equal(read_text(text), AGENT_ERROR_MESSAGE);
		assert_string_equal(error.at.message,
				    "'conversation' is missing");
	}
}

static void members_say_what_is_meant(void **state)
{
	(void)state;
	assert_int_equal(read_text("{\"type\":\"follow\",\"conversation\":"
				   "\"" TALK "\",\"after\":12}"),
			 AGENT_OK);
	assert_int_equal(command.seq, 12);
	agent_command_release(&command);
	assert_int_equal(read_text("{\"type\":\"presence\","
				   "\"available\":false}"),
			 AGENT_OK);
	assert_false(command.on);
	agent_command_release(&command);
	assert_int_equal(read_text("{\"type\":\"typing\",\"conversation\":"
				   "\"" TALK "\",\"on\":false}"),
			 AGENT_OK);
	assert_false(command.on);
	agent_command_release(&command);
	assert_int_equal(read_text("{\"type\":\"wrong\",\"conversation\":"
				   "\"" TALK "\",\"seq\":9007199254740991,"
				   "\"expected\":\"\"}"),
			 AGENT_OK);
	assert_true(command.seq == 9007199254740991u);
	assert_string_equal(command.expected, "");
}

static void what_is_not_meant_is_refused_with_its_place(void **state)
{
	static const struct {
		const char *text, *message;
	} rows[] = {
		{"[]", "a message is an object"},
		{"{}", "'type' is missing"},
		{"{\"type\":7}", "'type' must be a string"},
		{"{\"type\":\"presence\"}", "'available' is missing"},
		{"{\"type\":\"presence\",\"available\":1}",
		 "'available' must be true or false"},
		{"{\"type\":\"claim\",\"conversation\":\"0123\"}",
		 "'conversation' must be 32 hex digits"},
		{"{\"type\":\"claim\",\"conversation\":"
		 "\"0123456789ABCDEF0123456789ABCDEF\"}",
		 "'conversation' must be 32 hex digits"},
		{"{\"type\":\"reply\",\"conversation\":\"" TALK "\"}",
		 "'text' is missing"},
		{"{\"type\":\"reply\",\"conversation\":\"" TALK
		 "\",\"text\":\"\"}",
		 "'text' must be something, not an empty string"},
		{"{\"type\":\"follow\",\"conversation\":\"" TALK
		 "\",\"after\":1.5}",
		 "'after' must be the number of a message"},
		{"{\"type\":\"wrong\",\"conversation\":\"" TALK
		 "\",\"seq\":0,\"expected\":\"\"}",
		 "'seq' must be the number of a message"},
		{"{\"type\":\"wrong\",\"conversation\":\"" TALK
		 "\",\"seq\":1e300,\"expected\":\"\"}",
		 "'seq' must be the number of a message"},
		{"{\"type\":\"hello\",\"name\":null}",
		 "'name' must be a string of at most 240 bytes"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(read_text(rows[i].text), AGENT_ERROR_MESSAGE);
		assert_string_equal(error.at.message, rows[i].message);
		assert_int_equal(error.at.line, 1);
		assert_null(command.doc);
	}
	assert_int_equal(read_text("{\"id\":\"a\",\"type\":\"dance\"}"),
			 AGENT_ERROR_TYPE);
	assert_string_equal(error.id, "a");
	assert_int_equal(read_text("{\"type\":"), AGENT_ERROR_JSON);
}

/* In the order of enum agent_type. */
static void the_golden_messages_are_taken(void **state)
{
	static const char *const names[] = {"hello",   "follow",    "unfollow",
					    "claim",   "reply",     "note",
					    "suggest", "give_back", "close",
					    "typing",  "presence",  "wrong"};

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		char file[64], *text;
		size_t size;

		snprintf(file, sizeof(file), "desk/%s.json", names[i]);
		text = golden_read(file, &size);
		assert_int_equal(
			agent_command_read(&command, text, size, &error),
			AGENT_OK);
		assert_int_equal(command.type, i);
		agent_command_release(&command);
		free(text);
	}
}

static void a_text_has_a_maximum(void **state)
{
	char text[AGENT_TEXT_BYTES + 128];
	int size = snprintf(text, sizeof(text),
			    "{\"type\":\"reply\",\"conversation\":\"" TALK
			    "\",\"text\":\"");

	(void)state;
	memset(text + size, 'x', AGENT_TEXT_BYTES);
	strcpy(text + (size_t)size + AGENT_TEXT_BYTES, "\"}");
	assert_int_equal(read_text(text), AGENT_OK);
	assert_int_equal(strlen(command.text), AGENT_TEXT_BYTES);
	agent_command_release(&command);
	strcpy(text + (size_t)size + AGENT_TEXT_BYTES, "x\"}");
	assert_int_equal(read_text(text), AGENT_ERROR_MESSAGE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(
			a_hello_has_a_key_and_a_name_or_neither, tear_down),
		cmocka_unit_test(what_is_done_to_a_conversation_names_it),
		cmocka_unit_test_teardown(members_say_what_is_meant, tear_down),
		cmocka_unit_test(what_is_not_meant_is_refused_with_its_place),
		cmocka_unit_test(the_golden_messages_are_taken),
		cmocka_unit_test(a_text_has_a_maximum),
	};

	return cmocka_run_group_tests_name("agent_incoming", tests, NULL, NULL);
}
