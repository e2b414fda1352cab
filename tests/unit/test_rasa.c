/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "unit/imported.h"

static const char nlu[] = "version: '3.1'\nnlu:\n- intent: ask_hours\n"
			  "  examples: |\n    - when open in [Leeds](city)\n"
			  "    - your hours\n- synonym: x\n  examples: |\n"
			  "    - y\n";
static const char domain[] = "responses:\n  utter_ask_hours:\n"
			     "  - text: \"We open at *nine*.\"\n"
			     "  utter_other:\n  - text: x\n";

static void intents_and_responses_of_two_files_meet(void **state)
{
	struct imported *imported = imported_new();
	struct import *import = &imported->import;
	(void)state;
	assert_int_equal(imported_read(imported, IMPORT_RASA, nlu), FAQ_OK);
	assert_int_equal(imported_read(imported, IMPORT_RASA, domain), FAQ_OK);
	assert_int_equal(import_finish(import), FAQ_OK);
	assert_int_equal(import->item_count, 1);
	check_item(import, 0, "faq.ask_hours", "when open in Leeds",
		   "We open at *nine*.");
	assert_string_equal(import->items[0].example[0], "your hours");
	assert_string_equal(imported->last.code, "unused-response");
	import_release(import);
}

static void an_intent_without_response_is_left_out_with_a_reason(void **state)
{
	struct imported *imported = imported_new();
	(void)state;
	assert_int_equal(imported_read(imported, IMPORT_RASA, nlu), FAQ_OK);
	assert_int_equal(import_finish(&imported->import), FAQ_ERROR_CONTENT);
	assert_string_equal(imported->last.code, "no-question");
	assert_int_equal(imported->faults, 2);
	import_release(&imported->import);
}

static void what_is_no_yaml_is_an_error_with_its_line(void **state)
{
	struct imported *imported = imported_new();
	(void)state;
	assert_int_equal(
		imported_read(imported, IMPORT_RASA, "nlu:\n  - a: [b\n"),
		FAQ_ERROR_CONTENT);
	assert_string_equal(imported->last.code, "bad-yaml");
	assert_true(imported->last.line >= 2);
	import_release(&imported->import);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(intents_and_responses_of_two_files_meet),
		cmocka_unit_test(
			an_intent_without_response_is_left_out_with_a_reason),
		cmocka_unit_test(what_is_no_yaml_is_an_error_with_its_line),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
