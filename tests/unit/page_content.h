/* SPDX-License-Identifier: MIT */
/*
 * page_content.h: small contents for the tests of what is made of them.
 */
#ifndef TEST_PAGE_CONTENT_H
#define TEST_PAGE_CONTENT_H

#include "core/faq.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>

static const struct faq_link content_links[] = {
	{"shop", "tea <shop>", "https://shop.example/?a=1&b=2"},
};
static const struct faq_note content_notes[] = {
	{"final", "The kettle has the last word."},
};

static void content_report(void *context, const struct faq_diag *diag)
{
	(void)context;
	if (diag->severity == FAQ_SEVERITY_ERROR)
		print_error("%s:%u: %s\n", diag->source, diag->line,
			    diag->message);
}

/* A catalogue of page.md (NULL: there is none) and one file of entries. */
static struct faq_catalog *content_build_in(const char *language,
					    const char *name, const char *page,
					    const char *entries)
{
	struct faq_source sources[2] = {
		{"en/tea.md", entries, strlen(entries)},
		{"en/page.md", page ? page : "", page ? strlen(page) : 0},
	};
	struct faq_site site = {
		.name = name,
		.language = language,
		.links = content_links,
		.link_count = 1,
		.notes = content_notes,
		.note_count = 1,
	};
	struct faq_catalog *catalog;

	faq_thresholds_default(&site.thresholds);
	assert_int_equal(faq_catalog_build(&catalog, sources, page ? 2 : 1,
					   &site, NULL, content_report, NULL),
			 FAQ_OK);
	return catalog;
}

static struct faq_catalog *content_build(const char *name, const char *page,
					 const char *entries)
{
	return content_build_in("en", name, page, entries);
}

#define CONTENT_PAGE                                                           \
	"## What this is {#scope}\n\nA page on *tea* & \"leaves\".\n\n"        \
	"## Making tea {#order}\n\nTwo steps:\n\n"                             \
	"1. Boil water. {#order-1}\n2. Pour it. {#order-2}\n\n"                \
	"## Slips {#slips}\n\n- Old water. {#slip-1}\n- No lid.\n\n"           \
	"## Next {#next}\n\n- See the [shop](link:shop).\n"

#define CONTENT_ENTRY(title_, id_, rests_)                                     \
	"### " title_ "\n\nThe answer to " title_ ".\n\n```ask " id_           \
	"\n@rests " rests_ "\n" title_ "\n```\n\n"

#define CONTENT_ENTRIES                                                        \
	"# All on tea\n\n" CONTENT_ENTRY(                                      \
		"Boil fresh water", "step.boil",                               \
		"order-1") CONTENT_ENTRY("Pour the water", "step.pour",        \
					 "order-2") CONTENT_ENTRY("Both "      \
								  "steps",     \
								  "order.all", \
								  "order")     \
		CONTENT_ENTRY(                                                 \
			"Using water twice", "mistake.twice",                  \
			"slip-1") "### Where to buy\n\nThere.\n\n```ask "      \
				  "redirect.shop\n@rests next\n"               \
				  "@link shop\nbuy tea\n```\n\n"               \
				  "### What is tea?\n\nLeaves.\n\n```ask "     \
				  "faq.tea\n@rests scope\n"                    \
				  "@note final\nwhat is tea\n```\n\n"          \
				  "### What it costs\n\nNot here.\n\n```ask "  \
				  "limit.cost\n@rests scope\n"                 \
				  "@note final\ncost\n```\n\n"                 \
				  "### Hello\n\nHi.\n\n```ask "                \
				  "meta.hello\nhello\n```\n"

#endif
