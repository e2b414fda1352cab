/* SPDX-License-Identifier: MIT */
#include "server/log/log_field.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

static void is(struct log_field field, const char *expected)
{
	char text[LOG_VALUE_BYTES];

	assert_int_equal(log_field_text(&field, text), strlen(expected));
	assert_string_equal(text, expected);
}

static void numbers_spans_and_flags_are_written_bare(void **state)
{
	struct log_field number = log_number("bytes", UINT64_MAX);
	struct log_field word = log_word("limit", "address");

	(void)state;
	is(number, "18446744073709551615");
	is(log_seconds("seconds", 1002003999), "1.002003");
	is(log_flag("tls", true), "true");
	is(log_flag("tls", false), "false");
	assert_true(log_field_bare(&number));
	assert_false(log_field_bare(&word));
}

static void a_word_must_look_like_a_name_of_ours(void **state)
{
	(void)state;
	is(log_word("intent", "limit.lost_2fa"), "limit.lost_2fa");
	is(log_word("intent", "how long does it take"), "?");
	is(log_word("intent", "4111111111111111"), "?");
	is(log_word("intent", "me@example.com"), "?");
	is(log_word("intent", ""), "?");
	is(log_word("intent", NULL), "?");
}

static void an_id_may_begin_with_a_digit_but_is_short_and_plain(void **state)
{
	char longest[66];

	(void)state;
	memset(longest, 'a', sizeof(longest) - 1);
	longest[64] = '\0';
	is(log_id("request_id", "0af7651916cd43dd"), "0af7651916cd43dd");
	is(log_id("request_id", longest), longest);
	longest[64] = 'a';
	longest[65] = '\0';
	is(log_id("request_id", longest), "?");
	is(log_id("request_id", "a\nb"), "?");
}

static void a_path_loses_its_query_and_its_escapes(void **state)
{
	(void)state;
	is(log_path("/v1/ask?q=secret", 16), "/v1/ask");
	is(log_path("/a#b", 4), "/a");
	is(log_path("/%61%zz%4", 9), "/a%zz%4");
	is(log_path(NULL, 5), "");
}

static void a_path_is_redacted_behind_its_escapes(void **state)
{
	const char *path = "/v1/jane.doe%40example.com";

	(void)state;
	is(log_path(path, strlen(path)), "/v1/[EMAIL_ADDRESS]");
}

static void an_origin_is_told_but_no_number_in_it(void **state)
{
	(void)state;
	is(log_origin("https://shop.example:8443"),
	   "https://shop.example:8443");
	is(log_origin("https://4111111111111111"), "https://[CREDIT_CARD]");
}

static void a_long_path_is_cut(void **state)
{
	char path[1000], text[LOG_VALUE_BYTES];
	struct log_field field;

	(void)state;
	memset(path, '/', sizeof(path));
	field = log_path(path, sizeof(path));
	assert_int_equal(log_field_text(&field, text), LOG_PATH_BYTES);
}

static void an_address_is_told_as_text(void **state)
{
	struct address address;

	(void)state;
	assert_true(address_parse(&address, "192.0.2.7", 9));
	is(log_address(&address), "192.0.2.7");
	assert_true(address_parse(&address, "2001:db8::7", 11));
	is(log_address(&address), "2001:db8::7");
	assert_true(address_parse(&address, "unix", 4));
	is(log_address(&address), "unix");
}

static void a_cause_is_cut_at_its_maximum(void **state)
{
	char cause[2 * LOG_VALUE_BYTES], text[LOG_VALUE_BYTES];
	struct log_field field;

	(void)state;
	memset(cause, 'x', sizeof(cause));
	cause[sizeof(cause) - 1] = '\0';
	field = log_cause(cause);
	assert_int_equal(log_field_text(&field, text), LOG_VALUE_BYTES - 1);
	is(log_cause("no such file"), "no such file");
	is(log_file("/etc/faqd.json"), "/etc/faqd.json");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_spans_and_flags_are_written_bare),
		cmocka_unit_test(a_word_must_look_like_a_name_of_ours),
		cmocka_unit_test(
			an_id_may_begin_with_a_digit_but_is_short_and_plain),
		cmocka_unit_test(a_path_loses_its_query_and_its_escapes),
		cmocka_unit_test(a_path_is_redacted_behind_its_escapes),
		cmocka_unit_test(an_origin_is_told_but_no_number_in_it),
		cmocka_unit_test(a_long_path_is_cut),
		cmocka_unit_test(an_address_is_told_as_text),
		cmocka_unit_test(a_cause_is_cut_at_its_maximum),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
