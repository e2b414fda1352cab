/* SPDX-License-Identifier: MIT */
/* What shows only when all entries are read. */
#include "build.h"

#include <string.h>

static struct place place_of(const struct faq_intent *intent)
{
	return (struct place){intent->source, intent->line, 1};
}

static const char *nth_id(const void *context, size_t i)
{
	const struct faq_catalog *catalog = context;
	return i < catalog->intent_count ? catalog->intents[i].id : NULL;
}

/* Where "@key value" has its value. */
static struct place place_of_value(const struct faq_intent *intent,
				   const char *key, unsigned line)
{
	return (struct place){intent->source, line, (unsigned)strlen(key) + 3};
}

static void check_reference(struct build *build,
			    const struct faq_intent *intent, const char *key,
			    const char *id, unsigned line)
{
	char hint[96];
	const struct faq_intent *found = faq_catalog_find(build->catalog, id);
	if (!*id)
		return;
	if (found && found->kind == FAQ_KIND_ACT &&
	    (strcmp(key, "offer") || strcmp(id, faq_act_text(FAQ_ACT_START)))) {
		faults_add(&build->faults, FAQ_SEVERITY_ERROR,
			   place_of_value(intent, key, line), "act-as-answer",
			   "'%s' has @%s '%s', which is an act and has no "
			   "answer; name an intent that has one",
			   intent->id, key, id);
		return;
	}
	if (found)
		return;
	faults_nearest(hint, sizeof(hint), id, nth_id, build->catalog);
	faults_add(&build->faults, FAQ_SEVERITY_ERROR,
		   place_of_value(intent, key, line), "unknown-id",
		   "'%s' has @%s '%s', which is no intent%s", intent->id, key,
		   id, hint);
}

static const char *nth_anchor(const void *context, size_t i)
{
	const struct faq_catalog *catalog = context;
	return i < catalog->anchor_count ? catalog->anchors[i].id : NULL;
}

static bool use_anchor(struct faq_catalog *catalog, const char *id)
{
	for (size_t i = 0; i < catalog->anchor_count; i++) {
		if (strcmp(catalog->anchors[i].id, id))
			continue;
		catalog->anchors[i].used = true;
		return true;
	}
	return false;
}

/* Smalltalk and acts need no page. A content without page.md has no anchors;
 * then nothing can rest anywhere. */
static void check_rests(struct build *build, const struct faq_intent *intent,
			unsigned line)
{
	bool free =
		intent->kind == FAQ_KIND_META || intent->kind == FAQ_KIND_ACT;
	char hint[96];
	if (!*intent->rests) {
		if (!free && build->catalog->anchor_count)
			faults_add(&build->faults, FAQ_SEVERITY_WARNING,
				   place_of(intent), "rests-on-nothing",
				   "'%s' names no place of page.md; add @rests",
				   intent->id);
		return;
	}
	if (use_anchor(build->catalog, intent->rests))
		return;
	faults_nearest(hint, sizeof(hint), intent->rests, nth_anchor,
		       build->catalog);
	faults_add(&build->faults, FAQ_SEVERITY_ERROR,
		   place_of_value(intent, "rests", line), "unknown-anchor",
		   "'%s' rests on '%s', which page.md does not mark%s",
		   intent->id, intent->rests, hint);
}

static void check_redirect(struct build *build, const struct faq_intent *intent)
{
	if (intent->kind == FAQ_KIND_REDIRECT && !intent->link)
		faults_add(&build->faults, FAQ_SEVERITY_ERROR, place_of(intent),
			   "redirect-without-link",
			   "'%s' leads nowhere; add @link NAME", intent->id);
}

/* Besides the one that is made of the title. */
static size_t written_patterns(const struct faq_catalog *catalog,
			       const struct faq_intent *intent)
{
	size_t count = 0;
	for (unsigned i = 0; i < intent->pattern_count; i++)
		count += !catalog->patterns[intent->first_pattern + i].title;
	return count;
}

static void check_patterns(struct build *build, const struct faq_intent *intent)
{
	if (!written_patterns(build->catalog, intent))
		faults_add(&build->faults, FAQ_SEVERITY_WARNING,
			   place_of(intent), "no-template",
			   "'%s' has no template, so nobody can ask for it",
			   intent->id);
}

static void take_anchors(struct build *build)
{
	struct faq_catalog *catalog = build->catalog;
	size_t count = 0;
	for (size_t i = 0; i < build->page_count; i++) {
		const struct page_anchor *at = build->pages[i].anchors;
		for (; at; at = at->next)
			count++;
		if (*build->pages[i].html)
			catalog->page_html =
				arena_copy(build->arena, build->pages[i].html,
					   strlen(build->pages[i].html));
	}
	catalog->anchors =
		arena_alloc(build->arena, count, sizeof(*catalog->anchors));
	build->faults.nomem |= !catalog->anchors || !catalog->page_html;
	for (size_t i = 0; i < build->page_count; i++) {
		const struct page *page = &build->pages[i];
		const struct page_anchor *at = page->anchors;
		for (; at && !build->faults.nomem; at = at->next) {
			const char *id = arena_copy(build->arena, at->id,
						    strlen(at->id));
			const char *text = arena_copy(build->arena, at->text,
						      strlen(at->text));
			build->faults.nomem |= !id || !text;
			catalog->anchors[catalog->anchor_count++] =
				(struct faq_anchor){id, text, page->source,
						    at->line, false};
		}
	}
}

static void check_anchors(struct build *build)
{
	const struct faq_catalog *catalog = build->catalog;
	for (size_t i = 0; i < catalog->anchor_count; i++) {
		const struct faq_anchor *anchor = &catalog->anchors[i];
		struct place place = {anchor->source, anchor->line, 1};
		for (size_t j = 0; j < i; j++) {
			if (!strcmp(catalog->anchors[j].id, anchor->id))
				faults_add(&build->faults, FAQ_SEVERITY_ERROR,
					   place, "duplicate-anchor",
					   "anchor '%s' stands at line %u "
					   "already; choose another",
					   anchor->id,
					   catalog->anchors[j].line);
		}
		if (!anchor->used)
			faults_add(&build->faults, FAQ_SEVERITY_WARNING, place,
				   "untraced-anchor",
				   "no intent rests on '%s'; write one, or "
				   "remove the mark",
				   anchor->id);
	}
}

/* A dialogue's state knows an intent by the hash of its id. */
static void check_hash(struct build *build, size_t i)
{
	const struct faq_catalog *catalog = build->catalog;
	for (size_t j = 0; j < i; j++) {
		if (catalog->intent_hash[j] == catalog->intent_hash[i] &&
		    strcmp(catalog->intents[j].id, catalog->intents[i].id))
			faults_add(
				&build->faults, FAQ_SEVERITY_ERROR,
				place_of(&catalog->intents[i]), "id-collision",
				"'%s' has the same hash as '%s'; change a "
				"letter of it",
				catalog->intents[i].id, catalog->intents[j].id);
	}
}

static void take_steps(struct build *build)
{
	struct faq_catalog *catalog = build->catalog;
	catalog->steps = arena_alloc(build->arena, catalog->intent_count,
				     sizeof(*catalog->steps));
	catalog->intent_hash = arena_alloc(build->arena, catalog->intent_count,
					   sizeof(*catalog->intent_hash));
	if (!catalog->steps || !catalog->intent_hash) {
		build->faults.nomem = true;
		return;
	}
	for (size_t i = 0; i < catalog->intent_count; i++) {
		struct faq_intent *intent = &catalog->intents[i];
		catalog->intent_hash[i] = catalog_hash(intent->id);
		check_hash(build, i);
		if (intent->kind != FAQ_KIND_STEP)
			continue;
		catalog->steps[catalog->step_count++] = intent;
		intent->step = catalog->step_count;
	}
	if (catalog->step_count > UINT8_MAX)
		faults_add(&build->faults, FAQ_SEVERITY_ERROR,
			   place_of(catalog->steps[UINT8_MAX]),
			   "too-many-steps",
			   "a checklist of more than 255 steps; shorten it");
}

void build_checks(struct build *build)
{
	struct faq_catalog *catalog = build->catalog;
	take_anchors(build);
	take_steps(build);
	if (build->faults.nomem)
		return;
	for (size_t i = 0; i < catalog->intent_count; i++) {
		const struct faq_intent *intent = &catalog->intents[i];
		const struct build_lines *lines = &build->lines[i];
		check_reference(build, intent, "why", intent->why, lines->why);
		check_reference(build, intent, "offer", intent->offer,
				lines->offer);
		check_rests(build, intent, lines->rests);
		check_redirect(build, intent);
		check_patterns(build, intent);
	}
	check_anchors(build);
	if (!catalog->intent_count && build->page_count)
		faults_add(&build->faults, FAQ_SEVERITY_ERROR,
			   (struct place){build->pages[0].source, 0, 0},
			   "no-intent",
			   "no file holds an ask block; intents/README.md "
			   "shows one");
}
