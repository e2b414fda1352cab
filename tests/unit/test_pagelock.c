/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "cli/pagelock.h"

static void ignore(void *context, const struct faq_diag *diag)
{
	(void)context;
	(void)diag;
}

/* The checksum of the i-th place of a page. */
static uint32_t sum(const char *page, size_t i)
{
	static const char answers[] = "### Loans\n\nThree weeks.\n\n"
				      "```ask faq.loans\n@rests loans\n"
				      "borrow book\n```\n";
	const struct faq_source sources[] = {
		{"en/page.md", page, strlen(page)},
		{"en/a.md", answers, sizeof(answers) - 1}};
	const struct faq_site site = {.name = "Library"};
	struct faq_catalog *catalog;
	assert_int_equal(faq_catalog_build(&catalog, sources, 2, &site, NULL,
					   ignore, NULL),
			 FAQ_OK);
	uint32_t result = pagelock_sum(catalog, i, &sources[0]);
	faq_catalog_free(catalog);
	return result;
}

static void a_part_reaches_to_the_next_place(void **state)
{
	static const char page[] = "## Loans {#loans}\n\nThree weeks.\n\n"
				   "- A card. {#card}\n- A fee. {#fee}\n";
	static const char later[] = "## Loans {#loans}\n\nThree weeks.\n\n"
				    "- A pass. {#card}\n- A fee. {#fee}\n";
	static const char body[] = "## Loans {#loans}\n\nTwo weeks.\n\n"
				   "- A card. {#card}\n- A fee. {#fee}\n";
	(void)state;
	assert_int_equal(sum(page, 0), sum(later, 0));
	assert_int_not_equal(sum(page, 1), sum(later, 1));
	assert_int_equal(sum(page, 2), sum(later, 2));
	assert_int_not_equal(sum(page, 0), sum(body, 0));
	assert_int_equal(sum(page, 1), sum(body, 1));
}

static void spaces_and_the_mark_do_not_count(void **state)
{
	(void)state;
	assert_int_equal(sum("## Loans {#loans}\n\nThree weeks.\n", 0),
			 sum("##  Loans   {#loans}\n\n\nThree\nweeks.  \n", 0));
	assert_int_not_equal(sum("## Loans {#loans}\n\nThree weeks.\n", 0),
			     sum("## Loans {#loans}\n\nThreeweeks.\n", 0));
}

static void what_is_written_is_read(void **state)
{
	char folder[] = "/tmp/faq-lock-XXXXXX", page[64];
	struct pagelock lock;
	(void)state;
	assert_non_null(mkdtemp(folder));
	snprintf(page, sizeof(page), "%s/page.md", folder);
	assert_int_equal(pagelock_read(&lock, page), PAGELOCK_NONE);
	lock.list[0] = (struct pagelock_entry){"loans", 0x1a2b3c4d, 0};
	lock.list[1] = (struct pagelock_entry){"fee", 7, 0};
	lock.count = 2;
	assert_int_equal(pagelock_write(&lock), PAGELOCK_OK);
	pagelock_release(&lock);
	assert_int_equal(pagelock_read(&lock, page), PAGELOCK_OK);
	assert_int_equal(lock.count, 2);
	assert_int_equal(pagelock_find(&lock, "loans")->sum, 0x1a2b3c4d);
	assert_int_equal(pagelock_find(&lock, "fee")->sum, 7);
	assert_null(pagelock_find(&lock, "card"));
	assert_int_equal(unlink(lock.path), 0);
	pagelock_release(&lock);
	assert_int_equal(rmdir(folder), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_part_reaches_to_the_next_place),
		cmocka_unit_test(spaces_and_the_mark_do_not_count),
		cmocka_unit_test(what_is_written_is_read),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
