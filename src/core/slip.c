/* SPDX-License-Identifier: MIT */
#include "slip.h"

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>

enum {
	SWAPPED = 0,
	DOUBLED = 0, /* or left out */
	NEIGHBOUR = 0,
	OTHER = 1
};

#define BIT(c) (UINT32_C(1) << ((c) - 'a'))

/* Keys that touch on a QWERTY keyboard, row by row. */
static const uint32_t neighbours[26] = {
	['q' - 'a'] = BIT('w') | BIT('a'),
	['w' - 'a'] = BIT('q') | BIT('e') | BIT('a') | BIT('s'),
	['e' - 'a'] = BIT('w') | BIT('r') | BIT('s') | BIT('d'),
	['r' - 'a'] = BIT('e') | BIT('t') | BIT('d') | BIT('f'),
	['t' - 'a'] = BIT('r') | BIT('y') | BIT('f') | BIT('g'),
	['y' - 'a'] = BIT('t') | BIT('u') | BIT('g') | BIT('h'),
	['u' - 'a'] = BIT('y') | BIT('i') | BIT('h') | BIT('j'),
	['i' - 'a'] = BIT('u') | BIT('o') | BIT('j') | BIT('k'),
	['o' - 'a'] = BIT('i') | BIT('p') | BIT('k') | BIT('l'),
	['p' - 'a'] = BIT('o') | BIT('l'),
	['a' - 'a'] = BIT('q') | BIT('w') | BIT('s') | BIT('z'),
	['s' - 'a'] =
		BIT('w') | BIT('e') | BIT('a') | BIT('d') | BIT('z') | BIT('x'),
	['d' - 'a'] =
		BIT('e') | BIT('r') | BIT('s') | BIT('f') | BIT('x') | BIT('c'),
	['f' - 'a'] =
		BIT('r') | BIT('t') | BIT('d') | BIT('g') | BIT('c') | BIT('v'),
	['g' - 'a'] =
		BIT('t') | BIT('y') | BIT('f') | BIT('h') | BIT('v') | BIT('b'),
	['h' - 'a'] =
		BIT('y') | BIT('u') | BIT('g') | BIT('j') | BIT('b') | BIT('n'),
	['j' - 'a'] =
		BIT('u') | BIT('i') | BIT('h') | BIT('k') | BIT('n') | BIT('m'),
	['k' - 'a'] = BIT('i') | BIT('o') | BIT('j') | BIT('l') | BIT('m'),
	['l' - 'a'] = BIT('o') | BIT('p') | BIT('k'),
	['z' - 'a'] = BIT('a') | BIT('s') | BIT('x'),
	['x' - 'a'] = BIT('s') | BIT('d') | BIT('z') | BIT('c'),
	['c' - 'a'] = BIT('d') | BIT('f') | BIT('x') | BIT('v'),
	['v' - 'a'] = BIT('f') | BIT('g') | BIT('c') | BIT('b'),
	['b' - 'a'] = BIT('g') | BIT('h') | BIT('v') | BIT('n'),
	['n' - 'a'] = BIT('h') | BIT('j') | BIT('b') | BIT('m'),
	['m' - 'a'] = BIT('j') | BIT('k') | BIT('n'),
};

static bool touch(char a, char b)
{
	return neighbours[a - 'a'] & BIT(b);
}

/* typed[i] is one letter too many. */
static unsigned extra_cost(const char *typed, size_t bytes, size_t i)
{
	char c = typed[i];
	if ((i && typed[i - 1] == c) || (i + 1 < bytes && typed[i + 1] == c))
		return SLIP_COST + DOUBLED;
	return SLIP_COST + OTHER;
}

static unsigned least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

/* Three rows of the usual table: row i tells the cost of typed[0..i) for each
 * meant[0..j). */
unsigned slip_cost(const char *typed, size_t typed_bytes, const char *meant,
		   size_t meant_bytes)
{
	unsigned rows[3][SLIP_LETTERS_MAX + 1];
	unsigned *above2 = rows[0], *above = rows[1], *row = rows[2];
	assert(typed_bytes <= SLIP_LETTERS_MAX);
	assert(meant_bytes <= SLIP_LETTERS_MAX);
	for (size_t j = 0; j <= meant_bytes; j++)
		row[j] = (unsigned)j * (SLIP_COST + DOUBLED);
	for (size_t i = 1; i <= typed_bytes; i++) {
		unsigned *spare = above2;
		above2 = above;
		above = row;
		row = spare;
		unsigned extra = extra_cost(typed, typed_bytes, i - 1);
		row[0] = above[0] + extra;
		for (size_t j = 1; j <= meant_bytes; j++) {
			char t = typed[i - 1], m = meant[j - 1];
			unsigned kind = touch(t, m) ? NEIGHBOUR : OTHER;
			unsigned cost = above[j - 1];
			if (t != m)
				cost += SLIP_COST + kind;
			cost = least(cost, above[j] + extra);
			cost = least(cost, row[j - 1] + SLIP_COST + DOUBLED);
			if (i > 1 && j > 1 && t == meant[j - 2] &&
			    typed[i - 2] == m)
				cost = least(cost, above2[j - 2] + SLIP_COST +
							   SWAPPED);
			row[j] = cost;
		}
	}
	return row[meant_bytes];
}
