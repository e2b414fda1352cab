/* SPDX-License-Identifier: MIT */
/*
 * errand.h: what a worker wants of the hub, on its way there: a copy of all
 * that it says.
 *
 * Ownership: an errand belongs to whoever holds it, with its command. Threads:
 * one at a time.
 */
#ifndef FAQD_ERRAND_H
#define FAQD_ERRAND_H

#include "server/desk/hub.h"

enum errand_kind {
	ERRAND_VISITOR_CAME,
	ERRAND_VISITOR_ASKS,
	ERRAND_VISITOR_SAYS,
	ERRAND_VISITOR_HEARD,
	ERRAND_VISITOR_TYPING,
	ERRAND_AGENT_CAME,
	ERRAND_AGENT_DOES,
	ERRAND_LEFT,
	ERRAND_HEARD /* of another node; without a text: look everywhere */
};

#define ERRAND_TEXTS 4u

struct errand_text {
	const char *bytes;
	size_t size;
};

struct errand {
	struct errand *next;
	enum errand_kind kind;
	struct hub_seat seat;
	struct store_id visitor;
	uint64_t seq; /* that was heard */
	bool on;      /* of typing */
	/* Each with a NUL behind it; "" unless given. */
	struct errand_text text[ERRAND_TEXTS];
	size_t text_bytes;            /* of all of them */
	struct agent_command command; /* of AGENT_DOES; its doc is owned */
	struct hub_wish wish;         /* of VISITOR_ASKS; points into `last` */
	struct hub_turn last;         /* ... and into the texts */
};

/* With copies of the texts. NULL when memory runs out. */
__attribute__((warn_unused_result)) struct errand *
errand_new(enum errand_kind kind, struct hub_seat seat,
	   const struct errand_text text[ERRAND_TEXTS]);
/* Overwrites what was said. NULL is fine. */
void errand_free(struct errand *errand);

struct errand_text errand_text(const char *text);
/* At most `max` bytes of it, behind a whole character. */
struct errand_text errand_cut(const char *text, size_t max);

#endif
