/* SPDX-License-Identifier: MIT */
/* A question's words -> the patterns that may match. */
#include "index_data.h"

#include <string.h>

static bool is_present(const struct index_marks *marks, uint32_t feature)
{
	return marks->present[feature / 64] >> feature % 64 & 1;
}

/* Do the words from `at` on go like the phrase? They fit up to its second. */
static bool phrase_stands(const struct index *index,
			  const struct index_phrase *phrase,
			  const struct word *words, size_t count)
{
	const symbol *symbols = index->symbols + phrase->first;
	if (phrase->count > count)
		return false;
	for (size_t i = 2; i < phrase->count; i++) {
		if (words[i].id != symbol_id(symbols[i]) ||
		    words[i].flags & TEXT_SENTENCE)
			return false;
	}
	return true;
}

/* Marks the features of the phrases that begin with the first two words. */
static void mark_pair(const struct index *index, struct index_marks *marks,
		      const struct word *words, size_t count)
{
	uint32_t left = words[0].id, right = words[1].id;
	size_t bucket =
		index_pair_hash(left, right) & (index->pair_buckets - 1);
	const struct index_pair *pair =
		index->pairs + index->pair_first[bucket];
	const struct index_pair *end =
		index->pairs + index->pair_first[bucket + 1];
	for (; pair < end; pair++) {
		if (pair->left == left && pair->right == right &&
		    phrase_stands(index, &index->phrases[pair->phrase], words,
				  count))
			marks->present[pair->feature / 64] |=
				(uint64_t)1 << pair->feature % 64;
	}
}

void index_mark(const struct index *index, struct index_marks *marks,
		const struct word *words, size_t count)
{
	size_t rows = count < INDEX_WORDS_MAX ? count : INDEX_WORDS_MAX;
	marks->count = count;
	marks->row = index->row;
	marks->sentences = 0;
	memset(marks->present, 0, index->row * sizeof(*marks->present));
	memset(marks->rows, 0, rows * index->row * sizeof(*marks->rows));
	for (size_t i = 0; i < count; i++) {
		bool sentence = i && words[i].flags & TEXT_SENTENCE;
		if (i < INDEX_WORDS_MAX)
			marks->sentences |= (uint64_t)sentence << i;
		if (words[i].id >= index->words)
			continue;
		const struct index_block *block =
			index->blocks + index->word_first[words[i].id];
		const struct index_block *end =
			index->blocks + index->word_first[words[i].id + 1];
		for (const struct index_block *b = block; b < end; b++)
			marks->present[b->at] |= b->proofs;
		uint64_t *row = marks->rows + i * index->row;
		for (; i < INDEX_WORDS_MAX && block < end; block++)
			row[block->at] = block->members;
		if (i + 1 < count && words[i + 1].id < index->words &&
		    !(words[i + 1].flags & TEXT_SENTENCE))
			mark_pair(index, marks, &words[i], count - i);
	}
}

/* The words, as bits, that stand in a feature. */
static uint64_t feature_words(const struct index_marks *marks, uint32_t feature)
{
	size_t count =
		marks->count < INDEX_WORDS_MAX ? marks->count : INDEX_WORDS_MAX;
	const uint64_t *at = marks->rows + feature / 64;
	uint64_t covers = 0;
	for (size_t i = 0; i < count; i++, at += marks->row)
		covers |= (*at >> feature % 64 & 1) << i;
	return covers;
}

uint64_t index_covers(const struct index *index,
		      const struct index_marks *marks,
		      const struct index_pattern *pattern)
{
	const uint32_t *features = index_features(index, pattern);
	uint64_t covers = 0;
	for (size_t i = 0; i < pattern->all; i++)
		covers |= feature_words(marks, features[i]);
	return covers;
}

/*
 * Walking: sets of positions, bit i before word i, bit `count` behind the last.
 * From a position in `start` nothing was read yet, so a sentence may begin
 * there; behind a word that was read, one can't: PCRE2 finds a full stop.
 */
struct walk {
	uint64_t start, read;
	uint64_t stops; /* positions where a sentence begins */
};

/* Reads up to `most` words of a set. */
static uint64_t walk_words(const struct walk *walk, uint64_t set, unsigned most)
{
	uint64_t at = walk->start | (walk->read & ~walk->stops), reached = 0;
	for (unsigned i = 0; i < most && at; i++) {
		at = (at & set) << 1;
		reached |= at;
		at &= ~walk->stops;
	}
	return reached;
}

/* False when the steps of a pattern can't be taken one behind the other. */
static bool walk_steps(const struct index *index,
		       const struct index_marks *marks,
		       const struct index_pattern *pattern)
{
	const struct index_step *step = index->steps + pattern->steps;
	const struct index_step *end = step + pattern->step_count;
	uint64_t all = ((uint64_t)1 << marks->count) - 1;
	struct walk walk = {.start = pattern->begins ? 1 | marks->sentences
						     : all,
			    .stops = marks->sentences};
	for (; step < end; step++) {
		const struct index_feature *feature =
			&index->features[step->feature];
		if (step->gap) {
			walk.read |= walk_words(&walk, all, step->gap);
			continue;
		}
		uint64_t set = feature->gap
				       ? all
				       : feature_words(marks, step->feature);
		uint64_t reached = walk_words(&walk, set, feature->longest);
		if (step->optional) {
			walk.read |= reached;
		} else {
			walk.read = reached;
			walk.start = 0;
			if (!reached)
				return false;
		}
	}
	return !pattern->ends || ((walk.start | walk.read) &
				  (walk.stops | (uint64_t)1 << marks->count));
}

/* False when something stands in the question that must not. */
static bool nothing_forbidden(const struct index *index,
			      const struct index_marks *marks,
			      const struct index_pattern *pattern)
{
	const struct index_step *step = index->steps + pattern->steps;
	for (size_t i = 0; i < pattern->step_count; i++) {
		uint32_t feature = step[i].feature;
		if (index->features[feature].exact &&
		    is_present(marks, feature))
			return false;
	}
	return true;
}

static bool all_present(const struct index *index,
			const struct index_marks *marks,
			const struct index_pattern *pattern)
{
	const uint32_t *features = index_features(index, pattern);
	for (size_t i = 0; i < pattern->required; i++) {
		if (!is_present(marks, features[i]))
			return false;
	}
	return true;
}

static bool may_match(const struct index *index,
		      const struct index_marks *marks, uint32_t p)
{
	const struct index_pattern *pattern = &index->patterns[p];
	if (!all_present(index, marks, pattern))
		return false;
	if (!pattern->step_count)
		return true;
	if (index->steps[pattern->steps].negated)
		return nothing_forbidden(index, marks, pattern);
	/* Positions are bits, and one stands behind the last word. */
	return marks->count >= INDEX_WORDS_MAX ||
	       walk_steps(index, marks, pattern);
}

void index_find(const struct index *index, const struct index_marks *marks,
		void (*found)(void *context, uint32_t pattern), void *context)
{
	for (size_t b = 0; b < index->row; b++) {
		uint64_t bits = marks->present[b] & index->anchors[b];
		for (; bits; bits &= bits - 1) {
			const struct index_feature *feature =
				&index->features[b * 64 +
						 (size_t)__builtin_ctzll(bits)];
			const struct index_posting *posting =
				index->postings + feature->postings;
			const struct index_posting *end =
				posting + feature->posting_count;
			for (; posting < end; posting++) {
				if (is_present(marks, posting->other[0]) &&
				    is_present(marks, posting->other[1]) &&
				    is_present(marks, posting->other[2]) &&
				    may_match(index, marks, posting->pattern))
					found(context, posting->pattern);
			}
		}
	}
}
