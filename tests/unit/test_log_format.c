/* SPDX-License-Identifier: MIT */
#include "server/log/log_format.h"

#include "proto/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#define TIME "2024-02-29T12:34:56.789Z"

static struct log_record record_of(const char *message,
				   const struct log_field *fields, size_t count)
{
	return (struct log_record){1709210096789, LOG_LEVEL_WARNING, message,
				   fields, count};
}

static void is(const struct log_text *line, const char *expected)
{
	assert_int_equal(line->size, strlen(expected));
	assert_memory_equal(line->bytes, expected, line->size);
}

/* The line is JSON and one line; free with json_free(). */
static struct json_doc *read_json(const struct log_text *line)
{
	struct json_doc *doc;

	assert_int_equal(line->bytes[line->size - 1], '\n');
	assert_null(memchr(line->bytes, '\n', line->size - 1));
	assert_int_equal(json_parse(&doc, line->bytes, line->size, NULL),
			 JSON_OK);
	return doc;
}

static void text_is_aligned_and_quoted_where_needed(void **state)
{
	const struct log_field fields[] = {log_word("limit", "address"),
					   log_number("count", 3),
					   log_cause("no \"such\" file")};
	struct log_record record = record_of("refused", fields, 3);
	struct log_text line;

	(void)state;
	log_format_text(&line, &record, false);
	is(&line, TIME " warning refused                      limit=address "
		       "count=3 cause=\"no \\\"such\\\" file\"\n");
	record.field_count = 0;
	log_format_text(&line, &record, false);
	is(&line, TIME " warning refused\n");
}

static void a_terminal_gets_the_level_in_colour(void **state)
{
	struct log_record record = record_of("refused", NULL, 0);
	struct log_text line;

	(void)state;
	log_format_text(&line, &record, true);
	is(&line, TIME " \033[33mwarning\033[0m refused\n");
}

static void json_has_a_member_a_field(void **state)
{
	const struct log_field fields[] = {log_word("limit", "address"),
					   log_seconds("seconds", 1500000000),
					   log_flag("tls", true)};
	struct log_record record = record_of("refused", fields, 3);
	struct log_text line;

	(void)state;
	log_format_json(&line, &record);
	is(&line, "{\"time\":\"" TIME "\",\"level\":\"warning\","
		  "\"message\":\"refused\",\"limit\":\"address\","
		  "\"seconds\":1.500000,\"tls\":true}\n");
}

static void no_value_begins_a_line_of_its_own(void **state)
{
	static const char nasty[] = "a\r\nb\x1b[31m\x7f\xc2\x9b"
				    "\xe2\x80\xae\xe2\x80\xa8\xff\\ \xc3\xa9";
	const struct log_field field = log_cause(nasty);
	struct log_record record = record_of(nasty, &field, 1);
	struct log_text line;
	struct json_doc *doc;

	(void)state;
	log_format_text(&line, &record, false);
	is(&line, TIME " warning a\\x0d\\nb\\x1b[31m\\x7f\\u009b"
		       "\\u202e\\u2028\\xff\\\\ \xc3\xa9"
		       " cause=\"a\\x0d\\nb\\x1b[31m\\x7f\\u009b"
		       "\\u202e\\u2028\\xff\\\\ \xc3\xa9\"\n");
	log_format_json(&line, &record);
	doc = read_json(&line);
	assert_string_equal(json_string(json_get(json_root(doc), "cause")),
			    "a\r\nb\x1b[31m\x7f\xc2\x9b\xe2\x80\xae\xe2\x80\xa8"
			    "\xef\xbf\xbd\\ \xc3\xa9");
	json_free(doc);
}

static void a_line_is_never_longer_than_its_maximum_and_still_json(void **state)
{
	char controls[2000];
	struct log_field field;
	struct log_record record = record_of(controls, &field, 1);
	struct log_text line;
	struct json_doc *doc;
	bool cut = false;
	size_t bytes;

	(void)state;
	/* Every length, so that the end falls on every place of an escape. */
	for (bytes = 0; bytes < sizeof(controls); bytes++) {
		memset(controls, '\x01', bytes);
		controls[bytes] = '\0';
		field = log_cause(controls);
		log_format_text(&line, &record, false);
		assert_int_equal(line.bytes[line.size - 1], '\n');
		assert_null(memchr(line.bytes, '\n', line.size - 1));
		log_format_json(&line, &record);
		doc = read_json(&line);
		if (bytes == sizeof(controls) - 1)
			assert_true(json_bool(json_get(json_root(doc), "cut"),
					      &cut));
		json_free(doc);
	}
	assert_true(cut);
}

static void more_fields_than_there_is_room_for_are_left_out(void **state)
{
	struct log_field fields[LOG_FIELDS_MAX + 2];
	struct log_record record = record_of("m", fields, LOG_FIELDS_MAX + 2);
	struct log_journal journal;
	struct log_text line;
	size_t i;

	(void)state;
	for (i = 0; i < LOG_FIELDS_MAX + 2; i++)
		fields[i] = log_number("n", i);
	log_format_json(&line, &record);
	line.bytes[line.size - 1] = '\0';
	assert_null(strstr(line.bytes, ":16"));
	assert_non_null(strstr(line.bytes, ":15,\"cut\":true}"));
	log_format_journal(&journal, &record);
	assert_int_equal(journal.count, LOG_FIELDS_MAX + 3);
}

static void the_journal_gets_fields_and_a_message_to_read(void **state)
{
	static const char *const expected[] = {
		"MESSAGE=refused limit=address cause=\"no file\"", "PRIORITY=4",
		"SYSLOG_IDENTIFIER=faqd", "FAQD_LIMIT=address",
		"FAQD_CAUSE=no file"};
	const struct log_field fields[] = {log_word("limit", "address"),
					   log_cause("no file")};
	struct log_record record = record_of("refused", fields, 2);
	struct log_journal out;
	int i;

	(void)state;
	log_format_journal(&out, &record);
	assert_int_equal(out.count, 5);
	for (i = 0; i < 5; i++) {
		assert_int_equal(out.part[i].iov_len, strlen(expected[i]));
		assert_memory_equal(out.part[i].iov_base, expected[i],
				    out.part[i].iov_len);
	}
}

static void every_level_has_a_name(void **state)
{
	(void)state;
	assert_string_equal(log_level_text(LOG_LEVEL_ERROR), "error");
	assert_string_equal(log_level_text(LOG_LEVEL_DEBUG), "debug");
	assert_string_equal(log_level_text((enum log_level)9), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_is_aligned_and_quoted_where_needed),
		cmocka_unit_test(a_terminal_gets_the_level_in_colour),
		cmocka_unit_test(json_has_a_member_a_field),
		cmocka_unit_test(no_value_begins_a_line_of_its_own),
		cmocka_unit_test(
			a_line_is_never_longer_than_its_maximum_and_still_json),
		cmocka_unit_test(
			more_fields_than_there_is_room_for_are_left_out),
		cmocka_unit_test(the_journal_gets_fields_and_a_message_to_read),
		cmocka_unit_test(every_level_has_a_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
