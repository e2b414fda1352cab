/* SPDX-License-Identifier: MIT */
/*
 * suggest.h: the nearest intents of a question, by its single words.
 *
 * A naive vote, learned at load from the templates: a word speaks for the
 * intents whose templates use it, the more so the fewer they are. It never
 * answers; it names what to offer as "did you mean", and doubts a pattern that
 * stands alone against all words (match.h).
 */
#ifndef FAQ_SUGGEST_H
#define FAQ_SUGGEST_H

#include "catalog.h"

#define SUGGEST_LANES 8u

struct suggest_scratch {
	float score[FAQ_INTENTS_MAX + SUGGEST_LANES]; /* zero between calls */
	uint32_t touched[FAQ_INTENTS_MAX + 1];
};

/* Learns from the catalogue's index; NULL without memory. */
struct suggest *suggest_new(struct arena *arena,
			    const struct faq_catalog *catalog);

/*
 * The best `most` intents, best first, ties by id; each with a score in [0, 1]:
 * the share of the question's weight that speaks for it, `least` or more. Acts,
 * smalltalk and limits are no suggestions.
 */
size_t suggest_find(const struct faq_catalog *catalog,
		    struct suggest_scratch *scratch, const struct word *words,
		    size_t count, double least, struct faq_suggestion *out,
		    size_t most);

/* The same share, for `most` intents of the caller's. */
void suggest_weigh(const struct faq_catalog *catalog, const struct word *words,
		   size_t count, const uint32_t *intents, double *out,
		   size_t most);

#endif
