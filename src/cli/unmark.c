/* SPDX-License-Identifier: MIT */
#include "cli/unmark.h"

#include <string.h>

static const char mark_letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ_";

/* Bytes of the mark that the text begins with; 0: it does not. */
static size_t mark_bytes(const char *text, size_t bytes)
{
	size_t size = 1;

	if (text[0] != '[')
		return 0;
	while (size < bytes && text[size] && strchr(mark_letters, text[size]))
		size++;
	return size > 1 && size < bytes && text[size] == ']' ? size + 1 : 0;
}

void unmark(const char *text, size_t bytes, char *out, size_t size)
{
	const char *end = text + bytes;
	size_t used = 0;

	while (text < end && used + 1 < size) {
		size_t mark = mark_bytes(text, (size_t)(end - text));
		char c = (unsigned char)*text < ' ' ? ' ' : *text;

		text += mark ? mark : 1;
		if (!mark && (c != ' ' || (used && out[used - 1] != ' ')))
			out[used++] = c;
	}
	/* Behind a whole character. */
	if (text < end && ((unsigned char)*text & 0xC0) == 0x80) {
		while (used && ((unsigned char)out[used - 1] & 0xC0) == 0x80)
			used--;
		used -= used > 0;
	}
	while (used && out[used - 1] == ' ')
		used--;
	out[used] = '\0';
}
