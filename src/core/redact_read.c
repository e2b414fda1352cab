/* SPDX-License-Identifier: MIT */
/* Reads the shapes that rules judge: tokens, digit groups, spaced values. */
#include "redact_rules.h"

#include <string.h>

#define SPACED_LEAST 6u
#define SPACED_LONGEST 18u
#define PARTING_BYTES 3u /* between two digit groups, as in ") - " */

/* General punctuation is E2 80 xx: spaces 80..8A and AF, dashes 90..95. */
static size_t wide_separator(const struct redact_text *text, size_t at,
			     char *kind)
{
	unsigned char first = redact_byte(text, at);
	unsigned char second = redact_byte(text, at + 1);
	unsigned char third = redact_byte(text, at + 2);
	if (first == 0xc2 && second == 0xa0) {
		*kind = ' ';
		return 2;
	}
	if (first != 0xe2 || second != 0x80)
		return 0;
	if (third >= 0x90 && third <= 0x95) {
		*kind = '-';
		return 3;
	}
	if ((third >= 0x80 && third <= 0x8a) || third == 0xaf) {
		*kind = ' ';
		return 3;
	}
	return 0;
}

size_t redact_separator(const struct redact_text *text, size_t at, char *kind)
{
	unsigned char c = redact_byte(text, at);
	if (c == ' ' || c == '-' || c == '.') {
		*kind = (char)c;
		return 1;
	}
	return c >= 0x80 ? wide_separator(text, at, kind) : 0;
}

bool redact_token_read(const struct redact_text *text, size_t at,
		       struct redact_token *token)
{
	*token = (struct redact_token){.start = at, .end = at};
	for (;; token->end++) {
		unsigned char c = redact_byte(text, token->end);
		if (redact_is_digit(c))
			token->digits++;
		else if (c >= 'A' && c <= 'Z')
			token->upper++;
		else if (c >= 'a' && c <= 'z')
			token->lower++;
		else
			return token->end > at;
	}
}

/*
 * The parting between two groups that belong together, 0 when the number ends
 * here. A bracket wins over a space beside it; ". " ends a sentence.
 */
static size_t read_parting(const struct redact_text *text, size_t at,
			   char *kind)
{
	size_t size = 0, spaces = 0;
	*kind = 0;
	for (unsigned marks = 0; marks < PARTING_BYTES; marks++) {
		unsigned char c = redact_byte(text, at + size);
		char one;
		size_t width = 1;
		if (c == '/' || c == '(' || c == ')')
			one = c == '/' ? '/' : '(';
		else
			width = redact_separator(text, at + size, &one);
		if (width == 0)
			break;
		if (one == ' ' && (*kind == '.' || ++spaces > 2))
			return 0;
		if (*kind == 0 || *kind == ' ' || (*kind == '-' && one == '('))
			*kind = one;
		else if (one != ' ' && (*kind == one || one != '-'))
			return 0;
		size += width;
	}
	return redact_is_digit(redact_byte(text, at + size)) ? size : 0;
}

/*
 * What people put between the groups of a card besides: "4111_1111",
 * "4111/1111", "4111, 1111" or a new line. A new line wins over what is beside
 * it, then a comma and its like, which are all ','.
 */
static size_t read_loose_parting(const struct redact_text *text, size_t at,
				 char *kind)
{
	size_t size = 0;
	*kind = 0;
	for (unsigned marks = 0; marks < PARTING_BYTES; marks++) {
		unsigned char c = redact_byte(text, at + size);
		char one = '/';
		size_t width = 1;
		if (c == '\n' || c == '\r')
			one = '\n';
		else if (c && strchr(",|*:;>+=~", c))
			one = ',';
		else if (c != '/' && c != '_' && c != '\t')
			width = redact_separator(text, at + size, &one);
		if (width == 0)
			break;
		if (*kind == 0 || one == '\n' || (one == ',' && *kind != '\n'))
			*kind = one;
		size += width;
	}
	return redact_is_digit(redact_byte(text, at + size)) ? size : 0;
}

static bool read_group(const struct redact_text *text, size_t at, char before,
		       struct redact_number *number)
{
	struct redact_group *group = &number->group[number->groups];
	*group = (struct redact_group){
		.start = at, .first = number->digits, .before = before};
	for (; redact_is_digit(redact_byte(text, at)); at++) {
		if (number->digits == REDACT_DIGITS)
			return false;
		number->digit[number->digits++] = text->bytes[at];
		group->digits++;
	}
	group->end = at;
	if (group->digits == 0 || redact_is_letter(redact_byte(text, at))) {
		number->digits = group->first;
		return false;
	}
	number->groups++;
	number->end = at;
	return true;
}

static bool read_number(const struct redact_text *text, size_t at,
			size_t (*parting)(const struct redact_text *text,
					  size_t at, char *kind),
			struct redact_number *number)
{
	number->start = at;
	number->groups = number->digits = 0;
	number->plus = false;
	if (redact_byte(text, at) == '+') {
		number->plus = true;
		at += redact_byte(text, at + 1) == ' ' ? 2 : 1;
	}
	if (redact_byte(text, at) == '(')
		at++;
	if (!read_group(text, at, 0, number))
		return false;
	while (number->groups < REDACT_GROUPS) {
		char kind;
		size_t size = parting(text, number->end, &kind);
		if (size == 0 ||
		    !read_group(text, number->end + size, kind, number))
			break;
	}
	number->digit[number->digits] = '\0';
	return true;
}

bool redact_number_read(const struct redact_text *text, size_t at,
			struct redact_number *number)
{
	return read_number(text, at, read_parting, number);
}

bool redact_number_read_loose(const struct redact_text *text, size_t at,
			      struct redact_number *number)
{
	return read_number(text, at, read_loose_parting, number);
}

size_t redact_spaced(const struct redact_text *text, size_t at, size_t *count)
{
	size_t end = 0;
	char kind;
	for (*count = 0; *count < SPACED_LONGEST; ++*count) {
		if (!redact_is_alnum(redact_byte(text, at)) ||
		    redact_is_alnum(redact_byte(text, at + 1)))
			break;
		end = at + 1;
		at = end + redact_separator(text, end, &kind);
	}
	return *count >= SPACED_LEAST ? end : 0;
}

size_t redact_gather(const struct redact_text *text, size_t at, size_t size,
		     char *out)
{
	size_t count = 0;
	while (count < size) {
		unsigned char c = redact_byte(text, at);
		char kind;
		if (redact_is_alnum(c)) {
			out[count++] = redact_upper((char)c);
			at++;
			continue;
		}
		size_t width = redact_separator(text, at, &kind);
		if (width == 0 ||
		    !redact_is_alnum(redact_byte(text, at + width)))
			return 0;
		at += width;
	}
	out[count] = '\0';
	return redact_is_alnum(redact_byte(text, at)) ? 0 : at;
}
