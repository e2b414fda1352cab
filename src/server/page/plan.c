/* SPDX-License-Identifier: MIT */
#include "server/page/plan_work.h"

#include "server/page/page_words.h"

#include <stdlib.h>
#include <string.h>

#define NONE PLAN_NONE

/* Kinds in the order of the chapters that page.md does not give. */
static const enum faq_kind order[] = {
	FAQ_KIND_ABOUT, FAQ_KIND_LIST,     FAQ_KIND_STEP,  FAQ_KIND_MISTAKE,
	FAQ_KIND_FAQ,   FAQ_KIND_REDIRECT, FAQ_KIND_LIMIT,
};

/* A plan in the making. */
struct making {
	struct plan *plan;
	size_t *chapter_of; /* a section's chapter, NONE: an entry says it */
	size_t *said_by;    /* a section's entry that says all of it, or NONE */
	size_t *counts;     /* of a group's entries, by section */
};

/* Entries of a kind under one heading of the content. */
struct group {
	enum faq_kind kind;
	const char *chapter;
	size_t first; /* its first intent */
};

static bool belongs(const struct plan *plan, const struct group *group,
		    size_t i)
{
	const struct faq_intent *intent = faq_catalog_intent(plan->catalog, i);

	return plan->places[i].how == PLAN_NOT_SHOWN &&
	       intent->kind == group->kind &&
	       strcmp(intent->chapter, group->chapter) == 0;
}

static bool has_entry_form(enum faq_kind kind)
{
	return kind == FAQ_KIND_STEP || kind == FAQ_KIND_MISTAKE ||
	       kind == FAQ_KIND_REDIRECT || kind == FAQ_KIND_FAQ ||
	       kind == FAQ_KIND_LIMIT;
}

/* Finds the sections that an entry says word for word: an imported page.md has
 * each question as a section. */
static void mark_said(struct making *making)
{
	struct plan *plan = making->plan;
	size_t i;

	for (i = 0; i < plan->outline.section_count; i++)
		making->said_by[i] = NONE;
	for (i = 0; i < faq_catalog_intents(plan->catalog); i++) {
		const struct faq_intent *intent =
			faq_catalog_intent(plan->catalog, i);
		const struct outline_anchor *anchor =
			outline_find(&plan->outline, slice_of(intent->rests));

		if (anchor && anchor->heading && has_entry_form(intent->kind) &&
		    making->said_by[anchor->section] == NONE &&
		    html_is_text(plan->outline.sections[anchor->section].title,
				 intent->title))
			making->said_by[anchor->section] = i;
	}
}

static struct plan_chapter *add_chapter(struct plan *plan)
{
	struct plan_chapter *chapter = &plan->chapters[plan->chapter_count++];

	chapter->number = plan->chapter_count;
	return chapter;
}

static void take_sections(struct making *making)
{
	struct plan *plan = making->plan;
	size_t i;

	mark_said(making);
	for (i = 0; i < plan->outline.section_count; i++) {
		const struct outline_section *section =
			&plan->outline.sections[i];

		making->chapter_of[i] = NONE;
		if (making->said_by[i] != NONE ||
		    (section->title.size == 0 && section->body.size == 0))
			continue;
		making->chapter_of[i] = plan->chapter_count;
		add_chapter(plan)->section = section;
	}
}

/* What is about the page or lists its steps, where page.md has it. */
static void place_with_sections(struct making *making)
{
	struct plan *plan = making->plan;
	size_t i;

	for (i = 0; i < faq_catalog_intents(plan->catalog); i++) {
		const struct faq_intent *intent =
			faq_catalog_intent(plan->catalog, i);
		const struct outline_anchor *anchor =
			outline_find(&plan->outline, slice_of(intent->rests));

		if (!anchor || making->chapter_of[anchor->section] == NONE ||
		    (intent->kind != FAQ_KIND_ABOUT &&
		     intent->kind != FAQ_KIND_LIST))
			continue;
		plan->places[i].how = PLAN_CHAPTER;
		plan->places[i].chapter = making->chapter_of[anchor->section];
	}
}

/* The section on whose lines at least half of the group rest, of two such the
 * later; limits rest on what they are near to, so they have none. */
static size_t home_of(struct making *making, const struct group *group)
{
	struct plan *plan = making->plan;
	size_t sections = plan->outline.section_count;
	size_t size = 0, best = NONE, most = 1, i;

	memset(making->counts, 0, sections * sizeof(*making->counts));
	for (i = group->first; i < faq_catalog_intents(plan->catalog); i++) {
		const struct outline_anchor *anchor;

		if (!belongs(plan, group, i))
			continue;
		size++;
		anchor = outline_find(
			&plan->outline,
			slice_of(faq_catalog_intent(plan->catalog, i)->rests));
		if (anchor && !anchor->heading)
			making->counts[anchor->section]++;
	}
	for (i = 0; i < sections && group->kind != FAQ_KIND_LIMIT; i++) {
		if (making->chapter_of[i] == NONE || making->counts[i] < most ||
		    2 * making->counts[i] < size)
			continue;
		most = making->counts[i];
		best = making->chapter_of[i];
	}
	return best;
}

/* A chapter of its own; two groups of one heading share it. */
static size_t own_chapter(struct plan *plan, const struct group *group)
{
	const char *title = group->chapter;
	size_t i;

	if (!*title)
		title = word_heading(group->kind);
	for (i = 0; i < plan->chapter_count; i++)
		if (plan->chapters[i].title &&
		    strcmp(plan->chapters[i].title, title) == 0)
			return i;
	add_chapter(plan)->title = title;
	return plan->chapter_count - 1;
}

static void place_group(struct making *making, const struct group *group)
{
	struct plan *plan = making->plan;
	size_t chapter = home_of(making, group), i;

	if (chapter == NONE)
		chapter = own_chapter(plan, group);
	for (i = group->first; i < faq_catalog_intents(plan->catalog); i++) {
		if (!belongs(plan, group, i))
			continue;
		plan->places[i].how = PLAN_ENTRY;
		plan->places[i].chapter = chapter;
	}
}

static void place_entries(struct making *making)
{
	struct plan *plan = making->plan;
	size_t k, i;

	for (k = 0; k < sizeof(order) / sizeof(order[0]); k++) {
		for (i = 0; i < faq_catalog_intents(plan->catalog); i++) {
			struct group group = {
				.kind = order[k],
				.chapter = faq_catalog_intent(plan->catalog, i)
						   ->chapter,
				.first = i,
			};

			if (belongs(plan, &group, i))
				place_group(making, &group);
		}
	}
}

static void number_notes(struct plan *plan)
{
	size_t i, n;

	for (i = 0; i < faq_catalog_intents(plan->catalog); i++) {
		const char *note = faq_catalog_intent(plan->catalog, i)->note;

		if (plan->places[i].how == PLAN_NOT_SHOWN || !*note)
			continue;
		for (n = 0; n < plan->note_count; n++)
			if (strcmp(plan->notes[n], note) == 0)
				break;
		if (n == plan->note_count)
			plan->notes[plan->note_count++] = note;
		plan->places[i].note = n + 1;
	}
}

static bool make(struct making *making)
{
	struct plan *plan = making->plan;
	size_t intents = faq_catalog_intents(plan->catalog);
	size_t sections;

	if (!outline_read(&plan->outline, faq_catalog_page_html(plan->catalog)))
		return false;
	sections = plan->outline.section_count;
	plan->chapters = calloc(sections + intents, sizeof(*plan->chapters));
	plan->places = calloc(intents + 1, sizeof(*plan->places));
	plan->notes = calloc(intents + 1, sizeof(*plan->notes));
	plan->next_anchor = calloc(plan->outline.anchor_count + 1,
				   sizeof(*plan->next_anchor));
	making->chapter_of = calloc(sections, sizeof(*making->chapter_of));
	making->said_by = calloc(sections, sizeof(*making->said_by));
	making->counts = calloc(sections, sizeof(*making->counts));
	if (!plan->chapters || !plan->places || !plan->notes ||
	    !plan->next_anchor || !making->chapter_of || !making->said_by ||
	    !making->counts)
		return false;
	take_sections(making);
	place_with_sections(making);
	place_entries(making);
	plan_hand_anchors(plan, making->said_by);
	number_notes(plan);
	return true;
}

bool plan_make(struct plan *plan, const struct faq_catalog *catalog)
{
	struct making making = {.plan = plan};
	bool made;

	*plan = (struct plan){.catalog = catalog};
	made = make(&making);
	free(making.chapter_of);
	free(making.said_by);
	free(making.counts);
	if (!made)
		plan_release(plan);
	return made;
}

void plan_release(struct plan *plan)
{
	outline_release(&plan->outline);
	free(plan->chapters);
	free(plan->places);
	free(plan->notes);
	free(plan->next_anchor);
	*plan = (struct plan){0};
}

const struct faq_intent *plan_next_entry(const struct plan *plan,
					 size_t chapter, size_t *i)
{
	while (*i < faq_catalog_intents(plan->catalog)) {
		const struct plan_place *place = &plan->places[*i];

		++*i;
		if (place->how == PLAN_ENTRY && place->chapter == chapter)
			return faq_catalog_intent(plan->catalog, *i - 1);
	}
	return NULL;
}
