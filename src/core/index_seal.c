/* SPDX-License-Identifier: MIT */
/* Lays the index out for asking: rows of words, pairs, anchors. */
#include "index_data.h"

#include <string.h>

/* A function word is in most questions: a poor anchor. */
#define FUNCTION_COST 64u
/* A phrase is in fewer questions than its key word. */
#define PHRASE_GAIN 4u

/* Calls `each` for every word of a feature, some of them twice. */
static void each_word(const struct index *index, uint32_t f,
		      void (*each)(void *context, uint32_t word, bool proves),
		      void *context)
{
	const struct index_feature *feature = &index->features[f];
	for (uint32_t i = 0; i < feature->count; i++) {
		const struct index_phrase *phrase =
			&index->phrases[index->members[feature->first + i]];
		bool by_key = index_by_key(feature, phrase);
		for (size_t j = 0; j < phrase->count; j++) {
			symbol s = index->symbols[phrase->first + j];
			if (!symbol_is_gap(s))
				each(context, symbol_id(s),
				     by_key && j == phrase->key);
		}
	}
}

/* The rows of all words while they are laid out, feature after feature. */
struct rows {
	struct index *index;
	uint32_t feature;
	uint32_t *last; /* per word: 1 + the block written last, 0: none */
	uint32_t *next; /* per word: its next block */
};

static void count_block(void *context, uint32_t word, bool proves)
{
	struct rows *rows = context;
	(void)proves;
	if (rows->last[word] == rows->feature / 64 + 1)
		return;
	rows->last[word] = rows->feature / 64 + 1;
	rows->index->word_first[word + 1]++;
}

static void fill_block(void *context, uint32_t word, bool proves)
{
	struct rows *rows = context;
	uint64_t bit = (uint64_t)1 << rows->feature % 64;
	if (rows->last[word] != rows->feature / 64 + 1) {
		rows->last[word] = rows->feature / 64 + 1;
		rows->index->blocks[rows->next[word]++].at = rows->feature / 64;
	}
	struct index_block *block = &rows->index->blocks[rows->next[word] - 1];
	block->members |= bit;
	if (proves)
		block->proofs |= bit;
}

static bool seal_rows(struct index *index)
{
	struct arena *arena = index->arena;
	struct rows rows = {.index = index};
	index->row = (index->feature_count + 63) / 64;
	index->word_first =
		arena_alloc(arena, index->words + 1, sizeof(uint32_t));
	rows.last = arena_alloc(arena, index->words, sizeof(*rows.last));
	rows.next = arena_alloc(arena, index->words, sizeof(*rows.next));
	if (!index->word_first || !rows.last || !rows.next)
		return false;
	for (; rows.feature < index->feature_count; rows.feature++)
		each_word(index, rows.feature, count_block, &rows);
	for (size_t w = 0; w < index->words; w++) {
		rows.next[w] = index->word_first[w];
		index->word_first[w + 1] += index->word_first[w];
		rows.last[w] = 0;
	}
	index->blocks = arena_alloc(arena, index->word_first[index->words],
				    sizeof(*index->blocks));
	if (!index->blocks)
		return false;
	for (rows.feature = 0; rows.feature < index->feature_count;
	     rows.feature++)
		each_word(index, rows.feature, fill_block, &rows);
	return true;
}

/* The bucket of the pair that a phrase begins with. */
static size_t pair_bucket(const struct index *index, uint32_t phrase)
{
	const symbol *symbols = index->symbols + index->phrases[phrase].first;
	return index_pair_hash(symbol_id(symbols[0]), symbol_id(symbols[1])) &
	       (index->pair_buckets - 1);
}

/* Calls `each` for every phrase of several words that a feature is proved by.
 */
static void each_pair(struct index *index,
		      void (*each)(struct index *, uint32_t phrase,
				   uint32_t feature))
{
	for (uint32_t f = 0; f < index->feature_count; f++) {
		const struct index_feature *feature = &index->features[f];
		for (uint32_t i = 0; i < feature->count; i++) {
			uint32_t p = index->members[feature->first + i];
			if (!index_by_key(feature, &index->phrases[p]))
				each(index, p, f);
		}
	}
}

static void count_pair(struct index *index, uint32_t phrase, uint32_t feature)
{
	(void)feature;
	index->pair_first[pair_bucket(index, phrase)]++;
}

/* Buckets fill from their ends, so that pair_first[] ends at their starts. */
static void fill_pair(struct index *index, uint32_t phrase, uint32_t feature)
{
	const symbol *symbols = index->symbols + index->phrases[phrase].first;
	index->pairs[--index->pair_first[pair_bucket(index, phrase)]] =
		(struct index_pair){symbol_id(symbols[0]),
				    symbol_id(symbols[1]), phrase, feature};
}

static bool seal_pairs(struct index *index)
{
	struct arena *arena = index->arena;
	index->pair_buckets = 64;
	while (index->pair_buckets < 4 * index->phrase_count)
		index->pair_buckets *= 2;
	index->pair_first =
		arena_alloc(arena, index->pair_buckets + 1, sizeof(uint32_t));
	if (!index->pair_first)
		return false;
	each_pair(index, count_pair);
	for (size_t i = 1; i <= index->pair_buckets; i++)
		index->pair_first[i] += index->pair_first[i - 1];
	index->pairs =
		arena_alloc(arena, index->pair_first[index->pair_buckets],
			    sizeof(*index->pairs));
	if (!index->pairs)
		return false;
	each_pair(index, fill_pair);
	return true;
}

/* Counting words of features, each once a feature. */
struct tally {
	struct index *index;
	uint32_t stamp; /* 1 + the feature at hand */
	uint32_t *seen; /* per word */
	uint32_t times; /* patterns that require the feature */
};

static void tally_word(void *context, uint32_t word, bool proves)
{
	struct tally *tally = context;
	(void)proves;
	if (tally->seen[word] != tally->stamp)
		tally->index->uses[word] += tally->times;
	tally->seen[word] = tally->stamp;
}

static bool seal_uses(struct index *index)
{
	struct arena *arena = index->arena;
	struct tally tally = {.index = index};
	uint32_t *times =
		arena_alloc(arena, index->feature_count, sizeof(*times));
	tally.seen = arena_alloc(arena, index->words, sizeof(*tally.seen));
	index->uses = arena_alloc(arena, index->words, sizeof(*index->uses));
	if (!times || !tally.seen || !index->uses)
		return false;
	for (size_t p = 0; p < index->pattern_count; p++) {
		const struct index_pattern *pattern = &index->patterns[p];
		for (size_t i = 0; i < pattern->required; i++)
			times[index->lists[pattern->first + i]]++;
	}
	for (uint32_t f = 0; f < index->feature_count; f++) {
		tally.stamp = f + 1;
		tally.times = times[f];
		each_word(index, f, tally_word, &tally);
	}
	return true;
}

uint32_t index_uses(const struct index *index, uint32_t word)
{
	return word < index->words ? index->uses[word] : 0;
}

/* How many questions a feature is likely to be marked by. */
static uint64_t feature_cost(const struct index *index, uint32_t f)
{
	const struct index_feature *feature = &index->features[f];
	uint64_t cost = 0;
	for (uint32_t i = 0; i < feature->count; i++) {
		const struct index_phrase *phrase =
			&index->phrases[index->members[feature->first + i]];
		uint64_t one = index->uses[index_key_word(index, phrase)] *
			       (phrase->topic ? 1u : FUNCTION_COST);
		cost += index_by_key(feature, phrase) ? one
						      : one / PHRASE_GAIN + 1;
	}
	return cost;
}

/* The posting of a pattern at its rarest feature, which is returned; the next
 * rare ones come with it. */
static uint32_t choose_anchor(const struct index *index, const uint64_t *cost,
			      uint32_t p, struct index_posting *out)
{
	const struct index_pattern *pattern = &index->patterns[p];
	const uint32_t *features = index_features(index, pattern);
	uint32_t best[4] = {0};
	size_t count = 0;
	for (size_t i = 0; i < pattern->required; i++) {
		size_t at = count;
		while (at && cost[features[i]] < cost[best[at - 1]])
			at--;
		if (at == 4)
			continue;
		count += count < 4;
		memmove(&best[at + 1], &best[at],
			(count - at - 1) * sizeof(*best));
		best[at] = features[i];
	}
	*out = (struct index_posting){.pattern = p};
	for (size_t i = 0; i < 3; i++)
		out->other[i] = best[i + 1 < count ? i + 1 : 0];
	return best[0];
}

static bool seal_postings(struct index *index)
{
	struct arena *arena = index->arena;
	size_t count = index->pattern_count;
	uint64_t *cost =
		arena_alloc(arena, index->feature_count, sizeof(*cost));
	uint32_t *anchor = arena_alloc(arena, count, sizeof(*anchor));
	struct index_posting *posting =
		arena_alloc(arena, count, sizeof(*posting));
	index->postings = arena_alloc(arena, count, sizeof(*posting));
	index->anchors =
		arena_alloc(arena, index->row, sizeof(*index->anchors));
	if (!cost || !anchor || !posting || !index->postings || !index->anchors)
		return false;
	for (uint32_t f = 0; f < index->feature_count; f++)
		cost[f] = feature_cost(index, f);
	for (uint32_t p = 0; p < count; p++) {
		if (!index->patterns[p].required)
			continue;
		anchor[p] = choose_anchor(index, cost, p, &posting[p]);
		index->features[anchor[p]].posting_count++;
		index->anchors[anchor[p] / 64] |= (uint64_t)1 << anchor[p] % 64;
	}
	uint32_t at = 0;
	for (size_t f = 0; f < index->feature_count; f++) {
		index->features[f].postings = at;
		at += index->features[f].posting_count;
		index->features[f].posting_count = 0;
	}
	for (size_t p = 0; p < count; p++) {
		struct index_feature *feature = &index->features[anchor[p]];
		if (index->patterns[p].required)
			index->postings[feature->postings +
					feature->posting_count++] = posting[p];
	}
	return true;
}

bool index_seal(struct index *index, const struct vocab *vocab)
{
	index->words = vocab_size(vocab);
	return seal_rows(index) && seal_pairs(index) && seal_uses(index) &&
	       seal_postings(index);
}
