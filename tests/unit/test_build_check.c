/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "unit/content.h"

/* Slips that once passed in silence, each with its place. */
static void slips_of_an_author_are_told_with_their_place(void **state)
{
	static const struct {
		const char *text, *code;
		unsigned line;
	} rows[] = {
		{"### A\n\n![x](https://a.example/b.png)\n\n```ask faq.a\n"
		 "a b\n```\n",
		 "image", 3},
		{"### A\n\nA.\n\n```again\nSee [it](link:mop).\n```\n"
		 "```ask faq.a\na b\n```\n",
		 "unknown-link", 6},
		{"### A\n\nA.\n\n```ask faq.a\n  @why faq.b\na b\n```\n",
		 "unknown-id", 6},
		{"### A\n\nA.\n\n```ask faq.a\n@offer act.yes\na b\n```\n"
		 "### Yes\n\n```ask act.yes\n^ yes $\n```\n",
		 "act-as-answer", 6},
		{"### a b c d e f g h i j k l m n o p q r s t u v w x y z\n\nA."
		 "\n\n```ask faq.a\nx y\n```\n",
		 "title-too-wordy", 1},
		{"```say none_agian\nNo.\n```\n", "unknown-say", 1},
		{"```say none\nNo.\n```\n\n```say none\nNever.\n```\n",
		 "duplicate-say", 5}};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct recorded recorded;
		struct faq_catalog *catalog =
			build_text("a.md", rows[i].text, &recorded);
		const struct faq_diag *diag =
			find_fault(&recorded, rows[i].code);
		if (!diag)
			print_faults(&recorded);
		assert_true(diag && diag->line == rows[i].line);
		assert_true(diag && diag->column > 0);
		faq_catalog_free(catalog);
	}
}

static void what_is_proposed_is_noted_with_its_line(void **state)
{
	static const char text[] = "### A\n\nA.\n\n```ask faq.a\n@proposed\n"
				   "lose card\n```\n### B\n\nB.\n\n"
				   "```ask faq.b\nfind card\n```\n";
	struct recorded recorded;
	struct faq_catalog *catalog = build_text("a.md", text, &recorded);
	(void)state;
	assert_non_null(catalog);
	const struct faq_diag *diag = find_fault(&recorded, "proposed");
	assert_true(diag && diag->severity == FAQ_SEVERITY_NOTE);
	assert_true(diag && diag->line == 6);
	assert_true(faq_catalog_intent(catalog, 0)->proposed);
	assert_false(faq_catalog_intent(catalog, 1)->proposed);
	faq_catalog_free(catalog);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_proposed_is_noted_with_its_line),
		cmocka_unit_test(slips_of_an_author_are_told_with_their_place),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
