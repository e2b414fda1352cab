/* SPDX-License-Identifier: MIT */
/*
 * abuse.h: an attack is a function that starts a faqd of its own, does its
 * worst, and says with abuse_case() what held.
 */
#ifndef TEST_ABUSE_H
#define TEST_ABUSE_H

#include "server/client.h"

#include <stdbool.h>
#include <stdint.h>

struct abuse {
	bool full;       /* or scaled down, for `make test` */
	bool timed;      /* an honest client that waits too long is a failure */
	uint64_t random; /* state of abuse_random(); begins as the seed */
	const char *shim;  /* the library that fails malloc; NULL: none */
	const char *check; /* a command of the attack `killer`; NULL: none */
	unsigned passed, failed;
};

/* Counts a case. When it does not hold, prints the text: what is wrong. */
__attribute__((format(printf, 3, 4))) void
abuse_case(struct abuse *abuse, bool holds, const char *format, ...);

/* A measurement, for whoever reads. */
__attribute__((format(printf, 1, 2))) void abuse_note(const char *format, ...);

/* Below `n`, n > 0; the same for the same seed. */
uint32_t abuse_random(struct abuse *abuse, uint32_t n);

/* Milliseconds of a clock that never goes back; and waiting for it. */
int64_t abuse_now_ms(void);
void abuse_wait_ms(int ms);

/* For every faqd: nothing of the machine's own is touched. */
#define ABUSE_OPTIONS "--database none --control none --watch no"
/* What one address may do is a matter of one attack; the others come from few
 * addresses and ask a lot. */
#define ABUSE_UNLIMITED "--trusted 127.0.0.0/8 "

/* Starts a faqd; a case of its own when it does not. */
bool abuse_start(struct abuse *abuse, struct server *server,
		 const char *options);
/* SIGTERM; a case: it ends by itself, with 0, and has not crashed before. */
void abuse_stop(struct abuse *abuse, struct server *server);
/* Is its process still there? */
bool abuse_alive(const struct server *server);
/* File descriptors that it has open. */
size_t abuse_files(const struct server *server);
/* Bytes that it has logged. */
long abuse_log_bytes(const struct server *server);
/* Asks over a connection of its own and gets the right answer. */
bool abuse_answers(const struct server *server);

/* What the shared test content answers, and a word of the answer. */
#define ABUSE_QUESTION "what is tea"
#define ABUSE_ANSWER "hot water"

typedef void attack_fn(struct abuse *abuse);
attack_fn attack_slow, attack_crowd, attack_greedy, attack_files, attack_http,
	attack_upgrade, attack_frames, attack_text, attack_json, attack_memory,
	attack_fuzz, attack_killer;

#endif
