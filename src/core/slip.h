/* SPDX-License-Identifier: MIT */
/*
 * slip.h: how far a word is from what its writer may have meant, and by which
 * slips of the hand. Pure functions.
 */
#ifndef FAQ_SLIP_H
#define FAQ_SLIP_H

#include <stddef.h>

/* A slip costs SLIP_COST and up to 3 for its kind, so that fewer slips always
 * win: cost / SLIP_COST is the distance while that is below 5. */
#define SLIP_COST 16u
#define SLIP_LETTERS_MAX 32u

/*
 * The least cost of slips that turn `meant` into `typed` (Damerau-Levenshtein,
 * optimal string alignment): 0 for two letters that changed places, 1 for a
 * letter doubled or left out, 2 for a key next to the right one, 3 for any
 * other. Lower-case letters, at most SLIP_LETTERS_MAX of each.
 */
unsigned slip_cost(const char *typed, size_t typed_bytes, const char *meant,
		   size_t meant_bytes);

#endif
