/* SPDX-License-Identifier: MIT */
/*
 * Do the steps of a template stand in its order? Positions are bits, bit i
 * before word i, bit `count` behind the last; a step leads from some of them to
 * others:
 *
 *	          | how | do | i | verify | my | card |
 *	begin     0     1    2   3        4    5      6     all of them
 *	{verify}                          x                 behind "verify"
 *	*2                                x    x      x     up to two words on
 *	{card}                                        x     behind "card"
 */
#include "index_data.h"

/* Moves from each position in `at` over up to `most` words of a set; a sentence
 * that begins at a position in `stops` is not gone into, for there PCRE2 finds
 * a full stop. */
static uint64_t move(uint64_t at, uint64_t set, unsigned most, uint64_t stops)
{
	uint64_t reached = 0;
	for (unsigned i = 0; i < most && at; i++) {
		at = (at & set) << 1;
		reached |= at;
		at &= ~stops;
	}
	return reached;
}

/* The places of a word, in its form, as bits. */
static uint64_t places(const struct index_marks *marks, symbol s)
{
	uint64_t found = 0;
	uint64_t bits = marks->slot[symbol_id(s) % INDEX_SLOTS];
	for (; bits; bits &= bits - 1) {
		unsigned w = (unsigned)__builtin_ctzll(bits);
		found |= (uint64_t)index_fits(&marks->words[w], s) << w;
	}
	return found;
}

uint64_t index_phrase_ends(const struct index *index,
			   const struct index_marks *marks, uint32_t p,
			   uint64_t at)
{
	const struct index_phrase *phrase = &index->phrases[p];
	const symbol *symbols = index->symbols + phrase->first;
	uint64_t all = index_all(marks);
	for (size_t i = 0; i < phrase->count && at; i++) {
		uint64_t here = i ? at & ~marks->sentences : at;
		if (symbol_is_gap(symbols[i]))
			at |= move(here, all, symbols[i] & 0xFFu,
				   marks->sentences);
		else
			at = (here & places(marks, symbols[i])) << 1;
	}
	return at;
}

/* Does the word alone make the feature present? */
static bool word_proves(const struct index *index, uint32_t word,
			uint32_t feature)
{
	const uint64_t *full = index->full[word];
	uint32_t low = index->word_first[word];
	uint32_t high = index->word_first[word + 1];
	if (full)
		return full[index->row + feature / 64] >> feature % 64 & 1;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		const struct index_block *block = &index->blocks[middle];
		if (block->at == feature / 64)
			return block->proofs >> feature % 64 & 1;
		if (block->at < feature / 64)
			low = middle + 1;
		else
			high = middle;
	}
	return false;
}

static bool span_has(const struct index *index, const struct index_span *span,
		     uint32_t feature)
{
	const uint32_t *features = index->probe_features + span->features;
	for (uint32_t i = 0; i < span->feature_count; i++) {
		if (features[i] == feature)
			return true;
	}
	return false;
}

/* From where to where a feature leads. */
static uint64_t take_feature(const struct index *index,
			     const struct index_marks *marks, uint64_t at,
			     const struct index_step *step)
{
	uint32_t f = step->feature;
	uint64_t all = index_all(marks);
	if (marks->span_count > INDEX_SPANS_MAX && !step->single)
		return move(at, step->gaps ? all : index_column(marks, f, all),
			    step->longest, marks->sentences);
	uint64_t set = index_column(marks, f, at & all), reached = 0;
	if (step->single)
		return set << 1;
	for (uint64_t bits = set; bits; bits &= bits - 1) {
		unsigned i = (unsigned)__builtin_ctzll(bits);
		if (word_proves(index, marks->words[i].id, f))
			reached |= (uint64_t)2 << i;
	}
	for (size_t i = 0; i < marks->span_count; i++) {
		const struct index_span *span = &marks->span[i];
		if ((span->words && !(at >> span->start & 1)) ||
		    !span_has(index, span, f))
			continue;
		if (span->words)
			reached |= (uint64_t)1 << (span->start + span->words);
		else
			reached |= index_phrase_ends(index, marks, span->phrase,
						     at);
	}
	return reached;
}

/* From `start` nothing was read yet, so that a sentence may begin there. */
bool index_walks(const struct index *index, const struct index_marks *marks,
		 const struct index_pattern *pattern)
{
	const struct index_step *step = index->steps + pattern->steps;
	const struct index_step *end = step + pattern->step_count;
	uint64_t stops = marks->sentences;
	uint64_t all = index_all(marks);
	uint64_t start = pattern->begins ? 1 | stops : all, read = 0;
	for (; step < end; step++) {
		uint64_t at = start | (read & ~stops);
		if (step->gap) {
			read |= move(at, all, step->gap, stops);
			continue;
		}
		uint64_t reached = take_feature(index, marks, at, step);
		read = step->optional ? read | reached : reached;
		start = step->optional ? start : 0;
		if (!start && !read)
			return false;
	}
	return !pattern->ends ||
	       ((start | read) & (stops | (uint64_t)1 << marks->count));
}
