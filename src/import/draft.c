/* SPDX-License-Identifier: MIT */
#include "import/draft.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void draft_release(struct draft *draft)
{
	free(draft->bytes);
	*draft = (struct draft){0};
}

static bool make_room(struct draft *draft, size_t more)
{
	size_t room = draft->room ? draft->room : 256;

	if (draft->failed || more > DRAFT_BYTES_MAX - draft->size) {
		draft->failed = true;
		return false;
	}
	while (room <= draft->size + more)
		room *= 2;
	if (room == draft->room)
		return true;
	char *bytes = realloc(draft->bytes, room);
	if (!bytes) {
		draft->failed = true;
		return false;
	}
	draft->bytes = bytes;
	draft->room = room;
	return true;
}

void draft_add(struct draft *draft, const char *bytes, size_t size)
{
	if (!size || !make_room(draft, size))
		return;
	memcpy(draft->bytes + draft->size, bytes, size);
	draft->size += size;
	draft->bytes[draft->size] = '\0';
}

void draft_put(struct draft *draft, const char *words)
{
	draft_add(draft, words, strlen(words));
}

void draft_format(struct draft *draft, const char *format, ...)
{
	char line[4096];
	va_list arguments;

	va_start(arguments, format);
	int size = vsnprintf(line, sizeof(line), format, arguments);
	va_end(arguments);
	if (size > 0)
		draft_put(draft, line);
}

const char *draft_bytes(const struct draft *draft)
{
	return draft->bytes ? draft->bytes : "";
}
