/* SPDX-License-Identifier: MIT */
#include "desk/split.h"

#include <stdbool.h>
#include <string.h>

/* The bytes that fit: whole characters, units of UTF-16. */
static size_t fitting(const char *text, size_t size, size_t limit)
{
	size_t units = 0, at = 0;

	while (at < size) {
		unsigned char c = (unsigned char)text[at];
		size_t bytes = c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
		size_t more = bytes == 4 ? 2 : 1;

		if ((units + more > limit && at > 0) || bytes > size - at)
			break;
		units += more;
		at += bytes;
	}
	return at ? at : size;
}

#define LINK_BYTES_MAX 2048u /* an address and a title of faq.h, escaped */

/* Inside <...> or ](...), where a cut would break a link. */
static bool in_link(const char *text, size_t at)
{
	size_t from = at > LINK_BYTES_MAX ? at - LINK_BYTES_MAX : 0;

	for (size_t i = at; i > from && text[i - 1] != '\n'; i--) {
		if (text[i - 1] == '>' || text[i - 1] == ')')
			return false;
		if (text[i - 1] == '<' ||
		    (i > 1 && text[i - 1] == '(' && text[i - 2] == ']'))
			return true;
	}
	return false;
}

/* The end of the last `mark` behind `from`; 0: there is none. */
static size_t last_end(const char *text, size_t from, size_t fits,
		       const char *mark)
{
	size_t bytes = strlen(mark);

	for (size_t at = fits; at >= bytes && at > from; at--)
		if (memcmp(text + at - bytes, mark, bytes) == 0 &&
		    !in_link(text, at))
			return at;
	return 0;
}

size_t split_first(const char *text, size_t size, size_t limit)
{
	static const char *const marks[] = {"\n\n", "\n", ". ", " "};
	size_t fits = limit ? fitting(text, size, limit) : size;

	if (fits == size)
		return size;
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		size_t end = last_end(text, fits / 2, fits, marks[i]);

		if (end)
			return end;
	}
	/* a long link: a short message before it is better than half a link */
	if (in_link(text, fits) && last_end(text, 0, fits, " "))
		return last_end(text, 0, fits, " ");
	return fits;
}
