/* SPDX-License-Identifier: MIT */
/*
 * honest.h: the client that must not notice an attack. A process of its own,
 * at 127.0.0.2, asks some forty times a second in three ways in turn: in a
 * chat that has been open all the time, by a POST, in a chat opened for it.
 * The time counts from connect() to the last byte.
 *
 * Beside it a witness, a process that only sleeps, is woken with every
 * question and says when it woke. If it woke late, the machine was late: then
 * the answer may be late too, and is counted as excused.
 */
#ifndef TEST_HONEST_H
#define TEST_HONEST_H

#include "abuse/abuse.h"

#define HONEST_LATE_MS 50    /* an answer is to come within */
#define HONEST_WITNESS_MS 10 /* a witness that wakes later excuses it */

enum honest_ways {
	HONEST_OLD_CHAT = 1,
	HONEST_POST = 2,
	HONEST_NEW_CHAT = 4,
	HONEST_ALL = 7
};

struct honest {
	int stop, result; /* ends of pipes */
	pid_t pid;
};

struct honest_result {
	unsigned answers; /* right ones */
	unsigned wrong;   /* wrong ones, or none */
	unsigned late, excused;
	int64_t p50_us, p99_us, max_us;
	int64_t witness_us; /* the latest that it woke */
};

/* Starts it; `ways` are some of honest_ways. */
bool honest_start(struct honest *honest, const struct server *server, int ways);
/* Ends it and reads what it has seen. */
struct honest_result honest_stop(struct honest *honest);

/*
 * Ends it and judges: at least `least` answers, none wrong, and of those that
 * came late without an excuse no more than one and one in a hundred (what else
 * runs on the machine delays faqd too, not only the witness).
 */
void honest_judge(struct abuse *abuse, struct honest *honest, unsigned least,
		  const char *during);

#endif
