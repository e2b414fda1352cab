/* SPDX-License-Identifier: MIT */
/*
 * token.h: a visitor's dialogue as an opaque, signed text that travels with
 * the visitor, so that POST /v1/ask needs no session in the server.
 *
 *	base64url( 64 bytes of faq_dialog_save() | 32 bytes HMAC-SHA256 )
 *
 * It is signed, not encrypted: a dialogue holds hashes of intents and small
 * counters, nothing that the visitor typed.
 */
#ifndef FAQD_TOKEN_H
#define FAQD_TOKEN_H

#include "core/faq.h"

#include <stdbool.h>
#include <stddef.h>

#define TOKEN_KEY_BYTES 32u
#define TOKEN_BYTES 129u /* 128 characters and a NUL */

/* Of one process: a token of another is refused. */
struct token_key {
	unsigned char bytes[TOKEN_KEY_BYTES];
};

/* False when the system has no randomness to give. */
__attribute__((warn_unused_result)) bool token_key_make(struct token_key *key);

/* False only when OpenSSL fails; `out` is "" then. */
__attribute__((warn_unused_result)) bool
token_write(const struct token_key *key, const struct faq_dialog *dialog,
	    char out[TOKEN_BYTES]);

/*
 * Any bytes at all. False, and a fresh dialogue, for anything that
 * token_write() with this key has not written. Compares in constant time.
 */
bool token_read(const struct token_key *key, const char *text, size_t bytes,
		struct faq_dialog *dialog);

#endif
