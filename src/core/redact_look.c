/* SPDX-License-Identifier: MIT */
/* A quick look: can there be anything in a message, or in a token? */
#include "redact_rules.h"

#define TOKEN_LONG 16u    /* letters; no common word is so long */
#define TOKEN_NO_VOWEL 9u /* letters; no word at all */

/* Kinds of bytes for the quick look. */
enum {
	LOOK_LETTER = 1,
	LOOK_VOWEL = 2, /* any byte of a letter beyond ASCII too */
	LOOK_SIGN = 4   /* a digit or a mark that leads to a value */
};

static unsigned look_kind(unsigned char c)
{
	static const uint8_t kinds[128] = {
		['0'] = 4, ['1'] = 4, ['2'] = 4, ['3'] = 4, ['4'] = 4,
		['5'] = 4, ['6'] = 4, ['7'] = 4, ['8'] = 4, ['9'] = 4,
		['<'] = 4, ['='] = 4, [':'] = 4, ['@'] = 4, ['"'] = 4,
		['A'] = 3, ['B'] = 1, ['C'] = 1, ['D'] = 1, ['E'] = 3,
		['F'] = 1, ['G'] = 1, ['H'] = 1, ['I'] = 3, ['J'] = 1,
		['K'] = 1, ['L'] = 1, ['M'] = 1, ['N'] = 1, ['O'] = 3,
		['P'] = 1, ['Q'] = 1, ['R'] = 1, ['S'] = 1, ['T'] = 1,
		['U'] = 3, ['V'] = 1, ['W'] = 1, ['X'] = 1, ['Y'] = 1,
		['Z'] = 1, ['a'] = 3, ['b'] = 1, ['c'] = 1, ['d'] = 1,
		['e'] = 3, ['f'] = 1, ['g'] = 1, ['h'] = 1, ['i'] = 3,
		['j'] = 1, ['k'] = 1, ['l'] = 1, ['m'] = 1, ['n'] = 1,
		['o'] = 3, ['p'] = 1, ['q'] = 1, ['r'] = 1, ['s'] = 1,
		['t'] = 1, ['u'] = 3, ['v'] = 1, ['w'] = 1, ['x'] = 1,
		['y'] = 1, ['z'] = 1};
	return c < 128 ? kinds[c] : LOOK_LETTER | LOOK_VOWEL;
}

/* Goes on behind the letters that stand here; returns their kinds. */
static unsigned letters(const struct redact_text *text, size_t *at)
{
	const char *bytes = text->bytes;
	size_t i = *at, end = text->size;
	unsigned kinds = 0;
	for (; i < end; i++) {
		unsigned kind = look_kind((unsigned char)bytes[i]);
		if (!(kind & LOOK_LETTER))
			break;
		kinds |= kind;
	}
	*at = i;
	return kinds;
}

/*
 * Most questions hold none of the signs, so this is what redaction costs them.
 * A seed phrase needs a row of words as long as those of the list; "to", "is"
 * and "my" end a row.
 */
void redact_look(const struct redact_text *text, struct redact_signs *signs)
{
	size_t row = 0;
	*signs = (struct redact_signs){0};
	for (size_t i = 0; i <= text->size; i++) {
		size_t start = i;
		unsigned kinds = letters(text, &i);
		size_t length = i - start;
		unsigned char c = redact_byte(text, i);
		signs->values |= look_kind(c) != 0;
		signs->mails |= c == '@' || c == '%' || c == '&';
		if (length == 0)
			continue;
		signs->mails |= length == 2 && redact_email_sign(text, start);
		if (length >= TOKEN_LONG ||
		    (length >= TOKEN_NO_VOWEL && !(kinds & LOOK_VOWEL)))
			signs->values = true;
		row = length >= 3 && length < REDACT_BIP39_BYTES ? row + 1 : 0;
		signs->seeds |= row >= REDACT_SEED_LEAST;
	}
}

static bool is_unspeakable(const struct redact_text *text,
			   const struct redact_token *token)
{
	if (token->end - token->start < TOKEN_NO_VOWEL)
		return false;
	for (size_t i = token->start; i < token->end; i++)
		if (look_kind(redact_byte(text, i)) & LOOK_VOWEL)
			return false;
	return true;
}

/*
 * Reading the context costs more than all else, so only a token that could be
 * or begin a value is worth it: one with a digit, one that is no word, a short
 * one before digits ("AB 1234567"), one that goes on ("sk_live_").
 */
bool redact_is_worth(const struct redact_text *text,
		     const struct redact_token *token)
{
	size_t size = token->end - token->start;
	unsigned char c = redact_byte(text, token->end);
	bool joined = token->digits == size &&
		      redact_is_digit(redact_byte(text, token->end + 1));
	if (c == '_' || c == '-' ||
	    ((c == '.' || c == '/') && (joined || (c == '.' && size == 2))))
		return true;
	if ((c == '/' || c == '+') && token->upper && token->lower)
		return true;
	size_t spaced;
	if (size == 1 && redact_spaced(text, token->start, &spaced))
		return true;
	if (size < 4 + (token->digits > 0 ? 0u : 1u)) {
		struct redact_token next;
		return (c == ' ' || redact_is_digit(c)) &&
		       redact_token_read(text, token->end + 1, &next) &&
		       next.digits > 0 && next.end - next.start > 1;
	}
	return token->digits > 0 || token->lower == 0 || size >= TOKEN_LONG ||
	       is_unspeakable(text, token);
}
