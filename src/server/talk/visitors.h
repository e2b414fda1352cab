/* SPDX-License-Identifier: MIT */
/*
 * visitors.h: the dialogues of visitors whose client carries no state and only
 * names them (Rasa's "sender").
 *
 *	name --HMAC--> 128 bits --> bucket -> entry: dialogue, last seen
 *	                                      entries from newest to oldest
 *
 * A name may be an e-mail address: it is never kept, only its keyed hash. All
 * memory is taken at the start; when it is full the visitor who was silent
 * longest is forgotten. After the time to live a dialogue begins anew; after a
 * restart too, unless a store has it and the key is the same: returning.h.
 *
 * Threads: any; each call holds the lock for a copy of 64 bytes. Two messages
 * of one visitor at the same moment on two workers are answered from the same
 * dialogue, and the later one is kept.
 */
#ifndef FAQD_VISITORS_H
#define FAQD_VISITORS_H

#include "core/faq.h"
#include "server/talk/token.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define VISITORS_MAX 16384u        /* 100 bytes each */
#define VISITORS_TTL_SECONDS 3600u /* Rasa's session_expiration_time */
#define VISITOR_ID_BYTES 16u

struct visitors;

struct visitor_id {
	unsigned char bytes[VISITOR_ID_BYTES];
};

/* Remembers up to `max` visitors, > 0, for so many seconds of silence. NULL
 * when memory runs out. */
struct visitors *visitors_new(size_t max, unsigned ttl_seconds);
void visitors_free(struct visitors *visitors); /* NULL is fine */

/* The id of a name, any bytes. False only when OpenSSL fails. */
__attribute__((warn_unused_result)) bool
visitor_id_make(struct visitor_id *id, const struct token_key *key,
		const char *name, size_t bytes);

#define VISITOR_ID_TEXT_BYTES (2u * VISITOR_ID_BYTES + 1u)

/* As hexadecimal digits. */
void visitor_id_text(const struct visitor_id *id,
		     char out[VISITOR_ID_TEXT_BYTES]);

/* Where the visitor is: a fresh dialogue for one who is not known or was
 * silent for too long. `now_s` is of a clock that never goes back. */
void visitors_find(struct visitors *visitors, const struct visitor_id *id,
		   int64_t now_s, struct faq_dialog *dialog);

/* Remembers where the visitor is now. */
void visitors_keep(struct visitors *visitors, const struct visitor_id *id,
		   int64_t now_s, const struct faq_dialog *dialog);

/* How many are remembered now, the expired included. */
size_t visitors_count(struct visitors *visitors);

#endif
