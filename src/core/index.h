/* SPDX-License-Identifier: MIT */
/*
 * index.h: which patterns can match at all.
 *
 * A pattern requires groups of words: "(can|could) i {check}" requires one of
 * can/could, i, and one of the words of {check}. Equal groups of all patterns
 * are one *feature*. Each word knows its features, each feature the patterns
 * for which it is the rarest one (their anchor). So a question marks the
 * features of its words and looks only at the patterns anchored at marked
 * features; of these, a 64-bit signature of all required features rejects
 * nearly every one that misses another. What is left is what PCRE2 is asked:
 * its number depends on the question, not on the size of the catalogue.
 *
 *	word --> features --> patterns anchored there --> all features marked?
 *
 * For a phrase of several words one key word stands; PCRE2 checks the rest.
 */
#ifndef FAQ_INDEX_H
#define FAQ_INDEX_H

#include "template.h"

#define INDEX_FEATURES_MAX 65536u
#define INDEX_WORDS_MAX 64u /* of a question that are weighed one by one */

/* A pattern as the index and the ranking see it. */
struct index_pattern {
	uint64_t signature;     /* of its required features */
	uint32_t first;         /* its features: required ones first ... */
	uint16_t required, all; /* ... then the optional ones */
	uint16_t content;       /* required features that name the topic */
	uint16_t gap;           /* words that its gaps may stand for */
};

struct index;

struct index *index_new(struct arena *arena);

/* Adds the next pattern: ids count up from 0. False without memory or with
 * more than INDEX_FEATURES_MAX features. */
bool index_add(struct index *index, const struct template *template,
	       const struct vocab *vocab);

/* Chooses anchors; no index_add() after it. */
bool index_seal(struct index *index, const struct vocab *vocab);

const struct index_pattern *index_pattern(const struct index *index,
					  uint32_t pattern);
/* The features of a pattern: `all` of them. */
const uint32_t *index_features(const struct index *index,
			       const struct index_pattern *pattern);
/* Calls `each` for the words of all its features, some of them twice. */
void index_words(const struct index *index, uint32_t pattern,
		 void (*each)(void *context, uint32_t word), void *context);
/* In how many patterns a word stands. */
uint32_t index_uses(const struct index *index, uint32_t word);

/* What a question marked. One per thread. */
struct index_mark {
	uint64_t covers; /* its words, bit i for word i, that the feature has */
	uint32_t epoch;  /* the question that wrote this */
	bool present;    /* a key word stands in the question */
};

struct index_marks {
	struct index_mark *mark; /* INDEX_FEATURES_MAX of them */
	uint32_t epoch;
	uint64_t signature;
	size_t present_count;
	uint32_t *present; /* features, INDEX_FEATURES_MAX */
};

/* Marks the features of `count` words. */
void index_mark(const struct index *index, struct index_marks *marks,
		const struct word *words, size_t count);

/* Words (as bits) that the features of a pattern stand for. */
uint64_t index_covers(const struct index *index,
		      const struct index_marks *marks,
		      const struct index_pattern *pattern);

/* Calls `found` for each pattern all of whose required features are marked. */
void index_find(const struct index *index, const struct index_marks *marks,
		void (*found)(void *context, uint32_t pattern), void *context);

#endif
