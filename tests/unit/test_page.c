/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "unit/content.h"

static struct arena arena;
static struct recorded recorded;
static struct page page;

static void parse(const char *name, const char *text)
{
	struct faults faults = {.report = record, .context = &recorded};
	struct faq_source source = {name, text, strlen(text)};
	recorded.count = 0;
	assert_int_equal(
		page_parse(&page, &arena, &source, &test_site, &faults),
		FAQ_OK);
}

static int set_up(void **state)
{
	(void)state;
	arena_init(&arena, NULL);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

static void an_entry_is_title_answer_and_templates(void **state)
{
	(void)state;
	parse("en/faq.md", "Words before are for the author.\n\n"
			   "### Opening *hours*\n\nTen to six.\n\n"
			   "```ask faq.hours\nwhen open\nhours\n```\n\n"
			   "### Seats\n\nUpstairs.\n");
	const struct page_entry *entry = page.entries;
	assert_string_equal(entry->title, "Opening hours");
	assert_int_equal(entry->line, 3);
	assert_string_equal(entry->text, "Ten to six.");
	assert_string_equal(entry->markdown, "Ten to six.\n");
	assert_string_equal(entry->html, "<p>Ten to six.</p>\n");
	assert_string_equal(entry->again, "");
	assert_string_equal(entry->id, "faq.hours");
	assert_string_equal(entry->ask, "when open\nhours\n");
	assert_int_equal(entry->ask_line, 8);
	entry = entry->next;
	assert_string_equal(entry->title, "Seats");
	assert_null(entry->id);
	assert_null(entry->next);
	assert_null(page.blocks);
	assert_null(page.anchors);
	assert_string_equal(page.html, "");
	assert_int_equal(recorded.count, 0);
}

static void other_code_belongs_to_the_answer(void **state)
{
	(void)state;
	parse("a.md", "### T\n\nType:\n\n```sh\nopen\n```\n\n    indented\n\n"
		      "```\nplain\n```\n");
	assert_non_null(strstr(page.entries->text, "open"));
	assert_non_null(strstr(page.entries->text, "indented"));
	assert_non_null(strstr(page.entries->text, "plain"));
	assert_int_equal(recorded.count, 0);
}

static void a_section_heading_ends_an_entry(void **state)
{
	(void)state;
	parse("a.md", "### T\n\nmine\n\n## Section\n\nnot mine\n");
	assert_string_equal(page.entries->text, "mine");
}

static void an_entry_knows_the_heading_that_it_stands_under(void **state)
{
	(void)state;
	parse("a.md", "### A\n\n# *Opening* hours\n\n### B\n\n#### no\n\n"
		      "### C\n\n## In winter\n\n### D\n");
	const struct page_entry *entry = page.entries;
	assert_string_equal(entry->chapter, "");
	entry = entry->next;
	assert_string_equal(entry->chapter, "Opening hours");
	entry = entry->next;
	assert_string_equal(entry->chapter, "Opening hours");
	entry = entry->next;
	assert_string_equal(entry->chapter, "In winter");
}

static void an_answer_reads_well_as_plain_text(void **state)
{
	static const struct {
		const char *markdown, *text;
	} rows[] = {{"one\ntwo", "one two"},
		    {"one\n\ntwo", "one\n\ntwo"},
		    {"one\\\ntwo", "one\ntwo"},
		    {"- a\n- b", "- a\n- b"},
		    {"3. a\n4. b", "3. a\n4. b"},
		    {"x:\n\n- a\n- b\n\ny", "x:\n\n- a\n- b\n\ny"},
		    {"**bold** `code` *it*", "bold code it"},
		    {"[map](https://m.example)", "map (https://m.example)"},
		    {"[map](link:map)", "map (https://library.example/map)"},
		    {"&amp; \\*", "& *"},
		    {"caf\xc3\xa9", "caf\xc3\xa9"}};
	char text[256];
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		snprintf(text, sizeof(text), "### T\n\n%s\n", rows[i].markdown);
		parse("a.md", text);
		assert_string_equal(page.entries->text, rows[i].text);
		assert_int_equal(recorded.count, 0);
	}
}

/* Whatever an author writes, no script reaches a visitor's browser. */
static void raw_html_never_gets_through(void **state)
{
	static const char *const answers[] = {
		"<script>alert(1)</script>", "a <img src=x onerror=a()> b",
		"[x](javascript:alert(1))", "[x](data:text/html,x)",
		"![x](javascript:alert(1))"};
	char text[256];
	(void)state;
	for (size_t i = 0; i < COUNT(answers); i++) {
		snprintf(text, sizeof(text), "### T\n\n%s\n", answers[i]);
		parse("a.md", text);
		assert_null(strstr(page.entries->html, "<script"));
		assert_null(strstr(page.entries->html, "onerror"));
		assert_null(strstr(page.entries->html, "javascript:"));
		assert_null(strstr(page.entries->html, "data:"));
		if (i != 4) /* an image shows nothing, but is no fault */
			assert_true(recorded.count > 0);
	}
}

static void blocks_come_with_their_name_and_line(void **state)
{
	static const struct {
		enum page_block_kind kind;
		const char *name, *text;
		unsigned line;
	} rows[] = {{PAGE_WORDS, "card", "card\npass\n", 2},
		    {PAGE_SAME, "", "a = b\n", 7},
		    {PAGE_SAY, "none", "No.\n", 10}};
	const struct page_block *block;
	(void)state;
	parse("a.md", "```words card\ncard\npass\n```\n\n"
		      "```same\na = b\n```\n"
		      "```say none\nNo.\n```\n");
	block = page.blocks;
	for (size_t i = 0; i < COUNT(rows); i++, block = block->next) {
		assert_non_null(block);
		assert_int_equal(block->kind, rows[i].kind);
		assert_string_equal(block->name, rows[i].name);
		assert_string_equal(block->text, rows[i].text);
		assert_int_equal(block->line, rows[i].line);
	}
	assert_null(block);
}

static void the_page_keeps_its_anchors_and_its_html(void **state)
{
	(void)state;
	parse("en/page.md", "# Library {#top}\n\nText {#text} goes on.\n\n"
			    "1. Show the card {#step-1}\n2. Sit\n\n"
			    "### Rules {#rules}\n\nSee the [map](link:map).\n");
	static const struct {
		const char *id, *text;
		unsigned line;
	} rows[] = {{"top", "Library", 1},
		    {"step-1", "Show the card", 5},
		    {"rules", "Rules", 8}};
	const struct page_anchor *anchor = page.anchors;
	for (size_t i = 0; i < COUNT(rows); i++, anchor = anchor->next) {
		assert_non_null(anchor);
		assert_string_equal(anchor->id, rows[i].id);
		assert_string_equal(anchor->text, rows[i].text);
		assert_int_equal(anchor->line, rows[i].line);
	}
	assert_null(anchor);
	assert_null(page.entries);
	assert_non_null(
		strstr(page.html, "<h1><a id=\"top\"></a>Library</h1>"));
	assert_non_null(strstr(page.html, "https://library.example/map"));
	assert_int_equal(recorded.count, 0);
}

static void only_page_md_has_anchors(void **state)
{
	(void)state;
	parse("en/mypage.md", "# A {#a}\n");
	assert_null(page.anchors);
	parse("page.md/x.md", "# A {#a}\n");
	assert_null(page.anchors);
	parse("page.md", "# A {#a}\n");
	assert_non_null(page.anchors);
}

/* An anchor's name stands in an attribute of the page. */
static void an_anchor_cannot_leave_its_attribute(void **state)
{
	(void)state;
	parse("page.md", "# A {#a\"onclick=\"x}\n\n# B {#<script>}\n");
	assert_null(strstr(page.html, "onclick=\"x\""));
	assert_null(strstr(page.html, "<script>"));
}

static void an_answer_too_long_is_a_fault(void **state)
{
	static char text[20000];
	(void)state;
	strcpy(text, "### T\n\n");
	memset(text + strlen(text), 'x', 9000);
	parse("a.md", text);
	assert_int_equal(recorded.count, 1);
	assert_string_equal(recorded.diag[0].code, "answer-too-long");
}

static void windows_line_ends_are_fine(void **state)
{
	(void)state;
	parse("a.md", "### T\r\n\r\nmine\r\n\r\n"
		      "```ask faq.t\r\nhours\r\n```\r\n");
	assert_string_equal(page.entries->title, "T");
	assert_string_equal(page.entries->text, "mine");
	assert_string_equal(page.entries->id, "faq.t");
	assert_int_equal(page.entries->ask_line, 6);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_entry_is_title_answer_and_templates),
		TEST(other_code_belongs_to_the_answer),
		TEST(a_section_heading_ends_an_entry),
		TEST(an_entry_knows_the_heading_that_it_stands_under),
		TEST(an_answer_reads_well_as_plain_text),
		TEST(raw_html_never_gets_through),
		TEST(blocks_come_with_their_name_and_line),
		TEST(the_page_keeps_its_anchors_and_its_html),
		TEST(only_page_md_has_anchors),
		TEST(an_anchor_cannot_leave_its_attribute),
		TEST(an_answer_too_long_is_a_fault),
		TEST(windows_line_ends_are_fine),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
