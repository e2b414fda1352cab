/* SPDX-License-Identifier: MIT */
/*
 * fake_desk.h: a desk's REST API on a free port of the loopback, which notes
 * what it is asked and answers as it is told to.
 */
#ifndef TEST_FAKE_DESK_H
#define TEST_FAKE_DESK_H

#include <openssl/ssl.h>
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

#define FAKE_DESK_CALLS 64u

struct fake_call {
	char path[128];
	char body[2048];
	char head[2048];
};

struct fake_desk {
	int fd, port;
	SSL_CTX *secure; /* speaks TLS with it; NULL: does not */
	pthread_t thread;
	pthread_mutex_t lock; /* of what follows */
	pthread_cond_t came;
	const char *answers; /* "500 429 200": of the next calls; then 200 */
	struct fake_call call[FAKE_DESK_CALLS];
	size_t count;
};

bool fake_desk_open(struct fake_desk *desk);
void fake_desk_close(struct fake_desk *desk);
/* How the next calls are answered; "0" hangs up, "-1" says nothing until the
 * other side hangs up. "429" says when to come back: after 7 seconds. */
void fake_desk_answer(struct fake_desk *desk, const char *answers);
/* Waits until so many calls have come in all; false after WAIT_MS. */
bool fake_desk_wait(struct fake_desk *desk, size_t count);

#endif
