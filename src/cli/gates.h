/* SPDX-License-Identifier: MIT */
/*
 * gates.h: the shares that a run must reach: --min-precision and its kin.
 */
#ifndef FAQ_GATES_H
#define FAQ_GATES_H

#include "cli/metrics.h"

/* "0.95", "1" or "95%". False for anything else and for what is not in
 * [0, 1]. */
bool gates_share(const char *text, double *share);

/* Are all shares of the command line readable? Says which is not. */
bool gates_valid(const struct options *options, const struct term *err);

/* True when the metrics reach all gates; says on `err` which they miss. */
bool gates_pass(const struct options *options, const struct metrics *metrics,
		const struct term *err);

#endif
