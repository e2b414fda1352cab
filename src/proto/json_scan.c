/* SPDX-License-Identifier: MIT */
#include "proto/json_scan.h"

#include "proto/json.h"
#include "proto/utf8.h"

#include <stdint.h>
#include <string.h>

static bool scan_value(struct json_scan *scan, size_t name_at);

static bool scan_fail(struct json_scan *scan, const char *fault)
{
	if (!scan->fault)
		scan->fault = fault;
	return false;
}

/* The byte to read next; 0 at the end (a NUL in the text is refused). */
static char scan_peek(const struct json_scan *scan)
{
	return scan->at < scan->size ? scan->bytes[scan->at] : '\0';
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static void scan_space(struct json_scan *scan)
{
	while (is_space(scan_peek(scan)))
		scan->at++;
}

static bool scan_digit(const struct json_scan *scan)
{
	return scan_peek(scan) >= '0' && scan_peek(scan) <= '9';
}

static bool scan_digits(struct json_scan *scan)
{
	if (!scan_digit(scan))
		return scan_fail(scan, "a number lacks a digit here");
	while (scan_digit(scan))
		scan->at++;
	return true;
}

static bool scan_number(struct json_scan *scan)
{
	size_t start = scan->at;

	if (scan_peek(scan) == '-')
		scan->at++;
	size_t whole = scan->at;
	if (!scan_digits(scan))
		return false;
	if (scan->bytes[whole] == '0' && scan->at - whole > 1)
		return scan_fail(scan, "a number can't begin with 0");
	if (scan_peek(scan) == '.') {
		scan->at++;
		if (!scan_digits(scan))
			return false;
	}
	if (scan_peek(scan) == 'e' || scan_peek(scan) == 'E') {
		scan->at++;
		if (scan_peek(scan) == '+' || scan_peek(scan) == '-')
			scan->at++;
		if (!scan_digits(scan))
			return false;
	}
	if (scan->at - start > JSON_NUMBER_BYTES)
		return scan_fail(scan, "a number is too long, use a string");
	return true;
}

/* Four hex digits at `at`, or -1. */
static long scan_hex4(const struct json_scan *scan, size_t at)
{
	static const char digits[] = "0123456789abcdef";
	long value = 0;
	if (scan->size - at < 4)
		return -1;
	for (size_t i = 0; i < 4; i++) {
		char c = scan->bytes[at + i];
		if (c >= 'A' && c <= 'F')
			c = (char)(c - 'A' + 'a');
		const char *digit = c ? strchr(digits, c) : NULL;
		if (!digit)
			return -1;
		value = value * 16 + (digit - digits);
	}
	return value;
}

/* After "\u". A high surrogate takes its low one along. */
static bool scan_unicode(struct json_scan *scan)
{
	long unit = scan_hex4(scan, scan->at);
	if (unit < 0)
		return scan_fail(scan, "\\u wants four hex digits");
	if (unit == 0)
		return scan_fail(scan, "\\u0000 is not allowed");
	if (unit >= 0xDC00 && unit <= 0xDFFF)
		return scan_fail(scan, "a low surrogate without its high one");
	scan->at += 4;
	if (unit < 0xD800 || unit > 0xDBFF)
		return true;
	if (scan->size - scan->at < 6 ||
	    memcmp(scan->bytes + scan->at, "\\u", 2) != 0)
		return scan_fail(scan, "a high surrogate without its low one");
	unit = scan_hex4(scan, scan->at + 2);
	if (unit < 0xDC00 || unit > 0xDFFF)
		return scan_fail(scan, "a high surrogate without its low one");
	scan->at += 6;
	return true;
}

static bool scan_escape(struct json_scan *scan)
{
	scan->at++;
	char c = scan_peek(scan);
	if (c == 'u') {
		scan->at++;
		return scan_unicode(scan);
	}
	if (!c || !strchr("\"\\/bfnrt", c))
		return scan_fail(scan, "an unknown escape in a string");
	scan->at++;
	return true;
}

/* Most of a string needs no second look. */
static void scan_plain(struct json_scan *scan)
{
	size_t at = scan->at;
	unsigned char c;

	while (at < scan->size) {
		c = (unsigned char)scan->bytes[at];
		if (c < 0x20 || c >= 0x80 || c == '"' || c == '\\')
			break;
		at++;
	}
	scan->at = at;
}

static bool scan_string(struct json_scan *scan)
{
	scan->at++;
	for (scan_plain(scan); scan->at < scan->size; scan_plain(scan)) {
		unsigned char c = (unsigned char)scan->bytes[scan->at];
		uint32_t point;
		if (c == '"') {
			scan->at++;
			return true;
		}
		if (c == '\\') {
			if (!scan_escape(scan))
				return false;
			continue;
		}
		if (c < 0x20)
			return scan_fail(
				scan,
				"a control character in a string, escape it");
		size_t length = utf8_read(scan->bytes + scan->at,
					  scan->size - scan->at, &point);
		if (!length)
			return scan_fail(scan, "not UTF-8");
		scan->at += length;
	}
	return scan_fail(scan, "a string has no end");
}

static bool scan_word(struct json_scan *scan, const char *word)
{
	size_t length = strlen(word);
	if (scan->size - scan->at < length ||
	    memcmp(scan->bytes + scan->at, word, length) != 0)
		return scan_fail(scan, "a value is expected here");
	scan->at += length;
	return true;
}

static bool scan_member(struct json_scan *scan)
{
	size_t name_at = scan->at;
	if (scan_peek(scan) != '"')
		return scan_fail(scan, "a name in quotes is expected here");
	if (!scan_string(scan))
		return false;
	scan_space(scan);
	if (scan_peek(scan) != ':')
		return scan_fail(scan, "':' is expected after a name");
	scan->at++;
	scan_space(scan);
	return scan_value(scan, name_at);
}

/* An array or an object; `close` tells which. */
static bool scan_several(struct json_scan *scan, char close)
{
	if (++scan->depth > JSON_DEPTH_MAX)
		return scan_fail(scan, "nested too deep");
	scan->at++;
	scan_space(scan);
	bool more = scan_peek(scan) != close;
	while (more) {
		bool good = close == '}' ? scan_member(scan)
					 : scan_value(scan, JSON_SCAN_NOWHERE);
		if (!good || scan->found != JSON_SCAN_NOWHERE)
			return good;
		scan_space(scan);
		more = scan_peek(scan) == ',';
		if (!more && scan_peek(scan) != close)
			return scan_fail(
				scan, close == '}' ? "',' or '}' is expected"
						   : "',' or ']' is expected");
		if (more) {
			scan->at++;
			scan_space(scan);
		}
	}
	scan->at++;
	scan->depth--;
	return true;
}

static bool scan_value(struct json_scan *scan, size_t name_at)
{
	if (scan->values++ == scan->wanted) {
		scan->found = scan->at;
		scan->found_name =
			name_at == JSON_SCAN_NOWHERE ? scan->at : name_at;
		return true;
	}
	switch (scan_peek(scan)) {
	case '{':
		return scan_several(scan, '}');
	case '[':
		return scan_several(scan, ']');
	case '"':
		return scan_string(scan);
	case 't':
		return scan_word(scan, "true");
	case 'f':
		return scan_word(scan, "false");
	case 'n':
		return scan_word(scan, "null");
	default:
		if (scan_peek(scan) == '-' || scan_digit(scan))
			return scan_number(scan);
		return scan_fail(scan, scan->at < scan->size
					       ? "a value is expected here"
					       : "the text ends too early");
	}
}

bool json_scan(struct json_scan *scan, const char *bytes, size_t size,
	       size_t wanted)
{
	*scan = (struct json_scan){.bytes = bytes,
				   .size = size,
				   .wanted = wanted,
				   .found = JSON_SCAN_NOWHERE,
				   .found_name = JSON_SCAN_NOWHERE};
	scan_space(scan);
	if (!scan_value(scan, JSON_SCAN_NOWHERE))
		return false;
	if (scan->found != JSON_SCAN_NOWHERE)
		return true;
	scan_space(scan);
	if (scan->at < size)
		return scan_fail(scan,
				 "something follows the end of the value");
	return true;
}

void json_scan_place(const char *bytes, size_t offset, unsigned *line,
		     unsigned *column)
{
	*line = 1;
	*column = 1;
	for (size_t i = 0; i < offset; i++) {
		++*column;
		if (bytes[i] == '\n') {
			++*line;
			*column = 1;
		}
	}
}
