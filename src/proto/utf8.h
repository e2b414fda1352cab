/* SPDX-License-Identifier: MIT */
/*
 * utf8.h: UTF-8 (RFC 3629) one code point at a time. Needs no locale and
 * allocates nothing. Overlong forms, surrogates and anything past U+10FFFF
 * are faults.
 */
#ifndef FAQ_UTF8_H
#define FAQ_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Reads the code point at `bytes`. Returns its length, 1 to 4, or 0 when
 * `size` is 0 or the bytes are not UTF-8; `*point` is set only on success.
 */
size_t utf8_read(const char *bytes, size_t size, uint32_t *point);

/* True when all of it is UTF-8; else `*where`, if not NULL, is the offset of
 * the first fault. NUL is a code point like any other. */
bool utf8_valid(const char *bytes, size_t size, size_t *where);

/* Code points in it; a byte that is no UTF-8 counts as one. */
size_t utf8_points(const char *bytes, size_t size);

/* Columns that it takes in a terminal: marks 0, East Asian wide and emoji 2. */
size_t utf8_columns(const char *bytes, size_t size);

#endif
