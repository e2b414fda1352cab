/* SPDX-License-Identifier: MIT */
/*
 * statekey.h: the secret that signs conversations (token.h), out of a file.
 *
 *	line 1   the key: at least STATEKEY_CHARACTERS characters
 *	line 2   optional, the key before it: what it has signed stays good
 *
 * A line is any text; its SHA-256 is the key. Put a new line above the old one
 * and nobody's conversation ends.
 */
#ifndef FAQD_STATEKEY_H
#define FAQD_STATEKEY_H

#include "server/talk/token.h"

#define STATEKEY_CHARACTERS 32u
#define STATEKEY_FILE_BYTES 4096u
#define STATEKEY_WHY_BYTES 256u

/* False with `why`: it can't be read, is too short, or others may read it. The
 * keys' lifetime is TOKEN_LIFETIME_S. */
__attribute__((warn_unused_result)) bool
statekey_read(struct token_keys *keys, const char *path,
	      char why[STATEKEY_WHY_BYTES]);

/* The same, of a file that is made with a random key when there is none. */
__attribute__((warn_unused_result)) bool
statekey_keep(struct token_keys *keys, const char *path,
	      char why[STATEKEY_WHY_BYTES]);

/* Of bytes that stand for the file's first line. False when OpenSSL fails. */
__attribute__((warn_unused_result)) bool
statekey_take(struct token_keys *keys, const unsigned char *bytes, size_t size);

#endif
