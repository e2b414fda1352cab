/* SPDX-License-Identifier: MIT */
/*
 * base.h: what all of the store's interface stands on: how a call ends, and
 * the ids under which outsiders' names are kept. Pure; any thread.
 */
#ifndef STORE_BASE_H
#define STORE_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define STORE_MUST_CHECK __attribute__((warn_unused_result))

enum store_status {
	STORE_OK = 0,
	STORE_ABSENT = 1, /* no such session or key */
	STORE_SEEN = 2, /* a delivery of the batch was there: nothing stored */
	STORE_UNSHARED = 3, /* the store is a file: there are no others */
	STORE_BEHIND = 4,   /* a conversation has gone on: nothing stored */
	STORE_ERROR_NOMEM = -1,
	STORE_ERROR_MISUSE = -2, /* a call that the contract forbids */
	STORE_ERROR_OPEN = -3,   /* no such folder, permissions, a directory */
	STORE_ERROR_FORMAT = -4, /* not ours, or damaged */
	STORE_ERROR_NEWER = -5,  /* made by a newer faqd */
	STORE_ERROR_FULL = -6,   /* the disk is full */
	STORE_ERROR_IO = -7,     /* the disk fails */
	STORE_ERROR_BUSY = -8    /* another writer held it for too long */
};

/* A short lower-case description, never NULL. */
const char *store_status_text(enum store_status status);

#define STORE_ID_BYTES 16u
#define STORE_ID_TEXT_BYTES 33u /* 32 hex digits and a NUL */
#define STORE_SALT_BYTES 32u
#define STORE_API_KEY_ID_BYTES 17u /* 16 characters of [a-z0-9], and a NUL */

/* All zero: none. */
struct store_id {
	uint8_t bytes[STORE_ID_BYTES];
};

/* What ids are hashed with; the same for all who open one store. */
struct store_key {
	uint8_t bytes[32];
};

/*
 * The id of an outsider's name for something: HMAC-SHA-256 under the key over
 * `space`, a NUL and the name, cut to 128 bits. `space` keeps equal names of
 * different origin apart: "rasa", "desk:chatwoot", "message". Without the key
 * a name can't be tried against an id. Any thread. False, and no id, only
 * when OpenSSL fails.
 */
STORE_MUST_CHECK bool store_id_of(const struct store_key *key,
				  const char *space, const char *name,
				  size_t name_bytes, struct store_id *id);

bool store_id_none(const struct store_id *id);
void store_id_text(const struct store_id *id, char out[STORE_ID_TEXT_BYTES]);
/* False, and none, for anything but 32 hex digits. */
STORE_MUST_CHECK bool store_id_parse(const char *text, size_t bytes,
				     struct store_id *id);

#endif
