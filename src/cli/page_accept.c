/* SPDX-License-Identifier: MIT */
#include "cli/page_accept.h"

#include "cli/bot.h"
#include "cli/pagelock.h"
#include "proto/content.h"
#include "proto/fault.h"
#include "proto/nearest.h"

#include <errno.h>
#include <string.h>

struct page {
	struct bot bot;
	struct content *content;
	const struct faq_source *source;
	struct pagelock old, fresh;
};

static bool is_page(const char *word)
{
	return strcmp(word, "page") == 0;
}

static const struct faq_anchor *anchor_named(const struct faq_catalog *catalog,
					     const char *id)
{
	for (size_t i = 0; i < faq_catalog_anchors(catalog); i++)
		if (strcmp(faq_catalog_anchor(catalog, i)->id, id) == 0)
			return faq_catalog_anchor(catalog, i);
	return NULL;
}

static bool names_place(const struct faq_catalog *catalog, const char *word)
{
	return is_page(word) || anchor_named(catalog, word);
}

bool page_accept_is_meant(const struct options *options)
{
	struct faults faults = {0};
	struct bot bot;
	bool meant = false;

	for (size_t i = 0; i < options->word_count; i++)
		meant = meant || is_page(options->words[i]);
	if (!meant && bot_load(&bot, options, &faults) == EXIT_GOOD) {
		for (size_t i = 0; i < options->word_count; i++)
			meant = meant ||
				anchor_named(bot.catalog, options->words[i]);
		bot_release(&bot);
	}
	faults_release(&faults);
	return meant;
}

static bool is_wanted(const struct options *options, const char *id)
{
	for (size_t i = 0; i < options->word_count; i++)
		if (is_page(options->words[i]) ||
		    strcmp(options->words[i], id) == 0)
			return true;
	return false;
}

static bool words_are_known(const struct page *page,
			    const struct options *options,
			    const struct term *err)
{
	const struct faq_catalog *catalog = page->bot.catalog;
	for (size_t i = 0; i < options->word_count; i++) {
		const char *word = options->words[i];
		struct nearest nearest;
		if (names_place(catalog, word))
			continue;
		nearest_init(&nearest, word);
		for (size_t j = 0; j < faq_catalog_anchors(catalog); j++)
			nearest_offer(&nearest,
				      faq_catalog_anchor(catalog, j)->id);
		fprintf(err->file,
			"faqctl accept: '%s' is no place of the page", word);
		if (nearest.best)
			fprintf(err->file, ", did you mean '%s'?",
				nearest.best);
		fputc('\n', err->file);
		return false;
	}
	return true;
}

/* The new line of a place: as it is now, or as it was accepted before. */
static void renew(struct page *page, const struct options *options, size_t i,
		  const struct term *out)
{
	const struct faq_catalog *catalog = page->bot.catalog;
	const struct faq_anchor *anchor = faq_catalog_anchor(catalog, i);
	const struct pagelock_entry *old =
		pagelock_find(&page->old, anchor->id);
	uint32_t sum = pagelock_sum(catalog, i, page->source);
	if (!old && !is_wanted(options, anchor->id))
		return;
	if (!is_wanted(options, anchor->id)) {
		page->fresh.list[page->fresh.count++] = *old;
		return;
	}
	if (!old || old->sum != sum) {
		fputs("accepted ", out->file);
		term_styled(out, TERM_BOLD, anchor->id);
		fputs(": ", out->file);
		term_text(out, anchor->text);
		fputc('\n', out->file);
	}
	struct pagelock_entry *entry = &page->fresh.list[page->fresh.count++];
	*entry = (struct pagelock_entry){.sum = sum};
	snprintf(entry->anchor, sizeof(entry->anchor), "%s", anchor->id);
}

static const struct faq_source *page_of(const struct page *page)
{
	const char *name = faq_catalog_anchor(page->bot.catalog, 0)->source;
	for (size_t i = 0; i < page->content->source_count; i++)
		if (strcmp(page->content->sources[i].name, name) == 0)
			return &page->content->sources[i];
	return NULL;
}

static enum exit_code write_lock(struct page *page,
				 const struct options *options,
				 const struct term *out, const struct term *err)
{
	const char *name = page->source->name;
	enum pagelock_status status = pagelock_read(&page->old, name);
	char cause[96];
	if (status == PAGELOCK_OK || status == PAGELOCK_NONE) {
		status = pagelock_read(&page->fresh, name);
		page->fresh.count = 0;
	}
	size_t places = faq_catalog_anchors(page->bot.catalog);
	for (size_t i = 0; page->fresh.list && i < places && i < PAGELOCK_MAX;
	     i++)
		renew(page, options, i, out);
	if (page->fresh.list)
		status = pagelock_write(&page->fresh);
	if (status == PAGELOCK_OK) {
		fprintf(out->file, "%zu of %zu places in '%s'\n",
			page->fresh.count, places, page->fresh.path);
		return EXIT_GOOD;
	}
	fault_errno(errno, cause, sizeof(cause));
	fprintf(err->file, "faqctl accept: cannot write '%s': %s\n",
		page->old.path, cause);
	return EXIT_CANNOT;
}

enum exit_code page_accept(const struct options *options,
			   const struct term *out, const struct term *err)
{
	struct page page = {.content = NULL};
	enum exit_code code = bot_open(&page.bot, options, err);
	if (code != EXIT_GOOD)
		return code;
	if (content_load(&page.content, options->content, options->language,
			 NULL, NULL) != FAQ_OK) {
		code = EXIT_CANNOT;
	} else if (!faq_catalog_anchors(page.bot.catalog)) {
		fputs("faqctl accept: the content has no page.md with marks "
		      "like {#hours}\n",
		      err->file);
		code = EXIT_FINDINGS;
	} else if (!words_are_known(&page, options, err)) {
		code = EXIT_FINDINGS;
	} else {
		page.source = page_of(&page);
		code = page.source ? write_lock(&page, options, out, err)
				   : EXIT_CANNOT;
	}
	pagelock_release(&page.old);
	pagelock_release(&page.fresh);
	content_free(page.content);
	bot_release(&page.bot);
	return code;
}
