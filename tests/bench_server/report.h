/* SPDX-License-Identifier: MIT */
/* report.h: what the benchmark found: a table and targets, or JSON. */
#ifndef BENCH_SERVER_REPORT_H
#define BENCH_SERVER_REPORT_H

#include <stdbool.h>
#include <stddef.h>

#define REPORT_ROWS_MAX 96u
#define REPORT_FIGURES_MAX 64u
#define REPORT_TEXT_BYTES 64u

/* A server under a load; medians over the rounds. */
struct report_row {
	char load[REPORT_TEXT_BYTES]; /* "chat, 64 connections" */
	const char *server;
	double rate;   /* answers/s */
	double cpu_us; /* of the server's CPU time for an answer */
	double busy;   /* share of its core, 0 to 1 */
	double p50_us, p99_us;
	double p99_best_us; /* of the least disturbed round */
	double body_bytes;  /* of an answer */
	double connects;    /* for an answer */
};

enum report_wanted {
	REPORT_NOTHING, /* a figure, no target */
	REPORT_AT_LEAST,
	REPORT_AT_MOST
};

struct report_figure {
	char what[2 * REPORT_TEXT_BYTES];
	double is, wanted;
	enum report_wanted how;
	const char *unit;
};

struct report {
	struct report_row row[REPORT_ROWS_MAX];
	size_t row_count;
	struct report_figure figure[REPORT_FIGURES_MAX];
	size_t figure_count;
};

/* Answers/s of one core that does nothing else. */
double report_core_rate(const struct report_row *row);

void report_add_row(struct report *report, const struct report_row *row);
/* A figure with a target, or without (REPORT_NOTHING). `what` is a format. */
__attribute__((format(printf, 6, 7))) void
report_add(struct report *report, double is, enum report_wanted how,
	   double wanted, const char *unit, const char *what, ...);

/* To stdout. */
void report_print(const struct report *report, size_t rounds, size_t round_ms);
void report_print_json(const struct report *report);

#endif
