/* SPDX-License-Identifier: MIT */
/*
 * What json.h promises: only strict JSON gets in, only strict JSON gets out.
 */
#include "proto/json.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static struct json_doc *read_good(const char *text)
{
	struct json_doc *doc;
	struct json_error error;
	if (json_parse(&doc, text, strlen(text), &error) != JSON_OK)
		fail_msg("'%s' is refused at %u:%u: %s", text, error.line,
			 error.column, error.message);
	return doc;
}

/* The message holds `part` and points to that place. */
static void refused_bytes(const char *text, size_t size, unsigned line,
			  unsigned column, const char *part)
{
	struct json_doc *doc;
	struct json_error error;
	if (json_parse(&doc, text, size, &error) == JSON_OK)
		fail_msg("'%s' is let in", text);
	assert_null(doc);
	if (!strstr(error.message, part))
		fail_msg("'%s': '%s' does not say '%s'", text, error.message,
			 part);
	if (error.line != line || error.column != column)
		fail_msg("'%s': at %u:%u, not %u:%u", text, error.line,
			 error.column, line, column);
}

static void refused(const char *text, unsigned line, unsigned column,
		    const char *part)
{
	refused_bytes(text, strlen(text), line, column, part);
}

static void every_type_is_read(void **state)
{
	(void)state;
	struct json_doc *doc = read_good(
		" {\"n\":null,\"b\":true,\"d\":-1.5e2,\"s\":\"a\\u00e9\\n\","
		"\"a\":[1,2],\"o\":{}} ");
	const struct cJSON *root = json_root(doc);
	double number = 0;
	bool truth = false;

	assert_int_equal(json_type(root), JSON_OBJECT);
	assert_int_equal(json_count(root), 6);
	assert_int_equal(json_type(json_get(root, "n")), JSON_NULL);
	assert_true(json_bool(json_get(root, "b"), &truth));
	assert_true(truth);
	assert_true(json_number(json_get(root, "d"), &number));
	assert_true(fabs(number + 150) < 1e-9);
	assert_string_equal(json_string(json_get(root, "s")), "a\xC3\xA9\n");
	assert_int_equal(json_count(json_get(root, "a")), 2);
	assert_int_equal(json_type(json_get(root, "o")), JSON_OBJECT);
	assert_string_equal(json_name(json_first(root)), "n");
	assert_null(json_name(root));
	json_free(doc);
}

static void getters_of_another_type_change_nothing(void **state)
{
	(void)state;
	struct json_doc *doc = read_good("[\"x\"]");
	const struct cJSON *text = json_first(json_root(doc));
	double number = 7;
	bool truth = true;

	assert_false(json_number(text, &number));
	assert_false(json_bool(text, &truth));
	assert_false(json_number(NULL, &number));
	assert_true(truth);
	assert_int_equal((int)number, 7);
	assert_null(json_string(json_root(doc)));
	assert_null(json_get(text, "x"));
	json_free(doc);
}

static void names_compare_with_case(void **state)
{
	(void)state;
	struct json_doc *doc = read_good("{\"Text\":1,\"text\":2}");
	double number = 0;
	assert_true(json_number(json_get(json_root(doc), "text"), &number));
	assert_int_equal((int)number, 2);
	assert_null(json_get(json_root(doc), "TEXT"));
	json_free(doc);
}

static void the_whole_input_must_be_one_value(void **state)
{
	(void)state;
	refused("", 1, 1, "too early");
	refused("  ", 1, 3, "too early");
	refused("1 2", 1, 3, "follows the end");
	refused("{}\n{}", 2, 1, "follows the end");
	refused("{\"a\":1", 1, 7, "',' or '}'");
	refused("[1,]", 1, 4, "a value");
	refused("{\"a\":1,}", 1, 8, "a name in quotes");
	refused("{a:1}", 1, 2, "a name in quotes");
	refused("{\"a\" 1}", 1, 6, "':'");
	refused("tru", 1, 1, "a value");
	refused("\xEF\xBB\xBF{}", 1, 1, "a value");
}

static void numbers_follow_the_grammar_and_are_finite(void **state)
{
	(void)state;
	json_free(read_good("[0,-0,0.5,10,1e5,1E-2]"));
	refused("01", 1, 3, "begin with 0");
	refused("00", 1, 3, "begin with 0");
	refused("-", 1, 2, "a digit");
	refused("1.", 1, 3, "a digit");
	refused("1e", 1, 3, "a digit");
	refused("+1", 1, 1, "a value");
	refused(".5", 1, 1, "a value");
	refused("NaN", 1, 1, "a value");
	refused("[\n 1e400]", 2, 2, "too large");
	refused("11111111111111111111111111111111111111111111111111111111111"
		"111",
		1, 63, "too long");
}

static void strings_are_utf8_without_nul(void **state)
{
	(void)state;
	json_free(read_good("\"\\ud83c\\udf89 \\\" \\\\ \\/\""));
	refused("\"\\u0000\"", 1, 4, "\\u0000");
	refused_bytes("\"a\0b\"", 5, 1, 3, "control character");
	refused_bytes("{}\0", 3, 1, 3, "follows the end");
	refused("\"a\nb\"", 1, 3, "control character");
	refused("\"\xFF\"", 1, 2, "not UTF-8");
	refused("\"\xC0\xAF\"", 1, 2, "not UTF-8");
	refused("\"\xED\xA0\x80\"", 1, 2, "not UTF-8");
	refused("\"\\x\"", 1, 3, "unknown escape");
	refused("\"\\u12g4\"", 1, 4, "hex");
	refused("\"\\ud83c\"", 1, 8, "low");
	refused("\"\\udf89\"", 1, 4, "high");
	refused("\"abc", 1, 5, "no end");
}

static void a_name_stands_once(void **state)
{
	(void)state;
	refused("{\"a\":1,\n\"b\":{\"c\":1,\"c\":2}}", 2, 12, "'c'");
	refused("{\"a\":1,\"\\u0061\":2}", 1, 8, "'a'");
	json_free(read_good("[{\"a\":1},{\"a\":1}]"));
}

static void depth_is_bounded(void **state)
{
	(void)state;
	char text[2 * 17 + 1] = "";
	for (int i = 0; i < 17; i++) {
		text[i] = '[';
		text[33 - i] = ']';
	}
	refused_bytes(text, 34, 1, 17, "too deep");
	text[32] = ']';
	struct json_doc *doc;
	assert_int_equal(json_parse(&doc, text + 1, 32, NULL), JSON_OK);
	json_free(doc);
}

static void size_is_bounded(void **state)
{
	(void)state;
	size_t size = JSON_BYTES_MAX + 1;
	char *text = malloc(size);
	struct json_doc *doc;
	struct json_error error;

	assert_non_null(text);
	memset(text, ' ', size);
	assert_int_equal(json_parse(&doc, text, size, &error), JSON_ERROR_SIZE);
	assert_null(doc);
	assert_true(error.message[0] != '\0');
	free(text);
}

static void a_value_knows_where_it_stands(void **state)
{
	(void)state;
	struct json_doc *doc =
		read_good("{\"a\": [1, \"x,]\", 2],\n  \"b\" : {\"c\":3}}");
	const struct cJSON *b = json_get(json_root(doc), "b");
	unsigned line, column;

	json_where(doc, b, JSON_AT_NAME, &line, &column);
	assert_int_equal(line, 2);
	assert_int_equal(column, 3);
	json_where(doc, b, JSON_AT_VALUE, &line, &column);
	assert_int_equal(column, 9);
	json_where(doc, json_get(b, "c"), JSON_AT_VALUE, &line, &column);
	assert_int_equal(column, 14);
	json_where(doc, json_root(doc), JSON_AT_NAME, &line, &column);
	assert_int_equal(line, 1);
	assert_int_equal(column, 1);
	json_free(doc);
}

static void a_writer_places_commas_and_escapes(void **state)
{
	(void)state;
	struct json_writer writer;
	size_t size;

	json_writer_init(&writer, 4096);
	json_put_open(&writer, '{');
	json_add_string(&writer, "text", "a\"b\\c\n\t\x01\xC3\xA9\xFF\x7F");
	json_add_number(&writer, "half", 0.5);
	json_add_number(&writer, "none", (double)INFINITY);
	json_add_count(&writer, "n", 18446744073709551615ull);
	json_add_bool(&writer, "yes", true);
	json_put_name(&writer, "list");
	json_put_open(&writer, '[');
	json_put_count(&writer, 1);
	json_put_string(&writer, "[");
	json_put_open(&writer, '{');
	json_put_close(&writer, '}');
	json_put_bool(&writer, false);
	json_put_close(&writer, ']');
	json_put_close(&writer, '}');
	char *text = json_writer_take(&writer, &size);
	assert_string_equal(
		text, "{\"text\":\"a\\\"b\\\\c\\n\\t\\u0001\xC3\xA9\xEF\xBF\xBD"
		      "\\u007f\",\"half\":0.5,\"none\":null,"
		      "\"n\":18446744073709551615,\"yes\":true,"
		      "\"list\":[1,\"[\",{},false]}");
	assert_int_equal(size, strlen(text));
	json_free(read_good(text));
	free(text);
}

static void a_text_after_raw_bytes_begins_without_a_comma(void **state)
{
	(void)state;
	struct json_writer writer;

	json_writer_init(&writer, 100);
	json_put_raw(&writer, "data: ");
	json_put_open(&writer, '[');
	json_put_null(&writer);
	json_put_null(&writer);
	json_put_close(&writer, ']');
	json_put_raw(&writer, "\n");
	json_put_open(&writer, '{');
	json_add_null(&writer, "a");
	json_add_null(&writer, "b");
	json_put_close(&writer, '}');
	assert_string_equal(writer.bytes,
			    "data: [null,null]\n{\"a\":null,\"b\":null}");
	json_writer_release(&writer);
}

static void a_writer_stops_at_its_maximum(void **state)
{
	(void)state;
	struct json_writer writer;

	json_writer_init(&writer, 10);
	json_put_string(&writer, "12345678");
	assert_false(json_failed(&writer));
	json_put_string(&writer, "more");
	assert_true(json_failed(&writer));
	assert_true(writer.size <= 10);
	json_writer_clear(&writer);
	json_put_string(&writer, "short");
	assert_false(json_failed(&writer));
	assert_string_equal(writer.bytes, "\"short\"");
	json_put_string(&writer, "past the maximum");
	assert_null(json_writer_take(&writer, NULL));
	json_writer_release(&writer);
}

/* The writer looks at eight bytes at a time: no place may hide one. */
static void every_byte_is_escaped_wherever_it_stands(void **state)
{
	struct json_writer writer;
	char text[20], wanted[64];

	(void)state;
	json_writer_init(&writer, 4096);
	for (int c = 0; c < 256; c++) {
		for (size_t at = 0; at < 17; at++) {
			const char *mark = c == 0x7F   ? "\\u007f"
					   : c >= 0x80 ? "\xEF\xBF\xBD"
						       : NULL;
			char escape[8] = {(char)c};

			memset(text, 'x', 17);
			text[at] = (char)c;
			if (c == '"' || c == '\\')
				snprintf(escape, sizeof(escape), "\\%c", c);
			else if (c < 0x20)
				snprintf(escape, sizeof(escape), "\\u%04x",
					 (unsigned)c);
			if (c == '\b' || c == '\f' || c == '\n' || c == '\r' ||
			    c == '\t')
				snprintf(escape, sizeof(escape), "\\%c",
					 "btn?fr"[c - 8]);
			snprintf(wanted, sizeof(wanted), "\"%.*s%s%.*s\"",
				 (int)at, text, mark ? mark : escape,
				 (int)(16 - at), text + at + 1);
			json_writer_clear(&writer);
			json_put_bytes(&writer, text, 17);
			assert_string_equal(writer.bytes, wanted);
		}
	}
	json_writer_release(&writer);
}

static void a_fraction_is_written_as_printf_has_it(void **state)
{
	static const double odd[] = {0.0,      1.0,       0.0999999, 0.1,
				     0.999999, 0.9999999, 0.9999995, 1.25,
				     -0.5,     1e-7,      1e300,     123456.7};
	struct json_writer writer;
	char wanted[32];

	(void)state;
	json_writer_init(&writer, 4096);
	for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]) + 5000; i++) {
		double number =
			i < 5000 ? (double)i / 4999.5 + 3e-8 : odd[i - 5000];

		snprintf(wanted, sizeof(wanted), "%.6g", number);
		json_writer_clear(&writer);
		json_put_number(&writer, number);
		assert_string_equal(writer.bytes, wanted);
	}
	json_writer_release(&writer);
}

static void a_count_is_written_to_its_last_digit(void **state)
{
	static const unsigned long long counts[] = {
		0, 9, 10, 1000, 4294967296ull, 18446744073709551615ull};
	struct json_writer writer;
	char wanted[32];

	(void)state;
	json_writer_init(&writer, 4096);
	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
		snprintf(wanted, sizeof(wanted), "%llu", counts[i]);
		json_writer_clear(&writer);
		json_put_count(&writer, counts[i]);
		assert_string_equal(writer.bytes, wanted);
	}
	json_writer_release(&writer);
}

static void blanked_to(const char *text, const char *wanted)
{
	char bytes[128];
	size_t size = strlen(text);

	memcpy(bytes, text, size + 1);
	json_blank_comments(bytes, size);
	assert_string_equal(bytes, wanted);
}

static void lines_of_comment_become_blanks(void **state)
{
	(void)state;
	blanked_to("//{{\n{}\n \t// \"\r\n//", "    \n{}\n \t     \n  ");
	blanked_to("{} // last\n/", "{} // last\n/");
	blanked_to("[\"a//b\",\n/\n/]", "[\"a//b\",\n/\n/]");
	blanked_to("", "");
}

static void a_byte_order_mark_becomes_blanks(void **state)
{
	(void)state;
	blanked_to("\xef\xbb\xbf// x\n1", "       \n1");
	blanked_to("\xef\xbb", "\xef\xbb");
	blanked_to(" \xef\xbb\xbf", " \xef\xbb\xbf");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_type_is_read),
		cmocka_unit_test(getters_of_another_type_change_nothing),
		cmocka_unit_test(names_compare_with_case),
		cmocka_unit_test(lines_of_comment_become_blanks),
		cmocka_unit_test(a_byte_order_mark_becomes_blanks),
		cmocka_unit_test(the_whole_input_must_be_one_value),
		cmocka_unit_test(numbers_follow_the_grammar_and_are_finite),
		cmocka_unit_test(strings_are_utf8_without_nul),
		cmocka_unit_test(a_name_stands_once),
		cmocka_unit_test(depth_is_bounded),
		cmocka_unit_test(size_is_bounded),
		cmocka_unit_test(a_value_knows_where_it_stands),
		cmocka_unit_test(a_writer_places_commas_and_escapes),
		cmocka_unit_test(a_text_after_raw_bytes_begins_without_a_comma),
		cmocka_unit_test(a_writer_stops_at_its_maximum),
		cmocka_unit_test(every_byte_is_escaped_wherever_it_stands),
		cmocka_unit_test(a_fraction_is_written_as_printf_has_it),
		cmocka_unit_test(a_count_is_written_to_its_last_digit),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
