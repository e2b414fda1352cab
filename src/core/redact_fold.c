/* SPDX-License-Identifier: MIT */
/*
 * Undoes what hides ASCII from the rules: full-width forms, the digits of other
 * scripts, characters without width. What text.c folds for the answer must be
 * as plain to the redactor.
 */
#include "redact_rules.h"

#define FULL_WIDTH 0xff01u /* '!'; to 0xff5e, '~' */
#define MATHS 0x1d7ceu     /* five alphabets of digits in a row */

/* The zeros of scripts whose ten digits follow each other (Unicode's Nd). */
static const uint32_t zeros[] = {
	0x0660, 0x06f0, 0x07c0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0b66, 0x0be6,
	0x0c66, 0x0ce6, 0x0d66, 0x0de6, 0x0e50, 0x0ed0, 0x0f20, 0x1040, 0x1090,
	0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40,
	0x1c50, 0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0,
};

/* The bytes of the character at `at`; what is no UTF-8 is a byte by itself. */
static size_t read_point(const struct redact_text *text, size_t at,
			 uint32_t *point)
{
	unsigned char c = redact_byte(text, at);
	size_t size = c < 0xc2 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
	*point = size == 1 ? c : c & (0x7fu >> size);
	for (size_t i = 1; i < size; i++) {
		unsigned char next = redact_byte(text, at + i);
		if ((next & 0xc0) != 0x80) {
			*point = c;
			return 1;
		}
		*point = *point << 6 | (next & 0x3fu);
	}
	return size;
}

static bool has_no_width(uint32_t point)
{
	return point == 0xad || (point >= 0x200b && point <= 0x200f) ||
	       (point >= 0x202a && point <= 0x202e) ||
	       (point >= 0x2060 && point <= 0x206f) || point == 0xfeff ||
	       point == 0x180e || (point >= 0xfe00 && point <= 0xfe0f) ||
	       point == 0x034f || point == 0x061c;
}

/* The ASCII that a character beyond it stands for, 0 when it is itself. */
static unsigned char fold_point(uint32_t point)
{
	static const char raised[] = "0123456789+-=()";
	if (point >= FULL_WIDTH && point < FULL_WIDTH + 94)
		return (unsigned char)(point - FULL_WIDTH + '!');
	if (point == 0x3000)
		return ' ';
	if (point == 0xfe6b)
		return '@';
	if (point == 0xb2 || point == 0xb3 || point == 0xb9)
		return (unsigned char)(point == 0xb9 ? '1'
						     : point - 0xb0 + '0');
	if (point == 0x2070 || (point >= 0x2074 && point <= 0x207e))
		return (unsigned char)raised[point - 0x2070];
	if (point >= 0x2080 && point <= 0x208e)
		return (unsigned char)raised[point - 0x2080];
	if (point >= 0x2460 && point <= 0x2468)
		return (unsigned char)(point - 0x2460 + '1');
	if (point >= MATHS && point < MATHS + 50)
		return (unsigned char)('0' + (point - MATHS) % 10);
	for (size_t i = 0; i < sizeof(zeros) / sizeof(zeros[0]); i++)
		if (point - zeros[i] < 10)
			return (unsigned char)('0' + (point - zeros[i]));
	return 0;
}

bool redact_needs_fold(const struct redact_text *text)
{
	uint32_t point;
	for (size_t at = 0; at < text->size;) {
		if (redact_byte(text, at) < 0x80) {
			at++;
			continue;
		}
		at += read_point(text, at, &point);
		if (point >= 0x80 && (has_no_width(point) || fold_point(point)))
			return true;
	}
	return false;
}

size_t redact_fold(const struct redact_text *text, size_t from,
		   struct redact_folded *folded)
{
	size_t at = from, used = 0;
	uint32_t point;
	while (at < text->size && used + 4 <= REDACT_FOLD_BYTES) {
		size_t size = read_point(text, at, &point);
		unsigned char ascii = point < 0x80 ? 0 : fold_point(point);
		size_t keep = ascii ? 1 : has_no_width(point) ? 0 : size;
		for (size_t i = 0; i < keep; i++) {
			folded->bytes[used] =
				ascii ? (char)ascii : text->bytes[at + i];
			folded->start[used] = at + (ascii ? 0 : i);
			folded->end[used++] = ascii ? at + size : at + i + 1;
		}
		at += size;
	}
	folded->size = used;
	return at;
}
