/* SPDX-License-Identifier: MIT */
#include "load/reply.h"

#include "proto/json.h"

#include <string.h>

struct scan {
	const char *at, *end;
};

static void skip_blanks(struct scan *scan)
{
	while (scan->at < scan->end && (*scan->at == ' ' || *scan->at == '\n' ||
					*scan->at == '\t' || *scan->at == '\r'))
		scan->at++;
}

static bool take(struct scan *scan, char byte)
{
	skip_blanks(scan);
	if (scan->at == scan->end || *scan->at != byte)
		return false;
	scan->at++;
	return true;
}

/* What stands between the quotes, escapes as they are. */
static bool take_string(struct scan *scan, const char **text, size_t *bytes)
{
	if (!take(scan, '"'))
		return false;
	*text = scan->at;
	while (scan->at < scan->end && *scan->at != '"')
		scan->at += *scan->at == '\\' ? 2 : 1;
	if (scan->at >= scan->end)
		return false;
	*bytes = (size_t)(scan->at - *text);
	scan->at++;
	return true;
}

/* To the comma or brace behind a value of any kind. */
static bool skip_value(struct scan *scan)
{
	const char *text;
	size_t bytes, depth = 0;

	for (skip_blanks(scan); scan->at < scan->end; scan->at++) {
		char c = *scan->at;

		if (depth == 0 && (c == ',' || c == '}'))
			return true;
		if (c == '"') {
			if (!take_string(scan, &text, &bytes))
				return false;
			scan->at--;
		} else if (c == '{' || c == '[') {
			depth++;
		} else if (c == '}' || c == ']') {
			depth--;
		}
	}
	return false;
}

static bool is(const char *text, size_t bytes, const char *wanted)
{
	return bytes == strlen(wanted) && memcmp(text, wanted, bytes) == 0;
}

static enum reply_kind kind_of(const char *type, size_t bytes)
{
	if (is(type, bytes, "answer") || is(type, bytes, "clarify") ||
	    is(type, bytes, "none"))
		return REPLY_ANSWER;
	return is(type, bytes, "error") ? REPLY_ERROR : REPLY_OTHER;
}

struct reply reply_look(const char *json, size_t bytes)
{
	struct scan scan = {json, json + bytes};
	struct reply reply = {.kind = REPLY_MALFORMED};
	bool typed = false;

	if (bytes < 2 || json[bytes - 1] != '}' || !take(&scan, '{'))
		return reply;
	do {
		const char *name, *value = NULL;
		size_t name_bytes, value_bytes = 0;

		if (!take_string(&scan, &name, &name_bytes) ||
		    !take(&scan, ':'))
			break;
		skip_blanks(&scan);
		if (scan.at < scan.end && *scan.at == '"') {
			if (!take_string(&scan, &value, &value_bytes))
				break;
		} else if (!skip_value(&scan)) {
			break;
		}
		if (value && is(name, name_bytes, "type")) {
			reply.kind = kind_of(value, value_bytes);
			typed = true;
		} else if (value && is(name, name_bytes, "reply_to")) {
			reply.to = value;
			reply.to_bytes = value_bytes;
		}
	} while (!(typed && reply.to) && take(&scan, ','));
	return reply;
}

bool reply_is_json(const char *json, size_t bytes)
{
	struct json_doc *doc = NULL;
	bool good = json_parse(&doc, json, bytes, NULL) == JSON_OK;

	json_free(doc);
	return good;
}
