/* SPDX-License-Identifier: MIT */
#include "server/log/log_format.h"

#include "proto/utf8.h"
#include "server/log/timestamp.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#define LEVEL_COLUMNS 7    /* of the longest, "warning" */
#define MESSAGE_COLUMNS 28 /* most are shorter */
/* Kept free by what comes from outside, for what ends a line. */
#define TAIL_BYTES 32u

enum style {
	STYLE_TEXT, /* \x1b, \u202e */
	STYLE_JSON  /* \u001b, \u202e; a byte that is no UTF-8: \ufffd */
};

static const char *const level_names[] = {"error", "warning", "info", "debug"};

const char *log_level_text(enum log_level level)
{
	return (unsigned)level < 4 ? level_names[level] : "";
}

static void put(struct log_text *out, const char *bytes, size_t size)
{
	assert(size <= sizeof(out->bytes) - out->size); /* see room() */
	memcpy(out->bytes + out->size, bytes, size);
	out->size += size;
}

static void put_text(struct log_text *out, const char *text)
{
	put(out, text, strlen(text));
}

static bool room(const struct log_text *out, size_t size)
{
	return size <= sizeof(out->bytes) - TAIL_BYTES - out->size;
}

/* Controls, line ends of Unicode, and what reorders the text around it. */
static bool is_unsafe(uint32_t point)
{
	return point < 0x20 || (point >= 0x7F && point < 0xA0) ||
	       point == 0x061C || (point >= 0x200B && point <= 0x200F) ||
	       (point >= 0x2028 && point <= 0x202E) ||
	       (point >= 0x2060 && point <= 0x206F) || point == 0xFEFF;
}

/* Writes what stands for one code point, or for a byte that is none. */
static size_t escape(char out[12], const char *at, size_t bytes, uint32_t point,
		     enum style style)
{
	int n;

	if (bytes == 0 && style == STYLE_JSON)
		n = snprintf(out, 12, "\\ufffd");
	else if (bytes == 0)
		n = snprintf(out, 12, "\\x%02x", (unsigned char)*at);
	else if (point == '"' || point == '\\')
		n = snprintf(out, 12, "\\%c", *at);
	else if (point == '\n' || point == '\t')
		n = snprintf(out, 12, point == '\n' ? "\\n" : "\\t");
	else if (is_unsafe(point) && point < 0x80 && style == STYLE_TEXT)
		n = snprintf(out, 12, "\\x%02x", (unsigned)point);
	else if (is_unsafe(point))
		n = snprintf(out, 12, "\\u%04x", (unsigned)point);
	else
		n = snprintf(out, 12, "%.*s", (int)bytes, at);
	return n > 0 ? (size_t)n : 0;
}

/* Bytes at the start that mean themselves in either style. */
static size_t plain(const char *text, size_t size)
{
	size_t n = 0;

	while (n < size && text[n] >= ' ' && text[n] < 0x7F && text[n] != '"' &&
	       text[n] != '\\')
		n++;
	return n;
}

/* False when it had to be cut. */
static bool put_escaped(struct log_text *out, const char *text, size_t size,
			enum style style)
{
	size_t i = 0;

	while (i < size) {
		char part[12];
		const char *bytes = text + i;
		size_t used = plain(bytes, size - i), read = used;
		uint32_t point = 0;

		if (used == 0) {
			read = utf8_read(bytes, size - i, &point);
			used = escape(part, bytes, read, point, style);
			bytes = part;
			read += read == 0;
		}
		if (!room(out, used))
			return false;
		put(out, bytes, used);
		i += read;
	}
	return true;
}

/* Would be read as more, or less, than one value. */
static bool needs_quotes(const char *text, size_t size)
{
	size_t i;

	for (i = 0; i < size; i++)
		if ((unsigned char)text[i] <= ' ' || strchr("\"=\\", text[i]))
			return true;
	return size == 0;
}

/* " key=value"; false when something is missing. */
static bool put_pair(struct log_text *out, const struct log_field *field)
{
	char value[LOG_VALUE_BYTES];
	size_t size = log_field_text(field, value);
	bool quotes = needs_quotes(value, size), whole;

	if (!room(out, strlen(field->key) + 4))
		return false;
	put_text(out, " ");
	put_text(out, field->key);
	put_text(out, quotes ? "=\"" : "=");
	whole = put_escaped(out, value, size, STYLE_TEXT);
	if (quotes)
		put_text(out, "\"");
	return whole;
}

static void put_pairs(struct log_text *out, const struct log_record *record,
		      bool whole)
{
	size_t i;

	for (i = 0; i < record->field_count && whole; i++)
		whole = i < LOG_FIELDS_MAX && put_pair(out, &record->fields[i]);
	if (!whole)
		put_text(out, " cut=true");
}

static const char *colour_of(enum log_level level)
{
	switch (level) {
	case LOG_LEVEL_ERROR:
		return "\033[31m";
	case LOG_LEVEL_WARNING:
		return "\033[33m";
	case LOG_LEVEL_INFO:
		return "\033[32m";
	case LOG_LEVEL_DEBUG:
		break;
	}
	return "\033[2m";
}

void log_format_text(struct log_text *out, const struct log_record *record,
		     bool colour)
{
	char head[TIMESTAMP_BYTES + 48], time[TIMESTAMP_BYTES];
	size_t begun;
	bool whole;

	out->size = 0;
	timestamp_write(record->time_ms, time);
	snprintf(head, sizeof(head), "%s %s%-*s%s ", time,
		 colour ? colour_of(record->level) : "", LEVEL_COLUMNS,
		 log_level_text(record->level), colour ? "\033[0m" : "");
	put_text(out, head);
	begun = out->size;
	whole = put_escaped(out, record->message, strlen(record->message),
			    STYLE_TEXT);
	while (record->field_count && out->size - begun < MESSAGE_COLUMNS)
		put_text(out, " ");
	put_pairs(out, record, whole);
	put_text(out, "\n");
}

/* ,"key":value */
static bool put_member(struct log_text *out, const struct log_field *field)
{
	char value[LOG_VALUE_BYTES];
	size_t size = log_field_text(field, value);
	bool bare = log_field_bare(field), whole;

	if (!room(out, strlen(field->key) + 6 + (bare ? size : 0)))
		return false;
	put_text(out, ",\"");
	put_text(out, field->key);
	put_text(out, bare ? "\":" : "\":\"");
	whole = put_escaped(out, value, size, STYLE_JSON);
	if (!bare)
		put_text(out, "\"");
	return whole;
}

void log_format_json(struct log_text *out, const struct log_record *record)
{
	char head[TIMESTAMP_BYTES + 64], time[TIMESTAMP_BYTES];
	bool whole;
	size_t i;

	out->size = 0;
	timestamp_write(record->time_ms, time);
	snprintf(head, sizeof(head),
		 "{\"time\":\"%s\",\"level\":\"%s\",\"message\":\"", time,
		 log_level_text(record->level));
	put_text(out, head);
	whole = put_escaped(out, record->message, strlen(record->message),
			    STYLE_JSON);
	put_text(out, "\"");
	for (i = 0; i < record->field_count && whole; i++)
		whole = i < LOG_FIELDS_MAX &&
			put_member(out, &record->fields[i]);
	put_text(out, whole ? "}\n" : ",\"cut\":true}\n");
}

static void end_part(struct log_journal *out, size_t begun)
{
	out->part[out->count++] =
		(struct iovec){.iov_base = out->text.bytes + begun,
			       .iov_len = out->text.size - begun};
}

/* FAQD_KEY=value: the journal's names are capitals. */
static bool add_part(struct log_journal *out, const struct log_field *field)
{
	char value[LOG_VALUE_BYTES];
	size_t size = log_field_text(field, value), begun = out->text.size, i;

	if (!room(&out->text, strlen(field->key) + 6))
		return false;
	put_text(&out->text, "FAQD_");
	for (i = 0; field->key[i]; i++) {
		char c = field->key[i];

		c = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
		put(&out->text, &c, 1);
	}
	put_text(&out->text, "=");
	if (!put_escaped(&out->text, value, size, STYLE_TEXT))
		return false;
	end_part(out, begun);
	return true;
}

void log_format_journal(struct log_journal *out,
			const struct log_record *record)
{
	/* syslog(3): LOG_ERR 3, LOG_WARNING 4, LOG_INFO 6, LOG_DEBUG 7 */
	static const char *const priority[] = {"PRIORITY=3", "PRIORITY=4",
					       "PRIORITY=6", "PRIORITY=7"};
	size_t i, begun = 0;

	out->count = 0;
	out->message.size = out->text.size = 0;
	put_text(&out->message, "MESSAGE=");
	put_pairs(&out->message, record,
		  put_escaped(&out->message, record->message,
			      strlen(record->message), STYLE_TEXT));
	out->part[out->count++] = (struct iovec){.iov_base = out->message.bytes,
						 .iov_len = out->message.size};
	put_text(&out->text, priority[(unsigned)record->level & 3]);
	end_part(out, begun);
	begun = out->text.size;
	put_text(&out->text, "SYSLOG_IDENTIFIER=faqd");
	end_part(out, begun);
	for (i = 0; i < record->field_count && i < LOG_FIELDS_MAX; i++)
		if (!add_part(out, &record->fields[i]))
			break;
}
