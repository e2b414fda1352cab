/* SPDX-License-Identifier: MIT */
#include "server/page/page_html.h"

#include "unit/page_content.h"
#include "widget/asset.h"

#include <stdlib.h>

static char *page;

/* The page of the catalogue, with these bytes as its structured data. */
static void render(struct faq_catalog *catalog, const char *data)
{
	struct plan plan;
	struct html html;
	size_t size;

	assert_true(plan_make(&plan, catalog));
	html_init(&html, 1000000);
	page_html(&plan, asset_find("/index.html")->form->bytes, data, &html);
	page = html_take(&html, &size);
	assert_non_null(page);
	plan_release(&plan);
	faq_catalog_free(catalog);
}

static void make(const char *name, const char *outline, const char *entries,
		 const char *data)
{
	render(content_build(name, outline, entries), data);
}

static int release(void **state)
{
	(void)state;
	free(page);
	page = NULL;
	return 0;
}

static void assert_has(const char *part)
{
	if (!strstr(page, part))
		fail_msg("'%s' is not in the page", part);
}

static void assert_in_order(const char *const *parts, size_t count)
{
	const char *at = page;
	size_t i;

	for (i = 0; i < count; i++) {
		at = strstr(at, parts[i]);
		if (!at)
			fail_msg("'%s' is not in its place", parts[i]);
	}
}

static void the_page_goes_as_page_md_does(void **state)
{
	static const char *const parts[] = {
		"<html lang=\"en\">",
		"<title>Tea</title>",
		"content=\"A page on tea &amp; &quot;leaves&quot;.\"",
		"<h1>Tea</h1>",
		"<nav ",
		"<a href=\"#order\">Making tea</a>",
		"</nav>",
		"<main ",
		"<li id=\"note:1\">The kettle has the last word.</li>",
		"<section id=\"scope\">\n<h2>What this is</h2>",
		"<section id=\"order\">",
		"<a id=\"order.all\"></a>",
		"<ol class=\"steps\">",
		"<li value=\"1\"><article class=\"entry step\" "
		"id=\"step.boil\">",
		"<li value=\"2\"><article class=\"entry step\" "
		"id=\"step.pour\">",
		"</ol>",
		"<section id=\"slips\">",
		"<div class=\"group mistake\">\n"
		"<article class=\"entry mistake\" id=\"mistake.twice\">",
		"</div>\n</section>",
		"<section id=\"next\">",
		"<h2>All on tea</h2>",
		"<div class=\"group redirect\">",
		"id=\"redirect.shop\"",
		"<div class=\"group faq\">",
		"id=\"faq.tea\"",
		"<p>Leaves.</p>",
		"<a class=\"note\" href=\"#note:1\">Note 1</a>",
		"<div class=\"group limit\">",
		"id=\"limit.cost\"",
		"</main>",
		"<faqd-chat>",
	};

	(void)state;
	make("Tea", CONTENT_PAGE, CONTENT_ENTRIES, NULL);
	assert_in_order(parts, sizeof(parts) / sizeof(parts[0]));
	assert_null(strstr(page, "{{"));
	assert_null(strstr(page, "meta.hello"));
	assert_null(strstr(page, "ld+json"));
}

#define ATTACK "<script>alert(1)</script>\"onload=x"

static void nothing_of_the_content_becomes_markup(void **state)
{
	const char *at;

	(void)state;
	make("</title>" ATTACK, "## <b>x</b> {#scope}\n\n" ATTACK "\n",
	     "# Head <i>\n\n### Is `" ATTACK
	     "`?\n\n<img src=x onerror=y>" ATTACK
	     "\n\n```ask faq.\"><script>\n@rests scope\nwhat is tea\n```\n",
	     NULL);
	assert_null(strstr(page, "<script>"));
	assert_null(strstr(page, "<img"));
	assert_null(strstr(page, "<b>"));
	assert_null(strstr(page, "<i>"));
	assert_has("<h1>&lt;/title&gt;&lt;script&gt;");
	assert_has("id=\"faq.&quot;&gt;&lt;script&gt;\"");
	assert_has("Is &lt;script&gt;alert(1)");
	/* ours are the only two script elements */
	at = strstr(page, "<script src=");
	assert_non_null(at);
	at = strstr(at + 1, "<script src=");
	assert_non_null(at);
	assert_null(strstr(at + 1, "<script"));
}

static void data_cannot_end_its_element(void **state)
{
	(void)state;
	make("Tea", NULL, "### What\n\nThat.\n\n```ask faq.a\nwhat\n```\n",
	     "{\"a\":\"</script><!--\"}");
	assert_has("<script type=\"application/ld+json\">"
		   "{\"a\":\"\\u003c/script>\\u003c!--\"}</script>\n");
}

static void questions_alone_are_a_page_too(void **state)
{
	static const char *const parts[] = {
		"<h1>Tea</h1>",
		"<section id=\"chapter:1\">\n<h2>All on tea</h2>",
		"id=\"faq.a\"",
		"</main>",
	};

	(void)state;
	make("Tea", NULL,
	     "# All on tea\n\n### What\n\nThat.\n\n```ask faq.a\nwhat\n```\n",
	     NULL);
	assert_in_order(parts, sizeof(parts) / sizeof(parts[0]));
	assert_null(strstr(page, "class=\"steps\""));
	assert_null(strstr(page, "class=\"notes\""));
	assert_null(strstr(page, "<nav"));
	assert_null(strstr(page, "<meta name=\"description\""));
}

static void an_author_s_anchor_cannot_take_the_place_of_ours(void **state)
{
	const char *at;

	(void)state;
	make("Tea", "## A {#main}\n\n## B {#chat}\n",
	     CONTENT_ENTRY("What", "faq.a", "main"), NULL);
	at = strstr(page, "id=\"page:chat\"");
	assert_non_null(at);
	assert_null(strstr(at + 1, "id=\"page:chat\""));
}

static void a_language_that_runs_to_the_left_says_so(void **state)
{
	(void)state;
	render(content_build_in(
		       "ar", "Tea", NULL,
		       "### What\n\nThat.\n\n```ask faq.a\nwhat\n```\n"),
	       NULL);
	assert_has("<html lang=\"ar\" dir=\"rtl\">");
}

#define TEST(name_) cmocka_unit_test_teardown(name_, release)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_page_goes_as_page_md_does),
		TEST(nothing_of_the_content_becomes_markup),
		TEST(data_cannot_end_its_element),
		TEST(questions_alone_are_a_page_too),
		TEST(an_author_s_anchor_cannot_take_the_place_of_ours),
		TEST(a_language_that_runs_to_the_left_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
