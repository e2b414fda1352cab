/* SPDX-License-Identifier: MIT */
#include "index.h"

#include <stdlib.h>
#include <string.h>

/* A function word is in most questions: a poor anchor. */
#define FUNCTION_COST 64u

struct feature {
	uint32_t next;         /* of the same hash, +1; 0: none */
	uint32_t first, count; /* its words in `entries` while building */
	uint32_t hash;
	uint32_t postings, posting_count; /* patterns anchored here */
};

/* A word's part in a feature. */
struct entry {
	uint32_t word;
	bool key;
};

struct posting {
	uint64_t signature;
	uint32_t pattern;
};

struct index {
	struct arena *arena;
	struct index_pattern *patterns;
	size_t pattern_count, pattern_room;
	uint32_t *lists; /* features of patterns */
	size_t list_count, list_room;
	struct feature *features;
	size_t feature_count, feature_room;
	struct entry *entries;
	size_t entry_count, entry_room;
	uint32_t *buckets;       /* feature + 1 by hash */
	uint32_t *word_first;    /* per word, into word_features */
	uint32_t *word_features; /* feature << 1 | key */
	size_t words;
	uint32_t *uses;
	struct posting *postings;
};

#define BUCKETS 16384u

struct index *index_new(struct arena *arena)
{
	struct index *index = arena_alloc(arena, 1, sizeof(*index));
	if (!index)
		return NULL;
	index->arena = arena;
	index->buckets = arena_alloc(arena, BUCKETS, sizeof(*index->buckets));
	return index->buckets ? index : NULL;
}

static uint64_t feature_bit(uint32_t feature)
{
	return (uint64_t)1 << ((feature * 0x9E3779B1u) >> 26);
}

static bool is_function(const struct vocab *vocab, uint32_t word)
{
	const char *stem = vocab_stem(vocab, word);
	return english_function(stem, strlen(stem));
}

/* The word of a phrase that tells most: a topic word, then a long one. */
static size_t key_of(const struct phrase *phrase, const struct vocab *vocab)
{
	size_t best = 0, best_score = 0;
	for (size_t i = 0; i < phrase->count; i++) {
		if (symbol_is_gap(phrase->symbols[i]))
			continue;
		uint32_t id = symbol_id(phrase->symbols[i]);
		size_t score = 1 + strlen(vocab_stem(vocab, id)) +
			       (is_function(vocab, id) ? 0 : WORD_BYTES);
		if (score > best_score) {
			best = i;
			best_score = score;
		}
	}
	return best;
}

static int entry_compare(const void *left, const void *right)
{
	const struct entry *a = left, *b = right;
	if (a->word != b->word)
		return a->word < b->word ? -1 : 1;
	return (int)b->key - (int)a->key;
}

static bool add_entry(struct index *index, uint32_t word, bool key)
{
	struct entry *more =
		arena_more(index->arena, index->entries, index->entry_count,
			   &index->entry_room, sizeof(*more));
	if (!more)
		return false;
	index->entries = more;
	more[index->entry_count++] = (struct entry){word, key};
	return true;
}

/* The words of a set, sorted, each once, from `first` on in the entries. */
static bool add_entries(struct index *index, const struct litset *set,
			const struct vocab *vocab, size_t first)
{
	for (size_t i = 0; i < set->count; i++) {
		const struct phrase *phrase = &set->phrases[i];
		size_t key = key_of(phrase, vocab);
		for (size_t j = 0; j < phrase->count; j++) {
			if (!symbol_is_gap(phrase->symbols[j]) &&
			    !add_entry(index, symbol_id(phrase->symbols[j]),
				       j == key))
				return false;
		}
	}
	size_t count = index->entry_count - first, kept = 0;
	if (!count)
		return true;
	struct entry *entries = index->entries + first;
	qsort(entries, count, sizeof(*entries), entry_compare);
	for (size_t i = 0; i < count; i++) {
		if (!kept || entries[kept - 1].word != entries[i].word)
			entries[kept++] = entries[i];
	}
	index->entry_count = first + kept;
	return true;
}

static uint32_t entries_hash(const struct entry *entries, size_t count)
{
	uint32_t hash = 2166136261u;
	for (size_t i = 0; i < count; i++)
		hash = (hash ^ (entries[i].word << 1 | entries[i].key)) *
		       16777619u;
	return hash ^ hash >> 15;
}

static bool entries_equal(const struct entry *a, const struct entry *b,
			  size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (a[i].word != b[i].word || a[i].key != b[i].key)
			return false;
	}
	return true;
}

/* The feature of the entries from `first` on: an old one drops them again. */
static bool intern(struct index *index, size_t first, uint32_t *out)
{
	size_t count = index->entry_count - first;
	const struct entry *entries = index->entries + first;
	uint32_t hash = entries_hash(entries, count);
	uint32_t *bucket = &index->buckets[hash % BUCKETS];
	for (uint32_t at = *bucket; at; at = index->features[at - 1].next) {
		const struct feature *old = &index->features[at - 1];
		if (old->hash == hash && old->count == count &&
		    entries_equal(index->entries + old->first, entries,
				  count)) {
			index->entry_count = first;
			*out = at - 1;
			return true;
		}
	}
	struct feature *more =
		arena_more(index->arena, index->features, index->feature_count,
			   &index->feature_room, sizeof(*more));
	if (!more || index->feature_count == INDEX_FEATURES_MAX)
		return false;
	index->features = more;
	*out = (uint32_t)index->feature_count++;
	more[*out] = (struct feature){.next = *bucket,
				      .first = (uint32_t)first,
				      .count = (uint32_t)count,
				      .hash = hash};
	*bucket = *out + 1;
	return true;
}

static bool add_feature(struct index *index, const struct litset *set,
			const struct vocab *vocab)
{
	uint32_t feature;
	size_t first = index->entry_count;
	if (!add_entries(index, set, vocab, first))
		return false;
	if (index->entry_count == first)
		return true; /* gaps only */
	if (!intern(index, first, &feature))
		return false;
	uint32_t *more =
		arena_more(index->arena, index->lists, index->list_count,
			   &index->list_room, sizeof(*more));
	if (!more)
		return false;
	index->lists = more;
	more[index->list_count++] = feature;
	return true;
}

/* True when every phrase of the set names a topic. */
static bool is_content(const struct litset *set, const struct vocab *vocab)
{
	for (size_t i = 0; i < set->count; i++) {
		const struct phrase *phrase = &set->phrases[i];
		size_t key = key_of(phrase, vocab);
		if (!phrase->count || symbol_is_gap(phrase->symbols[key]) ||
		    is_function(vocab, symbol_id(phrase->symbols[key])))
			return false;
	}
	return true;
}

static unsigned phrase_gap(const struct litset *set)
{
	unsigned gap = 0;
	for (size_t i = 0; i < set->count; i++) {
		for (size_t j = 0; j < set->phrases[i].count; j++) {
			symbol s = set->phrases[i].symbols[j];
			if (symbol_is_gap(s) && (s & 0xFFu) > gap)
				gap = s & 0xFFu;
		}
	}
	return gap;
}

/* The features of the items that are optional or not. */
static bool add_features(struct index *index, const struct template *template,
			 const struct vocab *vocab, bool optional)
{
	for (size_t i = 0; i < template->count; i++) {
		const struct template_item *item = &template->item[i];
		if (item->gap || item->negated ||
		    litset_optional(&item->set) != optional)
			continue;
		if (!add_feature(index, &item->set, vocab))
			return false;
	}
	return true;
}

bool index_add(struct index *index, const struct template *template,
	       const struct vocab *vocab)
{
	struct index_pattern *more =
		arena_more(index->arena, index->patterns, index->pattern_count,
			   &index->pattern_room, sizeof(*more));
	if (!more)
		return false;
	index->patterns = more;
	struct index_pattern *pattern = &more[index->pattern_count];
	*pattern = (struct index_pattern){.first = (uint32_t)index->list_count};
	if (!add_features(index, template, vocab, false))
		return false;
	size_t required = index->list_count - pattern->first;
	if (!add_features(index, template, vocab, true))
		return false;
	pattern->required = (uint16_t)required;
	pattern->all = (uint16_t)(index->list_count - pattern->first);
	for (size_t i = 0; i < template->count; i++) {
		const struct template_item *item = &template->item[i];
		pattern->gap = (uint16_t)(pattern->gap + item->gap +
					  phrase_gap(&item->set));
		if (!item->gap && !item->negated)
			pattern->content =
				(uint16_t)(pattern->content +
					   is_content(&item->set, vocab));
	}
	for (size_t i = 0; i < required; i++)
		pattern->signature |=
			feature_bit(index->lists[pattern->first + i]);
	index->pattern_count++;
	return true;
}

const struct index_pattern *index_pattern(const struct index *index,
					  uint32_t pattern)
{
	return &index->patterns[pattern];
}

const uint32_t *index_features(const struct index *index,
			       const struct index_pattern *pattern)
{
	return index->lists + pattern->first;
}

void index_words(const struct index *index, uint32_t pattern,
		 void (*each)(void *context, uint32_t word), void *context)
{
	const struct index_pattern *p = &index->patterns[pattern];
	for (size_t i = 0; i < p->all; i++) {
		const struct feature *feature =
			&index->features[index->lists[p->first + i]];
		for (size_t j = 0; j < feature->count; j++)
			each(context, index->entries[feature->first + j].word);
	}
}

uint32_t index_uses(const struct index *index, uint32_t word)
{
	return word < index->words ? index->uses[word] : 0;
}

/* word -> its features, as one array with a start for each word. */
static bool seal_words(struct index *index, const struct vocab *vocab)
{
	index->words = vocab_size(vocab);
	uint32_t *first =
		arena_alloc(index->arena, index->words + 2, sizeof(*first));
	uint32_t *features = arena_alloc(index->arena, index->entry_count,
					 sizeof(*features));
	if (!first || !features)
		return false;
	for (size_t i = 0; i < index->entry_count; i++)
		first[index->entries[i].word + 2]++;
	for (size_t w = 2; w < index->words + 2; w++)
		first[w] += first[w - 1];
	for (size_t f = 0; f < index->feature_count; f++) {
		const struct feature *feature = &index->features[f];
		for (size_t i = 0; i < feature->count; i++) {
			const struct entry *entry =
				&index->entries[feature->first + i];
			features[first[entry->word + 1]++] =
				(uint32_t)f << 1 | entry->key;
		}
	}
	index->word_first = first;
	index->word_features = features;
	return true;
}

static bool seal_uses(struct index *index)
{
	index->uses =
		arena_alloc(index->arena, index->words, sizeof(*index->uses));
	if (!index->uses)
		return false;
	for (size_t p = 0; p < index->pattern_count; p++) {
		const struct index_pattern *pattern = &index->patterns[p];
		for (size_t i = 0; i < pattern->required; i++) {
			const struct feature *feature =
				&index->features[index->lists[pattern->first +
							      i]];
			for (size_t j = 0; j < feature->count; j++)
				index->uses[index->entries[feature->first + j]
						    .word]++;
		}
	}
	return true;
}

/* How many questions a feature is likely to be marked by. */
static uint64_t feature_cost(const struct index *index,
			     const struct vocab *vocab, uint32_t f)
{
	const struct feature *feature = &index->features[f];
	uint64_t cost = 0;
	for (size_t i = 0; i < feature->count; i++) {
		const struct entry *entry = &index->entries[feature->first + i];
		if (entry->key)
			cost += index->uses[entry->word] *
				(is_function(vocab, entry->word) ? FUNCTION_COST
								 : 1u);
	}
	return cost;
}

static uint32_t anchor_of(const struct index *index, const uint64_t *cost,
			  const struct index_pattern *pattern)
{
	const uint32_t *features = index_features(index, pattern);
	uint32_t best = features[0];
	for (size_t i = 1; i < pattern->required; i++) {
		if (cost[features[i]] < cost[best])
			best = features[i];
	}
	return best;
}

bool index_seal(struct index *index, const struct vocab *vocab)
{
	struct arena *arena = index->arena;
	if (!seal_words(index, vocab) || !seal_uses(index))
		return false;
	uint64_t *cost =
		arena_alloc(arena, index->feature_count, sizeof(*cost));
	uint32_t *anchor =
		arena_alloc(arena, index->pattern_count, sizeof(*anchor));
	index->postings = arena_alloc(arena, index->pattern_count,
				      sizeof(*index->postings));
	if (!cost || !anchor || !index->postings)
		return false;
	for (size_t f = 0; f < index->feature_count; f++)
		cost[f] = feature_cost(index, vocab, (uint32_t)f);
	for (size_t p = 0; p < index->pattern_count; p++) {
		if (!index->patterns[p].required)
			continue;
		anchor[p] = anchor_of(index, cost, &index->patterns[p]);
		index->features[anchor[p]].posting_count++;
	}
	uint32_t at = 0;
	for (size_t f = 0; f < index->feature_count; f++) {
		index->features[f].postings = at;
		at += index->features[f].posting_count;
		index->features[f].posting_count = 0;
	}
	for (size_t p = 0; p < index->pattern_count; p++) {
		if (!index->patterns[p].required)
			continue;
		struct feature *feature = &index->features[anchor[p]];
		index->postings[feature->postings + feature->posting_count++] =
			(struct posting){index->patterns[p].signature,
					 (uint32_t)p};
	}
	return true;
}

void index_mark(const struct index *index, struct index_marks *marks,
		const struct word *words, size_t count)
{
	uint32_t epoch = ++marks->epoch;
	marks->present_count = 0;
	marks->signature = 0;
	if (!epoch) { /* once in four billion questions */
		memset(marks->mark, 0,
		       INDEX_FEATURES_MAX * sizeof(*marks->mark));
		epoch = marks->epoch = 1;
	}
	for (size_t i = 0; i < count; i++) {
		uint64_t bit = i < INDEX_WORDS_MAX ? (uint64_t)1 << i : 0;
		if (words[i].id >= index->words)
			continue;
		const uint32_t *at =
			index->word_features + index->word_first[words[i].id];
		const uint32_t *end = index->word_features +
				      index->word_first[words[i].id + 1];
		for (; at < end; at++) {
			struct index_mark *mark = &marks->mark[*at >> 1];
			if (mark->epoch != epoch)
				*mark = (struct index_mark){0, epoch, false};
			mark->covers |= bit;
			if (!(*at & 1) || mark->present)
				continue;
			mark->present = true;
			marks->present[marks->present_count++] = *at >> 1;
			marks->signature |= feature_bit(*at >> 1);
		}
	}
}

uint64_t index_covers(const struct index *index,
		      const struct index_marks *marks,
		      const struct index_pattern *pattern)
{
	const uint32_t *features = index_features(index, pattern);
	uint64_t covers = 0;
	for (size_t i = 0; i < pattern->all; i++) {
		const struct index_mark *mark = &marks->mark[features[i]];
		if (mark->epoch == marks->epoch)
			covers |= mark->covers;
	}
	return covers;
}

static bool all_present(const struct index *index,
			const struct index_marks *marks, uint32_t p)
{
	const struct index_pattern *pattern = &index->patterns[p];
	const uint32_t *features = index_features(index, pattern);
	for (size_t i = 0; i < pattern->required; i++) {
		const struct index_mark *mark = &marks->mark[features[i]];
		if (mark->epoch != marks->epoch || !mark->present)
			return false;
	}
	return true;
}

void index_find(const struct index *index, const struct index_marks *marks,
		void (*found)(void *context, uint32_t pattern), void *context)
{
	for (size_t i = 0; i < marks->present_count; i++) {
		const struct feature *feature =
			&index->features[marks->present[i]];
		const struct posting *posting =
			index->postings + feature->postings;
		const struct posting *end = posting + feature->posting_count;
		for (; posting < end; posting++) {
			if ((posting->signature & ~marks->signature) == 0 &&
			    all_present(index, marks, posting->pattern))
				found(context, posting->pattern);
		}
	}
}
