/* SPDX-License-Identifier: MIT */
/*
 * index_data.h: what an index is made of, for index.c (adds patterns),
 * index_seal.c (lays out) and index_find.c (asks).
 *
 * Features are bits in rows of 64-bit blocks. A word's row is stored as the
 * blocks that are not empty; a question copies the rows of its words side by
 * side and ORs them into one:
 *
 *	          feature 0 ............ 63 | 64 ........... 127 | ...
 *	"can"           .1..1....           |                    |
 *	"check"         .1.......           |    ..1.            |
 *	present         .1..1....           |    ..1.            |
 */
#ifndef FAQ_INDEX_DATA_H
#define FAQ_INDEX_DATA_H

#include "index.h"

#define INDEX_BUCKETS 16384u

/* A phrase of the content, each one stored once. */
struct index_phrase {
	uint32_t next; /* of the same hash, +1; 0: none */
	uint32_t hash;
	uint32_t first; /* its symbols */
	uint16_t count; /* of symbols */
	uint16_t key;   /* the symbol that tells most */
	uint16_t words; /* that it may stretch over, gaps filled */
	bool gap;       /* it has one */
	bool plain;     /* every word in any form, no gap */
	bool topic;     /* its key is no function word */
};

struct index_feature {
	uint32_t next;         /* of the same hash, +1; 0: none */
	uint32_t first, count; /* its phrases */
	uint32_t hash;
	uint16_t longest; /* phrase, in words */
	bool by_key;      /* of a raw pattern: a phrase's key is enough */
	bool gap;         /* some phrase has one */
	bool single;      /* every phrase is one word in any form */
};

/* A part of a row. */
struct index_block {
	uint32_t at;
	uint64_t members; /* features that the word is in */
	uint64_t proofs;  /* features that the word alone makes present */
};

/* Where a phrase that more than a word's presence decides is looked for. */
struct index_probe {
	uint32_t left, right; /* its first two words; right may be nothing */
	uint32_t third;       /* the symbol behind them, or nothing */
	uint32_t phrase;
	uint32_t first, count; /* features that it makes present */
};

/* What a word does in probes, as bits: most words lead to none, so that none is
 * looked for. */
enum index_role {
	INDEX_ALONE = 1,     /* the only word that is looked for */
	INDEX_PAIR_LEFT = 2, /* of a phrase without a gap */
	INDEX_PAIR_RIGHT = 4,
	INDEX_OTHER_LEFT = 8, /* of the others that have a second word */
	INDEX_OTHER_RIGHT = 16
};

/* Probes by the hash of their words: first[] is per bucket, and one past the
 * last. */
struct index_probes {
	size_t buckets;   /* a power of two */
	uint64_t *filter; /* a bit a bucket: most words have no probe */
	uint32_t *first;
	struct index_probe *probe;
};

/* A pattern, where its rarest feature leads to it. */
struct index_posting {
	uint32_t pattern;
	uint32_t other[3]; /* more features that it requires; may repeat */
};

/* An item of a template, as far as order tells. What it needs of its feature
 * stands here, side by side: features lie all over the memory. */
struct index_step {
	uint32_t feature; /* when gap is 0 */
	uint16_t gap;
	uint16_t longest; /* phrase of the feature */
	bool optional, negated;
	bool single, gaps; /* the feature's `single` and `gap` */
};

struct index {
	struct arena *arena;
	struct index_pattern *patterns;
	size_t pattern_count, pattern_room;
	uint32_t *lists; /* features of patterns */
	size_t list_count, list_room;
	struct index_step *steps; /* of patterns */
	size_t step_count, step_room;
	struct index_feature *features;
	size_t feature_count, feature_room;
	uint32_t *members; /* phrases of features */
	size_t member_count, member_room;
	struct index_phrase *phrases;
	size_t phrase_count, phrase_room;
	symbol *symbols; /* of phrases */
	size_t symbol_count, symbol_room;
	uint32_t *feature_buckets, *phrase_buckets;
	/* Sealed: */
	size_t words;
	uint32_t *word_first; /* per word, into blocks; and one past the last */
	struct index_block *blocks;
	size_t row;                 /* blocks of a full row */
	struct index_probes pairs;  /* phrases of several words without a gap */
	struct index_probes others; /* with a gap, or one word in one form */
	uint8_t *roles;             /* per word: enum index_role */
	size_t reach; /* words from the first one of a phrase to its second */
	uint32_t *probe_features;
	uint64_t *anchors;       /* features that have postings, a full row */
	uint32_t *posting_first; /* per feature; and one past the last */
	struct index_posting *postings;
	uint32_t *uses; /* per word */
};

#define INDEX_NOTHING UINT32_MAX

static inline size_t index_bucket(const struct index_probes *probes,
				  uint32_t left, uint32_t right)
{
	uint64_t both = (uint64_t)left << 32 | right;
	/* Murmur3's finaliser, as far as it takes. */
	both = (both ^ both >> 33) * 0xff51afd7ed558ccdu;
	return (size_t)(both ^ both >> 33) & (probes->buckets - 1);
}

/* The word that a phrase is known by, whatever its order. */
static inline uint32_t index_key_word(const struct index *index,
				      const struct index_phrase *phrase)
{
	return symbol_id(index->symbols[phrase->first + phrase->key]);
}

/* True when its key word alone makes the feature present. */
static inline bool index_by_key(const struct index_feature *feature,
				const struct index_phrase *phrase)
{
	return feature->by_key || (phrase->count == 1 && phrase->plain);
}

#endif
