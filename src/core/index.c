/* SPDX-License-Identifier: MIT */
/* Templates -> features, each phrase and each set of phrases stored once. */
#include "index_data.h"

#include <stdlib.h>
#include <string.h>

struct index *index_new(struct arena *arena)
{
	struct index *index = arena_alloc(arena, 1, sizeof(*index));
	if (!index)
		return NULL;
	index->arena = arena;
	index->feature_buckets =
		arena_alloc(arena, INDEX_BUCKETS, sizeof(uint32_t));
	index->phrase_buckets =
		arena_alloc(arena, INDEX_BUCKETS, sizeof(uint32_t));
	return index->feature_buckets && index->phrase_buckets ? index : NULL;
}

/* FNV-1a over numbers. */
static uint32_t numbers_hash(const uint32_t *numbers, size_t count)
{
	uint32_t hash = 2166136261u;
	for (size_t i = 0; i < count; i++)
		hash = (hash ^ numbers[i]) * 16777619u;
	return hash ^ hash >> 15;
}

static bool is_function(const struct vocab *vocab, uint32_t word)
{
	const char *stem = vocab_stem(vocab, word);
	return english_function(stem, strlen(stem));
}

/* What is known of a phrase by itself. Its key is the word that tells most: a
 * topic word, then a long one. */
static void describe(struct index_phrase *out, const struct phrase *phrase,
		     const struct vocab *vocab)
{
	size_t best_score = 0;
	out->plain = true;
	for (size_t i = 0; i < phrase->count; i++) {
		symbol s = phrase->symbols[i];
		if (symbol_is_gap(s)) {
			out->gap = true;
			out->plain = false;
			out->words = (uint16_t)(out->words + (s & 0xFFu));
			continue;
		}
		out->words++;
		out->plain = out->plain && !symbol_form(s);
		bool topic = !is_function(vocab, symbol_id(s));
		size_t score = 1 + strlen(vocab_stem(vocab, symbol_id(s))) +
			       (topic ? WORD_BYTES : 0);
		if (score <= best_score)
			continue;
		best_score = score;
		out->key = (uint16_t)i;
		out->topic = topic;
	}
}

static bool phrase_equal(const struct index *index,
			 const struct index_phrase *a, const struct phrase *b)
{
	return a->count == b->count &&
	       !memcmp(index->symbols + a->first, b->symbols,
		       b->count * sizeof(*b->symbols));
}

static bool add_symbols(struct index *index, const struct phrase *phrase)
{
	for (size_t i = 0; i < phrase->count; i++) {
		symbol *more = arena_more(index->arena, index->symbols,
					  index->symbol_count,
					  &index->symbol_room, sizeof(*more));
		if (!more)
			return false;
		index->symbols = more;
		more[index->symbol_count++] = phrase->symbols[i];
	}
	return true;
}

static bool intern_phrase(struct index *index, const struct phrase *phrase,
			  const struct vocab *vocab, uint32_t *out)
{
	uint32_t hash = numbers_hash(phrase->symbols, phrase->count);
	uint32_t *bucket = &index->phrase_buckets[hash % INDEX_BUCKETS];
	for (uint32_t at = *bucket; at; at = index->phrases[at - 1].next) {
		if (index->phrases[at - 1].hash == hash &&
		    phrase_equal(index, &index->phrases[at - 1], phrase)) {
			*out = at - 1;
			return true;
		}
	}
	struct index_phrase *more =
		arena_more(index->arena, index->phrases, index->phrase_count,
			   &index->phrase_room, sizeof(*more));
	if (!more)
		return false;
	index->phrases = more;
	struct index_phrase one = {.next = *bucket,
				   .hash = hash,
				   .first = (uint32_t)index->symbol_count,
				   .count = (uint16_t)phrase->count};
	describe(&one, phrase, vocab);
	if (!add_symbols(index, phrase))
		return false;
	*out = (uint32_t)index->phrase_count;
	more[index->phrase_count++] = one;
	*bucket = *out + 1;
	return true;
}

static bool is_bare_gap(const struct phrase *phrase)
{
	for (size_t i = 0; i < phrase->count; i++) {
		if (!symbol_is_gap(phrase->symbols[i]))
			return false;
	}
	return true;
}

/* The phrases of a set, behind the members; the empty one is left out. */
static bool add_members(struct index *index, const struct litset *set,
			const struct vocab *vocab)
{
	for (size_t i = 0; i < set->count; i++) {
		uint32_t phrase;
		if (is_bare_gap(&set->phrases[i]))
			continue;
		if (!intern_phrase(index, &set->phrases[i], vocab, &phrase))
			return false;
		uint32_t *more = arena_more(index->arena, index->members,
					    index->member_count,
					    &index->member_room, sizeof(*more));
		if (!more)
			return false;
		index->members = more;
		more[index->member_count++] = phrase;
	}
	return true;
}

static void sum_up(struct index *index, struct index_feature *feature)
{
	feature->single = true;
	for (uint32_t i = 0; i < feature->count; i++) {
		const struct index_phrase *phrase =
			&index->phrases[index->members[feature->first + i]];
		if (phrase->words > feature->longest)
			feature->longest = phrase->words;
		feature->gap = feature->gap || phrase->gap;
		feature->single =
			feature->single && phrase->plain && phrase->count == 1;
	}
}

/* The feature of the members from `first` on: an old one drops them again. */
static bool intern_feature(struct index *index, size_t first, bool by_key,
			   uint32_t *out)
{
	size_t count = index->member_count - first;
	const uint32_t *members = index->members + first;
	uint32_t hash = numbers_hash(members, count) ^ by_key;
	uint32_t *bucket = &index->feature_buckets[hash % INDEX_BUCKETS];
	for (uint32_t at = *bucket; at; at = index->features[at - 1].next) {
		const struct index_feature *old = &index->features[at - 1];
		if (old->hash == hash && old->count == count &&
		    old->by_key == by_key &&
		    !memcmp(index->members + old->first, members,
			    count * sizeof(*members))) {
			index->member_count = first;
			*out = at - 1;
			return true;
		}
	}
	struct index_feature *more =
		arena_more(index->arena, index->features, index->feature_count,
			   &index->feature_room, sizeof(*more));
	if (!more || index->feature_count == INDEX_FEATURES_MAX)
		return false;
	index->features = more;
	*out = (uint32_t)index->feature_count++;
	more[*out] = (struct index_feature){.next = *bucket,
					    .first = (uint32_t)first,
					    .count = (uint32_t)count,
					    .hash = hash,
					    .by_key = by_key};
	sum_up(index, &more[*out]);
	*bucket = *out + 1;
	return true;
}

#define NO_FEATURE UINT32_MAX /* of a set without a word */

static bool feature_of(struct index *index, const struct litset *set,
		       const struct vocab *vocab, bool by_key, uint32_t *out)
{
	size_t first = index->member_count;
	if (set->memo && set->memo->feature[by_key]) {
		*out = set->memo->feature[by_key] - 1;
		return true;
	}
	*out = NO_FEATURE;
	if (!add_members(index, set, vocab) ||
	    (index->member_count > first &&
	     !intern_feature(index, first, by_key, out)))
		return false;
	if (set->memo) /* NO_FEATURE becomes 0: looked for again */
		set->memo->feature[by_key] = *out + 1;
	return true;
}

static bool add_to_list(struct index *index, uint32_t feature)
{
	uint32_t *more =
		arena_more(index->arena, index->lists, index->list_count,
			   &index->list_room, sizeof(*more));
	if (!more)
		return false;
	index->lists = more;
	more[index->list_count++] = feature;
	return true;
}

static bool add_step(struct index *index, struct index_step step)
{
	struct index_step *more =
		arena_more(index->arena, index->steps, index->step_count,
			   &index->step_room, sizeof(*more));
	if (!more)
		return false;
	index->steps = more;
	more[index->step_count++] = step;
	return true;
}

/* True when every phrase of the set names a topic. */
static bool is_content(const struct index *index, uint32_t feature)
{
	const struct index_feature *f = &index->features[feature];
	for (uint32_t i = 0; i < f->count; i++) {
		if (!index->phrases[index->members[f->first + i]].topic)
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

/* The features of the items, and what they say of the pattern. Optional ones
 * go to the list behind the required ones. */
static bool add_items(struct index *index, struct index_pattern *pattern,
		      const struct template *template, const uint32_t *features,
		      bool optional)
{
	for (size_t i = 0; i < template->count; i++) {
		const struct template_item *item = &template->item[i];
		if (item->gap || item->negated || features[i] == NO_FEATURE ||
		    litset_optional(&item->set) != optional)
			continue;
		if (!add_to_list(index, features[i]))
			return false;
		if (!optional)
			pattern->content =
				(uint16_t)(pattern->content +
					   is_content(index, features[i]));
	}
	return true;
}

static void step_to(struct index_step *step, const struct index *index,
		    uint32_t f, bool optional)
{
	const struct index_feature *feature = &index->features[f];
	step->feature = f;
	step->longest = feature->longest;
	step->single = feature->single;
	step->gaps = feature->gap;
	step->optional = optional;
}

/* What is walked: all items where order counts, else what must not be there. */
static bool add_steps(struct index *index, const struct template *template,
		      const uint32_t *features)
{
	size_t first = index->step_count;
	for (size_t i = 0; i < template->count && !template->raw; i++) {
		const struct template_item *item = &template->item[i];
		if (template->unordered && !item->negated)
			continue;
		/* "[the]": all its words are dropped. */
		if (litset_optional(&item->set) && item->set.count == 1)
			continue;
		if (!item->gap && features[i] == NO_FEATURE) {
			index->step_count = first; /* can't be told */
			return true;
		}
		struct index_step step = {.gap = (uint16_t)item->gap,
					  .negated = item->negated};
		if (!item->gap)
			step_to(&step, index, features[i],
				litset_optional(&item->set));
		if (!add_step(index, step))
			return false;
	}
	return true;
}

/* True when a template asks for nothing but features, or for these in an order
 * that is walked to the letter. */
static bool is_proof(const struct index_pattern *pattern,
		     const struct template *template, const uint32_t *features)
{
	bool proof = true;
	if (template->raw || !template->unordered)
		return !template->raw && pattern->step_count > 0;
	for (size_t i = 0; i < template->count; i++) {
		if (template->item[i].negated ||
		    !litset_optional(&template->item[i].set))
			proof = proof && features[i] != NO_FEATURE;
	}
	return proof;
}

bool index_add(struct index *index, const struct template *template,
	       const struct vocab *vocab)
{
	uint32_t features[TEMPLATE_ITEMS_MAX];
	struct index_pattern *more =
		arena_more(index->arena, index->patterns, index->pattern_count,
			   &index->pattern_room, sizeof(*more));
	if (!more)
		return false;
	index->patterns = more;
	struct index_pattern pattern = {.first = (uint32_t)index->list_count,
					.steps = (uint32_t)index->step_count,
					.veto = template->veto,
					.begins = template->begins,
					.ends = template->ends};
	for (size_t i = 0; i < template->count; i++) {
		const struct template_item *item = &template->item[i];
		features[i] = NO_FEATURE;
		pattern.gap = (uint16_t)(pattern.gap + item->gap +
					 phrase_gap(&item->set));
		if (!item->gap && !feature_of(index, &item->set, vocab,
					      template->raw, &features[i]))
			return false;
	}
	if (!add_items(index, &pattern, template, features, false))
		return false;
	pattern.required = (uint16_t)(index->list_count - pattern.first);
	if (!add_items(index, &pattern, template, features, true) ||
	    !add_steps(index, template, features))
		return false;
	pattern.all = (uint16_t)(index->list_count - pattern.first);
	pattern.step_count = (uint16_t)(index->step_count - pattern.steps);
	pattern.proof = is_proof(&pattern, template, features);
	more[index->pattern_count++] = pattern;
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

static void phrase_words(const struct index *index,
			 const struct index_phrase *phrase,
			 void (*each)(void *context, uint32_t word),
			 void *context)
{
	for (size_t i = 0; i < phrase->count; i++) {
		symbol s = index->symbols[phrase->first + i];
		if (!symbol_is_gap(s))
			each(context, symbol_id(s));
	}
}

void index_words(const struct index *index, uint32_t pattern,
		 void (*each)(void *context, uint32_t word), void *context)
{
	const struct index_pattern *p = &index->patterns[pattern];
	for (size_t i = 0; i < p->all; i++) {
		const struct index_feature *feature =
			&index->features[index->lists[p->first + i]];
		for (size_t j = 0; j < feature->count; j++)
			phrase_words(
				index,
				&index->phrases[index->members[feature->first +
							       j]],
				each, context);
	}
}
