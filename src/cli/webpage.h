/* SPDX-License-Identifier: MIT */
/*
 * webpage.h: a run as a page for the browser: one file, without network and
 * script, in light and dark.
 */
#ifndef FAQ_WEBPAGE_H
#define FAQ_WEBPAGE_H

#include "cli/coverage.h"
#include "cli/metrics.h"

struct webpage_run {
	const char *name; /* of the content */
	const struct results *results;
	const struct metrics *metrics;
	const struct coverage *coverage; /* NULL: not known */
};

void webpage_write(FILE *file, const struct webpage_run *run);

#endif
