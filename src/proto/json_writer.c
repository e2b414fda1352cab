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

/* Room for `more` bytes and a NUL. */
static bool make_room(struct json_writer *writer, size_t more)
{
	if (writer->failed)
		return false;
	if (more > writer->max || writer->size > writer->max - more) {
		writer->failed = true;
		return false;
	}
	size_t need = writer->size + more + 1;
	if (need <= writer->room)
		return true;
	size_t room = writer->room ? writer->room : WRITER_FIRST_BYTES;
	while (room < need)
		room = room > SIZE_MAX / 2 ? need : room * 2;
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

static void append(struct json_writer *writer, const char *bytes, size_t size)
{
	if (!make_room(writer, size))
		return;
	memcpy(writer->bytes + writer->size, bytes, size);
	writer->size += size;
	writer->bytes[writer->size] = '\0';
}

/* A comma, unless the value is the first of its kind or follows its name. */
static void part(struct json_writer *writer)
{
	char last = writer->size ? writer->bytes[writer->size - 1] : '\n';
	if (last != '{' && last != '[' && last != ':' && last != '\n' &&
	    last != ' ')
		append(writer, ",", 1);
}

void json_put_open(struct json_writer *writer, char bracket)
{
	part(writer);
	append(writer, &bracket, 1);
}

void json_put_close(struct json_writer *writer, char bracket)
{
	append(writer, &bracket, 1);
}

void json_put_ready(struct json_writer *writer, const char *bytes, size_t size)
{
	part(writer);
	append(writer, bytes, size);
}

/* What needs an escape, or the bytes that stand for a fault. */
static void append_special(struct json_writer *writer, unsigned char c)
{
	static const char from[] = "\"\\\b\f\n\r\t";
	static const char to[] = "\"\\bfnrt";
	char text[8];

	const char *found = c ? strchr(from, c) : NULL;
	if (c >= 0x80)
		append(writer, "\xEF\xBF\xBD", 3);
	else if (found)
		append(writer, (char[]){'\\', to[found - from]}, 2);
	else if (snprintf(text, sizeof(text), "\\u%04x", c) > 0)
		append(writer, text, 6);
}

#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

/* Is there a control character, '"', '\\', DEL or a byte past ASCII among
 * these eight? Each sets its own high bit; the borrows and carries that reach
 * a neighbour start from a byte that has set its own already. */
static bool any_special(uint64_t eight)
{
	uint64_t quote = eight ^ EACH('"');
	uint64_t slash = eight ^ EACH('\\');
	uint64_t control = eight - EACH(0x20);
	uint64_t found = control | (quote - EACH(1)) | (slash - EACH(1)) |
			 (eight + EACH(1)) | eight;

	return (found & EACH(0x80)) != 0;
}

static bool is_plain(unsigned char c)
{
	return c >= 0x20 && c < 0x7F && c != '"' && c != '\\';
}

/* How many bytes from `text` on can be copied as they are. */
static size_t plain_run(const char *text, size_t size)
{
	size_t at = 0;
	uint64_t eight;
	uint32_t point;

	for (;;) {
		while (size - at >= sizeof(eight)) {
			memcpy(&eight, text + at, sizeof(eight));
			if (any_special(eight))
				break;
			at += sizeof(eight);
		}
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

/* A string and what closes it: '"', and a ':' behind a name. Most need no
 * escape: those are copied at once. */
static void put_quoted(struct json_writer *writer, const char *text,
		       size_t size, const char *end, size_t end_bytes)
{
	size_t run = plain_run(text, size);

	part(writer);
	if (!make_room(writer, run + 1 + end_bytes))
		return;
	writer->bytes[writer->size++] = '"';
	memcpy(writer->bytes + writer->size, text, run);
	writer->size += run;
	for (size_t at = run; at < size && !writer->failed; at += run) {
		append_special(writer, (unsigned char)text[at++]);
		run = plain_run(text + at, size - at);
		append(writer, text + at, run);
	}
	append(writer, end, end_bytes);
}

void json_put_name(struct json_writer *writer, const char *name)
{
	put_quoted(writer, name, strlen(name), "\":", 2);
}

void json_put_bytes(struct json_writer *writer, const char *text, size_t size)
{
	put_quoted(writer, text, size, "\"", 1);
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
	part(writer);
	append(writer, text, size);
}

void json_put_count(struct json_writer *writer, unsigned long long count)
{
	char text[32];
	size_t at = sizeof(text);
	do
		text[--at] = (char)('0' + count % 10);
	while (count /= 10);
	part(writer);
	append(writer, text + at, sizeof(text) - at);
}

void json_put_bool(struct json_writer *writer, bool value)
{
	part(writer);
	append(writer, value ? "true" : "false", value ? 4 : 5);
}

void json_put_null(struct json_writer *writer)
{
	part(writer);
	append(writer, "null", 4);
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
