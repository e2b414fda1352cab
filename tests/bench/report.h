/* SPDX-License-Identifier: MIT */
/* report.h: what the benchmark prints. */
#ifndef BENCH_REPORT_H
#define BENCH_REPORT_H

#include "row.h"

/* Machine, versions, and what the columns are. */
void report_head(size_t rounds, uint64_t budget_ns);

/* A catalogue's rows. `answered` of `checked` messages have an answer. */
void report_table(const struct corpus *corpus, const struct bench_bot *bot,
		  const struct plan *plan, const struct row *rows, size_t count,
		  size_t answered, size_t checked);

/* "  met     43 times the JIT loop at 300 patterns (wanted: 50)" */
void report_target(bool met, const char *what, double is, double wanted);

#endif
