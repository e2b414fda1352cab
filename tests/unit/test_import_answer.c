/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "unit/imported.h"
#include "import/readers.h"

static void check(const char *html, const char *markdown)
{
	struct imported *imported = imported_new();
	assert_string_equal(answer_of_html(&imported->import, html), markdown);
	import_release(&imported->import);
}

static void spaces_stay_outside_of_marks(void **state)
{
	(void)state;
	check("<p>a<b> bold </b>and <a href='https://x.example/'> "
	      "link</a>.</p>",
	      "a **bold** and [link](https://x.example/).");
	check("<b><b>twice</b></b><i> </i>", "**twice**");
}

static void what_looks_like_markdown_stays_text(void **state)
{
	(void)state;
	check("<p>### a *b* [c](d)</p>", "\\#\\#\\# a \\*b\\* \\[c\\](d)");
}

static void links_that_lead_nowhere_keep_their_text(void **state)
{
	struct imported *imported = imported_new();
	(void)state;
	assert_string_equal(
		answer_of_html(&imported->import, "<a href='/shop'>shop</a>"),
		"shop");
	assert_string_equal(imported->last.code, "link-dropped");
	assert_string_equal(answer_of_html(&imported->import,
					   "<a href='javascript:x()'>run</a>"),
			    "run");
	import_release(&imported->import);
}

static void tables_become_lists_and_headings_bold_lines(void **state)
{
	(void)state;
	check("<h4>Prices</h4><table><tr><th>Adults</th><td>2</td></tr></"
	      "table>",
	      "**Prices**\n\n  - Adults: 2");
}

static void plain_text_keeps_its_lines(void **state)
{
	(void)state;
	check("one\ntwo\n\nthree < 4", "one  \ntwo\n\nthree \\< 4");
}

static void scripts_never_come_through(void **state)
{
	(void)state;
	check("<p>a<script>alert(1)</script><style>b</style></p>", "a");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(spaces_stay_outside_of_marks),
		cmocka_unit_test(what_looks_like_markdown_stays_text),
		cmocka_unit_test(links_that_lead_nowhere_keep_their_text),
		cmocka_unit_test(tables_become_lists_and_headings_bold_lines),
		cmocka_unit_test(plain_text_keeps_its_lines),
		cmocka_unit_test(scripts_never_come_through),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
