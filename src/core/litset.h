/* SPDX-License-Identifier: MIT */
/*
 * litset.h: a finite set of short phrases, the building block of a template.
 *
 * A phrase is a sequence of symbols: a word of the vocabulary in any form, a
 * word in one exact form, or a bounded gap. "(can|could) i" and a word list
 * both come down to such a set, whatever brackets they were written with, so
 * everything behind the parser (regex, index, ranking) sees one shape only.
 * Sets live in an arena and are never changed once made; the memo of a word
 * list is, as it is filled.
 */
#ifndef FAQ_LITSET_H
#define FAQ_LITSET_H

#include "arena.h"

#define LITSET_PHRASES_MAX 8192u /* a set that expands past it is a fault */
#define LITSET_SYMBOLS_MAX 24u   /* of a phrase */
#define LITSET_GAP_MAX 8u        /* words that one '*' may stand for */

/* word id << 8 | form; the form 0 is any, '.' the plain one, else s d g. */
typedef uint32_t symbol;

#define SYMBOL_GAP 0xFFFFFF00u /* | words, 1..LITSET_GAP_MAX */

static inline symbol symbol_word(uint32_t id, char form)
{
	return id << 8 | (unsigned char)form;
}

static inline bool symbol_is_gap(symbol s)
{
	return (s & SYMBOL_GAP) == SYMBOL_GAP;
}

static inline uint32_t symbol_id(symbol s)
{
	return s >> 8;
}

static inline char symbol_form(symbol s)
{
	return (char)(s & 0xFFu);
}

struct phrase {
	const symbol *symbols;
	size_t count; /* 0: the empty phrase, which makes the set optional */
};

/*
 * What was made of a word list, kept so that it is not made anew for each of
 * the many templates that name the list. It holds for one build, its index and
 * its vocabulary, and is written by the thread that builds.
 */
struct litset_memo {
	struct arena *arena; /* for the regex; outlives the set */
	uint32_t feature[2]; /* in the index, [1]: by key; + 1, 0: not yet */
	const char *regex;   /* NULL: not yet */
	size_t regex_bytes;
};

struct litset {
	const struct phrase *phrases;
	size_t count;
	struct litset_memo *memo; /* NULL but for a whole list */
};

/* Why a set could not be made. */
enum litset_status {
	LITSET_OK,
	LITSET_NOMEM,
	LITSET_TOO_MANY, /* over LITSET_PHRASES_MAX phrases */
	LITSET_TOO_LONG  /* a phrase over LITSET_SYMBOLS_MAX symbols */
};

/* The set of one phrase, which may be empty. */
enum litset_status litset_one(struct litset *out, struct arena *arena,
			      const symbol *symbols, size_t count);
/* Every phrase of a followed by every phrase of b; where one of the two is but
 * the empty phrase, the other one itself. */
enum litset_status litset_join(struct litset *out, struct arena *arena,
			       const struct litset *a, const struct litset *b);
/* The phrases of both, sorted, each once. */
enum litset_status litset_union(struct litset *out, struct arena *arena,
				const struct litset *a, const struct litset *b);
/* True when the empty phrase is in it. */
bool litset_optional(const struct litset *set);
/* True when every phrase of a is one of b; both come from litset_union(). */
bool litset_within(const struct litset *a, const struct litset *b);

#endif
