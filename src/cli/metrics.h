/* SPDX-License-Identifier: MIT */
/*
 * metrics.h: how good the bot is, counted over the questions of a run. Known
 * failures count like any other: a gate must not be passed by a "!".
 *
 * A `+` line wants its intent; "none" is an intent here, of questions that
 * have no answer. A `-` line counts when it is broken: as a wrong answer of
 * its intent. `~` lines and conversations don't count.
 */
#ifndef FAQ_METRICS_H
#define FAQ_METRICS_H

#include "cli/results.h"

struct metrics_row {
	const char *name; /* an intent's id, "none", "options" */
	size_t wanted;    /* + lines of it */
	size_t right;     /* of those, the ones that it won */
	size_t wrong;     /* answers that it gave and should not have */
};

struct metrics {
	struct metrics_row *row; /* in order of name */
	size_t count;
	size_t *matrix;        /* count * count: [wanted * count + answered] */
	size_t answers, right; /* answers given; right ones */
	size_t answerable;     /* questions that have an answer */
	size_t unanswerable, false_answers; /* those that have none; got one */
};

/* The names are those of `results`, which must live as long. False when out of
 * memory. */
bool metrics_build(struct metrics *metrics, const struct results *results);
void metrics_release(struct metrics *metrics);

/* Shares in [0, 1]; 1 when there was nothing to get wrong (max-false: 0). */
double metrics_precision(const struct metrics *metrics);
double metrics_recall(const struct metrics *metrics);
double metrics_false(const struct metrics *metrics);
double metrics_row_precision(const struct metrics_row *row);
double metrics_row_recall(const struct metrics_row *row);

#endif
