/* SPDX-License-Identifier: MIT */
/* A page that changed since its answers were accepted. */
#include "cli/check.h"
#include "cli/pagelock.h"

#include <errno.h>
#include <string.h>

static const struct faq_source *source_named(const struct check *check,
					     const char *name)
{
	for (size_t i = 0; i < check->content->source_count; i++)
		if (strcmp(check->content->sources[i].name, name) == 0)
			return &check->content->sources[i];
	return NULL;
}

static void report_changed(struct check *check, const struct faq_anchor *anchor)
{
	const struct faq_catalog *catalog = check->bot->catalog;
	for (size_t i = 0; i < faq_catalog_intents(catalog); i++) {
		const struct faq_intent *intent =
			faq_catalog_intent(catalog, i);
		if (strcmp(intent->rests, anchor->id) != 0)
			continue;
		check_report(check, WARNING, "page-changed", intent->source,
			     intent->line, 1,
			     "'%s' rests on '%s' (%s:%u), which has changed "
			     "since; read both, then run 'faqctl accept %s'",
			     intent->id, anchor->id, anchor->source,
			     anchor->line, anchor->id);
	}
}

static void compare(struct check *check, const struct pagelock *lock)
{
	const struct faq_catalog *catalog = check->bot->catalog;
	for (size_t i = 0; i < faq_catalog_anchors(catalog); i++) {
		const struct faq_anchor *anchor =
			faq_catalog_anchor(catalog, i);
		const struct pagelock_entry *entry =
			pagelock_find(lock, anchor->id);
		const struct faq_source *page =
			source_named(check, anchor->source);
		if (!entry)
			check_report(check, WARNING, "page-new", anchor->source,
				     anchor->line, 1,
				     "'%s' is new on the page; read what rests "
				     "on it, then run 'faqctl accept %s'",
				     anchor->id, anchor->id);
		else if (page && pagelock_sum(catalog, i, page) != entry->sum)
			report_changed(check, anchor);
	}
}

static bool on_page(const struct faq_catalog *catalog, const char *id)
{
	for (size_t i = 0; i < faq_catalog_anchors(catalog); i++)
		if (strcmp(faq_catalog_anchor(catalog, i)->id, id) == 0)
			return true;
	return false;
}

static void report_gone(struct check *check, const struct pagelock *lock)
{
	for (size_t i = 0; i < lock->count; i++)
		if (!on_page(check->bot->catalog, lock->list[i].anchor))
			check_report(check, WARNING, "page-gone", lock->path,
				     lock->list[i].line, 1,
				     "'%s' has left the page; run 'faqctl "
				     "accept' when nothing speaks of it "
				     "any more",
				     lock->list[i].anchor);
}

void check_page(struct check *check)
{
	struct pagelock lock;
	if (!faq_catalog_anchors(check->bot->catalog))
		return;
	const char *page = faq_catalog_anchor(check->bot->catalog, 0)->source;
	char cause[96];
	switch (pagelock_read(&lock, page)) {
	case PAGELOCK_OK:
		compare(check, &lock);
		report_gone(check, &lock);
		break;
	case PAGELOCK_NONE:
		check_report(
			check, NOTE, "no-page-lock", page, 0, 0,
			"nothing says which page the answers were written "
			"for; run 'faqctl accept page' once they are right");
		break;
	case PAGELOCK_BAD:
		fault_errno(errno, cause, sizeof(cause));
		check_report(check, WARNING, "page-lock", lock.path, 0, 0,
			     "cannot be read: %s", cause);
		break;
	case PAGELOCK_NOMEM:
		check->no_memory = true;
		break;
	}
	pagelock_release(&lock);
}
