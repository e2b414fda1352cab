/* SPDX-License-Identifier: MIT */
#include "cli/sim_template.h"

#include <string.h>

#define CHOICES "choices"

/* Does a value of a JSON string end before `at`? Then the literal that was
 * looked for stands inside of another one. */
static bool has_quote(const char *from, const char *at)
{
	for (; from < at; from++) {
		if (*from == '\\')
			from++;
		else if (*from == '"')
			return true;
	}
	return from > at; /* the literal's first byte was escaped */
}

/* Where the literal stands at or behind `from`; the last one of a template
 * ends the text. NULL: nowhere. */
static const char *find(const char *from, const char *end, const char *literal,
			size_t bytes, bool last)
{
	if ((size_t)(end - from) < bytes)
		return NULL;
	if (last)
		return memcmp(end - bytes, literal, bytes) == 0 ? end - bytes
								: NULL;
	for (; from + bytes <= end; from++)
		if (memcmp(from, literal, bytes) == 0)
			return from;
	return NULL;
}

static bool is(const char *name, size_t bytes, const char *wanted)
{
	return strlen(wanted) == bytes && memcmp(name, wanted, bytes) == 0;
}

static void keep(struct sim_values *values, const char *name, size_t name_bytes,
		 const char *value, size_t bytes)
{
	if (is(name, name_bytes, "conversation")) {
		values->conversation = value;
		values->conversation_bytes = bytes;
	} else if (is(name, name_bytes, "text")) {
		values->text = value;
		values->text_bytes = bytes;
	}
}

bool sim_template_match(const char *template, const char *text, size_t bytes,
			struct sim_values *values)
{
	const char *end = text + bytes;
	const char *open = strstr(template, "{{");
	size_t literal = open ? (size_t)(open - template) : strlen(template);

	if (bytes < literal || memcmp(text, template, literal) != 0)
		return false;
	text += literal;
	while (open) {
		const char *name = open + 2;
		const char *close = strstr(name, "}}");
		const char *at, *rest;
		size_t name_bytes;

		if (!close)
			return false;
		name_bytes = (size_t)(close - name);
		rest = close + 2;
		open = strstr(rest, "{{");
		literal = open ? (size_t)(open - rest) : strlen(rest);
		at = find(text, end, rest, literal, !open);
		if (!at ||
		    (!is(name, name_bytes, CHOICES) && has_quote(text, at)))
			return false;
		keep(values, name, name_bytes, text, (size_t)(at - text));
		text = at + literal;
	}
	return text == end;
}
