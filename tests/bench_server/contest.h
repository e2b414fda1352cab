/* SPDX-License-Identifier: MIT */
/*
 * contest.h: servers under the same load, taking turns, so that what disturbs
 * the machine disturbs all of them; medians over the rounds.
 */
#ifndef BENCH_SERVER_CONTEST_H
#define BENCH_SERVER_CONTEST_H

#include "bench_server/bench.h"

#define CONTEST_ROUNDS_MAX 64u
#define CONTEST_MAX 8u

/* Set the first members, then run. */
struct contestant {
	const char *name;
	struct process process; /* runs already */
	const char *fixed;      /* bench->reply, or NULL: faqd */
	struct crowd *idle;     /* beside the load; may be NULL */
	struct crowd *crowd;    /* of the contest that is running */
	struct report_row row;  /* the result */
};

struct contest {
	enum crowd_kind kind;
	size_t connections;
	const char *load; /* "chat, 64 connections" */
	size_t count;
	struct contestant contestant[CONTEST_MAX];
};

/* Opens a crowd of `options` visitors of a server: its fault goes to
 * bench->why with the server's name. */
__attribute__((warn_unused_result)) bool
contest_crowd(struct bench *bench, const struct contestant *contestant,
	      enum crowd_kind kind, size_t connections, size_t source_first,
	      struct crowd **crowd);

/* Opens the crowds, warms up, measures, closes them; the rows go to the
 * report. */
__attribute__((warn_unused_result)) bool contest_run(struct bench *bench,
						     struct contest *contest);

/* Ends the servers and frees the idle crowds. */
void contest_end(struct contest *contest);

/* faqd's average answer to visitors of that kind, in bytes. */
__attribute__((warn_unused_result)) bool
contest_answer_bytes(struct bench *bench, const struct contestant *faqd,
		     enum crowd_kind kind, size_t *bytes);

/* Sorts. */
double contest_median(double *values, size_t count);

#endif
