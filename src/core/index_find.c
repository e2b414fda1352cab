/* SPDX-License-Identifier: MIT */
/* A question's words -> the patterns that may match. */
#include "index_data.h"

#include <string.h>

static bool is_present(const struct index_marks *marks, uint32_t feature)
{
	return marks->present[feature / 64] >> feature % 64 & 1;
}

static bool fits(const struct word *word, symbol s)
{
	char form = word->form ? word->form : '.';
	return word->id == symbol_id(s) &&
	       (!symbol_form(s) || symbol_form(s) == form);
}

/* Do the words go like a phrase without a gap? */
static bool phrase_stands(const struct index *index,
			  const struct index_phrase *phrase,
			  const struct word *words, size_t count)
{
	const symbol *symbols = index->symbols + phrase->first;
	if (phrase->count > count)
		return false;
	for (size_t i = 0; i < phrase->count; i++) {
		if (!fits(&words[i], symbols[i]) ||
		    (i && words[i].flags & TEXT_SENTENCE))
			return false;
	}
	return true;
}

/*
 * Positions are bits, bit i before word i, bit `count` behind the last. Moves
 * from each position in `at` over up to `most` words of a set; a sentence that
 * begins at a position in `stops` is not gone into, for there PCRE2 finds a
 * full stop.
 */
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
static uint64_t places(const struct index_marks *marks,
		       const struct word *words, symbol s)
{
	uint32_t id = symbol_id(s);
	uint64_t set = 0;
	for (size_t w = 0; w < marks->count; w++)
		set |= (uint64_t)(marks->word[w] == id) << w;
	for (uint64_t bits = symbol_form(s) ? set : 0; bits; bits &= bits - 1) {
		unsigned w = (unsigned)__builtin_ctzll(bits);
		set &= ~((uint64_t)!fits(&words[w], s) << w);
	}
	return set;
}

/* Does a phrase stand anywhere, its gaps filled? */
static bool phrase_fits(const struct index *index,
			const struct index_phrase *phrase,
			const struct index_marks *marks,
			const struct word *words)
{
	const symbol *symbols = index->symbols + phrase->first;
	uint64_t all = ((uint64_t)1 << marks->count) - 1, at = all;
	for (size_t i = 0; i < phrase->count && at; i++) {
		uint64_t here = i ? at & ~marks->sentences : at;
		if (symbol_is_gap(symbols[i]))
			at |= move(here, all, symbols[i] & 0xFFu,
				   marks->sentences);
		else
			at = (here & places(marks, words, symbols[i])) << 1;
	}
	return at != 0;
}

static void mark_features(const struct index *index, struct index_marks *marks,
			  const struct index_probe *probe)
{
	const uint32_t *feature = index->probe_features + probe->first;
	for (uint32_t i = 0; i < probe->count; i++)
		marks->present[feature[i] / 64] |= (uint64_t)1
						   << feature[i] % 64;
}

static void add_span(struct index_marks *marks, const struct index_probe *probe,
		     size_t start, size_t words)
{
	if (start < INDEX_WORDS_MAX && marks->span_count < INDEX_SPANS_MAX)
		marks->span[marks->span_count] =
			(struct index_span){probe->first, probe->count,
					    (uint8_t)start, (uint8_t)words};
	marks->span_count++;
}

/* Tells most phrases that begin alike apart. */
static bool third_fits(const struct index_marks *marks,
		       const struct word *words, size_t at, symbol third)
{
	return at + 2 < marks->count && words[at + 2].id == symbol_id(third);
}

/* Probes for the phrases whose first word is word `at`, and whose second one is
 * `right`. */
static void probe(const struct index *index, struct index_marks *marks,
		  const struct index_probes *probes, uint32_t right,
		  const struct word *words, size_t at)
{
	uint32_t left = words[at].id;
	size_t bucket = index_bucket(probes, left, right);
	if (!(probes->filter[bucket / 64] >> bucket % 64 & 1))
		return;
	const struct index_probe *one = probes->probe + probes->first[bucket];
	const struct index_probe *end =
		probes->probe + probes->first[bucket + 1];
	for (; one < end; one++) {
		const struct index_phrase *phrase =
			&index->phrases[one->phrase];
		if (one->left != left || one->right != right ||
		    (one->third != INDEX_NOTHING &&
		     !third_fits(marks, words, at, one->third)))
			continue;
		if (!phrase->gap) {
			if (!phrase_stands(index, phrase, words + at,
					   marks->count - at))
				continue;
			add_span(marks, one, at, phrase->count);
		} else if (marks->count < INDEX_WORDS_MAX &&
			   !phrase_fits(index, phrase, marks, words)) {
			continue;
		}
		mark_features(index, marks, one);
	}
}

/* The row of a word, and what it proves by itself. */
static void mark_word(const struct index *index, struct index_marks *marks,
		      uint32_t word, size_t at)
{
	const struct index_block *block =
		index->blocks + index->word_first[word];
	const struct index_block *end =
		index->blocks + index->word_first[word + 1];
	if (at >= INDEX_WORDS_MAX) {
		for (; block < end; block++)
			marks->present[block->at] |= block->proofs;
		return;
	}
	uint64_t *row = marks->rows + at * index->row;
	for (; block < end; block++) {
		marks->present[block->at] |= block->proofs;
		row[block->at] = block->members;
	}
}

static void probe_right(const struct index *index, struct index_marks *marks,
			const struct word *words, size_t at)
{
	size_t end = marks->count - at > index->reach ? at + index->reach + 1
						      : marks->count;
	unsigned left = index->roles[words[at].id];
	if (!(left & (INDEX_PAIR_LEFT | INDEX_OTHER_LEFT)))
		return;
	for (size_t i = at + 1; i < end; i++) {
		if (words[i].flags & TEXT_SENTENCE)
			return;
		if (words[i].id >= index->words)
			continue;
		unsigned right = index->roles[words[i].id];
		if (i == at + 1 && left & INDEX_PAIR_LEFT &&
		    right & INDEX_PAIR_RIGHT)
			probe(index, marks, &index->pairs, words[i].id, words,
			      at);
		if (left & INDEX_OTHER_LEFT && right & INDEX_OTHER_RIGHT)
			probe(index, marks, &index->others, words[i].id, words,
			      at);
	}
}

void index_mark(const struct index *index, struct index_marks *marks,
		const struct word *words, size_t count)
{
	size_t rows = count < INDEX_WORDS_MAX ? count : INDEX_WORDS_MAX;
	marks->count = count;
	marks->row = index->row;
	marks->sentences = 0;
	marks->span_count = 0;
	memset(marks->present, 0, index->row * sizeof(*marks->present));
	memset(marks->rows, 0, rows * index->row * sizeof(*marks->rows));
	for (size_t i = 0; i < rows; i++) {
		uint64_t sentence = i && words[i].flags & TEXT_SENTENCE;
		marks->sentences |= sentence << i;
		marks->word[i] = words[i].id;
	}
	for (size_t i = 0; i < count; i++) {
		if (words[i].id >= index->words)
			continue;
		mark_word(index, marks, words[i].id, i);
		if (index->roles[words[i].id] & INDEX_ALONE)
			probe(index, marks, &index->others, INDEX_NOTHING,
			      words, i);
		probe_right(index, marks, words, i);
	}
}

/* Of the words `among`, as bits, those that stand in a feature. */
static uint64_t feature_words(const struct index_marks *marks, uint32_t feature,
			      uint64_t among)
{
	const uint64_t *column = marks->rows + feature / 64;
	uint64_t covers = 0;
	for (; among; among &= among - 1) {
		size_t i = (size_t)__builtin_ctzll(among);
		covers |= (column[i * marks->row] >> feature % 64 & 1) << i;
	}
	return covers;
}

/* All words that are weighed one by one. */
static uint64_t all_words(const struct index_marks *marks)
{
	return marks->count < INDEX_WORDS_MAX
		       ? ((uint64_t)1 << marks->count) - 1
		       : UINT64_MAX;
}

uint64_t index_covers(const struct index *index,
		      const struct index_marks *marks,
		      const struct index_pattern *pattern)
{
	const uint32_t *features = index_features(index, pattern);
	uint64_t left = all_words(marks), all = left;
	for (size_t i = 0; i < pattern->all; i++)
		left &= ~feature_words(marks, features[i], left);
	return all & ~left;
}

/* Does the word alone make the feature present? */
static bool word_proves(const struct index *index, uint32_t word,
			uint32_t feature)
{
	uint32_t low = index->word_first[word];
	uint32_t high = index->word_first[word + 1];
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
	uint64_t all = ((uint64_t)1 << marks->count) - 1;
	if (step->gaps)
		return move(at, all, step->longest, marks->sentences);
	if (marks->span_count > INDEX_SPANS_MAX && !step->single)
		return move(at, feature_words(marks, f, all), step->longest,
			    marks->sentences);
	uint64_t set = feature_words(marks, f, at & all), reached = 0;
	if (step->single)
		return set << 1;
	for (uint64_t bits = set; bits; bits &= bits - 1) {
		unsigned i = (unsigned)__builtin_ctzll(bits);
		if (word_proves(index, marks->word[i], f))
			reached |= (uint64_t)2 << i;
	}
	for (size_t i = 0; i < marks->span_count; i++) {
		const struct index_span *span = &marks->span[i];
		if (at >> span->start & 1 && span_has(index, span, f))
			reached |= (uint64_t)1 << (span->start + span->words);
	}
	return reached;
}

/*
 * False when the steps of a pattern can't be taken one behind the other. From
 * `start` nothing was read yet, so that a sentence may begin there.
 */
static bool walk_steps(const struct index *index,
		       const struct index_marks *marks,
		       const struct index_pattern *pattern)
{
	const struct index_step *step = index->steps + pattern->steps;
	const struct index_step *end = step + pattern->step_count;
	uint64_t stops = marks->sentences;
	uint64_t all = ((uint64_t)1 << marks->count) - 1;
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

/* Positions are bits, and one stands behind the last word. */
static bool is_exact(const struct index_marks *marks)
{
	return marks->count < INDEX_WORDS_MAX;
}

/* False when something stands in the question that must not. */
static bool nothing_forbidden(const struct index *index,
			      const struct index_marks *marks,
			      const struct index_pattern *pattern)
{
	const struct index_step *step = index->steps + pattern->steps;
	for (size_t i = 0; i < pattern->step_count; i++) {
		if (is_present(marks, step[i].feature))
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
	if (!pattern->step_count || !is_exact(marks))
		return true;
	if (index->steps[pattern->steps].negated)
		return nothing_forbidden(index, marks, pattern);
	return walk_steps(index, marks, pattern);
}

/* Without branches, for nothing foretells them. */
static bool others_present(const struct index_marks *marks,
			   const struct index_posting *posting)
{
	uint64_t present = 1;
	for (size_t i = 0; i < 3; i++)
		present &= marks->present[posting->other[i] / 64] >>
			   posting->other[i] % 64;
	return present;
}

void index_find(const struct index *index, const struct index_marks *marks,
		void (*found)(void *context, uint32_t pattern), void *context)
{
	for (size_t b = 0; b < index->row; b++) {
		uint64_t bits = marks->present[b] & index->anchors[b];
		for (; bits; bits &= bits - 1) {
			const uint32_t *first =
				&index->posting_first[b * 64 +
						      (size_t)__builtin_ctzll(
							      bits)];
			const struct index_posting *posting =
				index->postings + first[0];
			const struct index_posting *end =
				index->postings + first[1];
			for (; posting < end; posting++) {
				if (others_present(marks, posting) &&
				    may_match(index, marks, posting->pattern))
					found(context, posting->pattern);
			}
		}
	}
}

bool index_proves(const struct index *index, const struct index_marks *marks,
		  uint32_t pattern)
{
	return index->patterns[pattern].proof && is_exact(marks);
}
