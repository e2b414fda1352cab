/* SPDX-License-Identifier: MIT */
/* sim_report.h: what a simulation has checked, and what came of it. */
#ifndef FAQ_SIM_REPORT_H
#define FAQ_SIM_REPORT_H

#include "cli/sim.h"
#include "cli/term.h"

#define SIM_CHECKS_MAX 48u
#define SIM_DETAIL_BYTES 240u

enum sim_result {
	SIM_PASSED,
	SIM_FAILED,
	SIM_SKIPPED /* this desk, set up so, has no such thing */
};

struct sim_check {
	const char *name, *about; /* static */
	enum sim_result result;
	char detail[SIM_DETAIL_BYTES]; /* what was seen instead, or "" */
};

struct sim_report {
	struct sim_check check[SIM_CHECKS_MAX];
	size_t count, failed;
	/* Of the crowd; 0 events: there was none. */
	size_t events, duplicates, talks;
	size_t doubled; /* replies, whose first response was lost */
	int64_t took_ms;
};

/* `detail` may be NULL. */
void sim_report_add(struct sim_report *report, const char *name,
		    const char *about, enum sim_result result,
		    const char *detail);

/* A check as text, at once, for those who watch. */
void sim_report_line(const struct sim_check *check, const struct term *out);
void sim_report_end(const struct sim_report *report, const struct sim *sim,
		    const struct term *out);
/* All of it. False without memory. */
bool sim_report_json(const struct sim_report *report, const struct sim *sim,
		     FILE *file);

#endif
