/* SPDX-License-Identifier: MIT */
#include "server/page/plan.h"

#include "unit/page_content.h"

#include <stdio.h>

static struct faq_catalog *catalog;
static struct plan plan;

static void make(const char *page, const char *entries)
{
	catalog = content_build("Tea", page, entries);
	assert_true(plan_make(&plan, catalog));
}

static int release(void **state)
{
	(void)state;
	plan_release(&plan);
	faq_catalog_free(catalog);
	return 0;
}

static void assert_part(void (*put)(const struct plan *, size_t, struct html *),
			size_t chapter, const char *wanted)
{
	struct html html;

	html_init(&html, 10000);
	put(&plan, chapter, &html);
	assert_string_equal(html.bytes ? html.bytes : "", wanted);
	html_release(&html);
}

/* The chapter's entries as "id id ". */
static void assert_entries(size_t chapter, const char *wanted)
{
	const struct faq_intent *intent;
	char ids[512] = "";
	size_t i = 0, used = 0;

	while ((intent = plan_next_entry(&plan, chapter, &i)))
		used += (size_t)snprintf(ids + used, sizeof(ids) - used, "%s ",
					 intent->id);
	assert_string_equal(ids, wanted);
}

static void sections_come_first_then_what_has_no_place(void **state)
{
	static const char *const titles[] = {"What this is", "Making tea",
					     "Slips", "Next", "All on tea"};
	size_t i;

	(void)state;
	make(CONTENT_PAGE, CONTENT_ENTRIES);
	assert_int_equal(plan.chapter_count, 5);
	for (i = 0; i < 5; i++)
		assert_part(plan_put_title, i, titles[i]);
	assert_part(plan_put_id, 1, "order");
	assert_part(plan_put_id, 4, "chapter:5");
}

static void entries_go_to_the_section_whose_lines_they_rest_on(void **state)
{
	(void)state;
	make(CONTENT_PAGE, CONTENT_ENTRIES);
	assert_entries(0, "");
	assert_entries(1, "step.boil step.pour ");
	assert_entries(2, "mistake.twice ");
	assert_entries(4, "redirect.shop faq.tea limit.cost ");
}

static void a_list_gives_way_only_when_all_of_it_is_told(void **state)
{
	(void)state;
	make(CONTENT_PAGE, CONTENT_ENTRIES);
	assert_part(plan_put_body, 1, "\n<p>Two steps:</p>\n\n");
	assert_part(plan_put_body, 2,
		    "\n<ul>\n<li><a id=\"slip-1\"></a>Old water.</li>\n"
		    "<li>No lid.</li>\n</ul>\n");
}

static void a_line_is_told_by_the_entry_that_leads_where_it_does(void **state)
{
	(void)state;
	make("## Next {#next}\n\n- Buy. {#buy}\n- See the [shop](link:shop).\n",
	     "### Where to buy\n\nThere.\n\n```ask redirect.shop\n"
	     "@rests buy\n@link shop\nbuy tea\n```\n");
	assert_entries(0, "redirect.shop ");
	assert_part(plan_put_body, 0, "\n\n");
}

static void a_section_stands_for_what_lists_it(void **state)
{
	size_t i;

	(void)state;
	make(CONTENT_PAGE, CONTENT_ENTRIES);
	for (i = 0; i < faq_catalog_intents(catalog); i++)
		if (!strcmp(faq_catalog_intent(catalog, i)->id, "order.all"))
			break;
	assert_int_equal(plan.places[i].how, PLAN_CHAPTER);
	assert_int_equal(plan.places[i].chapter, 1);
}

static void a_section_that_is_an_entry_is_not_shown_twice(void **state)
{
	(void)state;
	make("## What is tea? {#tea}\n\nLeaves.\n\n## More {#more}\n\nx\n",
	     "# Questions\n\n" CONTENT_ENTRY("What is tea?", "faq.tea", "tea")
		     CONTENT_ENTRY("Green?", "faq.green", "more"));
	assert_int_equal(plan.chapter_count, 2);
	assert_part(plan_put_title, 0, "More");
	assert_part(plan_put_title, 1, "Questions");
	assert_entries(1, "faq.tea faq.green ");
}

/* The anchors that the entry took over as "id id ". */
static void assert_anchors(const char *id, const char *wanted)
{
	char ids[256] = "";
	size_t i = 0, used = 0, at;

	while (strcmp(faq_catalog_intent(catalog, i)->id, id) != 0)
		i++;
	for (at = plan.places[i].anchor; at; at = plan.next_anchor[at - 1]) {
		struct slice anchor = plan.outline.anchors[at - 1].id;

		used += (size_t)snprintf(ids + used, sizeof(ids) - used,
					 "%.*s ", (int)anchor.size,
					 anchor.bytes);
	}
	assert_string_equal(ids, wanted);
}

static void links_to_a_line_that_gave_way_lead_to_its_entry(void **state)
{
	(void)state;
	make("## Order {#order}\n\n1. One [x](link:shop). {#one}\n"
	     "2. Two. {#two}\n   - Nested. {#nested}\n\n"
	     "## Stays {#stays}\n\n- This. {#this}\n- That. {#that}\n",
	     CONTENT_ENTRY("Apples", "faq.a", "one")
		     CONTENT_ENTRY("Berries", "faq.b", "two")
			     CONTENT_ENTRY("Cherries", "faq.c", "one"));
	assert_anchors("faq.a", "one ");
	assert_anchors("faq.b", "nested two ");
	assert_anchors("faq.c", "");
}

static void links_to_a_section_that_gave_way_lead_to_its_entry(void **state)
{
	(void)state;
	make("## Why? {#why}\n\nSo.\n\n- And so. {#so}\n\n## Else {#else}\n",
	     CONTENT_ENTRY("Why?", "faq.why", "why"));
	assert_anchors("faq.why", "why so ");
}

static void without_page_md_the_files_headings_make_the_page(void **state)
{
	(void)state;
	make(NULL, "### First?\n\na\n\n```ask faq.first\nfirst\n```\n\n"
		   "## Prices\n\n### Second?\n\nb\n\n```ask faq.second\n"
		   "second\n```\n\n### No\n\nc\n\n```ask limit.no\nno\n```\n");
	assert_int_equal(plan.chapter_count, 2);
	assert_part(plan_put_title, 0, "Questions");
	assert_entries(0, "faq.first ");
	assert_part(plan_put_title, 1, "Prices");
	assert_entries(1, "faq.second limit.no ");
	assert_part(plan_put_body, 1, "");
}

static void each_note_is_numbered_once(void **state)
{
	(void)state;
	make(CONTENT_PAGE, CONTENT_ENTRIES);
	assert_int_equal(plan.note_count, 1);
	assert_string_equal(plan.notes[0], "The kettle has the last word.");
}

#define TEST(name_) cmocka_unit_test_teardown(name_, release)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(sections_come_first_then_what_has_no_place),
		TEST(entries_go_to_the_section_whose_lines_they_rest_on),
		TEST(a_list_gives_way_only_when_all_of_it_is_told),
		TEST(a_line_is_told_by_the_entry_that_leads_where_it_does),
		TEST(a_section_stands_for_what_lists_it),
		TEST(a_section_that_is_an_entry_is_not_shown_twice),
		TEST(links_to_a_line_that_gave_way_lead_to_its_entry),
		TEST(links_to_a_section_that_gave_way_lead_to_its_entry),
		TEST(without_page_md_the_files_headings_make_the_page),
		TEST(each_note_is_numbered_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
