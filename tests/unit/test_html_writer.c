/* SPDX-License-Identifier: MIT */
#include "server/page/html_writer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

static struct slice slice(const char *text)
{
	return (struct slice){text, strlen(text)};
}

static void text_cannot_become_markup(void **state)
{
	struct html html;
	size_t size;
	char *text;

	(void)state;
	html_init(&html, 1000);
	html_put_text(&html, "<b a=\"x\">&amp;</b>'");
	text = html_take(&html, &size);
	assert_string_equal(text, "&lt;b a=&quot;x&quot;&gt;&amp;amp;"
				  "&lt;/b&gt;'");
	assert_int_equal(size, strlen(text));
	free(text);
}

static void what_passes_the_maximum_fails_for_good(void **state)
{
	struct html html;
	size_t size = 7;

	(void)state;
	html_init(&html, 10);
	html_put(&html, "123456");
	html_put(&html, "789ab");
	assert_true(html.failed);
	html_put(&html, "7");
	assert_int_equal(html.size, 6);
	assert_null(html_take(&html, &size));
	assert_int_equal(size, 0);
}

static void a_text_is_known_again_in_its_escaped_form(void **state)
{
	(void)state;
	assert_true(html_is_text(slice("a &amp; &quot;b&quot;"), "a & \"b\""));
	assert_true(html_is_text(slice(""), ""));
	assert_false(html_is_text(slice("a & b"), "a & b"));
	assert_false(html_is_text(slice("ab"), "a"));
	assert_false(html_is_text(slice("a"), "ab"));
	assert_false(html_is_text(slice("&am"), "&"));
}

static void plain(const char *from, size_t max, const char *wanted)
{
	struct html html;

	html_init(&html, 1000);
	html_put_plain(&html, slice(from), max);
	assert_string_equal(html.bytes ? html.bytes : "", wanted);
	html_release(&html);
}

static void plain_text_has_no_tags_and_ends_with_a_word(void **state)
{
	(void)state;
	plain("<p>On <em>tea</em>\n and &quot;cups&quot;.</p>", 100,
	      "On tea and &quot;cups&quot;.");
	plain("one two three", 9, "one two");
	plain("one two three", 7, "one two");
	plain("one &amp; two", 6, "one");
	plain("<br>", 100, "");
	plain("", 100, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_cannot_become_markup),
		cmocka_unit_test(what_passes_the_maximum_fails_for_good),
		cmocka_unit_test(a_text_is_known_again_in_its_escaped_form),
		cmocka_unit_test(plain_text_has_no_tags_and_ends_with_a_word),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
