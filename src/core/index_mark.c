/* SPDX-License-Identifier: MIT */
/* A question's words -> what they and their phrases make present. */
#include "index_data.h"

#include <string.h>

/* Do the words go like a phrase without a gap? */
static bool phrase_stands(const struct index *index,
			  const struct index_phrase *phrase,
			  const struct word *words, size_t count)
{
	const symbol *symbols = index->symbols + phrase->first;
	if (phrase->count > count)
		return false;
	for (size_t i = 0; i < phrase->count; i++) {
		if (!index_fits(&words[i], symbols[i]) ||
		    (i && words[i].flags & TEXT_SENTENCE))
			return false;
	}
	return true;
}

static void mark_features(const struct index *index, struct index_marks *marks,
			  const struct index_probe *probe)
{
	const uint32_t *feature = index->probe_features + probe->first;
	for (uint32_t i = 0; i < probe->count; i++)
		marks->present[feature[i] / 64] |= (uint64_t)1
						   << feature[i] % 64;
}

/* `words` is 0 for a phrase with a gap, which may end at several places. */
static void add_span(struct index_marks *marks, const struct index_probe *probe,
		     size_t start, size_t words)
{
	if (start < INDEX_WORDS_MAX && marks->span_count < INDEX_SPANS_MAX)
		marks->span[marks->span_count] = (struct index_span){
			probe->first, probe->count, probe->phrase,
			(uint8_t)start, (uint8_t)words};
	marks->span_count++;
}

/* Two words may lead to one phrase with a gap more than once. */
static bool has_phrase(const struct index_marks *marks, uint32_t phrase)
{
	for (size_t i = 0;
	     i < marks->span_count && marks->span_count <= INDEX_SPANS_MAX;
	     i++) {
		if (marks->span[i].phrase == phrase)
			return true;
	}
	return false;
}

/* A phrase with a gap: does it stand anywhere, its gaps filled? Where words
 * are too many to be told apart, it is believed to. */
static bool note_gapped(const struct index *index, struct index_marks *marks,
			const struct index_probe *probe)
{
	if (marks->count >= INDEX_WORDS_MAX)
		return true;
	if (has_phrase(marks, probe->phrase) ||
	    !index_phrase_ends(index, marks, probe->phrase, index_all(marks)))
		return false;
	add_span(marks, probe, 0, 0);
	return true;
}

/* Tells most phrases that begin alike apart. Behind a gap the third word may
 * stand anywhere. */
static bool third_fits(const struct index_marks *marks,
		       const struct word *words, size_t at,
		       const struct index_probe *probe, bool gap)
{
	uint32_t third = symbol_id(probe->third);
	if (probe->third == INDEX_NOTHING)
		return true;
	if (gap)
		return marks->count >= INDEX_WORDS_MAX ||
		       marks->slot[third % INDEX_SLOTS];
	return at + 2 < marks->count && words[at + 2].id == third;
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
		    !third_fits(marks, words, at, one, phrase->gap))
			continue;
		if (!phrase->gap) {
			if (!phrase_stands(index, phrase, words + at,
					   marks->count - at))
				continue;
			add_span(marks, one, at, phrase->count);
		} else if (!note_gapped(index, marks, one)) {
			continue;
		}
		mark_features(index, marks, one);
	}
}

/* Two blocks at a time, as the compiler can where nothing overlaps. */
static void unite(uint64_t *restrict present, const uint64_t *restrict proofs,
		  size_t blocks)
{
	for (size_t b = 0; b < blocks; b += INDEX_LANES) {
		for (size_t lane = 0; lane < INDEX_LANES; lane++)
			present[b + lane] |= proofs[b + lane];
	}
}

/* What a word proves by itself, and its row: a full one is used where it is
 * stored, one of few blocks is laid out first. */
static void mark_word(const struct index *index, struct index_marks *marks,
		      uint32_t word, size_t at)
{
	const struct index_block *block =
		index->blocks + index->word_first[word];
	const struct index_block *end =
		index->blocks + index->word_first[word + 1];
	const uint64_t *full = index->full[word];
	bool kept = at < INDEX_WORDS_MAX;
	if (full) {
		unite(marks->present, full + index->row, index->row);
		if (kept)
			marks->row[at] = full;
		return;
	}
	uint64_t *row = marks->rows + (kept ? at : 0) * index->row;
	if (kept) {
		memset(row, 0, index->row * sizeof(*row));
		marks->row[at] = row;
	}
	for (; block < end; block++) {
		marks->present[block->at] |= block->proofs;
		if (kept)
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

/* Where the words stand, for the walks. */
static void place_words(const struct index *index, struct index_marks *marks,
			const struct word *words)
{
	size_t count =
		marks->count < INDEX_WORDS_MAX ? marks->count : INDEX_WORDS_MAX;
	marks->words = words;
	marks->sentences = marks->known = 0;
	memset(marks->slot, 0, sizeof(marks->slot));
	for (size_t i = 0; i < count; i++) {
		uint64_t sentence = i && words[i].flags & TEXT_SENTENCE;
		uint64_t known = words[i].id < index->words;
		marks->sentences |= sentence << i;
		marks->known |= known << i;
		marks->slot[words[i].id % INDEX_SLOTS] |= known << i;
	}
}

void index_mark(const struct index *index, struct index_marks *marks,
		const struct word *words, size_t count)
{
	marks->count = count;
	marks->span_count = 0;
	memset(marks->present, 0, index->row * sizeof(*marks->present));
	place_words(index, marks, words);
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
