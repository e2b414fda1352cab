/* SPDX-License-Identifier: MIT */
/*
 * sim_checks.h: one question after the other that a desk's admin has: is what
 * is forged refused, what comes twice answered once, a person left alone? Each
 * check has conversations of its own, and all go on at the same time.
 */
#ifndef FAQ_SIM_CHECKS_H
#define FAQ_SIM_CHECKS_H

#include "cli/sim_report.h"
#include "cli/sim_topics.h"

/* `only` (may be NULL): the check of that name alone. False without memory, and
 * when there is no such check. */
bool sim_checks_run(struct sim_report *report, struct sim *sim,
		    const struct sim_topics *topics, const char *only);

/* What all requests and acknowledgements of a run must keep to. */
void sim_checks_conduct(struct sim_report *report, const struct sim *sim);

/* Lets time pass until nothing has moved for `quiet_ms`, or `most_ms` at
 * most. */
void sim_settle(struct sim *sim, int64_t quiet_ms, int64_t most_ms);

#endif
