/* SPDX-License-Identifier: MIT */
#include "server/page/html_writer.h"

#include "proto/entity.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_BYTES 4096u

struct slice slice_of(const char *text)
{
	return (struct slice){text, strlen(text)};
}

void html_init(struct html *html, size_t max)
{
	*html = (struct html){.max = max};
}

void html_release(struct html *html)
{
	free(html->bytes);
	*html = (struct html){.max = html->max};
}

char *html_take(struct html *html, size_t *size)
{
	char *bytes = html->bytes;

	*size = html->size;
	if (html->failed || !bytes) {
		html_release(html);
		*size = 0;
		return NULL;
	}
	*html = (struct html){.max = html->max};
	return bytes;
}

static bool make_room(struct html *html, size_t more)
{
	size_t need, room = html->room ? html->room : FIRST_BYTES;
	char *bytes;

	if (html->failed || more > html->max || html->size > html->max - more) {
		html->failed = true;
		return false;
	}
	need = html->size + more + 1;
	if (need <= html->room)
		return true;
	while (room < need)
		room = room > SIZE_MAX / 2 ? need : room * 2;
	bytes = realloc(html->bytes, room);
	if (!bytes) {
		html->failed = true;
		return false;
	}
	html->bytes = bytes;
	html->room = room;
	return true;
}

void html_put_slice(struct html *html, struct slice slice)
{
	if (slice.size == 0 || !make_room(html, slice.size))
		return;
	memcpy(html->bytes + html->size, slice.bytes, slice.size);
	html->size += slice.size;
	html->bytes[html->size] = '\0';
}

void html_put(struct html *html, const char *markup)
{
	html_put_slice(html, slice_of(markup));
}

void html_put_count(struct html *html, size_t count)
{
	char text[24];

	snprintf(text, sizeof(text), "%zu", count);
	html_put(html, text);
}

void html_put_text(struct html *html, const char *text)
{
	while (*text && !html->failed) {
		size_t run = strcspn(text, "&<>\"");

		html_put_slice(html, (struct slice){text, run});
		text += run;
		if (*text)
			html_put(html, entity_of(*text++));
	}
}

bool html_is_text(struct slice slice, const char *text)
{
	const char *at = slice.bytes, *end = at + slice.size;

	for (; *text; text++) {
		char plain[2] = {*text, '\0'};
		const char *wanted = entity_of(*text);
		size_t size;

		if (!wanted)
			wanted = plain;
		size = strlen(wanted);
		if ((size_t)(end - at) < size || memcmp(at, wanted, size) != 0)
			return false;
		at += size;
	}
	return at == end;
}

/* Entities hold no space, so that none is cut in two. */
void html_put_plain(struct html *html, struct slice slice, size_t max)
{
	size_t from = html->size, good = from, i;
	bool tag = false, blank = true, cut = false;

	for (i = 0; i < slice.size && !cut && !html->failed; i++) {
		char c = slice.bytes[i];
		bool space = c == ' ' || c == '\n' || c == '<';

		if (c == '<' || c == '>')
			tag = c == '<';
		if (space && !blank)
			good = html->size;
		if (tag || c == '>' || (space && blank))
			continue;
		cut = html->size - from >= max;
		blank = space;
		html_put_slice(
			html, (struct slice){space ? " " : &slice.bytes[i], 1});
	}
	if (!html->failed && html->bytes && (cut || blank)) {
		html->size = good;
		html->bytes[good] = '\0';
	}
}
