/* SPDX-License-Identifier: MIT */
/*
 * groups_work.h: what is gathered of the questions before they are grouped. For
 * groups.c and groups_make.c.
 */
#ifndef FAQ_GROUPS_WORK_H
#define FAQ_GROUPS_WORK_H

#include "cli/groups.h"

struct groups_near {
	uint32_t intent; /* of `intents` */
	double sum;      /* of scores */
};

/* A question without case and punctuation. */
struct groups_wording {
	uint32_t shown; /* of `shown` */
	uint32_t set;
	uint64_t questions;
};

/* Questions with the same stems. */
struct groups_set {
	uint64_t questions;
	uint32_t wordings;
	uint32_t top; /* its most frequent wording */
	int64_t first_ms, last_ms;
	struct groups_near near[GROUPS_NEAR_MAX];
	size_t near_count;
};

struct groups_word {
	enum faq_word kind;
	uint32_t stem;
};

struct groups_work {
	struct intern words, stems, intents, shown;
	struct intern texts; /* wording i is text i */
	struct intern sets;  /* set i is an ascending array of uint32_t stems */
	struct groups_word *word;
	struct groups_wording *wording;
	struct groups_set *set;
	size_t word_room, wording_room, set_room;
};

/* Adds to the tally of `intent`; one too many is dropped. */
void groups_add_near(struct groups_near near[GROUPS_NEAR_MAX], size_t *count,
		     uint32_t intent, double score);

#endif
