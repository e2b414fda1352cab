/* SPDX-License-Identifier: MIT */
/*
 * sim_trial.h: what each check does in its conversation, step by step, and what
 * is wrong with what faqd made of it. sim_checks.c runs them.
 */
#ifndef FAQ_SIM_TRIAL_H
#define FAQ_SIM_TRIAL_H

#include "cli/sim_judge.h"
#include "cli/sim_report.h"
#include "cli/sim_topics.h"

#define SIM_STEPS 4u
#define SIM_STATUSES_MAX 12u
#define SIM_KINDS 26u

struct sim_trial;

struct sim_kind {
	const char *name, *about;
	enum sim_act needs;
	bool api;      /* needs a REST API */
	bool handover; /* needs to be able to hand over */
	bool batch;    /* needs several events in a call */
	bool timed;    /* needs a signature with a time in it */
	enum sim_trouble trouble;
	struct sim_forge forge;
	unsigned status; /* that each post is answered with; 0: 4xx */
	void (*step[SIM_STEPS])(struct sim_trial *trial);
	/* What is wrong, or NULL. */
	const char *(*judge)(struct sim_trial *trial);
};

struct sim_trial {
	const struct sim_kind *kind;
	struct sim *sim;
	const struct sim_topics *topics;
	const struct sim_expected *reference;
	size_t talk;
	size_t want; /* replies, and handovers, to wait for */
	size_t want_handovers;
	unsigned status[SIM_STATUSES_MAX];
	size_t status_count;
	int64_t began_ms;
	uint64_t number; /* of the event that is to be repeated */
	char text[64];   /* of the last response */
	char fault[SIM_DETAIL_BYTES];
};

/* The first one is what the others are compared with. */
extern const struct sim_kind sim_kinds[SIM_KINDS];

#endif
