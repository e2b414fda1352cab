/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "unit/imported.h"
#include "import/propose.h"

static void check(const char *title, const char *templates)
{
	struct imported *imported = imported_new();
	struct propose propose;
	struct draft out = {0};
	import_add(&imported->import, IMPORT_QUESTION, title, "a", 1);
	propose_init(&propose, &imported->import);
	propose_templates(&propose, &out, &imported->import.items[0]);
	assert_string_equal(draft_bytes(&out), templates);
	draft_release(&out);
	import_release(&imported->import);
}

static void words_that_tell_come_in_any_order(void **state)
{
	(void)state;
	check("Where is the sauna?", "< where sauna >\nwhere is the sauna\n");
	check("Does a locker need a coin?",
	      "< locker coin >\ndoes a locker need a coin\n");
}

static void what_many_call_otherwise_is_a_list(void **state)
{
	(void)state;
	check("Ticket prices", "< ticket {cost} >\nticket prices\n");
}

static void marks_of_a_template_lose_their_meaning(void **state)
{
	(void)state;
	check("<Sauna> [{(*^$!/|\"#?", "< sauna >\n");
	check("- /", "");
}

static void words_of_many_titles_get_a_list_to_fill(void **state)
{
	struct imported *imported = imported_new();
	struct propose propose;
	struct draft out = {0};
	(void)state;
	import_add(&imported->import, IMPORT_QUESTION, "Sauna towels", "a", 1);
	import_add(&imported->import, IMPORT_QUESTION, "Sauna oil", "a", 1);
	import_add(&imported->import, IMPORT_QUESTION, "Saunas", "a", 1);
	propose_init(&propose, &imported->import);
	propose_templates(&propose, &out, &imported->import.items[1]);
	assert_string_equal(draft_bytes(&out), "< {sauna} oil >\nsauna oil\n");
	draft_release(&out);
	propose_lists(&propose, &out);
	assert_string_equal(draft_bytes(&out),
			    "```words sauna\nsauna\n```\n\n");
	draft_release(&out);
	import_release(&imported->import);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_that_tell_come_in_any_order),
		cmocka_unit_test(what_many_call_otherwise_is_a_list),
		cmocka_unit_test(marks_of_a_template_lose_their_meaning),
		cmocka_unit_test(words_of_many_titles_get_a_list_to_fill),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
