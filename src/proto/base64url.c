/* SPDX-License-Identifier: MIT */
#include "proto/base64url.h"

#include <assert.h>

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
			       "abcdefghijklmnopqrstuvwxyz"
			       "0123456789-_";

void base64url_encode(const uint8_t *bytes, size_t size, char *out)
{
	assert(size % 3 == 0);
	for (size_t i = 0; i < size; i += 3) {
		uint32_t group = (uint32_t)bytes[i] << 16 |
				 (uint32_t)bytes[i + 1] << 8 | bytes[i + 2];

		*out++ = alphabet[group >> 18 & 63];
		*out++ = alphabet[group >> 12 & 63];
		*out++ = alphabet[group >> 6 & 63];
		*out++ = alphabet[group & 63];
	}
}

/* 0 to 63, or 64. */
static uint32_t value_of(char c)
{
	if (c >= 'A' && c <= 'Z')
		return (uint32_t)(c - 'A');
	if (c >= 'a' && c <= 'z')
		return (uint32_t)(c - 'a') + 26;
	if (c >= '0' && c <= '9')
		return (uint32_t)(c - '0') + 52;
	return c == '-' ? 62 : c == '_' ? 63 : 64;
}

bool base64url_decode(const char *text, uint8_t *out, size_t size)
{
	assert(size % 3 == 0);
	for (size_t i = 0; i < size; i += 3) {
		uint32_t group = 0;

		for (size_t k = 0; k < 4; k++) {
			uint32_t value = value_of(*text++);

			if (value == 64)
				return false;
			group = group << 6 | value;
		}
		out[i] = (uint8_t)(group >> 16);
		out[i + 1] = (uint8_t)(group >> 8);
		out[i + 2] = (uint8_t)group;
	}
	return true;
}
