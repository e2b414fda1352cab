/* SPDX-License-Identifier: MIT */
#include "catalog.h"

#include <string.h>

uint32_t catalog_hash(const char *text)
{
	uint32_t hash = 2166136261u;
	for (; *text; text++)
		hash = (hash ^ (unsigned char)*text) * 16777619u;
	return hash ? hash : 1;
}

const struct faq_intent *catalog_by_hash(const struct faq_catalog *catalog,
					 uint32_t hash)
{
	for (size_t i = 0; hash && i < catalog->intent_count; i++) {
		if (catalog->intent_hash[i] == hash)
			return &catalog->intents[i];
	}
	return NULL;
}

uint32_t catalog_intent_index(const struct faq_catalog *catalog,
			      const struct faq_intent *intent)
{
	return (uint32_t)(intent - catalog->intents);
}

const char *faq_catalog_name(const struct faq_catalog *catalog)
{
	return catalog->name;
}

const char *faq_catalog_language(const struct faq_catalog *catalog)
{
	return catalog->language;
}

size_t faq_catalog_intents(const struct faq_catalog *catalog)
{
	return catalog->intent_count;
}

const struct faq_intent *faq_catalog_intent(const struct faq_catalog *catalog,
					    size_t i)
{
	return &catalog->intents[i];
}

const struct faq_intent *faq_catalog_find(const struct faq_catalog *catalog,
					  const char *id)
{
	for (size_t i = 0; i < catalog->intent_count; i++) {
		if (!strcmp(catalog->intents[i].id, id))
			return &catalog->intents[i];
	}
	return NULL;
}

size_t faq_catalog_patterns(const struct faq_catalog *catalog)
{
	return catalog->pattern_count;
}

const struct faq_pattern *faq_catalog_pattern(const struct faq_catalog *catalog,
					      size_t i)
{
	return &catalog->patterns[i];
}

size_t faq_catalog_anchors(const struct faq_catalog *catalog)
{
	return catalog->anchor_count;
}

const struct faq_anchor *faq_catalog_anchor(const struct faq_catalog *catalog,
					    size_t i)
{
	return &catalog->anchors[i];
}

const char *faq_catalog_page_html(const struct faq_catalog *catalog)
{
	return catalog->page_html;
}

unsigned faq_catalog_steps(const struct faq_catalog *catalog)
{
	return catalog->step_count;
}

const struct faq_intent *faq_catalog_step(const struct faq_catalog *catalog,
					  unsigned n)
{
	return n && n <= catalog->step_count ? catalog->steps[n - 1] : NULL;
}

size_t faq_catalog_bytes(const struct faq_catalog *catalog)
{
	return sizeof(*catalog) + catalog->arena.bytes;
}

bool faq_catalog_jit(const struct faq_catalog *catalog)
{
	return catalog->jit;
}

void faq_catalog_free(struct faq_catalog *catalog)
{
	if (!catalog)
		return;
	for (size_t i = 0; i < catalog->pattern_count; i++)
		pattern_code_free(catalog->rules[i].code);
	/* The catalogue itself lives in the arena that it describes. */
	struct arena arena = catalog->arena;
	arena_release(&arena);
}

const char *faq_status_text(enum faq_status status)
{
	switch (status) {
	case FAQ_OK:
		return "ok";
	case FAQ_ERROR_NOMEM:
		return "out of memory";
	case FAQ_ERROR_CONTENT:
		return "the content has faults";
	case FAQ_ERROR_MISUSE:
		return "called against the contract";
	case FAQ_ERROR_UNKNOWN:
		return "no intent of that name";
	}
	return "unknown status";
}

static const char *const kinds[] = {"step",  "mistake", "redirect",
				    "faq",   "list",    "about",
				    "limit", "meta",    "act"};

const char *faq_kind_text(enum faq_kind kind)
{
	return kinds[kind];
}

const char *faq_verdict_text(enum faq_verdict verdict)
{
	static const char *const texts[] = {"answer", "clarify", "none"};
	return texts[verdict];
}

const char *faq_act_text(enum faq_act act)
{
	static const char *const texts[] = {
		"",         "act.start",  "act.next", "act.done",
		"act.back", "act.repeat", "act.why",  "act.jump",
		"act.stop", "act.resume", "act.pick", "act.none_of_these",
		"act.yes",  "act.no",     "act.left", "act.anger"};
	return texts[act];
}

const char *faq_fate_text(enum faq_trace_fate fate)
{
	static const char *const texts[] = {"won",    "matched", "refused",
					    "vetoed", "weak",    "budget",
					    "untried"};
	return texts[fate];
}

void faq_thresholds_default(struct faq_thresholds *thresholds)
{
	if (thresholds->answer <= 0.0)
		thresholds->answer = 0.65;
	if (thresholds->tie <= 0.0)
		thresholds->tie = 0.03;
	if (thresholds->suggest <= 0.0)
		thresholds->suggest = 0.10;
}
