/* SPDX-License-Identifier: MIT */
/*
 * groups.h: questions that ask for the same thing in other words.
 *
 *	question -> its set of stems -> the sets, the most frequent first:
 *	each joins the leader that it is most like, or becomes a leader
 *
 * The stems are the engine's (faq_word_stem) of the words that tell what it is
 * about (faq_word_kind); of all words where none does. [TYPE] marks of taken
 * out personal data are no words. Alike is Jaccard's measure: stems that both
 * have over stems that either has, at least one half. Leader clustering (after
 * Hartigan, Clustering Algorithms, 1975, ch. 3) instead of single link: a
 * member is alike to its leader, so a chain of neighbours can't join what has
 * nothing in common, and the outcome does not depend on the order of writing.
 *
 * Bounded: two sets that are half alike share one of their rarest stems (prefix
 * filter, Chaudhuri et al., ICDE 2006), so only those leaders are compared, the
 * most frequent first and no more than GROUPS_COMPARED_MAX. 100,000 different
 * questions take about a second.
 *
 * Ownership: the groups own all strings that they hand out, until
 * groups_release(). Zero-initialise.
 */
#ifndef FAQ_GROUPS_H
#define FAQ_GROUPS_H

#include "cli/intern.h"
#include "core/faq_word.h"
#include "store/store.h"

#define GROUPS_STEMS_MAX 24u   /* of a question; further ones don't count */
#define GROUPS_TEXT_BYTES 241u /* a longer question is cut, with its NUL */
#define GROUPS_WORDINGS_MAX 200000u /* different ones; more are left out */
#define GROUPS_COMPARED_MAX 500u
#define GROUPS_NEAR_MAX 4u
#define GROUPS_EXAMPLES_MAX 5u

struct group {
	uint64_t questions;
	uint32_t wordings; /* without case and punctuation */
	int64_t first_ms, last_ms;
	/* The most frequent wordings, as they first came; [0] is typical. */
	const char *example[GROUPS_EXAMPLES_MAX];
	uint64_t example_questions[GROUPS_EXAMPLES_MAX];
	size_t example_count;
	const char *nearest; /* intent by the near misses, or "" */
	double score;        /* of it, the mean over all questions */
};

struct groups {
	struct group *list; /* the largest first */
	size_t count;
	uint64_t questions; /* in the groups */
	uint64_t left_out;  /* past GROUPS_WORDINGS_MAX */
	bool no_memory;     /* sticky: what there is is not all */
	struct groups_work *work;
};

/* Takes one question in. False when memory has run out. */
bool groups_add(struct groups *groups, const struct store_turn *turn);

/* After the last one. False when memory runs out; the list is empty then. */
bool groups_make(struct groups *groups);
void groups_release(struct groups *groups);

#endif
