/* SPDX-License-Identifier: MIT */
/*
 * swarm.h: many connections at once, each from a loopback address of choice.
 */
#ifndef TEST_SWARM_H
#define TEST_SWARM_H

#include "server/client.h"

#include <stddef.h>
#include <stdint.h>

#define SWARM_HONEST 0x7f000002u   /* 127.0.0.2 */
#define SWARM_ATTACKER 0x7f010001u /* 127.1.0.1 and on */

/* A blocking socket connected from that address (host order); -1: none. */
int swarm_connect(const struct server *server, uint32_t from);
/* An open chat; -1: none. */
int swarm_chat(const struct server *server, uint32_t from);
/* Sends what goes without waiting. */
void swarm_say(int fd, const char *text);
/* Has the other side ended it? What has come in is thrown away. */
bool swarm_ended(int fd);

struct swarm {
	int *fd; /* -1: none */
	size_t count;
};

/* Room for `count` connections, none of them open. */
bool swarm_init(struct swarm *swarm, size_t count);
/* How many are still open on both sides. */
size_t swarm_open(const struct swarm *swarm);
/* Closes them all. */
void swarm_release(struct swarm *swarm);

#endif
