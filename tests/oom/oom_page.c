/* SPDX-License-Identifier: MIT */
/*
 * oom_page CONTENT: the page and the content as JSON while each allocation in
 * turn fails, alone or with all that follow. The linker sends malloc here
 * (--wrap); what zlib and brotli allocate for themselves is not failed.
 */
#include "oom/wrap.h"
#include "proto/content.h"
#include "server/web/files.h"

static struct faq_catalog *catalog;

static bool build_files(void)
{
	struct files files;

	if (!files_build(&files, catalog))
		return false;
	files_release(&files);
	return true;
}

static void files_are_whole_or_not_there(void **state)
{
	(void)state;
	assert_true(fail_each(build_files, false) > 20);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(files_are_whole_or_not_there),
	};
	struct content *content;
	int failures;

	if (argc < 2 ||
	    content_load(&content, argv[1], NULL, NULL, NULL) != FAQ_OK)
		return 2;
	if (faq_catalog_build(&catalog, content->sources, content->source_count,
			      content->site, NULL, NULL, NULL) != FAQ_OK)
		return 2;
	failures = cmocka_run_group_tests(tests, NULL, NULL);
	faq_catalog_free(catalog);
	content_free(content);
	return failures;
}
