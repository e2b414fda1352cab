/* SPDX-License-Identifier: MIT */
/*
 * message_cache.h: what of an answer's JSON is the same each time, made ready
 * when the content is loaded: the members of each intent's part, in full and
 * for a repeated question.
 *
 * Ownership: a cache owns its bytes and points into its catalogue: free it
 * first. Threads: immutable, for any number of them.
 */
#ifndef FAQ_MESSAGE_CACHE_H
#define FAQ_MESSAGE_CACHE_H

#include "core/faq.h"
#include "proto/json.h"

struct message_cache;

struct message_text {
	const char *bytes; /* NULL: not there */
	size_t size;
};

/* NULL when memory runs out. */
struct message_cache *message_cache_new(const struct faq_catalog *catalog);
void message_cache_free(struct message_cache *cache); /* NULL is fine */

/* Nothing for an intent of another catalogue; `cache` may be NULL. */
struct message_text message_cache_find(const struct message_cache *cache,
				       const struct faq_intent *intent,
				       bool again);

/* What the cache holds: the members of a part that don't depend on the
 * question, into an open object. `steps` is the length of the checklist;
 * `shortened` the text said in place of the answer (faq_part_short()), or
 * NULL. */
void message_put_part(struct json_writer *writer,
		      const struct faq_intent *intent, unsigned steps,
		      const char *shortened);

#endif
