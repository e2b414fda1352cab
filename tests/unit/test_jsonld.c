/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "unit/imported.h"

static void lists_graphs_and_addresses_are_all_read(void **state)
{
	struct import *import = imported_good(
		IMPORT_JSON,
		"{\"@graph\":[{\"@type\":[\"WebPage\",\"https://schema.org/"
		"FAQPage\"],\"name\":\"Pool\",\"mainEntity\":[{\"@type\":"
		"\"Question\",\"name\":\"Hours?\",\"acceptedAnswer\":[{\"text\""
		":\"Nine &amp; ten.\"}]}]}]}");
	(void)state;
	assert_string_equal(import->name, "Pool");
	check_item(import, 0, "faq.hours", "Hours?", "Nine & ten.");
	import_release(import);
}

static void a_howto_becomes_steps_in_their_order(void **state)
{
	struct import *import = imported_good(
		IMPORT_JSON,
		"{\"@type\":\"HowTo\",\"name\":\"Join\",\"step\":[{\"@type\":"
		"\"HowToSection\",\"itemListElement\":[{\"@type\":\"HowToStep\""
		",\"name\":\"Form\",\"text\":\"Fill it in.\"}]},\"Pay.\"]}");
	(void)state;
	assert_int_equal(import->item_count, 2);
	check_item(import, 0, "step.form", "Form", "Fill it in.");
	assert_int_equal(import->items[1].kind, IMPORT_STEP);
	assert_string_equal(import->items[1].answer, "Pay.");
	import_release(import);
}

static void a_question_without_answer_is_named_with_its_line(void **state)
{
	struct imported *imported = imported_new();
	(void)state;
	assert_int_equal(imported_read(imported, IMPORT_JSON,
				       "\n{\"@type\":\"Question\","
				       "\"name\":\"x\"}"),
			 FAQ_OK);
	assert_string_equal(imported->last.code, "no-answer");
	assert_int_equal(imported->last.line, 2);
	import_release(&imported->import);
}

static void broken_json_is_an_error_with_its_line(void **state)
{
	struct imported *imported = imported_new();
	(void)state;
	assert_int_equal(imported_read(imported, IMPORT_JSON, "{\n\"a\":,}"),
			 FAQ_ERROR_CONTENT);
	assert_int_equal(imported->last.line, 2);
	import_release(&imported->import);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lists_graphs_and_addresses_are_all_read),
		cmocka_unit_test(a_howto_becomes_steps_in_their_order),
		cmocka_unit_test(
			a_question_without_answer_is_named_with_its_line),
		cmocka_unit_test(broken_json_is_an_error_with_its_line),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
