/* SPDX-License-Identifier: MIT */
#include "server/metrics/metrics_text.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_BYTES 16384u /* all of a small content */

void metrics_text_init(struct metrics_text *text, size_t max)
{
	*text = (struct metrics_text){.max = max};
}

void metrics_text_release(struct metrics_text *text)
{
	free(text->bytes);
	metrics_text_init(text, text->max);
}

static bool make_room(struct metrics_text *text, size_t more)
{
	size_t room = text->room ? text->room : FIRST_BYTES;
	char *bytes;

	if (text->failed)
		return false;
	text->failed = more > text->max || text->size > text->max - more;
	if (text->failed)
		return false;
	if (text->size + more < text->room)
		return true;
	while (room <= text->size + more)
		room *= 2; /* at most 2 * max */
	bytes = realloc(text->bytes, room);
	text->failed = !bytes;
	if (!bytes)
		return false;
	text->bytes = bytes;
	text->room = room;
	return true;
}

static void put(struct metrics_text *text, const char *bytes, size_t size)
{
	if (!make_room(text, size))
		return;
	memcpy(text->bytes + text->size, bytes, size);
	text->size += size;
	text->bytes[text->size] = '\0';
}

static void put_text(struct metrics_text *text, const char *word)
{
	put(text, word, strlen(word));
}

/* A backslash, a line's end and, in a label, a quote. */
static void put_escaped(struct metrics_text *text, const char *value,
			const char *special)
{
	while (*value) {
		size_t plain = strcspn(value, special);

		put(text, value, plain);
		value += plain;
		if (*value) {
			char pair[2] = {'\\', *value == '\n' ? 'n' : *value};

			put(text, pair, 2);
			value++;
		}
	}
}

void metrics_text_family(struct metrics_text *text, const char *name,
			 const char *type, const char *help)
{
	put_text(text, "# HELP ");
	put_text(text, name);
	put_text(text, " ");
	put_escaped(text, help, "\\\n");
	put_text(text, "\n# TYPE ");
	put_text(text, name);
	put_text(text, " ");
	put_text(text, type);
	put_text(text, "\n");
}

static void put_sample(struct metrics_text *text, const char *name,
		       const struct metrics_label *labels, size_t label_count,
		       const char *value)
{
	size_t i;

	put_text(text, name);
	for (i = 0; i < label_count; i++) {
		put_text(text, i ? "," : "{");
		put_text(text, labels[i].key);
		put_text(text, "=\"");
		put_escaped(text, labels[i].value, "\\\n\"");
		put_text(text, "\"");
	}
	put_text(text, label_count ? "} " : " ");
	put_text(text, value);
	put_text(text, "\n");
}

void metrics_text_count(struct metrics_text *text, const char *name,
			const struct metrics_label *labels, size_t label_count,
			uint64_t value)
{
	char digits[24];

	snprintf(digits, sizeof(digits), "%" PRIu64, value);
	put_sample(text, name, labels, label_count, digits);
}

void metrics_text_real(struct metrics_text *text, const char *name,
		       const struct metrics_label *labels, size_t label_count,
		       double value)
{
	char digits[40];

	snprintf(digits, sizeof(digits), "%.12g", value);
	put_sample(text, name, labels, label_count, digits);
}
