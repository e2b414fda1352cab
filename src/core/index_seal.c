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

/* Calls `each` for every phrase that a word's presence does not decide. */
static void each_probe(struct index *index, uint32_t *first,
		       void (*each)(struct index *, uint32_t *first,
				    uint32_t feature))
{
	for (uint32_t f = 0; f < index->feature_count; f++) {
		const struct index_feature *feature = &index->features[f];
		for (uint32_t i = 0; i < feature->count; i++) {
			uint32_t p = index->members[feature->first + i];
			if (!index_by_key(feature, &index->phrases[p]))
				each(index, &first[p], f);
		}
	}
}

static void count_feature(struct index *index, uint32_t *first,
			  uint32_t feature)
{
	(void)index;
	(void)feature;
	++*first;
}

/* Lists fill from their ends, so that first[] ends at their starts. */
static void fill_feature(struct index *index, uint32_t *first, uint32_t feature)
{
	index->probe_features[--*first] = feature;
}

/* The features that each phrase makes present: first[] is per phrase, and one
 * past the last. */
static bool seal_features(struct index *index, uint32_t *first)
{
	each_probe(index, first, count_feature);
	for (size_t p = 1; p <= index->phrase_count; p++)
		first[p] += first[p - 1];
	index->probe_features =
		arena_alloc(index->arena, first[index->phrase_count],
			    sizeof(*index->probe_features));
	if (!index->probe_features)
		return false;
	each_probe(index, first, fill_feature);
	return true;
}

/* Its first two words are neighbours, and there is no gap behind them. */
static bool is_pair(const struct index_phrase *phrase)
{
	return phrase->count > 1 && !phrase->gap;
}

static struct index_probe probe_of(struct index *index, uint32_t p,
				   const uint32_t *first)
{
	const struct index_phrase *phrase = &index->phrases[p];
	const symbol *symbols = index->symbols + phrase->first;
	uint32_t word[2] = {INDEX_NOTHING, INDEX_NOTHING};
	size_t words = 0, reach = 0;
	for (size_t i = 0; i < phrase->count && words < 2; i++) {
		if (!symbol_is_gap(symbols[i]))
			word[words++] = symbol_id(symbols[i]);
		else if (words == 1)
			reach += symbols[i] & 0xFFu;
	}
	if (words == 2 && index->reach < reach + 1)
		index->reach = reach + 1;
	return (struct index_probe){
		.left = word[0],
		.right = word[1],
		.third = is_pair(phrase) && phrase->count > 2 ? symbols[2]
							      : INDEX_NOTHING,
		.phrase = p,
		.first = first[p],
		.count = first[p + 1] - first[p]};
}

static bool probes_alloc(struct index_probes *probes, struct arena *arena,
			 size_t count)
{
	for (probes->buckets = 64; probes->buckets < 2 * count;)
		probes->buckets *= 2;
	probes->first =
		arena_alloc(arena, probes->buckets + 1, sizeof(*probes->first));
	probes->filter = arena_alloc(arena, probes->buckets / 64,
				     sizeof(*probes->filter));
	probes->probe = arena_alloc(arena, count, sizeof(*probes->probe));
	return probes->first && probes->filter && probes->probe;
}

static void note_roles(struct index *index, const struct index_probe *probe,
		       bool pair)
{
	if (probe->right == INDEX_NOTHING) {
		index->roles[probe->left] |= INDEX_ALONE;
		return;
	}
	index->roles[probe->left] |= pair ? INDEX_PAIR_LEFT : INDEX_OTHER_LEFT;
	index->roles[probe->right] |=
		pair ? INDEX_PAIR_RIGHT : INDEX_OTHER_RIGHT;
}

/* The probes of pairs, or the others. */
static bool seal_probes(struct index *index, struct index_probes *probes,
			const uint32_t *first, bool pairs)
{
	size_t count = 0;
	for (size_t p = 0; p < index->phrase_count; p++)
		count += first[p] < first[p + 1] &&
			 is_pair(&index->phrases[p]) == pairs;
	if (!probes_alloc(probes, index->arena, count))
		return false;
	for (int fill = 0; fill < 2; fill++) {
		for (uint32_t p = 0; p < index->phrase_count; p++) {
			if (first[p] == first[p + 1] ||
			    is_pair(&index->phrases[p]) != pairs)
				continue;
			struct index_probe one = probe_of(index, p, first);
			size_t bucket =
				index_bucket(probes, one.left, one.right);
			probes->filter[bucket / 64] |= (uint64_t)1
						       << bucket % 64;
			note_roles(index, &one, pairs);
			if (fill)
				probes->probe[--probes->first[bucket]] = one;
			else
				probes->first[bucket]++;
		}
		for (size_t i = 1; !fill && i <= probes->buckets; i++)
			probes->first[i] += probes->first[i - 1];
	}
	return true;
}

static bool seal_phrases(struct index *index)
{
	uint32_t *first = arena_alloc(index->arena, index->phrase_count + 1,
				      sizeof(*first));
	index->roles =
		arena_alloc(index->arena, index->words, sizeof(*index->roles));
	return first && index->roles && seal_features(index, first) &&
	       seal_probes(index, &index->pairs, first, true) &&
	       seal_probes(index, &index->others, first, false);
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

/* Anchors and their postings, before these are put in order. */
static bool choose_anchors(struct index *index, uint32_t *anchor,
			   struct index_posting *posting)
{
	uint64_t *cost =
		arena_alloc(index->arena, index->feature_count, sizeof(*cost));
	if (!cost)
		return false;
	for (uint32_t f = 0; f < index->feature_count; f++)
		cost[f] = feature_cost(index, f);
	for (uint32_t p = 0; p < index->pattern_count; p++) {
		if (!index->patterns[p].required)
			continue;
		uint32_t f = choose_anchor(index, cost, p, &posting[p]);
		anchor[p] = f;
		index->posting_first[f]++;
		index->anchors[f / 64] |= (uint64_t)1 << f % 64;
	}
	return true;
}

static bool seal_postings(struct index *index)
{
	struct arena *arena = index->arena;
	size_t count = index->pattern_count;
	uint32_t *anchor = arena_alloc(arena, count, sizeof(*anchor));
	struct index_posting *posting =
		arena_alloc(arena, count, sizeof(*posting));
	index->postings = arena_alloc(arena, count, sizeof(*posting));
	index->posting_first = arena_alloc(arena, index->feature_count + 1,
					   sizeof(*index->posting_first));
	index->anchors =
		arena_alloc(arena, index->row, sizeof(*index->anchors));
	if (!anchor || !posting || !index->postings || !index->posting_first ||
	    !index->anchors || !choose_anchors(index, anchor, posting))
		return false;
	for (size_t f = 1; f <= index->feature_count; f++)
		index->posting_first[f] += index->posting_first[f - 1];
	for (size_t p = 0; p < count; p++) {
		if (index->patterns[p].required)
			index->postings[--index->posting_first[anchor[p]]] =
				posting[p];
	}
	return true;
}

bool index_seal(struct index *index, const struct vocab *vocab)
{
	index->words = vocab_size(vocab);
	return seal_rows(index) && seal_phrases(index) && seal_uses(index) &&
	       seal_postings(index);
}
