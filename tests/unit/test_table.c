/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "unit/imported.h"

static void two_columns_need_no_header(void **state)
{
	struct import *import = imported_good(
		IMPORT_CSV,
		"Hours?,\"At \"\"nine\"\", or\nten.\"\nTowels?,Two\n");
	(void)state;
	assert_int_equal(import->item_count, 2);
	check_item(import, 0, "faq.hours", "Hours?", "At \"nine\", or ten.");
	assert_int_equal(import->items[1].line, 3);
	import_release(import);
}

static void a_header_says_where_the_columns_are(void **state)
{
	struct import *import = imported_good(
		IMPORT_CSV, "id;Answer;Question\n1;At nine.;Hours?\n");
	(void)state;
	assert_int_equal(import->item_count, 1);
	check_item(import, 0, "faq.hours", "Hours?", "At nine.");
	import_release(import);
}

static void rows_of_qna_maker_with_one_answer_are_one_question(void **state)
{
	struct import *import = imported_good(
		IMPORT_TSV, "Question\tAnswer\tSource\tMetadata\n"
			    "Hours?\tSay \"nine\"\\n\\nor *ten*\te\tf\n"
			    "When open?\tSay \"nine\"\\n\\nor *ten*\te\tf\n");
	(void)state;
	assert_int_equal(import->item_count, 1);
	check_item(import, 0, "faq.hours", "Hours?",
		   "Say \"nine\"\n\nor *ten*");
	assert_int_equal(import->items[0].example_count, 1);
	assert_string_equal(import->items[0].example[0], "When open?");
	import_release(import);
}

static void a_quote_that_never_ends_is_an_error_with_its_line(void **state)
{
	struct imported *imported = imported_new();
	(void)state;
	assert_int_equal(
		imported_read(imported, IMPORT_CSV, "a,b\n\"c,d\ne,f\n"),
		FAQ_ERROR_CONTENT);
	assert_string_equal(imported->last.code, "bad-csv");
	assert_int_equal(imported->last.line, 2);
	import_release(&imported->import);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_columns_need_no_header),
		cmocka_unit_test(a_header_says_where_the_columns_are),
		cmocka_unit_test(
			rows_of_qna_maker_with_one_answer_are_one_question),
		cmocka_unit_test(
			a_quote_that_never_ends_is_an_error_with_its_line),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
