/* SPDX-License-Identifier: MIT */
/*
 * The words around a value. Windows are REDACT_CONTEXT_BYTES wide, so that a
 * message full of values still costs time in proportion to its length.
 */
#include "redact_rules.h"

#include <string.h>

#define WORD_BYTES 24u /* no word of the table is longer */

/* Words that end a walk: what follows them is somebody's record, not a
 * secret. */
#define WALK_END (CONTEXT_REFERENCE | CONTEXT_OWNER)

static bool is_word(unsigned char c)
{
	return redact_is_alnum(c) || c >= 0x80;
}

/* The letters of redact_words.c, in the order of the CONTEXT_ bits. */
static unsigned letter_bits(const char *letter)
{
	static const char letters[] = "FNROCTLPDVHBSIYKWXQUEZMAG_J";
	unsigned bits = 0;
	for (; *letter; letter++) {
		const char *found = strchr(letters, *letter);
		if (found)
			bits |= 1u << (found - letters);
		else if (redact_is_digit((unsigned char)*letter))
			bits |= (unsigned)(*letter - '0')
				<< CONTEXT_MONTH_SHIFT;
		else
			bits |= (unsigned)(*letter - 'a' + 10)
				<< CONTEXT_MONTH_SHIFT;
	}
	return bits;
}

unsigned redact_word_bits(const char *bytes, size_t size)
{
	char word[WORD_BYTES];
	if (size == 0 || size + 1 >= WORD_BYTES)
		return 0;
	for (size_t i = 0; i < size; i++)
		word[i] = redact_lower(bytes[i]);
	word[size] = ' ';
	size_t low = 0, high = redact_word_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strncmp(redact_words[middle], word, size + 1);
		if (order == 0)
			return letter_bits(redact_words[middle] + size + 1);
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return 0;
}

static unsigned context_bits(const char *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (!redact_is_digit((unsigned char)bytes[i]))
			return redact_word_bits(bytes, size);
	return CONTEXT_DIGITS;
}

/*
 * What the mark at `at` means: '#' reads as "number"; the end of a sentence
 * counts as an unknown word, so that context reaches over it only where a
 * rule is sure. An abbreviation's dot ("no. 7") ends nothing.
 */
static bool mark_bits(const struct redact_text *text, size_t at, unsigned *bits)
{
	unsigned char c = redact_byte(text, at);
	*bits = c == '#' ? CONTEXT_NUMBER : 0;
	if (c == '#' || c == '!' || c == '?')
		return true;
	if (c != '.' || at < 4 || redact_byte(text, at + 1) != ' ')
		return false;
	for (size_t i = 1; i <= 4; i++)
		if (!is_word(redact_byte(text, at - i)))
			return false;
	return true;
}

static void read_before(const struct redact_text *text, size_t start,
			struct redact_context *context)
{
	size_t stop =
		start > REDACT_CONTEXT_BYTES ? start - REDACT_CONTEXT_BYTES : 0;
	size_t at = start, count = 0;
	while (at > stop && count < REDACT_CONTEXT_WORDS) {
		size_t end = at--;
		unsigned bits;
		if (!is_word(redact_byte(text, at))) {
			if (mark_bits(text, at, &bits))
				context->before[count++] = bits;
			continue;
		}
		while (at > stop && is_word(redact_byte(text, at - 1)))
			at--;
		context->before[count++] =
			context_bits(text->bytes + at, end - at);
	}
	context->befores = count;
}

static void read_after(const struct redact_text *text, size_t end,
		       struct redact_context *context)
{
	size_t stop = text->size - end > REDACT_CONTEXT_BYTES
			      ? end + REDACT_CONTEXT_BYTES
			      : text->size;
	size_t at = end, count = 0;
	while (at < stop && count < REDACT_CONTEXT_WORDS) {
		size_t start = at++;
		unsigned bits;
		if (!is_word(redact_byte(text, start))) {
			if (mark_bits(text, start, &bits))
				context->after[count++] = bits;
			continue;
		}
		while (at < stop && is_word(redact_byte(text, at)))
			at++;
		context->after[count++] =
			context_bits(text->bytes + start, at - start);
	}
	context->afters = count;
}

void redact_context_read(const struct redact_text *text, size_t start,
			 size_t end, struct redact_context *context)
{
	read_before(text, start, context);
	read_after(text, end, context);
}

static bool walk(const unsigned *word, size_t count, unsigned want,
		 unsigned pass, unsigned skip)
{
	for (size_t i = 0; i < count; i++) {
		if (word[i] & want)
			return true;
		if (word[i] & WALK_END)
			return false;
		if (word[i] & pass)
			continue;
		if (skip == 0)
			return false;
		skip--;
	}
	return false;
}

bool redact_before(const struct redact_context *context, unsigned want,
		   unsigned pass, unsigned skip)
{
	return walk(context->before, context->befores, want, pass, skip);
}

bool redact_after(const struct redact_context *context, unsigned want,
		  unsigned pass, unsigned skip)
{
	return walk(context->after, context->afters, want, pass, skip);
}

bool redact_is_reference(const struct redact_context *context)
{
	const unsigned label = CONTEXT_NUMBER | CONTEXT_ANY_ID | CONTEXT_IS |
			       CONTEXT_CODE | CONTEXT_DIGITS | CONTEXT_MINE |
			       CONTEXT_PUBLIC;
	if (walk(context->before, context->befores, CONTEXT_REFERENCE, label,
		 0))
		return true;
	return context->afters > 1 && context->after[0] & CONTEXT_IS &&
	       walk(context->after, context->afters, CONTEXT_REFERENCE,
		    CONTEXT_FILL | CONTEXT_NUMBER, 0);
}

bool redact_is_amount(const struct redact_context *context)
{
	return context->afters > 0 && context->after[0] & CONTEXT_UNIT;
}
