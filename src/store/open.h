/* SPDX-License-Identifier: MIT */
/*
 * open.h: how a store is opened, and what is true of it as a whole. It is part
 * of store.h, whose rules hold here.
 */
#ifndef STORE_OPEN_H
#define STORE_OPEN_H

#include "store/base.h"

/* Why the last call failed: "cannot open 'x.db': is a directory". */
#define STORE_MESSAGE_BYTES 512u

struct store_error {
	char message[STORE_MESSAGE_BYTES];
};

struct store;

struct store_options {
	/* Fresh random bytes: they become the salt of a store that is made
	 * now, and are not used otherwise. */
	uint8_t salt[STORE_SALT_BYTES];
	/* Goes into the key of ids besides the store's own salt, so that the
	 * database alone does not allow to try names. Optional; with another
	 * one all outsiders' names get other ids. */
	const void *secret;
	size_t secret_bytes;
	bool must_exist;  /* don't make one: a report of nothing is a mistake */
	bool check_all;   /* the whole file, however large; slow */
	unsigned busy_ms; /* how long to wait for other writers; 0: 2,000 */
	uint64_t bytes_max; /* grows no larger: STORE_ERROR_FULL; 0: no limit */
	/* Of a shared store only: how long the server may take for a statement,
	 * 0: 10,000; and a file with its password, NULL or "": none. */
	unsigned wait_ms;
	const char *password_file;
};

/*
 * Opens the store at `address`, makes it when there is none (mode 0600) and
 * brings an older one up to date. An address is a file's name, with or without
 * "sqlite:" before it: SQLite; or what store_is_shared() says: PostgreSQL. A
 * file up to STORE_CHECK_BYTES is checked for damage. On failure *out is NULL
 * and `error` says why; a server that can't be reached just now is
 * STORE_ERROR_IO, one that refuses us STORE_ERROR_OPEN.
 */
#define STORE_CHECK_BYTES (64u * 1024u * 1024u)

STORE_MUST_CHECK enum store_status
store_open(struct store **out, const char *address,
	   const struct store_options *options, struct store_error *error);

/*
 * Is it the address of a server that several nodes share? A URI,
 * "postgresql://host/faqd", or libpq's words, "host=db dbname=faqd", the first
 * of which is host, hostaddr, port, dbname, user or service.
 */
bool store_is_shared(const char *address);

/* Does it hold a password? Those are refused: addresses are seen in command
 * lines, in settings and in logs. */
bool store_has_password(const char *address);

/* NULL is fine. */
void store_close(struct store *store);

/* Why the last call on it failed; "" when it did not. Never NULL. */
const char *store_message(const struct store *store);

/*
 * 32 bytes that all who share the store have in common under a name, such as
 * "tokens": those of the first who asked, for whom `fresh` random bytes serve.
 * Whoever can read the database can read them.
 */
STORE_MUST_CHECK enum store_status
store_common(struct store *store, const char *name,
	     const uint8_t fresh[STORE_SALT_BYTES],
	     uint8_t out[STORE_SALT_BYTES]);

/* The key for store_id_of(). */
void store_get_key(const struct store *store, struct store_key *key);

#endif
