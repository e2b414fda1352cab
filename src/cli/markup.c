/* SPDX-License-Identifier: MIT */
#include "cli/markup.h"

#include "proto/utf8.h"

#include <string.h>

static const char *escape_of(uint32_t point)
{
	switch (point) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	case '\n':
	case '\t':
		return NULL;
	default:
		/* What XML 1.0 can't hold; its section 2.2. */
		return point < ' ' || point == 0xfffe || point == 0xffff ||
				       (point >= 0x7f && point <= 0x9f)
			       ? "\xef\xbf\xbd"
			       : NULL;
	}
}

void markup_text(FILE *file, const char *text)
{
	size_t size = strlen(text);

	while (size) {
		uint32_t point = 0;
		size_t length = utf8_read(text, size, &point);
		const char *escape = escape_of(point);
		if (escape)
			fputs(escape, file);
		else
			fwrite(text, 1, length, file);
		length += !length;
		text += length;
		size -= length;
	}
}
