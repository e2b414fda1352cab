/* SPDX-License-Identifier: MIT */
/*
 * lexicon.h: the tables that mklexicon makes of the lists in data/ at build
 * time (build/gen/lexicon.c). Only english.c looks into them.
 */
#ifndef FAQ_LEXICON_H
#define FAQ_LEXICON_H

#include <stddef.h>
#include <stdint.h>

/*
 * The words that exist, as fingerprints: open addressing, linear probing, 0 is
 * an empty slot. The slot comes from the hash's low bits, the fingerprint from
 * its high ones, so they are independent. A word that is not in the list meets
 * about 2.5 fingerprints on its way at 60 % load, and each is equal to its own
 * with 2^-31: one stranger in 900 million is taken for a word.
 *
 * The lowest bit of a fingerprint says that the word is a common one; without
 * it, the list knows it as a name only ("locke"): real, but no word's base.
 */
#define LEXICON_WORD_SLOTS 131072u
#define LEXICON_COMMON 1u

extern const uint32_t lexicon_words[LEXICON_WORD_SLOTS];

/* A line of irregular.txt, short.txt, function.txt or filler.txt; the tables
 * are open addressing too, an empty slot has bytes 0. */
struct lexicon_entry {
	const char *word;
	const char *to; /* base word or meaning, NULL without one */
	uint8_t bytes;  /* of word */
	char form;      /* 'd', 's', 'g' or 0, see english.h */
};

#define LEXICON_ENTRY_SLOTS 2048u

extern const struct lexicon_entry lexicon_irregular[LEXICON_ENTRY_SLOTS];
extern const struct lexicon_entry lexicon_short[LEXICON_ENTRY_SLOTS];
extern const struct lexicon_entry lexicon_function[LEXICON_ENTRY_SLOTS];
extern const struct lexicon_entry lexicon_filler[LEXICON_ENTRY_SLOTS];

/* FNV-1a, then the finaliser of MurmurHash3, for FNV's high bits are weak in
 * short words. */
static inline uint64_t lexicon_hash(const char *word, size_t bytes)
{
	uint64_t hash = 0xcbf29ce484222325u;
	for (size_t i = 0; i < bytes; i++)
		hash = (hash ^ (unsigned char)word[i]) * 0x100000001b3u;
	hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccdu;
	return hash ^ (hash >> 33);
}

/* Never 0, and the lowest bit is clear. */
static inline uint32_t lexicon_fingerprint(uint64_t hash)
{
	uint32_t print = (uint32_t)(hash >> 32) & ~LEXICON_COMMON;
	return print ? print : 2u;
}

#endif
