/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <stdio.h>

#include "unit/imported.h"

static void headings_with_text_become_questions(void **state)
{
	struct import *import = imported_good(
		IMPORT_HTML,
		"<nav><h2>Menu</h2><p>x</p></nav><h1>Pool</h1><p>A pool.</p>"
		"<h2>Tickets</h2><h3>What is\n it?</h3><div><p>Two <b>pounds"
		"</b>.</p></div><h3>Empty?</h3><footer>f</footer>");
	(void)state;
	assert_int_equal(import->item_count, 2);
	assert_string_equal(import->name, "Pool");
	check_item(import, 0, "about.pool", "Pool", "A pool.");
	check_item(import, 1, "faq.what_is_it", "What is it?",
		   "Two **pounds**.");
	import_release(import);
}

static void lists_of_terms_and_details_are_questions_too(void **state)
{
	struct import *import = imported_good(
		IMPORT_HTML,
		"<dl><dt>Towels</dt><dd>At the till.</dd></dl><details>"
		"<summary>Coins?</summary>One pound.</details>"
		"<p><b>Where to park?</b></p><p>Behind it.</p>");
	(void)state;
	assert_int_equal(import->item_count, 3);
	check_item(import, 0, "faq.towels", "Towels", "At the till.");
	check_item(import, 1, "faq.coins", "Coins?", "One pound.");
	check_item(import, 2, "faq.park", "Where to park?", "Behind it.");
	import_release(import);
}

static void json_ld_goes_before_microdata_and_that_before_headings(void **state)
{
	static const char microdata[] =
		"<div itemtype='https://schema.org/Question'><h2 itemprop=name>"
		"Hours?</h2><div itemprop=acceptedAnswer><p itemprop=text>At "
		"nine.</p></div></div>";
	static const char script[] =
		"<script type='application/ld+json'>{\"@type\":\"FAQPage\","
		"\"mainEntity\":{\"@type\":\"Question\",\"name\":\"Price?\","
		"\"acceptedAnswer\":{\"text\":\"<p>Two.</p>\"}}}</script>";
	char both[1000];
	(void)state;
	struct import *import = imported_good(IMPORT_HTML, microdata);
	assert_int_equal(import->item_count, 1);
	check_item(import, 0, "faq.hours", "Hours?", "At nine.");
	import_release(import);
	snprintf(both, sizeof(both), "%s%s<h2>A</h2>b", microdata, script);
	import = imported_good(IMPORT_HTML, both);
	assert_int_equal(import->item_count, 1);
	check_item(import, 0, "faq.price", "Price?", "Two.");
	import_release(import);
}

static void markdown_keeps_its_lines_and_loses_what_is_ours(void **state)
{
	struct import *import = imported_good(
		IMPORT_MARKDOWN, "# Pool\n\n## Is it *open*?\n\n1. Now\n2. "
				 "[Later](https://x.example)\n\n```ask faq.x\n"
				 "@why y\n```\n");
	(void)state;
	assert_int_equal(import->item_count, 1);
	assert_int_equal(import->items[0].line, 3);
	assert_string_equal(import->items[0].title, "Is it open?");
	assert_non_null(strstr(import->items[0].answer,
			       "1.  Now\n2.  [Later](https://x.example)"));
	assert_null(strstr(import->items[0].answer, "```ask"));
	import_release(import);
}

static void deep_nesting_is_a_fault_not_a_crash(void **state)
{
	struct imported *imported = imported_new();
	char *text = malloc(60001);
	(void)state;
	for (size_t i = 0; i < 20000; i++)
		memcpy(text + 3 * i, "<b>", 3);
	text[60000] = '\0';
	assert_int_equal(imported_read(imported, IMPORT_HTML, text),
			 FAQ_ERROR_CONTENT);
	assert_string_equal(imported->last.code, "html-too-deep");
	import_release(&imported->import);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(headings_with_text_become_questions),
		cmocka_unit_test(lists_of_terms_and_details_are_questions_too),
		cmocka_unit_test(
			json_ld_goes_before_microdata_and_that_before_headings),
		cmocka_unit_test(
			markdown_keeps_its_lines_and_loses_what_is_ours),
		cmocka_unit_test(deep_nesting_is_a_fault_not_a_crash),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
