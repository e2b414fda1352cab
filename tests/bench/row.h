/* SPDX-License-Identifier: MIT */
/*
 * row.h: one line of the table: something that is asked every message, and
 * what that costs.
 */
#ifndef BENCH_ROW_H
#define BENCH_ROW_H

#include "bot.h"

#define ROUNDS_MAX 15u
#define ROWS_MAX 8u

enum row_kind {
	ROW_PIPELINE,  /* faq_ask() */
	ROW_MATCH,     /* match_run() */
	ROW_MATCH_ALL, /* the index and PCRE2, all patterns that match */
	ROW_ENGINE     /* another engine, all patterns that match */
};

struct row {
	enum row_kind kind;
	const char *name;
	struct bench_bot *bot;
	const struct engine *engine;
	void *self; /* the engine's; NULL when it can't take the patterns */
	const struct plan *plan;
	uint32_t *found; /* numbers in the catalogue, after row_ask() */
	size_t found_count;
	uint64_t load_ns;
	size_t bytes;
	size_t next;           /* message that the next round begins with */
	double ns[ROUNDS_MAX]; /* a message, in each round */
	size_t rounds;
	double p50_ns, p99_ns;
	size_t checked, differ; /* messages compared, and not as expected */
};

/* Builds what the row needs; `engine` is NULL for the kinds of our own. */
void row_open(struct row *row, enum row_kind kind, struct bench_bot *bot,
	      const struct plan *plan, const struct engine *engine);
void row_close(struct row *row);

/* False when the engine hit a limit of its own. */
bool row_ask(struct row *row, size_t message);

/* One round more: as many messages as `budget_ns` allows, from where the last
 * one ended, and all over again when there are too few. */
void row_round(struct row *row, uint64_t budget_ns);

/* Each message by itself: p50 and p99. */
void row_latency(struct row *row, uint64_t budget_ns);

/* Median of the rounds. */
double row_ns(const struct row *row);

/* Bytes that the heap gave out by now. */
size_t row_heap(void);

#endif
