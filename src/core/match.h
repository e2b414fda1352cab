/* SPDX-License-Identifier: MIT */
/*
 * match.h: words of a question -> the intents that their patterns confirm.
 *
 * How sure a match is. Every word of the question has a weight w: a topic word
 * 1, a number 0.3, a function word 0.05. A pattern *explains* the words of its
 * own lists and groups: E is their weight. What is left is K, words that the
 * content knows but this pattern does not speak of, and F, words that the
 * content never uses ("wedding", "dragon"): the question may be about
 * something else altogether. With n the topic groups that the pattern requires
 *
 *	coverage   = E / (E + 0.5 K + 0.8 F)
 *	confidence = coverage ^ (1 / n)
 *
 * so one word in a long sentence proves little, three different ones a lot. A
 * word of the list {elsewhere} ("recipe", "landlord") counts as foreign 2.5
 * times: it says that the question is about something else. One of {courtesy}
 * ("thanks", "morning") counts as a function word where it is not explained.
 *
 * Intents that come close are ranked by confidence, plus a little for each
 * group that the pattern requires, plus what the single words vote for
 * (suggest.h). Equal ones are ordered by less gap, then by the intent's id:
 * nothing depends on the order of files or lines. The constants were fitted on
 * questions of the project's own and on public sets.
 *
 * Candidates are confirmed best first, and only as far as they could still
 * change the outcome.
 */
#ifndef FAQ_MATCH_H
#define FAQ_MATCH_H

#include "catalog.h"
#include "suggest.h"

#define MATCH_HITS_MAX 6u
#define MATCH_TRIES_MAX 48u /* patterns that PCRE2 is asked for one message */
#define MATCH_TRIES_FREE 8u /* before the first look at the clock */
#define MATCH_BUDGET_NS                                                        \
	10000000u /* of a question, half of what is promised                   \
		   */

struct match_hit {
	uint32_t intent, pattern;
	double confidence, explained, known, foreign;
	double rank;     /* what hits are ordered by */
	uint64_t covers; /* the words, as bits */
};

/* Words that a slot of the best pattern captured. */
struct match_slot {
	const char *name;
	size_t first, count;
};

struct match {
	size_t slot_count;
	struct match_slot slot[FAQ_SLOTS_MAX];
	size_t count;
	struct match_hit hit[MATCH_HITS_MAX]; /* an intent each, best first */
	bool limited;
};

/* A pattern that the index let through. */
struct match_candidate {
	uint32_t pattern;
	double confidence, explained, known, foreign;
	uint64_t covers;
};

#define MATCH_CANDIDATES_MAX 96u

#define MATCH_PHRASES_BYTES 768u

struct faq_scratch {
	struct faq_allocator allocator;
	struct faq_options options;
	struct pattern_matcher *matcher;
	struct index_marks marks;
	struct suggest_scratch suggest;
	struct faq_limits limits;
	bool person; /* there is one to be called */
	struct text text;
	struct words words;
	/* One run: */
	double weight[INDEX_WORDS_MAX];
	double weight_known, weight_foreign;
	uint64_t foreign_bits, courtesy_bits;
	size_t candidate_count;
	struct match_candidate candidate[MATCH_CANDIDATES_MAX];
	size_t subject_bytes, plain_bytes;
	char subject[PATTERN_SUBJECT_BYTES]; /* folded, for templates */
	char plain[PATTERN_SUBJECT_BYTES];   /* as typed, for raw patterns */
	/* What the bot says before and behind the answer. */
	char lead[MATCH_PHRASES_BYTES], tail[MATCH_PHRASES_BYTES];
};

/* Matches words[0..count). `trace` may be NULL. */
void match_run(const struct faq_catalog *catalog, struct faq_scratch *scratch,
	       const struct word *words, size_t count, struct match *out,
	       struct faq_trace *trace);

#endif
