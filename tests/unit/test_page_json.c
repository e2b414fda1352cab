/* SPDX-License-Identifier: MIT */
#include "server/page/page_json.h"

#include "unit/page_content.h"

static struct faq_catalog *catalog;
static struct plan plan;
static struct json_writer writer;
static struct json_doc *doc;

static void make(const char *name, const char *page, const char *entries)
{
	catalog = content_build(name, page, entries);
	assert_true(plan_make(&plan, catalog));
	json_writer_init(&writer, 1000000);
}

static int release(void **state)
{
	(void)state;
	json_free(doc);
	doc = NULL;
	json_writer_release(&writer);
	plan_release(&plan);
	faq_catalog_free(catalog);
	return 0;
}

static const struct cJSON *parsed(void)
{
	assert_false(json_failed(&writer));
	assert_int_equal(json_parse(&doc, writer.bytes, writer.size, NULL),
			 JSON_OK);
	return json_root(doc);
}

static const char *text_of(const struct cJSON *value, const char *name)
{
	const char *text = json_string(json_get(value, name));

	assert_non_null(text);
	return text;
}

static void every_entry_but_acts_is_listed(void **state)
{
	const struct cJSON *root, *intents;

	(void)state;
	make("Tea", CONTENT_PAGE,
	     CONTENT_ENTRIES "\n### Next\n\n-\n\n```ask act.next\nnext\n```\n");
	page_json_intents(catalog, &writer);
	root = parsed();
	assert_string_equal(text_of(root, "language"), "en");
	intents = json_get(root, "intents");
	assert_int_equal(json_count(intents), 8);
	assert_string_equal(text_of(json_first(intents), "id"), "step.boil");
	assert_string_equal(text_of(json_first(intents), "kind"), "step");
}

static void the_page_is_told_section_by_section(void **state)
{
	const struct cJSON *root, *section;

	(void)state;
	make("Tea", CONTENT_PAGE, CONTENT_ENTRIES);
	page_json_page(&plan, &writer);
	root = parsed();
	assert_string_equal(text_of(root, "name"), "Tea");
	assert_string_equal(text_of(root, "language"), "en");
	assert_int_equal(json_count(json_get(root, "sections")), 5);
	assert_int_equal(json_count(json_get(root, "notes")), 1);
	section = json_next(json_first(json_get(root, "sections")));
	assert_string_equal(text_of(section, "id"), "order");
	assert_string_equal(text_of(section, "title"), "Making tea");
	assert_string_equal(text_of(section, "html"),
			    "\n<p>Two steps:</p>\n\n");
	assert_int_equal(json_count(json_get(section, "intents")), 2);
	assert_string_equal(
		json_string(json_first(json_get(section, "stands_for"))),
		"order.all");
}

static void a_title_is_html_without_tags(void **state)
{
	const struct cJSON *section;

	(void)state;
	make("Tea", "## A & *b* {#a}\n\nx\n",
	     "# C & <d\n\n### E\n\nx\n\n```ask faq.e\n@rests a\ne\n```\n");
	page_json_page(&plan, &writer);
	section = json_first(json_get(parsed(), "sections"));
	assert_string_equal(text_of(section, "title"), "A &amp; b");
	assert_string_equal(text_of(json_next(section), "title"),
			    "C &amp; &lt;d");
}

#define ATTACK "</script><script>alert(1)</script><!--"

/* https://schema.org/FAQPage: a Question has a name and an acceptedAnswer,
 * which is an Answer with a text. */
static void questions_are_a_faq_page_for_search_engines(void **state)
{
	const struct cJSON *root, *question, *answer;
	size_t count = 0;

	(void)state;
	make("Tea " ATTACK, NULL,
	     "### Is it `" ATTACK "`?\n\n`" ATTACK "` & no.\n\n"
	     "```ask faq.a\nis it\n```\n\n### And?\n\nYes.\n\n"
	     "```ask faq.b\nand\n```\n\n### No\n\nx\n\n```ask limit.c\nno\n"
	     "```\n");
	assert_true(page_json_data(catalog, &writer));
	root = parsed();
	assert_string_equal(text_of(root, "@context"), "https://schema.org");
	assert_string_equal(text_of(root, "@type"), "FAQPage");
	assert_string_equal(text_of(root, "name"), "Tea " ATTACK);
	question = json_first(json_get(root, "mainEntity"));
	assert_string_equal(text_of(question, "name"), "Is it " ATTACK "?");
	answer = json_get(question, "acceptedAnswer");
	assert_string_equal(text_of(answer, "text"),
			    "<p><code>&lt;/script&gt;&lt;script&gt;alert(1)"
			    "&lt;/script&gt;&lt;!--</code> &amp; no.</p>\n");
	for (; question; question = json_next(question), count++) {
		assert_string_equal(text_of(question, "@type"), "Question");
		answer = json_get(question, "acceptedAnswer");
		assert_string_equal(text_of(answer, "@type"), "Answer");
		assert_true(text_of(answer, "text")[0]);
	}
	assert_int_equal(count, 2);
}

static void without_questions_there_is_no_faq_page(void **state)
{
	(void)state;
	make("Tea", NULL, "### No\n\nx\n\n```ask limit.c\nno\n```\n");
	assert_false(page_json_data(catalog, &writer));
	assert_int_equal(writer.size, 0);
}

#define TEST(name_) cmocka_unit_test_teardown(name_, release)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_entry_but_acts_is_listed),
		TEST(the_page_is_told_section_by_section),
		TEST(a_title_is_html_without_tags),
		TEST(questions_are_a_faq_page_for_search_engines),
		TEST(without_questions_there_is_no_faq_page),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
