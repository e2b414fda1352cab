/* SPDX-License-Identifier: MIT */
/* What a question marked -> the patterns that may match. */
#include "index_data.h"

static unsigned is_present(const struct index_marks *marks, uint32_t feature)
{
	return (unsigned)(marks->present[feature / 64] >> feature % 64) & 1u;
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
	const uint32_t *features = index->lists + pattern->first;
	uint64_t left = all_words(marks) & marks->known, all = left;
	for (size_t i = 0; i < pattern->all && left; i++)
		left &= ~index_column(marks, features[i], left);
	return all & ~left;
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
	const uint32_t *features = index->lists + pattern->first;
	for (size_t i = 0; i < pattern->required; i++) {
		if (!is_present(marks, features[i]))
			return false;
	}
	return true;
}

/* The walk is left to those that have all they require: most have not. */
static inline bool may_match(const struct index *index,
			     const struct index_marks *marks, uint32_t p)
{
	const struct index_pattern *pattern = &index->patterns[p];
	if (!all_present(index, marks, pattern))
		return false;
	if (!pattern->step_count || !is_exact(marks))
		return true;
	if (index->steps[pattern->steps].negated)
		return nothing_forbidden(index, marks, pattern);
	return index_walks(index, marks, pattern);
}

bool index_may_match(const struct index *index, const struct index_marks *marks,
		     uint32_t p)
{
	return may_match(index, marks, p);
}

const uint32_t *index_first(const struct index *index,
			    const struct index_marks *marks,
			    const uint32_t *patterns, const uint32_t *end)
{
	while (patterns < end && !may_match(index, marks, *patterns))
		patterns++;
	return patterns;
}

/* Without branches, for nothing foretells them. */
static bool others_present(const struct index_marks *marks,
			   const struct index_posting *posting)
{
	return is_present(marks, posting->other[0]) &
	       is_present(marks, posting->other[1]) &
	       is_present(marks, posting->other[2]);
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
	return index->patterns[pattern].proof && is_exact(marks) &&
	       marks->span_count <= INDEX_SPANS_MAX;
}
