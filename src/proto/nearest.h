/* SPDX-License-Identifier: MIT */
/*
 * nearest.h: "did you mean": the closest of the words offered. Distance is
 * the optimal string alignment (insert, drop, replace, swap neighbours) with
 * ASCII case ignored; a word is close when that is at most a third of its
 * length. Allocates nothing; offered words are kept, not copied.
 */
#ifndef FAQ_NEAREST_H
#define FAQ_NEAREST_H

#include <stddef.h>

#define NEAREST_BYTES_MAX 80u /* a longer word has no neighbour */

struct nearest {
	const char *word;
	const char *best; /* the closest so far, or NULL */
	size_t distance;  /* of it */
};

void nearest_init(struct nearest *nearest, const char *word);
void nearest_offer(struct nearest *nearest, const char *candidate);

/* The closest of `count` words, or NULL when none is close. */
const char *nearest_of(const char *word, const char *const *words,
		       size_t count);

#endif
