/* SPDX-License-Identifier: MIT */
#include "desk/prose.h"

#include "proto/entity.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

void prose_init(struct prose *prose, enum desk_markup markup)
{
	*prose = (struct prose){.markup = markup};
}

void prose_release(struct prose *prose)
{
	free(prose->bytes);
	*prose = (struct prose){.markup = prose->markup};
}

const char *prose_text(const struct prose *prose)
{
	return prose->bytes ? prose->bytes : "";
}

static bool make_room(struct prose *prose, size_t size)
{
	size_t room = prose->room ? prose->room : 256;
	char *more;

	if (size > PROSE_BYTES_MAX - prose->size) {
		prose->failed = prose->full = true;
		return false;
	}
	while (room < prose->size + size + 1)
		room *= 2;
	if (room == prose->room)
		return true;
	more = realloc(prose->bytes, room);
	if (!more) {
		prose->failed = true;
		return false;
	}
	prose->bytes = more;
	prose->room = room;
	return true;
}

void prose_add(struct prose *prose, const char *bytes, size_t size)
{
	if (prose->failed || size == 0 || !make_room(prose, size))
		return;
	memcpy(prose->bytes + prose->size, bytes, size);
	prose->size += size;
	prose->bytes[prose->size] = '\0';
}

void prose_put(struct prose *prose, const char *text)
{
	prose_add(prose, text, strlen(text));
}

/* ------------------------------------------------------------------ */
/* Escaping.                                                          */

/* What begins a list or a heading only where a line begins. */
static bool begins_block(const char *text, const char *at)
{
	const char *from = at;

	if (*at == '+' || *at == '-' || *at == '=') {
		while (from > text && from[-1] == ' ')
			from--;
	} else if (*at == '.' || *at == ')') {
		while (from > text && isdigit((unsigned char)from[-1]))
			from--;
		if (from == at)
			return false;
	} else {
		return false;
	}
	return from == text || from[-1] == '\n';
}

static void say_char(struct prose *prose, const char *text, const char *at)
{
	const char *escape = NULL;
	bool backslash = false;

	switch (prose->markup) {
	case DESK_PLAIN:
		break;
	case DESK_MARKDOWN:
		backslash =
			strchr("\\`*_[]<>#~|&!", *at) || begins_block(text, at);
		break;
	case DESK_ROCKET:
		backslash = strchr("\\`*_[]~#", *at) != NULL;
		break;
	case DESK_MRKDWN:
		escape = *at == '"' ? NULL : entity_of(*at);
		break;
	case DESK_HTML:
		escape = *at == '\n' ? "<br>" : entity_of(*at);
		break;
	}
	if (backslash)
		prose_put(prose, "\\");
	if (escape)
		prose_put(prose, escape);
	else
		prose_add(prose, at, 1);
}

/* How long the address is that begins here; 0: none does. A mark that ends a
 * sentence is none of it. */
static size_t address_at(const char *text, size_t size)
{
	static const char *const schemes[] = {"https://", "http://"};
	size_t bytes = 0;

	for (size_t i = 0; i < 2; i++) {
		size_t scheme = strlen(schemes[i]);

		if (size > scheme && memcmp(text, schemes[i], scheme) == 0)
			bytes = scheme;
	}
	if (bytes == 0)
		return 0;
	while (bytes < size && (unsigned char)text[bytes] > ' ' &&
	       !strchr("<>\"|`\\^{}()", text[bytes]))
		bytes++;
	while (strchr(".,;:!?'", text[bytes - 1]))
		bytes--;
	return text[bytes - 1] == '/' && text[bytes - 2] == '/' &&
			       text[bytes - 3] == ':'
		       ? 0
		       : bytes;
}

static void put_escaped(struct prose *prose, const char *text, size_t size)
{
	const char *escape;

	for (size_t i = 0; i < size; i++) {
		escape = entity_of(text[i]);
		if (escape)
			prose_put(prose, escape);
		else
			prose_add(prose, text + i, 1);
	}
}

static void say_address(struct prose *prose, const char *text, size_t size)
{
	switch (prose->markup) {
	case DESK_PLAIN:
	case DESK_ROCKET:
		prose_add(prose, text, size);
		break;
	case DESK_MARKDOWN:
		prose_put(prose, "<");
		prose_add(prose, text, size);
		prose_put(prose, ">");
		break;
	case DESK_MRKDWN:
		prose_put(prose, "<");
		put_escaped(prose, text, size);
		prose_put(prose, ">");
		break;
	case DESK_HTML:
		prose_put(prose, "<a href=\"");
		put_escaped(prose, text, size);
		prose_put(prose, "\">");
		put_escaped(prose, text, size);
		prose_put(prose, "</a>");
		break;
	}
}

void prose_say_bytes(struct prose *prose, const char *text, size_t size)
{
	size_t at = 0;

	while (at < size) {
		size_t address = address_at(text + at, size - at);

		if (address) {
			say_address(prose, text + at, address);
			at += address;
		} else {
			say_char(prose, text, text + at++);
		}
	}
}

void prose_say(struct prose *prose, const char *text)
{
	prose_say_bytes(prose, text, strlen(text));
}

/* ------------------------------------------------------------------ */
/* Markup of our own.                                                 */

void prose_part(struct prose *prose)
{
	if (prose->markup == DESK_HTML || prose->size == 0)
		return;
	while (prose->size && strchr(" \n", prose->bytes[prose->size - 1]))
		prose->bytes[--prose->size] = '\0';
	if (prose->size)
		prose_put(prose, "\n\n");
}

void prose_open(struct prose *prose)
{
	if (prose->markup == DESK_HTML)
		prose_put(prose, "<p>");
	else
		prose_part(prose);
}

void prose_close(struct prose *prose)
{
	if (prose->markup == DESK_HTML)
		prose_put(prose, "</p>\n");
}

void prose_line_break(struct prose *prose)
{
	if (prose->markup == DESK_HTML)
		prose_put(prose, "<br>");
	else if (prose->markup == DESK_MARKDOWN)
		prose_put(prose, "\\\n");
	else
		prose_put(prose, "\n");
}

void prose_strong(struct prose *prose, bool begins)
{
	switch (prose->markup) {
	case DESK_PLAIN:
		break;
	case DESK_MARKDOWN:
		prose_put(prose, "**");
		break;
	case DESK_MRKDWN:
	case DESK_ROCKET:
		prose_put(prose, "*");
		break;
	case DESK_HTML:
		prose_put(prose, begins ? "<strong>" : "</strong>");
		break;
	}
}

static bool is_address(const char *url)
{
	if (strncmp(url, "https://", 8) != 0 &&
	    strncmp(url, "http://", 7) != 0 && strncmp(url, "mailto:", 7) != 0)
		return false;
	for (; *url; url++)
		if ((unsigned char)*url <= ' ' || strchr("<>\"|`\\", *url))
			return false;
	return true;
}

void prose_link(struct prose *prose, const char *title, const char *url)
{
	if (!is_address(url)) {
		prose_say(prose, title);
		return;
	}
	switch (prose->markup) {
	case DESK_PLAIN:
		prose_say(prose, title);
		prose_put(prose, *title ? ": " : "");
		prose_put(prose, url);
		break;
	case DESK_MARKDOWN:
	case DESK_ROCKET:
		prose_put(prose, "[");
		prose_say(prose, title);
		prose_put(prose, prose->markup == DESK_ROCKET ? "](" : "](<");
		prose_put(prose, url);
		prose_put(prose, prose->markup == DESK_ROCKET ? ")" : ">)");
		break;
	case DESK_MRKDWN:
		prose_put(prose, "<");
		put_escaped(prose, url, strlen(url));
		prose_put(prose, "|");
		for (; *title; title++) /* a bar would end the address */
			if (*title != '|')
				put_escaped(prose, title, 1);
		prose_put(prose, ">");
		break;
	case DESK_HTML:
		prose_put(prose, "<a href=\"");
		put_escaped(prose, url, strlen(url));
		prose_put(prose, "\">");
		put_escaped(prose, title, strlen(title));
		prose_put(prose, "</a>");
		break;
	}
}
