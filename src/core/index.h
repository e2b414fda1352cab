/* SPDX-License-Identifier: MIT */
/*
 * index.h: which patterns can match at all.
 *
 * A pattern requires groups of words: "(can|could) i {check}" requires one of
 * can/could, i, and one of the phrases of {check}. Equal groups of all patterns
 * are one *feature*. Each word knows its features, each feature the patterns
 * for which it is the rarest one (their anchor). So a question marks the
 * features of its words and phrases, looks only at the patterns anchored at
 * these, and lets those through that have all they require. Of a template whose
 * order counts, the steps are then walked over the question's words: every set
 * of positions is one 64-bit mask, as in Shift-And (Baeza-Yates and Gonnet
 * 1992). What is left is what PCRE2 is asked: its number depends on the
 * question, not on the size of the catalogue, and it mostly says yes.
 *
 *	words --> features --> patterns anchored there --> all there? --> order?
 *
 * A feature is present when, and only when, one of its phrases stands in the
 * question (behind a raw pattern, when the word that tells most of it does). So
 * templates are decided here, all but raw ones and those of very long messages:
 * PCRE2 could only say the same. Of these, too, the index never refuses what
 * PCRE2 would match.
 */
#ifndef FAQ_INDEX_H
#define FAQ_INDEX_H

#include "template.h"

#define INDEX_FEATURES_MAX 65536u
#define INDEX_WORDS_MAX 64u /* of a question that are weighed one by one */

/* A pattern as the index and the ranking see it. */
struct index_pattern {
	uint32_t first;         /* its features: required ones first ... */
	uint32_t steps;         /* what is walked */
	uint16_t required, all; /* ... then the optional ones */
	uint16_t step_count;    /* 0: order does not count */
	uint16_t content;       /* required features that name the topic */
	uint16_t gap;           /* words that its gaps may stand for */
	bool veto;              /* never found, only asked about */
	bool begins, ends;      /* at the bounds of a sentence */
	bool proof;             /* what finds it asks all that it asks */
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

/* A phrase that stands in the question. */
struct index_span {
	uint32_t features, feature_count; /* that it makes present */
	uint32_t phrase;
	uint8_t start, words; /* 0 words: it has a gap, and any start */
};

#define INDEX_SLOTS 64u
#define INDEX_SPANS_MAX 48u /* with more, order is looked at less closely */

/* What a question marked. One per thread. */
struct index_marks {
	size_t count; /* words of the question, all of them */
	const struct word *words;
	uint64_t sentences; /* words that begin one, but the first */
	uint64_t known;     /* words that the vocabulary has */
	/* Where the known words stand, by their ids' remainders. */
	uint64_t slot[INDEX_SLOTS];
	size_t span_count;
	struct index_span span[INDEX_SPANS_MAX];
	uint64_t present[INDEX_FEATURES_MAX / 64];
	/* For each known word, the features that it is in: a row of the
	 * index's, or one below. */
	const uint64_t *row[INDEX_WORDS_MAX];
	uint64_t rows[INDEX_WORDS_MAX * (INDEX_FEATURES_MAX / 64)];
};

/* Marks the features of `count` words, which must outlive the marks' use. */
void index_mark(const struct index *index, struct index_marks *marks,
		const struct word *words, size_t count);

/* Words (as bits) that the features of a pattern stand for. */
uint64_t index_covers(const struct index *index,
		      const struct index_marks *marks,
		      const struct index_pattern *pattern);

/* False when a pattern can't match. */
bool index_may_match(const struct index *index, const struct index_marks *marks,
		     uint32_t pattern);

/* Of patterns, the first one that may match, or `end`. */
const uint32_t *index_first(const struct index *index,
			    const struct index_marks *marks,
			    const uint32_t *patterns, const uint32_t *end);

/* Calls `found` for each pattern that may match, but for vetoes. */
void index_find(const struct index *index, const struct index_marks *marks,
		void (*found)(void *context, uint32_t pattern), void *context);

/* True when a pattern that was found matches for certain. */
bool index_proves(const struct index *index, const struct index_marks *marks,
		  uint32_t pattern);

#endif
