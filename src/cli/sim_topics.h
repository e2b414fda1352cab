/* SPDX-License-Identifier: MIT */
/*
 * sim_topics.h: questions that this faqd has answers to, found by asking it:
 * the titles of its entries that get an answer, or a person's own lines.
 */
#ifndef FAQ_SIM_TOPICS_H
#define FAQ_SIM_TOPICS_H

#include "cli/sim.h"

#define SIM_TOPICS_MAX 12u
#define SIM_TOPIC_BYTES 256u
#define SIM_TOPIC_ID_BYTES 64u

struct sim_topics {
	struct {
		char text[SIM_TOPIC_BYTES];
		char id[SIM_TOPIC_ID_BYTES]; /* "": not known */
	} topic[SIM_TOPICS_MAX];
	size_t count;
};

/* `file` (may be NULL) has a question a line, or is any file that samples.h
 * reads. False with a cause when fewer than two are found. */
bool sim_topics_find(struct sim_topics *topics, struct sim *sim,
		     const char *file, char *cause, size_t size);

#endif
