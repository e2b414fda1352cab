/* SPDX-License-Identifier: MIT */
/*
 * html.h: a run as a page for the browser: one file, without network and
 * script, in light and dark.
 */
#ifndef FAQ_HTML_H
#define FAQ_HTML_H

#include "cli/coverage.h"
#include "cli/metrics.h"

struct html_run {
	const char *name; /* of the content */
	const struct results *results;
	const struct metrics *metrics;
	const struct coverage *coverage; /* NULL: not known */
};

void html_write(FILE *file, const struct html_run *run);

#endif
