/* SPDX-License-Identifier: MIT */
/*
 * sim.h: a desk played against a running faqd. It posts events, and hears what
 * faqd asks of its REST API, which has troubles when it is told to.
 *
 *	sim_send() --webhook--> faqd --REST--> sim_hear.c --> talk->heard
 *
 * A talk is a conversation of the desk. What faqd said in it is kept as a hash
 * and the beginning of the text, so that ten thousand fit.
 *
 * One thread. Time passes in sim_turn() only.
 */
#ifndef FAQ_SIM_H
#define FAQ_SIM_H

#include "cli/sim_api.h"
#include "cli/sim_post.h"

#include <stdio.h>

/* What becomes of a request to the desk's API. */
enum sim_trouble {
	SIM_FINE,
	SIM_SLOW,  /* done, but it takes a second */
	SIM_500,   /* not done */
	SIM_503,   /* not done */
	SIM_429,   /* not done, and says when to come back */
	SIM_CUT,   /* not done: hangs up */
	SIM_LOST,  /* done, but hangs up before it says so */
	SIM_HANG,  /* not done, and says nothing for very long */
	SIM_NEVER, /* 400: not done, and never will be */
	SIM_TROUBLES
};

#define SIM_EXCERPT_BYTES 56u
#define SIM_TROUBLES_MAX 4u

struct sim_heard {
	uint64_t hash;
	uint64_t key; /* of the desk's idempotency; 0: it has none */
	enum sim_told told;
	bool unsure; /* faqd may not know that it arrived: a repeat is right */
	char excerpt[SIM_EXCERPT_BYTES];
};

struct sim_talk {
	struct sim_heard *heard;
	size_t heard_count, heard_room, handovers, notes;
	size_t replies; /* repeats apart */
	/* For its next requests, in order. */
	enum sim_trouble trouble[SIM_TROUBLES_MAX];
	size_t trouble_count, trouble_next;
	unsigned failed_in_a_row;
	int64_t not_before_ms; /* what Retry-After said */
	bool taken;            /* a person has it, as the desk sees it */
	bool silent;           /* faqd knows that, so no reply is right */
	size_t late;           /* replies in spite of it */
};

struct sim_counts {
	size_t posts, failed_posts, busy_posts; /* failed: no response came */
	size_t requests, troubled, repeated, unknown, unauthorized;
	size_t busy, early; /* told to come back later; came before that */
	int64_t slowest_ms; /* acknowledgement */
	char odd[160];      /* the first request that was not understood */
};

struct sim {
	const struct desk_config *config;
	const char *name;
	const char *server; /* faqd's URL */
	const struct sim_speak *speak;
	bool synchronous;
	struct sim_api *api; /* NULL for synchronous desks */
	struct sim_post *post;
	struct sim_talk *talk;
	size_t talk_count, talk_room;
	uint64_t base;   /* the first talk's number, and the first event's */
	uint64_t number; /* of the next event */
	uint64_t seed;
	unsigned failing; /* percent of requests that have troubles */
	bool restarts;    /* faqd is being killed meanwhile */
	struct sim_counts counts;
	FILE *trace; /* NULL: none */
	bool failed; /* out of memory */
};

/* `now_ms` since 1970 makes the numbers of this run new to faqd. False, with a
 * cause, when it can't listen. Close it in any case. */
bool sim_open(struct sim *sim, const struct desk_config *config,
	      const char *server, char *cause, size_t size);
void sim_close(struct sim *sim);

/* Milliseconds since 1970, and of a clock that is never set. */
int64_t sim_now_ms(void);
int64_t sim_clock_ms(void);
/* Random bits of the seed and two numbers of the caller's. */
uint64_t sim_random(const struct sim *sim, uint64_t a, uint64_t b);
/* True in so many of a hundred cases. */
bool sim_chance(const struct sim *sim, unsigned percent, uint64_t a,
		uint64_t b);

/* A conversation that has not begun. SIZE_MAX without memory. */
size_t sim_talk_add(struct sim *sim);

/* An event of that talk, now, with a number of its own. */
struct sim_event sim_event_make(struct sim *sim, size_t talk, enum sim_act act,
				const char *text);

/* How a webhook is not as it should be. */
struct sim_forge {
	bool bare;     /* no proof */
	bool tampered; /* changed after it was signed, or another's secret */
	int64_t age_s; /* signed so long ago */
	bool broken;   /* signed, but no JSON */
};

/* Posts events of one talk as one webhook. `done` (may be NULL) is told what
 * faqd responds. */
void sim_send(struct sim *sim, const struct sim_event *event, size_t count,
	      const struct sim_forge *forge, sim_answer_fn *done,
	      void *context);

/* Does what there is to do, and waits for more, at most so long. */
void sim_turn(struct sim *sim, int64_t wait_ms);

/* What faqd said, however it came. */
void sim_keep(struct sim *sim, struct sim_talk *talk,
	      const struct sim_said *said, uint64_t key, bool unsure);
/* The desk's API: sim_hear.c. */
struct sim_reaction sim_hear(void *context, const struct sim_request *request);

const char *sim_told_text(enum sim_told told);

/* A line of the trace: a JSON object. `bytes` of `text` may be anything. */
void sim_trace(struct sim *sim, const char *what, const char *path,
	       unsigned status, const char *text, size_t bytes);

#endif
