/* SPDX-License-Identifier: MIT */
/*
 * The rule on street addresses, kept narrow: "i live at 14 Made Up Street".
 * Number, up to four words and a word for a street, where the words before say
 * that somebody lives there. What follows the street (a city) is left.
 */
#include "redact_rules.h"

#include <string.h>

#define STREET_WORDS 5u
#define STREET_WORD_BYTES 12u
#define HOME_WORDS 4u

/* `list` holds its words between blanks. */
static bool is_one_of(const struct redact_text *text, size_t at, size_t size,
		      const char *list)
{
	char word[STREET_WORD_BYTES + 3] = " ";
	if (size == 0 || size > STREET_WORD_BYTES)
		return false;
	for (size_t i = 0; i < size; i++)
		word[i + 1] = redact_lower(text->bytes[at + i]);
	word[size + 1] = ' ';
	return strstr(list, word) != NULL;
}

static bool says_home(const struct redact_text *text, size_t at)
{
	static const char homes[] = " live lives living address reside "
				    "residence moved home house ";
	size_t stop = at > REDACT_CONTEXT_BYTES ? at - REDACT_CONTEXT_BYTES : 0;
	for (unsigned i = 0; i < HOME_WORDS; i++) {
		while (at > stop &&
		       !redact_is_letter(redact_byte(text, at - 1)))
			at--;
		size_t end = at;
		while (at > stop && redact_is_letter(redact_byte(text, at - 1)))
			at--;
		if (is_one_of(text, at, end - at, homes))
			return true;
	}
	return false;
}

bool redact_street(const struct redact_text *text, size_t at,
		   struct faq_span *span)
{
	static const char streets[] =
		" street st road rd avenue ave lane ln drive dr boulevard blvd "
		"terrace crescent court square close place way strasse ";
	struct redact_token word;
	size_t start = at;
	if (!redact_token_read(text, at, &word) || word.digits == 0 ||
	    word.digits > 5 || word.upper + word.lower > 1)
		return false;
	for (unsigned i = 0; i < STREET_WORDS; i++) {
		at = word.end;
		if (redact_byte(text, at) == ',')
			at++;
		if (redact_byte(text, at) != ' ' ||
		    !redact_token_read(text, at + 1, &word) || word.digits)
			return false;
		if (i > 0 &&
		    is_one_of(text, word.start, word.end - word.start, streets))
			return says_home(text, start) &&
			       redact_take(span, REDACT_STREET, start,
					   word.end);
	}
	return false;
}
