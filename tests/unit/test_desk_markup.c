/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "desk/markup.h"

#include <string.h>

static void becomes(enum desk_markup markup, const char *html,
		    const char *wanted)
{
	struct prose prose;

	prose_init(&prose, markup);
	markup_from_html(&prose, html, strlen(html));
	assert_false(prose.failed);
	assert_string_equal(prose_text(&prose), wanted);
	prose_release(&prose);
}

static void blocks_are_paragraphs_and_white_space_is_one_blank(void **state)
{
	(void)state;
	becomes(DESK_PLAIN, "<p>a\n  b</p><div>c<br>d </div>", "a b\n\nc\nd");
	becomes(DESK_PLAIN, "a <b> b</b> c", "a b c");
	becomes(DESK_PLAIN, "", "");
	becomes(DESK_PLAIN, "plain &amp; &lt;b&gt;", "plain & <b>");
}

static void lists_have_marks(void **state)
{
	(void)state;
	becomes(DESK_MRKDWN,
		"<p>x</p><ul><li>a</li><li><p>b</p><ol><li>c</li>"
		"<li>d</li></ol></li></ul><p>y</p>",
		"x\n\n- a\n- b\n  1. c\n  2. d\n\ny");
}

static void emphasis_is_the_desks(void **state)
{
	static const char html[] = "<p>a <strong>b</strong> <em>c</em> "
				   "<code>d_*</code></p><h2>e</h2>";

	(void)state;
	becomes(DESK_MRKDWN, html, "a *b* _c_ `d_*`\n\n*e*");
	becomes(DESK_ROCKET, html, "a *b* _c_ `d_*`\n\n*e*");
	becomes(DESK_PLAIN, html, "a b c d_*\n\ne");
}

static void code_keeps_its_lines(void **state)
{
	(void)state;
	becomes(DESK_MRKDWN, "<pre><code>a\n  b &lt;</code></pre>",
		"```\na\n  b &lt;```");
	becomes(DESK_ROCKET, "<pre><code>a_b\n</code></pre>", "```\na_b\n```");
}

static void links_lead_where_they_may(void **state)
{
	(void)state;
	becomes(DESK_MRKDWN, "<a href=\"https://a/?b&amp;c\">d</a>",
		"<https://a/?b&amp;c|d>");
	becomes(DESK_ROCKET, "<a href=\"javascript:x\">d</a>", "d");
	becomes(DESK_PLAIN, "see <a href=\"https://a/\">d</a>", "see d");
}

static void scripts_are_no_text(void **state)
{
	(void)state;
	becomes(DESK_PLAIN, "a<script>b</script><style>c</style><!-- d -->e",
		"ae");
}

static void what_nests_too_deeply_is_text(void **state)
{
	char html[3000] = "";

	(void)state;
	for (int i = 0; i < 300; i++)
		strcat(html, "<div>");
	strcat(html, "x");
	becomes(DESK_PLAIN, html, html);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			blocks_are_paragraphs_and_white_space_is_one_blank),
		cmocka_unit_test(lists_have_marks),
		cmocka_unit_test(emphasis_is_the_desks),
		cmocka_unit_test(code_keeps_its_lines),
		cmocka_unit_test(links_lead_where_they_may),
		cmocka_unit_test(scripts_are_no_text),
		cmocka_unit_test(what_nests_too_deeply_is_text),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
