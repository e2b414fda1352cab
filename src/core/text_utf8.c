/* SPDX-License-Identifier: MIT */
#include "text.h"

#include <string.h>

/* Bytes of the well-formed sequence at `s`, 0 when there is none. */
static size_t sequence(const unsigned char *s, size_t size)
{
	/* RFC 3629's table: the second byte's range depends on the first. */
	unsigned char low = 0x80, high = 0xBF;
	size_t n = *s < 0xE0 ? 2 : *s < 0xF0 ? 3 : 4;
	if (*s < 0xC2 || *s > 0xF4 || n > size)
		return 0;
	if (*s == 0xE0)
		low = 0xA0;
	else if (*s == 0xED)
		high = 0x9F;
	else if (*s == 0xF0)
		low = 0x90;
	else if (*s == 0xF4)
		high = 0x8F;
	if (s[1] < low || s[1] > high)
		return 0;
	for (size_t i = 2; i < n; i++) {
		if ((s[i] & 0xC0) != 0x80)
			return 0;
	}
	return n;
}

/* True when none of eight bytes is 0 or beyond ASCII. */
static bool eight_plain(const unsigned char *s)
{
	const uint64_t ones = 0x0101010101010101u, tops = ones << 7;
	uint64_t word;
	memcpy(&word, s, sizeof(word));
	/* With no top bit set, w - 1 borrows a top bit only from a zero. */
	return !((word | (word - ones)) & tops);
}

bool text_is_utf8(const char *bytes, size_t size, size_t *where)
{
	const unsigned char *s = (const unsigned char *)bytes;
	size_t i = 0;
	while (i < size) {
		size_t n = s[i] && s[i] < 0x80;
		if (size - i >= 8 && eight_plain(s + i))
			n = 8;
		else if (!n && s[i])
			n = sequence(s + i, size - i);
		if (!n) {
			if (where)
				*where = i;
			return false;
		}
		i += n;
	}
	return true;
}
