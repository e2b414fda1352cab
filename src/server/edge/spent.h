/* SPDX-License-Identifier: MIT */
/*
 * spent.h: who has taken how many tokens since somebody last asked, for as many
 * addresses as fit; limit.c notes them, exchange.c tells them to other nodes.
 *
 * Threads: any.
 */
#ifndef FAQD_SPENT_H
#define FAQD_SPENT_H

#include "server/edge/address.h"

#define LIMIT_SPENT_MAX 1024u

struct limit_spent {
	struct address from; /* address_key() of it */
	unsigned count;
};

struct spent;

/* NULL when memory runs out. The seed is that of siphash(). */
struct spent *spent_new(const uint8_t seed[16]);
void spent_free(struct spent *spent); /* NULL is fine */

/* One more token. A newcomer without a place is not noted. */
void spent_note(struct spent *spent, const struct address *key);

/* Hands all of them over, and begins anew; how many they are. */
size_t spent_take(struct spent *spent, struct limit_spent out[LIMIT_SPENT_MAX]);

#endif
