/* SPDX-License-Identifier: MIT */
/*
 * What incoming.h promises: any bytes give a message or an error with a place.
 * The well-formed ones are in tests/proto/golden; see test_golden.c.
 */
#include "proto/incoming.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

static struct incoming message;
static struct incoming_error error;

static enum incoming_status frame(const char *text)
{
	return incoming_read(&message, INCOMING_FRAME, text, strlen(text),
			     &error);
}

static enum incoming_status body(const char *text)
{
	return incoming_read(&message, INCOMING_BODY, text, strlen(text),
			     &error);
}

/* The last read has failed at that column, saying so. */
static void failed(enum incoming_status got, enum incoming_status wanted,
		   unsigned column, const char *part)
{
	assert_int_equal(got, wanted);
	assert_null(message.doc);
	assert_int_equal(error.at.line, 1);
	assert_int_equal(error.at.column, column);
	if (!strstr(error.at.message, part))
		fail_msg("'%s' does not say '%s'", error.at.message, part);
}

static void bad(const char *text, unsigned column, const char *part)
{
	failed(frame(text), INCOMING_ERROR_MESSAGE, column, part);
}

static void a_question_is_read_and_more_members_are_ignored(void **state)
{
	(void)state;
	assert_int_equal(frame("{\"type\":\"ask\",\"id\":\"7\",\"later\":[1],"
			       "\"text\":\"caf\\u00e9?\"}"),
			 INCOMING_OK);
	assert_int_equal(message.type, INCOMING_ASK);
	assert_string_equal(message.text, "caf\xC3\xA9?");
	assert_int_equal(message.text_bytes, 6);
	assert_string_equal(message.id, "7");
	assert_string_equal(message.session, "");
	incoming_release(&message);
	assert_null(message.doc);
}

static void what_may_be_absent_has_a_meaning(void **state)
{
	(void)state;
	assert_int_equal(frame("{\"type\":\"hello\"}"), INCOMING_OK);
	assert_string_equal(message.id, "");
	assert_string_equal(message.session, "");
	incoming_release(&message);
	assert_int_equal(frame("{\"type\":\"hello\",\"session\":null}"),
			 INCOMING_OK);
	assert_string_equal(message.session, "");
	incoming_release(&message);
	assert_int_equal(frame("{\"type\":\"typing\"}"), INCOMING_OK);
	assert_true(message.on);
	incoming_release(&message);
	assert_int_equal(frame("{\"type\":\"ask\",\"text\":\"\"}"),
			 INCOMING_OK);
	assert_int_equal(message.text_bytes, 0);
	incoming_release(&message);
}

static void a_message_that_lacks_something_is_refused(void **state)
{
	(void)state;
	bad("[]", 1, "a message is an object");
	bad("\"ask\"", 1, "a message is an object");
	bad("{}", 1, "'type' is missing");
	bad("{\"type\":\"ask\"}", 1, "'text' is missing");
	bad("{\"type\":\"choose\"}", 1, "'choice' is missing");
	bad("{\"type\":\"resume\"}", 1, "'session' is missing");
	bad("{\"type\":\"feedback\"}", 1, "'answer' is missing");
	bad("{\"type\":\"feedback\",\"answer\":\"a\"}", 1,
	    "'helpful' is missing");
}

static void a_member_of_another_type_is_refused_with_its_place(void **state)
{
	(void)state;
	bad("{\"type\":7}", 9, "'type' must be a string, this is a number");
	bad("{\"type\":\"ask\",\"text\":7}", 22, "'text' must be a string");
	bad("{\"type\":\"ask\",\"id\":7}", 20, "'id' must be a string");
	bad("{\"type\":\"ask\",\"id\":null}", 20, "this is null");
	bad("{\"type\":\"hello\",\"session\":{}}", 27, "'session'");
	bad("{\"type\":\"resume\",\"session\":null}", 28, "this is null");
	bad("{\"type\":\"typing\",\"on\":1}", 23, "must be true or false");
	bad("{\"type\":\"feedback\",\"answer\":\"a\",\"helpful\":\"yes\"}", 43,
	    "'helpful' must be true or false");
}

static void an_unknown_type_is_told_from_a_faulty_message(void **state)
{
	(void)state;
	failed(frame("{\"type\":\"sing\",\"id\":\"9\"}"), INCOMING_ERROR_TYPE,
	       9, "'type' must be hello, ask");
	assert_string_equal(error.id, "9");
}

static void an_error_names_the_message_where_it_can(void **state)
{
	(void)state;
	bad("{\"type\":\"ask\",\"id\":\"q\\\"1\"}", 1, "'text' is missing");
	assert_string_equal(error.id, "q\"1");
	failed(frame("{\"id\":\"7\","), INCOMING_ERROR_JSON, 11, "");
	assert_string_equal(error.id, "");
}

static void an_id_has_at_most_64_bytes(void **state)
{
	char text[256];

	(void)state;
	snprintf(text, sizeof(text),
		 "{\"type\":\"ask\",\"text\":\"a\",\"id\":\"%064d\"}", 7);
	assert_int_equal(frame(text), INCOMING_OK);
	assert_int_equal(strlen(message.id), 64);
	incoming_release(&message);
	snprintf(text, sizeof(text),
		 "{\"type\":\"ask\",\"text\":\"a\",\"id\":\"%065d\"}", 7);
	bad(text, 31, "'id' is over 64 bytes");
	assert_string_equal(error.id, "");
}

static void a_choice_is_an_id_or_a_small_number(void **state)
{
	(void)state;
	assert_int_equal(frame("{\"type\":\"choose\",\"choice\":\"faq.x\"}"),
			 INCOMING_OK);
	assert_string_equal(message.choice, "faq.x");
	assert_int_equal(message.number, 0);
	incoming_release(&message);
	assert_int_equal(frame("{\"type\":\"choose\",\"choice\":99}"),
			 INCOMING_OK);
	assert_int_equal(message.number, 99);
	assert_string_equal(message.choice, "");
	incoming_release(&message);
	bad("{\"type\":\"choose\",\"choice\":0}", 27, "from 1 to 99");
	bad("{\"type\":\"choose\",\"choice\":100}", 27, "from 1 to 99");
	bad("{\"type\":\"choose\",\"choice\":1.5}", 27, "whole number");
	bad("{\"type\":\"choose\",\"choice\":-1e300}", 27, "from 1 to 99");
	bad("{\"type\":\"choose\",\"choice\":true}", 27, "an id or a number");
	bad("{\"type\":\"choose\",\"choice\":\"\"}", 27, "'choice' is empty");
}

static void a_reason_is_bounded(void **state)
{
	char text[1024];

	(void)state;
	snprintf(text, sizeof(text),
		 "{\"type\":\"feedback\",\"answer\":\"a\",\"helpful\":true,"
		 "\"reason\":\"%0501d\"}",
		 7);
	bad(text, 57, "'reason' is over 500 bytes");
}

static void a_body_asks_or_chooses_whatever_its_type_says(void **state)
{
	(void)state;
	assert_int_equal(body("{\"text\":\"hi\",\"type\":\"sing\"}"),
			 INCOMING_OK);
	assert_int_equal(message.type, INCOMING_ASK);
	incoming_release(&message);
	assert_int_equal(body("{\"choice\":2,\"session\":\"s\"}"), INCOMING_OK);
	assert_int_equal(message.type, INCOMING_CHOOSE);
	assert_string_equal(message.session, "s");
	incoming_release(&message);
	failed(body("{\"text\":\"hi\",\"choice\":2}"), INCOMING_ERROR_MESSAGE,
	       23, "send one");
	failed(body("{\"session\":\"s\"}"), INCOMING_ERROR_MESSAGE, 1,
	       "'text' is missing");
}

static void a_number_of_a_message_is_a_whole_one(void **state)
{
	(void)state;
	assert_int_equal(frame("{\"type\":\"hello\",\"after\":0}"),
			 INCOMING_OK);
	assert_true(message.seq == 0);
	incoming_release(&message);
	assert_int_equal(frame("{\"type\":\"heard\",\"seq\":9007199254740991}"),
			 INCOMING_OK);
	assert_true(message.seq == INCOMING_SEQ_MAX);
	incoming_release(&message);
	bad("{\"type\":\"heard\"}", 1, "'seq' is missing");
	bad("{\"type\":\"heard\",\"seq\":-1}", 23, "a whole one from 0 on");
	bad("{\"type\":\"heard\",\"seq\":1.5}", 23, "a whole one from 0 on");
	bad("{\"type\":\"heard\",\"seq\":1e300}", 23, "a whole one from 0 on");
	bad("{\"type\":\"hello\",\"after\":\"7\"}", 25,
	    "'after' must be a number");
	bad("{\"type\":\"person\",\"later\":1}", 26, "must be true or false");
}

static void a_row_is_a_question_only(void **state)
{
	static const char row[] = "{\"choice\":2}";

	(void)state;
	failed(incoming_read(&message, INCOMING_ROW, row, strlen(row), &error),
	       INCOMING_ERROR_MESSAGE, 1, "'text' is missing");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_question_is_read_and_more_members_are_ignored),
		cmocka_unit_test(what_may_be_absent_has_a_meaning),
		cmocka_unit_test(a_message_that_lacks_something_is_refused),
		cmocka_unit_test(
			a_member_of_another_type_is_refused_with_its_place),
		cmocka_unit_test(an_unknown_type_is_told_from_a_faulty_message),
		cmocka_unit_test(an_error_names_the_message_where_it_can),
		cmocka_unit_test(an_id_has_at_most_64_bytes),
		cmocka_unit_test(a_choice_is_an_id_or_a_small_number),
		cmocka_unit_test(a_reason_is_bounded),
		cmocka_unit_test(a_body_asks_or_chooses_whatever_its_type_says),
		cmocka_unit_test(a_number_of_a_message_is_a_whole_one),
		cmocka_unit_test(a_row_is_a_question_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
