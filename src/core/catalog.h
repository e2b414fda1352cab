/* SPDX-License-Identifier: MIT */
/*
 * catalog.h: what a catalogue is made of, for the other parts of core.
 * Built by build.c, then never changed; one arena holds all of it.
 */
#ifndef FAQ_CATALOG_H
#define FAQ_CATALOG_H

#include "index.h"
#include "known.h"
#include "pattern.h"
#include "words.h"

#define CATALOG_NONE UINT32_MAX

/* Raw patterns without words: tried for every question, so only a few. */
#define CATALOG_UNINDEXED_MAX 16u

struct suggest;

/* What matching needs of a pattern; its other half is struct faq_pattern. */
struct rule {
	struct pattern_code *code;
	uint32_t intent;
	bool veto, raw, asks, slots;
	bool title; /* the intent's title itself: nothing overrules it */
};

/* A phrase of the bot. */
struct say {
	const char *key, *text;
};

struct faq_catalog {
	struct arena arena;
	const char *name, *language;
	struct faq_thresholds thresholds;
	struct faq_link *links;
	size_t link_count;

	struct faq_intent *intents;
	uint32_t *intent_hash; /* of the id, for dialogue states */
	size_t intent_count;

	struct faq_pattern *patterns;
	struct rule *rules;
	size_t pattern_count;
	/* Vetoes by intent; first[] is per intent, and one past the last. They
	 * are looked at when their intent is about to answer, so that no other
	 * question pays for them. */
	uint32_t *vetoes, *veto_first;
	uint32_t unindexed[CATALOG_UNINDEXED_MAX]; /* no vetoes */
	size_t unindexed_count;

	struct faq_anchor *anchors;
	size_t anchor_count;
	const char *page_html;

	const struct faq_intent **steps;
	unsigned step_count;

	struct say *says; /* by key */
	size_t say_count;

	struct vocab *vocab;
	struct known *known;
	bool *elsewhere; /* per word: of another subject; or NULL */
	bool *courtesy;  /* per word: mere politeness; or NULL */
	struct same *same;
	struct index *index;
	struct suggest *suggest;
	bool jit;
};

/* FNV-1a, never 0. */
uint32_t catalog_hash(const char *text);
/* The intent of a hash, or NULL. */
const struct faq_intent *catalog_by_hash(const struct faq_catalog *catalog,
					 uint32_t hash);
uint32_t catalog_intent_index(const struct faq_catalog *catalog,
			      const struct faq_intent *intent);
/* A phrase of the bot: the content's own, or English. */
const char *catalog_say(const struct faq_catalog *catalog, const char *key);
/* The key of the i-th phrase that the bot has, or NULL behind the last. */
const char *catalog_say_key(size_t i);

#endif
