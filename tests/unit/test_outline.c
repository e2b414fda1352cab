/* SPDX-License-Identifier: MIT */
#include "server/page/outline.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>

static struct outline outline;

static void read_html(const char *html)
{
	assert_true(outline_read(&outline, html));
}

static void assert_slice(struct slice slice, const char *text)
{
	assert_int_equal(slice.size, strlen(text));
	if (slice.size)
		assert_memory_equal(slice.bytes, text, slice.size);
}

static void headings_begin_sections(void **state)
{
	(void)state;
	read_html("<p>in front</p>\n<h2><a id=\"a\"></a>One <em>1</em></h2>\n"
		  "<p>x</p>\n<h3>within</h3>\n<h1>Two</h1>\n<p>y</p>\n");
	assert_int_equal(outline.section_count, 3);
	assert_slice(outline.sections[0].title, "");
	assert_slice(outline.sections[0].body, "<p>in front</p>\n");
	assert_slice(outline.sections[1].id, "a");
	assert_slice(outline.sections[1].title, "One <em>1</em>");
	assert_slice(outline.sections[1].body, "\n<p>x</p>\n<h3>within</h3>\n");
	assert_slice(outline.sections[2].id, "");
	assert_slice(outline.sections[2].title, "Two");
	assert_slice(outline.sections[2].body, "\n<p>y</p>\n");
	outline_release(&outline);
}

static void a_heading_in_a_list_or_quotation_begins_none(void **state)
{
	(void)state;
	read_html("<h2>One</h2>\n<blockquote>\n<h2>no</h2>\n</blockquote>\n"
		  "<ul>\n<li>\n<h2>no</h2>\n</li>\n</ul>\n<h2>Two</h2>\n");
	assert_int_equal(outline.section_count, 3);
	assert_slice(outline.sections[2].title, "Two");
	outline_release(&outline);
}

static void anchors_are_found_by_id_and_know_their_section(void **state)
{
	const struct outline_anchor *anchor;

	(void)state;
	read_html("<h2><a id=\"z\"></a>Z</h2>\n<h2><a id=\"order\"></a>O</h2>"
		  "<ol>\n<li><a id=\"order-1\"></a>x</li>\n</ol>\n");
	anchor = outline_find(&outline, slice_of("order-1"));
	assert_non_null(anchor);
	assert_int_equal(anchor->section, 2);
	assert_false(anchor->heading);
	anchor = outline_find(&outline, slice_of("z"));
	assert_non_null(anchor);
	assert_int_equal(anchor->section, 1);
	assert_true(anchor->heading);
	assert_null(outline_find(&outline, slice_of("orde")));
	assert_null(outline_find(&outline, slice_of("")));
	outline_release(&outline);
}

static void no_page_at_all_is_one_empty_section(void **state)
{
	(void)state;
	read_html("");
	assert_int_equal(outline.section_count, 1);
	assert_slice(outline.sections[0].body, "");
	assert_int_equal(outline.anchor_count, 0);
	outline_release(&outline);
}

static void what_is_cut_short_ends_with_the_text(void **state)
{
	static const char *const texts[] = {
		"<",        "<h2>",     "<h2",  "<h2><a id=\"",
		"<h2>x</h", "<ul><li>", "</li>"};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		read_html(texts[i]);
		assert_true(outline.section_count >= 1);
		outline_release(&outline);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(headings_begin_sections),
		cmocka_unit_test(a_heading_in_a_list_or_quotation_begins_none),
		cmocka_unit_test(
			anchors_are_found_by_id_and_know_their_section),
		cmocka_unit_test(no_page_at_all_is_one_empty_section),
		cmocka_unit_test(what_is_cut_short_ends_with_the_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
