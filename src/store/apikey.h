/* SPDX-License-Identifier: MIT */
/*
 * apikey.h: an API key as a text, and what it allows.
 *
 *	Authorization: Bearer faqd_ID_SECRET
 *	                       |  |     `-- 256 random bits in base64url
 *	                       |  `-------- 16 of [a-z2-7]: which key it is
 *	                       `----------- for those who search for leaked keys
 *
 * The store keeps a hash of the secret; the text is shown once, when the key is
 * made. Nothing here reads randomness or keeps memory. Any thread.
 */
#ifndef STORE_APIKEY_H
#define STORE_APIKEY_H

#include "store/store.h"

#define APIKEY_ID_RANDOM 10u
#define APIKEY_SECRET_RANDOM 32u
#define APIKEY_RANDOM_BYTES                                                    \
	(APIKEY_ID_RANDOM + APIKEY_SECRET_RANDOM + STORE_API_KEY_SALT_BYTES)

#define APIKEY_SECRET_CHARACTERS 43u
#define APIKEY_TEXT_BYTES                                                      \
	(5u + (STORE_API_KEY_ID_BYTES - 1u) + 1u + APIKEY_SECRET_CHARACTERS +  \
	 1u)

/* Scopes are bits. The table in apikey.c has their names and meaning. */
enum apikey_scope {
	APIKEY_ASK = 1,
	APIKEY_DESK = 2,
	APIKEY_REPORT = 4,
	APIKEY_ADMIN = 8 /* holds all others */
};

#define APIKEY_SCOPE_COUNT 4u

/* "ask" and what it is good for; i < APIKEY_SCOPE_COUNT. */
const char *apikey_scope_name(size_t i);
const char *apikey_scope_help(size_t i);

/*
 * "ask,report" or "ask report" -> their bits. On false, `*wrong` is the first
 * that is none and `*wrong_bytes` its length; 0 when there is no name at all.
 */
STORE_MUST_CHECK bool apikey_scopes_parse(const char *text, unsigned *scopes,
					  const char **wrong,
					  size_t *wrong_bytes);

/* "ask report", as struct store_api_key has it. */
void apikey_scopes_text(unsigned scopes, char out[STORE_API_KEY_SCOPES_BYTES]);

/*
 * A new key out of APIKEY_RANDOM_BYTES fresh random bytes: fills id, salt and
 * hash of `key`, and the text that its owner is given. Wipe both random bytes
 * and text (OPENSSL_cleanse()) when they have been used. False only when
 * OpenSSL fails.
 */
STORE_MUST_CHECK bool apikey_make(const uint8_t random[APIKEY_RANDOM_BYTES],
				  struct store_api_key *key,
				  char text[APIKEY_TEXT_BYTES]);

/* A key as it was presented; `secret` points into the text. */
struct apikey {
	char id[STORE_API_KEY_ID_BYTES];
	const char *secret; /* APIKEY_SECRET_CHARACTERS of them */
};

/* "faqd_ID_SECRET", any bytes at all. False for what no key looks like. */
STORE_MUST_CHECK bool apikey_parse(const char *text, size_t bytes,
				   struct apikey *out);

/* The value of an Authorization header: "Bearer faqd_ID_SECRET", the scheme in
 * any case (RFC 9110, 11.1). */
STORE_MUST_CHECK bool apikey_parse_bearer(const char *header, size_t bytes,
					  struct apikey *out);

/* Is it the stored key, not revoked, and good for that scope? In constant time
 * as far as the secret goes. */
STORE_MUST_CHECK bool apikey_allows(const struct store_api_key *stored,
				    const struct apikey *presented,
				    enum apikey_scope scope);

#endif
