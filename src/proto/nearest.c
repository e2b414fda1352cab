/* SPDX-License-Identifier: MIT */
#include "proto/nearest.h"

#include <ctype.h>
#include <string.h>

static int folded(char c)
{
	return tolower((unsigned char)c);
}

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Rows i-2, i-1 and i of the usual table are all that is ever needed. */
static size_t distance(const char *a, const char *b)
{
	size_t rows[3][NEAREST_BYTES_MAX + 1];
	size_t *before = rows[0], *above = rows[1], *row = rows[2];
	size_t length = strlen(b);

	for (size_t j = 0; j <= length; j++)
		above[j] = j;
	for (size_t i = 1; a[i - 1]; i++) {
		row[0] = i;
		for (size_t j = 1; j <= length; j++) {
			size_t differs = folded(a[i - 1]) != folded(b[j - 1]);
			row[j] = least(above[j - 1] + differs,
				       least(above[j], row[j - 1]) + 1);
			if (i > 1 && j > 1 &&
			    folded(a[i - 1]) == folded(b[j - 2]) &&
			    folded(a[i - 2]) == folded(b[j - 1]))
				row[j] = least(row[j], before[j - 2] + 1);
		}
		size_t *free_row = before;
		before = above;
		above = row;
		row = free_row;
	}
	return above[length];
}

void nearest_init(struct nearest *nearest, const char *word)
{
	*nearest = (struct nearest){.word = word};
}

void nearest_offer(struct nearest *nearest, const char *candidate)
{
	size_t length = strlen(nearest->word);
	if (!length || length > NEAREST_BYTES_MAX ||
	    strlen(candidate) > NEAREST_BYTES_MAX)
		return;
	size_t limit = length < 3 ? 1 : (length + 2) / 3;
	size_t found = distance(nearest->word, candidate);
	if (found > limit || (nearest->best && found >= nearest->distance))
		return;
	nearest->best = candidate;
	nearest->distance = found;
}

const char *nearest_of(const char *word, const char *const *words, size_t count)
{
	struct nearest nearest;
	nearest_init(&nearest, word);
	for (size_t i = 0; i < count; i++)
		nearest_offer(&nearest, words[i]);
	return nearest.best;
}
