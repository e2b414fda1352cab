/* SPDX-License-Identifier: MIT */
/*
 * sim_crowd.h: many conversations at the same time, with an API that fails,
 * webhooks that come twice and out of order, people who take over, and a faqd
 * that may be killed meanwhile. Afterwards each conversation must have had each
 * answer once, in order.
 *
 * Answers depend on what was said before. So a few scripts of questions are
 * played alone first, to learn what they are answered with; each conversation
 * of the crowd then follows one of them.
 */
#ifndef FAQ_SIM_CROWD_H
#define FAQ_SIM_CROWD_H

#include "cli/sim_report.h"
#include "cli/sim_topics.h"

struct sim_crowd {
	size_t events;       /* about so many, repeats included */
	unsigned duplicates; /* percent of events that come twice */
	bool reorder;        /* some are older than what came before */
	unsigned failing;    /* percent of requests */
	bool watched;        /* show the progress */
};

/* False when it could not be done at all; `cause` says why. */
bool sim_crowd_run(struct sim_report *report, struct sim *sim,
		   const struct sim_topics *topics,
		   const struct sim_crowd *crowd, char *cause, size_t size);

#endif
