/* SPDX-License-Identifier: MIT */
#include "litset.h"

#include <stdlib.h>
#include <string.h>

static int phrase_compare(const void *left, const void *right)
{
	const struct phrase *a = left, *b = right;
	size_t n = a->count < b->count ? a->count : b->count;
	for (size_t i = 0; i < n; i++) {
		if (a->symbols[i] != b->symbols[i])
			return a->symbols[i] < b->symbols[i] ? -1 : 1;
	}
	return (a->count > b->count) - (a->count < b->count);
}

enum litset_status litset_one(struct litset *out, struct arena *arena,
			      const symbol *symbols, size_t count)
{
	*out = (struct litset){0};
	if (count > LITSET_SYMBOLS_MAX)
		return LITSET_TOO_LONG;
	struct phrase *phrase = arena_alloc(arena, 1, sizeof(*phrase));
	symbol *copy = arena_alloc(arena, count, sizeof(*copy));
	if (!phrase || !copy)
		return LITSET_NOMEM;
	if (count)
		memcpy(copy, symbols, count * sizeof(*copy));
	*phrase = (struct phrase){copy, count};
	*out = (struct litset){.phrases = phrase, .count = 1};
	return LITSET_OK;
}

static enum litset_status join_phrases(struct phrase *out, struct arena *arena,
				       const struct phrase *a,
				       const struct phrase *b)
{
	size_t count = a->count + b->count;
	if (count > LITSET_SYMBOLS_MAX)
		return LITSET_TOO_LONG;
	if (!a->count || !b->count) {
		*out = a->count ? *a : *b;
		return LITSET_OK;
	}
	symbol *symbols = arena_alloc(arena, count, sizeof(*symbols));
	if (!symbols)
		return LITSET_NOMEM;
	memcpy(symbols, a->symbols, a->count * sizeof(*symbols));
	memcpy(symbols + a->count, b->symbols, b->count * sizeof(*symbols));
	*out = (struct phrase){symbols, count};
	return LITSET_OK;
}

/* Sorts and drops doubles; returns the new count. */
static size_t phrases_unique(struct phrase *phrases, size_t count)
{
	size_t kept = 0;
	qsort(phrases, count, sizeof(*phrases), phrase_compare);
	for (size_t i = 0; i < count; i++) {
		if (kept && !phrase_compare(&phrases[kept - 1], &phrases[i]))
			continue;
		phrases[kept++] = phrases[i];
	}
	return kept;
}

static bool is_nothing(const struct litset *set)
{
	return set->count == 1 && !set->phrases[0].count;
}

enum litset_status litset_join(struct litset *out, struct arena *arena,
			       const struct litset *a, const struct litset *b)
{
	struct litset left = *a, right = *b;
	*out = is_nothing(&left) ? right : left;
	if (is_nothing(&left) || is_nothing(&right))
		return LITSET_OK;
	*out = (struct litset){0};
	if (left.count > LITSET_PHRASES_MAX / (right.count ? right.count : 1))
		return LITSET_TOO_MANY;
	size_t count = left.count * right.count;
	struct phrase *phrases = arena_alloc(arena, count, sizeof(*phrases));
	if (!phrases)
		return LITSET_NOMEM;
	for (size_t i = 0; i < count; i++) {
		enum litset_status status = join_phrases(
			&phrases[i], arena, &left.phrases[i / right.count],
			&right.phrases[i % right.count]);
		if (status)
			return status;
	}
	*out = (struct litset){.phrases = phrases,
			       .count = phrases_unique(phrases, count)};
	return LITSET_OK;
}

static bool is_sorted(const struct litset *set)
{
	for (size_t i = 1; i < set->count; i++) {
		if (phrase_compare(&set->phrases[i - 1], &set->phrases[i]) >= 0)
			return false;
	}
	return true;
}

/* Of sorted ones, so that a long list is not sorted anew for every word. */
static size_t phrases_merge(struct phrase *out, const struct litset *a,
			    const struct litset *b)
{
	size_t count = 0, i = 0, j = 0;
	while (i < a->count || j < b->count) {
		int order = i == a->count   ? 1
			    : j == b->count ? -1
					    : phrase_compare(&a->phrases[i],
							     &b->phrases[j]);
		out[count++] = order <= 0 ? a->phrases[i] : b->phrases[j];
		i += order <= 0;
		j += order >= 0;
	}
	return count;
}

static void append(struct phrase *out, const struct litset *set)
{
	if (set->count)
		memcpy(out, set->phrases, set->count * sizeof(*out));
}

enum litset_status litset_union(struct litset *out, struct arena *arena,
				const struct litset *a, const struct litset *b)
{
	struct litset left = *a, right = *b;
	size_t count = left.count + right.count;
	*out = (struct litset){0};
	if (count > 2 * LITSET_PHRASES_MAX)
		return LITSET_TOO_MANY;
	struct phrase *phrases = arena_alloc(arena, count, sizeof(*phrases));
	if (!phrases)
		return LITSET_NOMEM;
	if (is_sorted(&left) && is_sorted(&right)) {
		count = phrases_merge(phrases, &left, &right);
	} else {
		append(phrases, &left);
		append(phrases + left.count, &right);
		count = phrases_unique(phrases, count);
	}
	if (count > LITSET_PHRASES_MAX)
		return LITSET_TOO_MANY;
	*out = (struct litset){.phrases = phrases, .count = count};
	return LITSET_OK;
}

bool litset_optional(const struct litset *set)
{
	/* Sorted: the empty phrase comes first. */
	return set->count && !set->phrases[0].count;
}

bool litset_within(const struct litset *a, const struct litset *b)
{
	size_t j = 0;
	if (a->count > b->count)
		return false;
	for (size_t i = 0; i < a->count; i++) {
		while (j < b->count &&
		       phrase_compare(&b->phrases[j], &a->phrases[i]) < 0)
			j++;
		if (j == b->count ||
		    phrase_compare(&b->phrases[j], &a->phrases[i]) != 0)
			return false;
	}
	return true;
}
