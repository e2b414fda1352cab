/* SPDX-License-Identifier: MIT */
/*
 * mutate.h: variants of a question, as people would type it. Words are
 * English; case, punctuation, typos, drops and order know no language.
 */
#ifndef FAQ_MUTATE_H
#define FAQ_MUTATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum mutation {
	MUTATION_CASE,
	MUTATION_PUNCTUATION,
	MUTATION_FILLER,      /* "hi sorry quick one, ..." */
	MUTATION_POLITE,      /* "could you please tell me: ..." */
	MUTATION_CONTRACTION, /* what is and what's, either way */
	MUTATION_TYPO,        /* in one word of five letters or more */
	MUTATION_DROPPED,     /* one word is missing */
	MUTATION_ORDER,       /* the end comes first */
	MUTATION_TWO,         /* another question behind it */
	MUTATION_NEGATION,
	MUTATIONS
};

/* What a variant may do to the answer. */
enum mutation_rule {
	MUTATION_MUST,   /* it must not change */
	MUTATION_SHOULD, /* it should not, but not every one can be saved */
	MUTATION_MAY     /* it may: the question is another one now */
};

const char *mutation_name(enum mutation kind);
enum mutation_rule mutation_rule(enum mutation kind);

#define MUTATE_BYTES 2048u

/*
 * Writes a variant of `text`; `other` is the second question of
 * MUTATION_TWO. `random` is the state that the choice comes from: the same
 * state, the same variant; it moves on. False when the text has no such
 * variant, or none that fits; `out` is "" then.
 */
bool mutate(enum mutation kind, const char *text, const char *other,
	    uint64_t *random, char out[MUTATE_BYTES]);

/* A number below `limit` (> 0). SplitMix64, Steele et al. 2014. */
size_t mutate_pick(uint64_t *random, size_t limit);

#endif
