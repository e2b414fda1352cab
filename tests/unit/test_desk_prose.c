/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "desk/prose.h"

#include <string.h>

static void says(enum desk_markup markup, const char *text, const char *wanted)
{
	struct prose prose;

	prose_init(&prose, markup);
	prose_say(&prose, text);
	assert_false(prose.failed);
	assert_string_equal(prose_text(&prose), wanted);
	prose_release(&prose);
}

static void plain_text_becomes_no_markup(void **state)
{
	static const char text[] = "*a* _b_ `c` [d](e) <f> & \"g\" #h ~i~ \\";

	(void)state;
	says(DESK_PLAIN, text, text);
	says(DESK_MARKDOWN, text,
	     "\\*a\\* \\_b\\_ \\`c\\` \\[d\\](e) \\<f\\> \\& \"g\" \\#h "
	     "\\~i\\~ \\\\");
	says(DESK_HTML, text,
	     "*a* _b_ `c` [d](e) &lt;f&gt; &amp; &quot;g&quot; #h ~i~ \\");
	says(DESK_MRKDWN, text,
	     "*a* _b_ `c` [d](e) &lt;f&gt; &amp; \"g\" #h ~i~ \\");
	says(DESK_ROCKET, text,
	     "\\*a\\* \\_b\\_ \\`c\\` \\[d\\](e) <f> & \"g\" \\#h \\~i\\~ "
	     "\\\\");
}

static void a_line_begins_no_list(void **state)
{
	(void)state;
	says(DESK_MARKDOWN, "1. a\n - b\n2) c", "1\\. a\n \\- b\n2\\) c");
	says(DESK_MARKDOWN, "a 1. - + b.", "a 1. - + b.");
}

static void nobody_is_called_by_a_mention(void **state)
{
	(void)state;
	says(DESK_MRKDWN, "<!channel> <@U1>", "&lt;!channel&gt; &lt;@U1&gt;");
}

static void an_address_stays_one(void **state)
{
	(void)state;
	says(DESK_MARKDOWN, "see (https://a.example/b_c?d=1&e=*).",
	     "see (<https://a.example/b_c?d=1&e=*>).");
	says(DESK_HTML, "https://a.example/?b&c, so",
	     "<a href=\"https://a.example/?b&amp;c\">https://a.example/"
	     "?b&amp;c</a>, so");
	says(DESK_MRKDWN, "http://a.example/&", "<http://a.example/&amp;>");
	says(DESK_ROCKET, "https://a.example/a_b", "https://a.example/a_b");
	says(DESK_MARKDOWN, "https://", "https://");
	says(DESK_HTML, "https://a\"onclick=b",
	     "<a href=\"https://a\">https://a</a>&quot;onclick=b");
}

static void links(enum desk_markup markup, const char *title, const char *url,
		  const char *wanted)
{
	struct prose prose;

	prose_init(&prose, markup);
	prose_link(&prose, title, url);
	assert_string_equal(prose_text(&prose), wanted);
	prose_release(&prose);
}

static void a_link_can_not_be_broken_out_of(void **state)
{
	(void)state;
	links(DESK_PLAIN, "a", "https://b/", "a: https://b/");
	links(DESK_MARKDOWN, "a](c)", "https://b/?)",
	      "[a\\](c)](<https://b/?)>)");
	links(DESK_MRKDWN, "a|b>", "https://b/?a&b",
	      "<https://b/?a&amp;b|ab&gt;>");
	links(DESK_HTML, "<a>", "https://b/'&",
	      "<a href=\"https://b/'&amp;\">&lt;a&gt;</a>");
	links(DESK_HTML, "a", "javascript:alert(1)", "a");
	links(DESK_HTML, "a", "https://b/\">", "a");
	links(DESK_MARKDOWN, "a", "https://b/ c", "a");
}

static void it_stops_at_its_maximum(void **state)
{
	static char much[PROSE_BYTES_MAX];
	struct prose prose;

	(void)state;
	prose_init(&prose, DESK_PLAIN);
	prose_add(&prose, much, sizeof(much));
	assert_false(prose.failed);
	prose_put(&prose, "x");
	assert_true(prose.failed && prose.full);
	assert_int_equal(prose.size, sizeof(much));
	prose_release(&prose);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain_text_becomes_no_markup),
		cmocka_unit_test(a_line_begins_no_list),
		cmocka_unit_test(nobody_is_called_by_a_mention),
		cmocka_unit_test(an_address_stays_one),
		cmocka_unit_test(a_link_can_not_be_broken_out_of),
		cmocka_unit_test(it_stops_at_its_maximum),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
