/* SPDX-License-Identifier: MIT */
#include "server/files.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>

static const char page[] = "## Tea {#tea}\n\nLeaves in water.\n";
static const char answers[] = "# Tea\n\n"
			      "### Is \"tea\" < coffee & co?\n\nNo.\n\n"
			      "```ask faq.tea\n@rests tea\nwhat is tea\n```\n";

static struct faq_catalog *build(const char *name)
{
	const struct faq_source sources[] = {
		{"en/page.md", page, sizeof(page) - 1},
		{"en/tea.md", answers, sizeof(answers) - 1},
	};
	struct faq_site site = {.name = name};
	struct faq_catalog *catalog;

	faq_thresholds_default(&site.thresholds);
	assert_int_equal(faq_catalog_build(&catalog, sources, 2, &site, NULL,
					   NULL, NULL),
			 FAQ_OK);
	return catalog;
}

/* The page of a catalogue of that name, as a string. */
static void make_home(const char *name, char *out, size_t size)
{
	struct faq_catalog *catalog = build(name);
	struct files files;
	struct file home;

	assert_true(files_build(&files, catalog));
	home = files_find(&files, "/");
	assert_true(home.size < size);
	memcpy(out, home.bytes, home.size);
	out[home.size] = '\0';
	files_release(&files);
	faq_catalog_free(catalog);
}

static void names_and_titles_are_escaped(void **state)
{
	static char home[FILES_HOME_MAX];

	(void)state;
	make_home("<script>alert(1)</script>", home, sizeof(home));
	assert_null(strstr(home, "<script>"));
	assert_non_null(strstr(home, "<h1>&lt;script&gt;alert(1)"));
	assert_non_null(strstr(home, "&lt; coffee &amp; co?"));
}

static void no_mark_is_left_in_the_page(void **state)
{
	static char home[FILES_HOME_MAX];

	(void)state;
	make_home("Tea", home, sizeof(home));
	assert_null(strstr(home, "{{"));
	assert_non_null(strstr(home, "<title>Tea</title>"));
}

static void a_page_too_long_is_refused(void **state)
{
	static char name[FILES_HOME_MAX + 1];
	struct faq_catalog *catalog;
	struct files files;

	(void)state;
	memset(name, 'n', sizeof(name) - 1);
	catalog = build(name);
	assert_false(files_build(&files, catalog));
	faq_catalog_free(catalog);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_and_titles_are_escaped),
		cmocka_unit_test(no_mark_is_left_in_the_page),
		cmocka_unit_test(a_page_too_long_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
