/* SPDX-License-Identifier: MIT */
#include "server/edge/guard.h"

#include <string.h>
#include <strings.h>

static const char length_name[] = "content-length:";

/* The number behind "Content-Length:"; 0: it is another line, or no plain
 * number, which request.c refuses. */
static size_t length_of(const char *line, size_t size)
{
	size_t n = 0, i = sizeof(length_name) - 1;

	if (size <= i || strncasecmp(line, length_name, i) != 0)
		return 0;
	while (i < size && (line[i] == ' ' || line[i] == '\t'))
		i++;
	for (; i < size && line[i] >= '0' && line[i] <= '9' && n < 1u << 24;
	     i++)
		n = 10 * n + (size_t)(line[i] - '0');
	return n;
}

static void keep_beginning(struct guard *guard, const char *line, size_t size)
{
	size_t room = sizeof(guard->line) - guard->line_bytes;

	if (size > room)
		size = room;
	memcpy(guard->line + guard->line_bytes, line, size);
	guard->line_bytes += size;
}

static void begin_line(struct guard *guard)
{
	guard->within = guard->after_cr = false;
	guard->line_bytes = 0;
	memset(guard->line, 0, sizeof(guard->line)); /* it may hold a secret */
}

/* A line, or a part of one, up to its LF, which must stand behind a CR, the
 * only one. Returns its length with both. */
static size_t look_at_line(struct guard *guard, const char *line, size_t size)
{
	const char *end = memchr(line, '\n', size);
	size_t length = end ? (size_t)(end - line) : size, text = length;
	bool cr = text > 0 ? line[text - 1] == '\r' : guard->after_cr;

	if (text > 0 && cr)
		text--;
	if (memchr(line, '\0', text) || memchr(line, '\r', text) ||
	    (end && !cr) || (guard->after_cr && end != line))
		guard->crooked = true;
	keep_beginning(guard, line, text);
	guard->within = !end;
	guard->after_cr = !end && cr;
	return end ? length + 1 : size;
}

/* A name of printable characters, and at once the colon: RFC 9112, 5.1. One
 * that is longer than we keep is not of those that matter. */
static bool is_header(const char *line, size_t size)
{
	size_t i;

	for (i = 0; i < size && line[i] != ':'; i++)
		if (line[i] <= ' ' || line[i] == 0x7f)
			return false;
	return i > 0;
}

/* Returns how much of what follows is the body. */
static size_t end_line(struct guard *guard)
{
	size_t body = 0, length = length_of(guard->line, guard->line_bytes);

	if (guard->line_bytes == 0) { /* the head's end */
		body = guard->body;
		guard->body = guard->head = 0;
		guard->headers = false;
	} else if (!guard->headers) {
		guard->headers = true;
	} else if (!is_header(guard->line, guard->line_bytes)) {
		guard->crooked = true;
	} else if (length > 0) {
		guard->body = length;
	}
	begin_line(guard);
	return body;
}

void guard_look(struct guard *guard, const char *bytes, size_t size,
		size_t body_left)
{
	size_t at = body_left < size ? body_left : size;

	if (body_left > 0) {
		begin_line(guard);
		guard->body = guard->head = 0;
		guard->headers = false;
	}
	while (at < size && !guard->crooked) {
		size_t body, line = look_at_line(guard, bytes + at, size - at);

		at += line;
		guard->head += line;
		if (guard->head_max > 0 && guard->head > guard->head_max)
			guard->long_head = true;
		if (guard->within)
			continue;
		body = end_line(guard);
		at = body < size - at ? at + body : size;
	}
}
