/* SPDX-License-Identifier: MIT */
/*
 * base64url.h: bytes as text of A-Z a-z 0-9 - _ (RFC 4648, 5), without
 * padding. Only whole groups of three bytes, so that each text has one form.
 */
#ifndef FAQ_BASE64URL_H
#define FAQ_BASE64URL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Characters for `bytes`, a multiple of 3. */
#define BASE64URL_CHARACTERS(bytes) ((bytes) / 3u * 4u)

/* Writes BASE64URL_CHARACTERS(size) characters and no NUL. */
void base64url_encode(const uint8_t *bytes, size_t size, char *out);

/* The other way for `size` bytes; reads BASE64URL_CHARACTERS(size) characters.
 * False for a character that is none of these; `out` is undefined then. */
__attribute__((warn_unused_result)) bool
base64url_decode(const char *text, uint8_t *out, size_t size);

#endif
