/* SPDX-License-Identifier: MIT */
/*
 * known.h: every token that is likely to come, read and resolved beforehand.
 *
 * Reading a token asks many tables: contractions, typos, fillers, endings, the
 * vocabulary, function words. For the tokens that a vocabulary and English's
 * own lists hold the outcome is known when a catalogue is built, so it is kept
 * by the token as typed, and most tokens of a message cost one look.
 */
#ifndef FAQ_KNOWN_H
#define FAQ_KNOWN_H

#include "words.h"

struct known;

/* Reads all surfaces of a sealed vocabulary. NULL without memory. */
struct known *known_new(struct arena *arena, const struct vocab *vocab);

/* words_read() with the vocabulary, then words_resolve(). */
void known_read(const struct known *known, struct words *out,
		const struct text *text, words_repaired_fn *repaired,
		void *context);

#endif
