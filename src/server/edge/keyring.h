/* SPDX-License-Identifier: MIT */
/*
 * keyring.h: the API keys of the store, in memory, so that checking one waits
 * for no disk. A thread of its own reads them anew every KEYRING_SECONDS: a key
 * that was made, or revoked, counts from then on.
 *
 * What was read last stays while the store can't be read.
 *
 * Threads: keyring_start() and keyring_stop() belong to one, the rest is for
 * any.
 */
#ifndef FAQD_KEYRING_H
#define FAQD_KEYRING_H

#include "store/apikey.h"

#include <stdbool.h>
#include <stddef.h>

#define KEYRING_SECONDS 2
#define KEYRING_KEYS_MAX 4096u

struct keyring;

/* `address` and `store` outlive it. NULL when memory or threads run out. */
struct keyring *keyring_start(const char *address,
			      const struct store_options *store);
void keyring_stop(struct keyring *keyring); /* NULL is fine */

struct keyring_use {
	char id[STORE_API_KEY_ID_BYTES];
	int64_t noted_ms; /* when its use was noted last, 0: never */
};

enum keyring_verdict {
	KEYRING_ALLOWED,
	KEYRING_UNKNOWN, /* no key, or none of ours, or revoked */
	KEYRING_SCOPE    /* a key of ours that is not good for this */
};

/*
 * What an Authorization header is good for; "" for none. `use` is of the key,
 * unless KEYRING_UNKNOWN. Without a keyring every key is unknown.
 */
enum keyring_verdict keyring_check(struct keyring *keyring, const char *header,
				   size_t bytes, enum apikey_scope scope,
				   struct keyring_use *use);

/* The same for a key without "Bearer " before it. */
enum keyring_verdict keyring_check_key(struct keyring *keyring,
				       const char *text, size_t bytes,
				       enum apikey_scope scope,
				       struct keyring_use *use);

/* The operator's word for that key; "" for none of ours. */
void keyring_name(struct keyring *keyring, const char *id,
		  char out[STORE_API_KEY_NAME_BYTES]);

/* Is the key of that id, which was good once, still there and not revoked? */
bool keyring_holds(struct keyring *keyring, const char *id);

#endif
