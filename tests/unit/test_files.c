/* SPDX-License-Identifier: MIT */
#include "server/web/files.h"

#include "unit/page_content.h"

static struct faq_catalog *catalog;
static struct files files;

static int set_up(void **state)
{
	(void)state;
	catalog = content_build("Tea", CONTENT_PAGE, CONTENT_ENTRIES);
	assert_true(files_build(&files, catalog));
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	files_release(&files);
	faq_catalog_free(catalog);
	return 0;
}

static void each_path_is_a_document_with_its_type(void **state)
{
	static const struct {
		const char *path, *type, *begins;
	} rows[] = {
		{"/", "text/html; charset=utf-8", "<!doctype html>"},
		{"/v1/page", "application/json", "{\"name\":\"Tea\","},
		{"/v1/intents", "application/json", "{\"language\":\"en\","},
		{"/page.js", "text/javascript; charset=utf-8", "// SPDX"},
		{"/icon.svg", "image/svg+xml", "<svg"},
		{"/widget/words/en.json", "application/json", "{"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct asset *asset = files_find(&files, rows[i].path);

		assert_string_equal(asset->type, rows[i].type);
		assert_memory_equal(asset->form[CODING_PLAIN].bytes,
				    rows[i].begins, strlen(rows[i].begins));
	}
}

static void nothing_is_at_any_other_path(void **state)
{
	(void)state;
	assert_null(files_find(&files, "/widget/words/xx.json"));
	assert_null(files_find(&files, "/widget/"));
	assert_null(files_find(&files, ""));
}

static void packed_forms_are_smaller_and_have_tags_of_their_own(void **state)
{
	static const char *const paths[] = {"/", "/v1/page", "/v1/intents",
					    "/page.js", "/page.css"};
	size_t i, k;

	(void)state;
	for (i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		const struct asset *asset = files_find(&files, paths[i]);
		const struct asset_form *form = asset->form;

		assert_int_equal(files_codings(asset), 7);
		for (k = CODING_GZIP; k < CODINGS; k++) {
			assert_true(form[k].size < form[CODING_PLAIN].size);
			assert_string_not_equal(form[k].etag, form[k - 1].etag);
		}
		assert_int_equal(strlen(form[CODING_PLAIN].etag),
				 ASSET_ETAG_DIGITS + 2);
	}
}

static void a_tag_stays_with_the_same_content_and_changes_with_it(void **state)
{
	struct faq_catalog *other_catalog;
	struct files other;
	const struct asset_form *one, *two;

	(void)state;
	one = files_find(&files, "/")->form;
	assert_true(files_build(&other, catalog));
	two = files_find(&other, "/")->form;
	assert_string_equal(one->etag, two->etag);
	files_release(&other);
	other_catalog = content_build("Coffee", CONTENT_PAGE, CONTENT_ENTRIES);
	assert_true(files_build(&other, other_catalog));
	two = files_find(&other, "/")->form;
	assert_string_not_equal(one->etag, two->etag);
	files_release(&other);
	faq_catalog_free(other_catalog);
}

static void files_outlive_their_catalogue(void **state)
{
	(void)state;
	faq_catalog_free(catalog);
	catalog = NULL;
	assert_non_null(strstr(files_find(&files, "/")->form->bytes,
			       "Boil fresh water"));
}

#define TEST(name_) cmocka_unit_test_setup_teardown(name_, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(each_path_is_a_document_with_its_type),
		TEST(nothing_is_at_any_other_path),
		TEST(packed_forms_are_smaller_and_have_tags_of_their_own),
		TEST(a_tag_stays_with_the_same_content_and_changes_with_it),
		TEST(files_outlive_their_catalogue),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
