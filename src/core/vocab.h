/* SPDX-License-Identifier: MIT */
/*
 * vocab.h: the words that a catalogue uses, by stem, and the repair of typos
 * against them.
 *
 * Built once (add ... seal), then immutable. Lookup is one hash probe. Repair
 * is symmetric deletion (Garbe 2012, "SymSpell"): the index holds every surface
 * with one letter deleted (two for words of 6 letters and more), so a typo is
 * found by deleting letters from it too, never by a scan of the vocabulary:
 * cost does not grow with the vocabulary. The distance is Damerau-Levenshtein's
 * (optimal string alignment), at most 1 for words of up to 5 letters, 2 for
 * longer ones (below 8 letters only with the first letter right). A word of
 * three letters may only lack one. Only words of a to z are repaired or
 * repaired to, and none above 24 letters.
 *
 * Memory that a failed call took stays in the arena until that is released.
 */
#ifndef FAQ_VOCAB_H
#define FAQ_VOCAB_H

#include "arena.h"
#include "english.h"
#include "faq.h"

#define VOCAB_NONE UINT32_MAX

struct vocab;

/* Empty, in `arena`, for at most `words` stems. NULL without memory. */
struct vocab *vocab_new(struct arena *arena, size_t words);

/*
 * The id of a stem, adding it when new; ids count up from 0. `surface` is a
 * word as the author wrote it (before folding): it and its inflections become
 * targets of repair. Adding a surface twice is fine. VOCAB_NONE without memory,
 * after sealing and for a stem more than vocab_new() was told of.
 */
uint32_t vocab_add(struct vocab *vocab, const char *stem, size_t stem_bytes,
		   const char *surface, size_t surface_bytes);

/* Makes a word a target of repair without being one of the vocabulary's: what
 * it stands for, or that it is dropped, is for the reader to know. False
 * without memory. */
bool vocab_add_target(struct vocab *vocab, const char *surface, size_t bytes);

/* True for a word as written that was added, or an inflection of one. */
bool vocab_has_surface(const struct vocab *vocab, const char *surface,
		       size_t bytes);

/* Calls `each` with every surface: added ones, targets and, once sealed, their
 * inflections. */
void vocab_each_surface(const struct vocab *vocab,
			void (*each)(void *context, const char *surface,
				     size_t bytes),
			void *context);

/* Builds the repair index; no vocab_add() after it. FAQ_ERROR_MISUSE when it
 * is sealed already. After FAQ_ERROR_NOMEM words may still be added. */
FAQ_MUST_CHECK enum faq_status vocab_seal(struct vocab *vocab);

size_t vocab_size(const struct vocab *vocab);
/* The stem of an id, NUL-terminated. */
const char *vocab_stem(const struct vocab *vocab, uint32_t id);
/* The id of a stem, or VOCAB_NONE. */
uint32_t vocab_find(const struct vocab *vocab, const char *stem, size_t bytes);

/*
 * The surface that `word` (as written, not folded) is most likely a slip of,
 * NUL-terminated, or NULL; an 's is left out. Never called for words that
 * exist. Nearest wins; then a likely slip (transposition, doubled or missing
 * letter, neighbour key) before any other, then the more used surface (times
 * added), then the same first letter, then the alphabet: the result depends on
 * no order. Before vocab_seal() always NULL.
 */
const char *vocab_repair(const struct vocab *vocab, const char *word,
			 size_t bytes);

#endif
