/* SPDX-License-Identifier: MIT */
#include "core/faq_wipe.h"
#include "proto/json.h"
#include "proto/utf8.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WRITER_FIRST_BYTES 1024u

void json_writer_init(struct json_writer *writer, size_t max)
{
	*writer = (struct json_writer){.max = max};
}

void json_writer_release(struct json_writer *writer)
{
	json_writer_wipe(writer);
	free(writer->bytes);
	*writer = (struct json_writer){.max = writer->max};
}

void json_writer_clear(struct json_writer *writer)
{
	writer->size = 0;
	writer->failed = false;
}

void json_writer_wipe(struct json_writer *writer)
{
	faq_wipe(writer->bytes, writer->room);
	json_writer_clear(writer);
}

bool json_failed(const struct json_writer *writer)
{
	return writer->failed;
}

char *json_writer_take(struct json_writer *writer, size_t *size)
{
	if (size)
		*size = 0;
	if (writer->failed || !writer->bytes) {
		json_writer_release(writer);
		return NULL;
	}
	char *bytes = writer->bytes;
	if (size)
		*size = writer->size;
	*writer = (struct json_writer){.max = writer->max};
	return bytes;
}

/* Makes the room larger: at most `max` bytes and a NUL. */
static bool grow(struct json_writer *writer, size_t more)
{
	if (writer->failed)
		return false;
	if (more > writer->max || writer->size > writer->max - more) {
		writer->failed = true;
		return false;
	}
	size_t need = writer->size + more + 1;
	size_t room = writer->room ? writer->room : WRITER_FIRST_BYTES;
	while (room < need)
		room = room > SIZE_MAX / 2 ? need : room * 2;
	if (room > writer->max + 1)
		room = writer->max + 1;
	char *bytes = malloc(room); /* realloc() would leave a copy behind */
	if (!bytes) {
		writer->failed = true;
		return false;
	}
	if (writer->bytes) {
		memcpy(bytes, writer->bytes, writer->size + 1);
		faq_wipe(writer->bytes, writer->room);
		free(writer->bytes);
	}
	writer->bytes = bytes;
	writer->room = room;
	return true;
}

/* Room for `more` bytes and a NUL. */
static inline bool make_room(struct json_writer *writer, size_t more)
{
	if (!writer->failed && more < writer->room - writer->size)
		return true;
	return grow(writer, more);
}

static void append(struct json_writer *writer, const char *bytes, size_t size)
{
	if (!make_room(writer, size))
		return;
	memcpy(writer->bytes + writer->size, bytes, size);
	writer->size += size;
	writer->bytes[writer->size] = '\0';
}

/* A comma goes before a value, unless it is the first of its kind or follows
 * its name. */
static bool needs_comma(const struct json_writer *writer)
{
	char last = writer->size ? writer->bytes[writer->size - 1] : '\n';

	return last != '{' && last != '[' && last != ':' && last != '\n' &&
	       last != ' ';
}

/* A value that is JSON already. */
static void append_value(struct json_writer *writer, const char *bytes,
			 size_t size)
{
	bool comma = needs_comma(writer);

	if (!make_room(writer, size + comma))
		return;
	if (comma)
		writer->bytes[writer->size++] = ',';
	memcpy(writer->bytes + writer->size, bytes, size);
	writer->size += size;
	writer->bytes[writer->size] = '\0';
}

static void put_bracket(struct json_writer *writer, char bracket, bool comma)
{
	if (!make_room(writer, 1 + (size_t)comma))
		return;
	if (comma)
		writer->bytes[writer->size++] = ',';
	writer->bytes[writer->size++] = bracket;
	writer->bytes[writer->size] = '\0';
}

void json_put_open(struct json_writer *writer, char bracket)
{
	put_bracket(writer, bracket, needs_comma(writer));
}

void json_put_close(struct json_writer *writer, char bracket)
{
	put_bracket(writer, bracket, false);
}

void json_put_ready(struct json_writer *writer, const char *bytes, size_t size)
{
	append_value(writer, bytes, size);
}

/* What needs an escape, or the bytes that stand for a fault. */
static void append_special(struct json_writer *writer, unsigned char c)
{
	static const char letter[0x80] = {
		['"'] = '"',  ['\\'] = '\\', ['\b'] = 'b', ['\f'] = 'f',
		['\n'] = 'n', ['\r'] = 'r',  ['\t'] = 't',
	};
	char text[8];

	if (c >= 0x80)
		append(writer, "\xEF\xBF\xBD", 3);
	else if (letter[c])
		append(writer, (char[]){'\\', letter[c]}, 2);
	else if (snprintf(text, sizeof(text), "\\u%04x", c) > 0)
		append(writer, text, 6);
}

#define MANY 32u /* bytes that are looked at together */
#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

/* Is there a control character, '"', '\\', DEL or a byte past ASCII among
 * these eight? Each sets its own high bit; the borrows and carries that reach
 * a neighbour start from a byte that has set its own already. */
static uint64_t special(uint64_t eight)
{
	uint64_t quote = eight ^ EACH('"');
	uint64_t slash = eight ^ EACH('\\');
	uint64_t control = eight - EACH(0x20);
	uint64_t found = control | (quote - EACH(1)) | (slash - EACH(1)) |
			 (eight + EACH(1)) | eight;

	return found & EACH(0x80);
}

static bool any_special(uint64_t eight)
{
	return special(eight) != 0;
}

/* The same of 32 bytes. */
static bool any_special_of_many(const char *text)
{
	uint64_t part[MANY / sizeof(uint64_t)];

	memcpy(part, text, sizeof(part));
	return (special(part[0]) | special(part[1]) | special(part[2]) |
		special(part[3])) != 0;
}

static bool is_plain(unsigned char c)
{
	return c >= 0x20 && c < 0x7F && c != '"' && c != '\\';
}

/* 4 to 7 bytes as eight, some of them twice. */
static uint64_t load_short(const char *text, size_t size)
{
	uint32_t first, last;

	memcpy(&first, text, sizeof(first));
	memcpy(&last, text + size - sizeof(last), sizeof(last));
	return (uint64_t)first << 32 | last;
}

/* How many bytes from `at` on are plain, as far as eight at once tell. */
static size_t plain_eights(const char *text, size_t size, size_t at)
{
	uint64_t eight;

	while (size - at >= MANY && !any_special_of_many(text + at))
		at += MANY;
	for (; size - at >= sizeof(eight); at += sizeof(eight)) {
		memcpy(&eight, text + at, sizeof(eight));
		if (any_special(eight))
			return at;
	}
	/* The rest along with bytes before it, which may be looked at again. */
	if (at >= sizeof(eight)) {
		memcpy(&eight, text + size - sizeof(eight), sizeof(eight));
		return any_special(eight) ? at : size;
	}
	if (at == 0 && size >= sizeof(uint32_t))
		return any_special(load_short(text, size)) ? 0 : size;
	return at;
}

/* How many bytes from `text` on can be copied as they are. */
static size_t plain_run(const char *text, size_t size)
{
	size_t at = 0;
	uint32_t point;

	for (;;) {
		at = plain_eights(text, size, at);
		while (at < size && is_plain((unsigned char)text[at]))
			at++;
		if (at == size || (unsigned char)text[at] < 0x80)
			return at;
		size_t length = utf8_read(text + at, size - at, &point);
		if (!length)
			return at;
		at += length;
	}
}

/* The rest of a string from its first byte that needs an escape. */
static void append_escaped(struct json_writer *writer, const char *text,
			   size_t size)
{
	size_t run;

	for (size_t at = 0; at < size && !writer->failed; at += run) {
		append_special(writer, (unsigned char)text[at++]);
		run = plain_run(text + at, size - at);
		append(writer, text + at, run);
	}
}

/* A string and its quotes, and a ':' behind a name. Most need no escape: those
 * are copied at once. */
static void put_quoted(struct json_writer *writer, const char *text,
		       size_t size, bool name)
{
	size_t run = plain_run(text, size);
	bool comma = needs_comma(writer);

	if (!make_room(writer, run + 2 + comma + name))
		return;
	char *at = writer->bytes + writer->size;
	if (comma)
		*at++ = ',';
	*at++ = '"';
	memcpy(at, text, run);
	at += run;
	if (run == size) {
		*at++ = '"';
		if (name)
			*at++ = ':';
	}
	*at = '\0';
	writer->size = (size_t)(at - writer->bytes);
	if (run == size)
		return;
	append_escaped(writer, text + run, size - run);
	append(writer, "\":", 1 + (size_t)name);
}

void json_put_name(struct json_writer *writer, const char *name)
{
	put_quoted(writer, name, strlen(name), true);
}

void json_put_bytes(struct json_writer *writer, const char *text, size_t size)
{
	put_quoted(writer, text, size, false);
}

void json_put_string(struct json_writer *writer, const char *text)
{
	json_put_bytes(writer, text, strlen(text));
}

/* From 0.1 to below 1, as "%.6g" has it, which takes ten times as long. */
static size_t write_fraction(double number, char text[32])
{
	unsigned long millionths = (unsigned long)(number * 1e6 + 0.5);
	size_t size = 8;

	if (millionths == 1000000) {
		text[0] = '1';
		return 1;
	}
	memcpy(text, "0.", 2);
	for (size_t i = 7; i >= 2; i--, millionths /= 10)
		text[i] = (char)('0' + millionths % 10);
	while (text[size - 1] == '0')
		size--;
	return size;
}

void json_put_number(struct json_writer *writer, double number)
{
	char text[32] = "null";
	size_t size = 4;
	int printed;
	if (number >= 0 && number < 1e6 &&
	    number == (double)(unsigned long)number) {
		json_put_count(writer, (unsigned long)number);
		return;
	}
	if (number >= 0.1 && number < 1.0) {
		size = write_fraction(number, text);
	} else if (isfinite(number)) {
		printed = snprintf(text, sizeof(text), "%.6g", number);
		size = printed > 0 ? (size_t)printed : 0;
	}
	append_value(writer, text, size);
}

void json_put_count(struct json_writer *writer, unsigned long long count)
{
	char text[32];
	size_t at = sizeof(text);
	do
		text[--at] = (char)('0' + count % 10);
	while (count /= 10);
	append_value(writer, text + at, sizeof(text) - at);
}

void json_put_bool(struct json_writer *writer, bool value)
{
	if (value)
		append_value(writer, "true", 4);
	else
		append_value(writer, "false", 5);
}

void json_put_null(struct json_writer *writer)
{
	append_value(writer, "null", 4);
}

void json_put_raw(struct json_writer *writer, const char *text)
{
	append(writer, text, strlen(text));
}

void json_add_string(struct json_writer *writer, const char *name,
		     const char *text)
{
	json_put_name(writer, name);
	json_put_string(writer, text);
}

void json_add_number(struct json_writer *writer, const char *name,
		     double number)
{
	json_put_name(writer, name);
	json_put_number(writer, number);
}

void json_add_count(struct json_writer *writer, const char *name,
		    unsigned long long count)
{
	json_put_name(writer, name);
	json_put_count(writer, count);
}

void json_add_bool(struct json_writer *writer, const char *name, bool value)
{
	json_put_name(writer, name);
	json_put_bool(writer, value);
}

void json_add_null(struct json_writer *writer, const char *name)
{
	json_put_name(writer, name);
	json_put_null(writer);
}
