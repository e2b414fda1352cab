/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/catalog.h"
#include "import/starter.h"
#include "unit/imported.h"

static void what_is_no_utf8_is_refused_with_its_line(void **state)
{
	struct imported *imported = imported_new();
	(void)state;
	assert_int_equal(imported_read(imported, IMPORT_HTML, "a\n\xff"),
			 FAQ_ERROR_CONTENT);
	assert_string_equal(imported->last.code, "not-utf8");
	assert_int_equal(imported->last.line, 2);
	assert_int_equal(
		import_read(&imported->import, "source", IMPORT_CSV, "a\0b", 3),
		FAQ_ERROR_CONTENT);
	import_release(&imported->import);
}

static void a_byte_order_mark_is_passed_over(void **state)
{
	struct import *import =
		imported_good(IMPORT_CSV, "\xEF\xBB\xBFQuestion,Answer\na,b\n");
	(void)state;
	assert_int_equal(import->item_count, 1);
	import_release(import);
}

static void the_format_shows_in_the_name_or_the_first_bytes(void **state)
{
	(void)state;
	assert_int_equal(import_format_of("a.md", "<", 1), IMPORT_MARKDOWN);
	assert_int_equal(import_format_of("-", " <p>", 4), IMPORT_HTML);
	assert_int_equal(import_format_of("-", "[{", 2), IMPORT_JSON);
	assert_int_equal(import_format_of("-", "nlu:\n", 5), IMPORT_RASA);
	assert_int_equal(import_format_of("-", "a\tb,c\n", 6), IMPORT_TSV);
	assert_int_equal(import_format_of("-", "a,b\n", 4), IMPORT_CSV);
	assert_int_equal(import_format_of("-", "# a\n", 4), IMPORT_MARKDOWN);
	assert_int_equal(import_format_of("-", "", 0), IMPORT_UNKNOWN);
}

static void a_long_title_is_cut_at_a_word_and_said(void **state)
{
	struct imported *imported = imported_new();
	char text[400] = "Question,Answer\n";
	(void)state;
	for (size_t i = 0; i < 40; i++)
		strcat(text, "words ");
	strcat(text, ",a\n");
	assert_int_equal(imported_read(imported, IMPORT_CSV, text), FAQ_OK);
	assert_string_equal(imported->last.code, "text-cut");
	assert_int_equal(imported->last.line, 2);
	size_t size = strlen(imported->import.items[0].title);
	assert_in_range(size, FAQ_TITLE_BYTES_MAX - 6, FAQ_TITLE_BYTES_MAX);
	assert_int_equal(size % 6, 5);
	import_release(&imported->import);
}

static void ids_are_plain_and_each_once(void **state)
{
	struct import *import = imported_good(
		IMPORT_CSV, "Opening hours?,a\nWhat opening hours?,b\n"
			    "\xC3\x84\xC3\x96,c\n");
	(void)state;
	assert_string_equal(import->items[0].id, "faq.opening_hours");
	assert_string_equal(import->items[1].id, "faq.opening_hours_2");
	assert_string_equal(import->items[2].id, "faq.question_3");
	assert_string_equal(import->items[1].anchor, "faq-opening-hours-2");
	import_release(import);
}

static void an_empty_file_says_what_it_needs(void **state)
{
	struct imported *imported = imported_new();
	(void)state;
	assert_int_equal(imported_read(imported, IMPORT_HTML, ""), FAQ_OK);
	assert_int_equal(import_finish(&imported->import), FAQ_ERROR_CONTENT);
	assert_string_equal(imported->last.code, "no-question");
	import_release(&imported->import);
}

/* Or a phrase keeps its English default, and two drift apart. */
static void the_first_dialogue_has_every_phrase(void **state)
{
	char block[64];
	(void)state;
	assert_non_null(catalog_say_key(0));
	for (size_t i = 0; catalog_say_key(i); i++) {
		snprintf(block, sizeof(block), "\n```say %s\n",
			 catalog_say_key(i));
		if (!strstr(starter_dialogue, block))
			fail_msg("no%s", block);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_no_utf8_is_refused_with_its_line),
		cmocka_unit_test(a_byte_order_mark_is_passed_over),
		cmocka_unit_test(
			the_format_shows_in_the_name_or_the_first_bytes),
		cmocka_unit_test(a_long_title_is_cut_at_a_word_and_said),
		cmocka_unit_test(ids_are_plain_and_each_once),
		cmocka_unit_test(an_empty_file_says_what_it_needs),
		cmocka_unit_test(the_first_dialogue_has_every_phrase),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
