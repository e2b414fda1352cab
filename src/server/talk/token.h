/* SPDX-License-Identifier: MIT */
/*
 * token.h: a visit (proto/visit.h) as an opaque, signed text: the `session` of
 * the protocol. It travels with the visitor, so that any faqd with the same
 * key takes up any visitor, and none has to keep one.
 *
 *	base64url( visit, VISIT_BYTES | HMAC-SHA256 of purpose and visit )
 *
 * It is signed, not encrypted: it holds a random number, a time, hashes and
 * small counters, nothing that the visitor typed.
 *
 * Keys rotate: tokens are signed with the current key, and read with it or the
 * one before.
 *
 * Every answer carries a token, so signing is made cheap: a signer keeps
 * OpenSSL's keyed state and goes back to it (0.28 us), where HMAC() fetches the
 * algorithm and sets the key up each time (1.17 us); a copy of the state would
 * take 0.60 us.
 *
 * Threads: keys are immutable; a signer belongs to one thread.
 */
#ifndef FAQD_TOKEN_H
#define FAQD_TOKEN_H

#include "proto/base64url.h"
#include "proto/visit.h"
#include "server/talk/answerid.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TOKEN_KEY_BYTES 32u
#define TOKEN_MAC_BYTES 32u
#define TOKEN_CHARACTERS BASE64URL_CHARACTERS(VISIT_BYTES + TOKEN_MAC_BYTES)
#define TOKEN_BYTES (TOKEN_CHARACTERS + 1u) /* with a NUL */
#define TOKEN_RANDOM_BYTES 512u
#define TOKEN_LIFETIME_S (30 * 24 * 3600)

struct token_key {
	unsigned char bytes[TOKEN_KEY_BYTES];
};

struct token_keys {
	struct token_key current, previous;
	bool has_previous;
	int64_t lifetime_s; /* since the token was written */
};

/* A random key, and TOKEN_LIFETIME_S. False without randomness. */
__attribute__((warn_unused_result)) bool
token_keys_make(struct token_keys *keys);

struct signer {
	struct evp_mac_st *method;
	struct evp_mac_ctx_st *current, *previous; /* keyed; NULL: no such */
	struct answer_key answers, answers_before;
	int64_t lifetime_s;
	/* Fetched ahead: OpenSSL takes as long for 16 bytes as for these. */
	unsigned char random[TOKEN_RANDOM_BYTES];
	size_t random_left;
};

/* False when OpenSSL fails or memory runs out; nothing to release then. */
__attribute__((warn_unused_result)) bool
signer_init(struct signer *signer, const struct token_keys *keys);
void signer_release(struct signer *signer);

/* Gives a visit its visitor if it has none. False without randomness. */
__attribute__((warn_unused_result)) bool token_begin(struct signer *signer,
						     struct visit *visit);

/* Signs the visit as of now. False only when OpenSSL fails; `out` is "". */
__attribute__((warn_unused_result)) bool token_write(struct signer *signer,
						     struct visit *visit,
						     int64_t now_s,
						     char out[TOKEN_BYTES]);

enum token_status {
	TOKEN_OK = 0,
	TOKEN_EXPIRED = -1, /* ours, but too old */
	TOKEN_FOREIGN = -2  /* anything else */
};

/* Any bytes at all; an empty visit unless TOKEN_OK. Compares in constant time.
 */
__attribute__((warn_unused_result)) enum token_status
token_read(struct signer *signer, const char *text, size_t bytes, int64_t now_s,
	   struct visit *visit);

/* Did we give the visitor an answer of that id? Any text. */
bool token_gave(const struct signer *signer, const struct visit *visit,
		const char *answer);

#endif
