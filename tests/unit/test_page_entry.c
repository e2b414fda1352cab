/* SPDX-License-Identifier: MIT */
#include "server/page/page_entry.h"

#include "unit/page_content.h"

#include <stdlib.h>

static struct faq_catalog *catalog;
static struct plan plan;
static char *text;

static int begin(void **state)
{
	(void)state;
	catalog =
		content_build("Tea & \"cake\"", CONTENT_PAGE, CONTENT_ENTRIES);
	assert_true(plan_make(&plan, catalog));
	return 0;
}

static int end(void **state)
{
	(void)state;
	plan_release(&plan);
	faq_catalog_free(catalog);
	free(text);
	text = NULL;
	return 0;
}

static void take(struct html *html)
{
	size_t size;

	free(text);
	text = html_take(html, &size);
}

static size_t index_of(const char *id)
{
	size_t i = 0;

	while (strcmp(faq_catalog_intent(catalog, i)->id, id) != 0)
		i++;
	return i;
}

static void make_entry(const char *id)
{
	struct html html;

	html_init(&html, 100000);
	page_entry(&plan, index_of(id), &html);
	take(&html);
}

/* Between two entries; "" stands for none. */
static void make_group(const char *before, const char *next)
{
	struct html html;

	html_init(&html, 100000);
	page_group(&plan,
		   *before ? faq_catalog_intent(catalog, index_of(before))
			   : NULL,
		   *next ? faq_catalog_intent(catalog, index_of(next)) : NULL,
		   &html);
	take(&html);
}

static void a_step_is_an_item_with_a_box_that_its_title_labels(void **state)
{
	(void)state;
	make_entry("step.boil");
	assert_string_equal(
		text,
		"<li value=\"1\"><article class=\"entry step\" "
		"id=\"step.boil\">\n"
		"<a id=\"order-1\"></a>\n"
		"<div class=\"head\">\n"
		"<input type=\"checkbox\" class=\"tick\" autocomplete=\"off\" "
		"id=\"tick:step.boil\" value=\"step.boil\">\n"
		"<h3><label class=\"title\" for=\"tick:step.boil\">"
		"Boil fresh water</label></h3>"
		"<a class=\"permalink\" href=\"#step.boil\" "
		"aria-label=\"Link to Boil fresh water\">#</a>\n"
		"</div>\n"
		"<p>The answer to Boil fresh water.</p>\n"
		"<div class=\"tools\"></div>\n"
		"</article>\n</li>\n");
}

static void a_mistake_is_called_a_warning_in_its_heading(void **state)
{
	(void)state;
	make_entry("mistake.twice");
	assert_non_null(strstr(
		text, "<h3><span class=\"tag\"><span aria-hidden=\"true\">"
		      "\xE2\x9A\xA0</span> Warning</span> "
		      "<span class=\"title\">Using water twice</span></h3>"));
	assert_null(strstr(text, "checkbox"));
}

static void a_link_leads_where_site_json_says(void **state)
{
	(void)state;
	make_entry("redirect.shop");
	assert_non_null(strstr(text,
			       "href=\"https://shop.example/?a=1&amp;b=2\">"
			       "tea &lt;shop&gt; <span"));
}

static void a_note_stands_behind_the_answer(void **state)
{
	const char *answer;

	(void)state;
	make_entry("faq.tea");
	answer = strstr(text, "<p>Leaves.</p>\n");
	assert_non_null(answer);
	assert_non_null(strstr(answer, "<div class=\"tools\"><a class=\"note\" "
				       "href=\"#note:1\">Note 1</a></div>"));
}

static void progress_stands_hidden_above_the_first_step(void **state)
{
	(void)state;
	make_group("", "step.boil");
	assert_string_equal(
		text, "<div class=\"ticks\" id=\"page:ticks\" "
		      "data-content=\"Tea &amp; &quot;cake&quot;\" hidden>\n"
		      "<p id=\"page:done\" role=\"status\" dir=\"auto\">"
		      "<span class=\"count\">0</span> of 2 done</p>\n"
		      "<progress aria-labelledby=\"page:done\" max=\"2\" "
		      "value=\"0\"></progress>\n"
		      "<button type=\"button\">Clear ticks</button>\n"
		      "</div>\n"
		      "<ol class=\"steps\">\n");
	make_group("mistake.twice", "step.pour");
	assert_string_equal(text, "</div>\n<ol class=\"steps\">\n");
}

static void entries_of_one_kind_stand_together(void **state)
{
	(void)state;
	make_group("step.boil", "step.pour");
	assert_null(text);
	make_group("step.pour", "faq.tea");
	assert_string_equal(text, "</ol>\n<div class=\"group faq\">\n");
	make_group("faq.tea", "");
	assert_string_equal(text, "</div>\n");
	make_group("", "");
	assert_null(text);
}

#define TEST(name_) cmocka_unit_test_setup_teardown(name_, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_step_is_an_item_with_a_box_that_its_title_labels),
		TEST(a_mistake_is_called_a_warning_in_its_heading),
		TEST(a_link_leads_where_site_json_says),
		TEST(a_note_stands_behind_the_answer),
		TEST(progress_stands_hidden_above_the_first_step),
		TEST(entries_of_one_kind_stand_together),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
