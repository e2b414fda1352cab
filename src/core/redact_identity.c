/* SPDX-License-Identifier: MIT */
/* Rules on identity documents: passport, national id. */
#include "redact_rules.h"

#include <string.h>

#define ID_LONGEST 18u
#define ID_PIECES 8u
#define MRZ_LEAST 24u   /* bytes */
#define MRZ_LONGEST 96u /* two lines joined */

/* ICAO-style letters of German documents: no vowel, no look-alike. */
static bool is_german_serial(const char *bytes, size_t size)
{
	static const char alphabet[] = "0123456789CFGHJKLMNPRTVWXYZ";
	if (size != 9 && size != 10)
		return false;
	for (size_t i = 0; i < size; i++)
		if (!strchr(alphabet, redact_upper(bytes[i])))
			return false;
	return true;
}

/*
 * ICAO 9303 gives a passport number up to nine characters; 2 letters and 7
 * digits, 9 digits, or the German mix are common. A word is none of these,
 * nor is a year.
 */
static unsigned passport_strength(const struct redact_token *token,
				  const char *bytes)
{
	size_t size = token->end - token->start;
	size_t letters = token->upper + token->lower;
	if (size < 6 || size > 10)
		return 0;
	if (is_german_serial(bytes, size) && (letters > 0 || size == 9))
		return 2;
	if (letters == 0)
		return size >= 7 ? 1 : 0;
	if (letters == 1 && redact_is_digit((unsigned char)bytes[0]) &&
	    (memchr(bytes, 'x', size) || memchr(bytes, 'X', size)))
		return 0; /* "600x600" */
	if (token->digits >= 5 && letters <= 4)
		return 2;
	return token->digits >= (token->lower ? 4u : 2u) ? 2 : 0;
}

/* "AB 1234567", "45 10 123456": the series stands apart. */
static size_t passport_series(const struct redact_rule_input *in)
{
	char value[12];
	const struct redact_token *token = in->token;
	size_t size = token->end - token->start;
	struct redact_token next;
	if (size > 4 || token->lower > 0 ||
	    (redact_byte(in->text, token->end) != ' ' &&
	     redact_byte(in->text, token->end) != '-') ||
	    !redact_token_read(in->text, token->end + 1, &next))
		return 0;
	if (next.digits < 2 || next.upper + next.lower > 0)
		return 0;
	for (size_t total = 10; total >= 7; total--) {
		size_t end =
			redact_gather(in->text, token->start, total, value);
		if (end > token->end &&
		    strspn(value + 2, "0123456789") + 2 == total)
			return end;
	}
	return 0;
}

/* "X 1 2 3 4 5 6 7": one by one, most of them digits. */
static size_t spaced_id(const struct redact_rule_input *in, size_t most)
{
	size_t count, digits = 0;
	size_t end = redact_spaced(in->text, in->token->start, &count);
	if (end == 0 || count > most)
		return 0;
	for (size_t i = in->token->start; i < end; i++)
		digits += redact_is_digit(redact_byte(in->text, i));
	return digits >= 5 ? end : 0;
}

bool redact_passport(const struct redact_rule_input *in, struct faq_span *span)
{
	const struct redact_token *token = in->token;
	const char *bytes = in->text->bytes + token->start;
	const unsigned pass = CONTEXT_NOTHING | CONTEXT_ANY_ID | CONTEXT_LOGIN |
			      CONTEXT_ID | CONTEXT_CARD | CONTEXT_IS;
	unsigned strength = passport_strength(token, bytes);
	size_t end = token->end;
	if (strength == 0) {
		end = passport_series(in);
		if (end == 0)
			end = spaced_id(in, 10);
		strength = 1;
	}
	if (end == 0 || (!redact_before(in->context, CONTEXT_PASSPORT, pass,
					strength == 2 ? 3 : 0) &&
			 !redact_after(in->context, CONTEXT_PASSPORT, pass, 0)))
		return false;
	return redact_take(span, REDACT_PASSPORT, token->start, end);
}

/*
 * A line of the machine readable zone (ICAO 9303): 30, 36 or 44 capitals,
 * digits and fillers '<', some of which a copy may lack.
 */
bool redact_mrz(const struct redact_text *text, size_t at,
		struct faq_span *span)
{
	size_t end = at, fillers = 0, letters = 0;
	for (; end - at < MRZ_LONGEST; end++) {
		unsigned char c = redact_byte(text, end);
		if (c != '<' && !redact_is_digit(c) && (c < 'A' || c > 'Z'))
			break;
		fillers += c == '<';
		letters += redact_is_letter(c);
	}
	return end - at >= MRZ_LEAST && fillers >= 2 && letters >= 3 &&
	       redact_take(span, REDACT_PASSPORT, at, end);
}

static bool is_shape(const struct redact_number *number, const char *lengths,
		     const char *marks)
{
	size_t count = strlen(lengths);
	if (number->groups < count || number->plus ||
	    number->start != number->group[0].start)
		return false;
	for (size_t i = 0; i < count; i++)
		if (number->group[i].digits != (size_t)(lengths[i] - '0') ||
		    (i > 0 && number->group[i].before != marks[i - 1]))
			return false;
	return true;
}

/* "459-81-8820", also with dots or blanks if nothing follows: no area 000, 666
 * or 9xx was ever given out (SSA). */
static bool is_ssn(const struct redact_number *number)
{
	bool alone = number->groups == 3;
	return (is_shape(number, "324", "--") ||
		(alone && (is_shape(number, "324", "..") ||
			   is_shape(number, "324", "  ")))) &&
	       number->digit[0] != '9' &&
	       strncmp(number->digit, "000", 3) != 0 &&
	       strncmp(number->digit, "666", 3) != 0;
}

/* Chilean RUT "12.345.678-5": weights 2 to 7 from the right, modulo 11. */
static bool is_rut(const struct redact_number *number)
{
	if (!is_shape(number, "2331", "..-") &&
	    !is_shape(number, "1331", "..-"))
		return false;
	size_t count = number->group[3].first;
	unsigned sum = 0;
	for (size_t i = 0; i < count; i++)
		sum += (unsigned)(number->digit[count - 1 - i] - '0') *
		       (unsigned)(2 + i % 6);
	return (11 - sum % 11) % 11 == (unsigned)(number->digit[count] - '0');
}

/* French NIR: 13 digits and the key 97 - n mod 97 (INSEE). */
static bool is_nir(const struct redact_number *number)
{
	unsigned month = (unsigned)(number->digit[3] - '0') * 10 +
			 (unsigned)(number->digit[4] - '0');
	unsigned key = (unsigned)(number->digit[13] - '0') * 10 +
		       (unsigned)(number->digit[14] - '0');
	return number->digits == 15 && strchr("123478", number->digit[0]) &&
	       month >= 1 && month <= 42 &&
	       97 - redact_mod97(number->digit, 13) == key;
}

/* "uid 482019337": Binance's has 6 to 10 digits. */
static bool is_uid(const struct redact_rule_input *in)
{
	return in->number->groups == 1 && in->number->digits >= 6 &&
	       in->number->digits <= 10 &&
	       redact_before(in->context, CONTEXT_UID, CONTEXT_NOTHING, 0);
}

/* Digits that a checksum or a shape of their own proves. */
bool redact_id_number(const struct redact_rule_input *in, struct faq_span *span)
{
	const struct redact_number *number = in->number;
	size_t last = number->groups - 1;
	bool found = false;
	if (redact_is_reference(in->context))
		return false;
	if (is_uid(in))
		return redact_take(span, REDACT_UID, number->start,
				   number->end);
	if (is_ssn(number)) {
		found = true;
		last = 2;
	} else if (is_rut(number)) {
		found = true;
		last = 3;
	} else if (is_shape(number, "3332", "..-")) {
		found = redact_cpf(number->digit);
		last = 3;
	} else if (is_shape(number, "444", "  ") && number->digits == 12) {
		found = number->digit[0] >= '2' &&
			redact_verhoeff(number->digit, 12);
	} else if (number->digits == 11 && number->groups == 1) {
		found = redact_pesel(number->digit) ||
			redact_turkish(number->digit);
	} else if (number->digits == 15) {
		found = is_nir(number);
	}
	return found && !number->plus && !redact_is_amount(in->context) &&
	       redact_take(span, REDACT_NATIONAL_ID, number->start,
			   number->group[last].end);
}

/* A: letter, 9: digit, *: either. `value` is upper case. */
static bool looks_like(const char *value, const char *shape)
{
	for (; *shape; shape++, value++) {
		unsigned char c = (unsigned char)*value;
		if (*shape == 'A'   ? !redact_is_letter(c)
		    : *shape == '9' ? !redact_is_digit(c)
				    : !redact_is_alnum(c))
			return false;
	}
	return *value == '\0';
}

/* Spanish DNI and NIE: the letter is the number modulo 23. */
static bool is_dni(const char *value)
{
	unsigned number = 0;
	if (looks_like(value, "A9999999A")) {
		if (value[0] < 'X')
			return false;
		number = (unsigned)(value[0] - 'X');
	} else if (looks_like(value, "99999999A")) {
		number = (unsigned)(value[0] - '0');
	} else {
		return false;
	}
	for (size_t i = 1; i < 8; i++)
		number = number * 10 + (unsigned)(value[i] - '0');
	return value[8] == "TRWAGMYFPDXBNJZSQVHLCKE"[number % 23];
}

/* UK national insurance number (HMRC); QQ is what its own examples use. */
static bool is_nino(const char *value)
{
	return looks_like(value, "AA999999A") && value[8] <= 'D' &&
	       !strchr("DFIUV", value[0]) && !strchr("DFIUVO", value[1]);
}

/* Indian PAN: the fourth letter is the kind of holder. */
static bool is_pan(const char *value)
{
	return looks_like(value, "AAAAA9999A") &&
	       strchr("PCHFATBLJG", value[3]);
}

static bool is_fiscale(const char *value)
{
	return looks_like(value, "AAAAAA99A99A999A") &&
	       strchr("ABCDEHLMPRST", value[8]) && redact_fiscale(value);
}

static bool is_chinese(const char *value)
{
	return looks_like(value, "99999999999999999*") && redact_chinese(value);
}

/* Values that prove themselves; two are also parted: "QQ 12 34 56 C". */
static size_t proven_id(const struct redact_rule_input *in)
{
	static const struct {
		size_t size;
		bool parted;
		bool (*is)(const char *value);
	} proofs[] = {{9, true, is_dni},
		      {9, true, is_nino},
		      {10, false, is_pan},
		      {16, false, is_fiscale},
		      {18, false, is_chinese}};
	char value[ID_LONGEST + 1];
	for (size_t i = 0; i < sizeof(proofs) / sizeof(proofs[0]); i++) {
		size_t end = redact_gather(in->text, in->token->start,
					   proofs[i].size, value);
		if (end && (proofs[i].parted || end == in->token->end) &&
		    proofs[i].is(value))
			return end;
	}
	return 0;
}

/*
 * A value that only its name makes an id: pieces with digits, joined by single
 * separators, 6 to 18 characters of which 4 are digits.
 */
static size_t named_id(const struct redact_rule_input *in)
{
	struct redact_token piece = *in->token;
	size_t digits = 0, size = 0, end = spaced_id(in, ID_LONGEST);
	if (end)
		return end;
	if (piece.digits == 0 && redact_word_bits(in->text->bytes + piece.start,
						  piece.end - piece.start))
		return 0; /* "ID 459 ...": a word, not a series */
	for (unsigned i = 0; i < ID_PIECES; i++) {
		size_t letters = piece.upper + piece.lower;
		size += piece.digits + letters;
		if (size > ID_LONGEST || (piece.digits == 0 && piece.lower))
			break;
		if (piece.digits == 0 && letters > 4)
			break;
		digits += piece.digits;
		end = piece.end;
		char kind = '\0';
		size_t width = redact_separator(in->text, end, &kind);
		if (width == 0 && redact_byte(in->text, end) == '/')
			width = 1;
		if (width == 0 ||
		    !redact_token_read(in->text, end + width, &piece) ||
		    (kind == ' ' && piece.digits < 2 && piece.upper != 1))
			break;
	}
	return digits >= 4 && size >= 6 ? end : 0;
}

/* "my id is ...", but not "user id", "order id": the word before tells. */
static bool is_own_id(const struct redact_context *context)
{
	const unsigned *word = context->before;
	size_t i = 0;
	while (i < context->befores && !(word[i] & CONTEXT_ANY_ID)) {
		if (!(word[i] & (CONTEXT_NOTHING | CONTEXT_CARD)))
			return false;
		i++;
	}
	return i < context->befores &&
	       (i + 1 == context->befores ||
		word[i + 1] & (CONTEXT_MINE | CONTEXT_FILL));
}

static bool is_called_id(const struct redact_context *context)
{
	const unsigned pass =
		CONTEXT_NOTHING | CONTEXT_ANY_ID | CONTEXT_CARD | CONTEXT_CODE;
	return redact_before(context, CONTEXT_ID, pass, 1) ||
	       redact_after(context, CONTEXT_ID, pass, 0) || is_own_id(context);
}

bool redact_id_token(const struct redact_rule_input *in, struct faq_span *span)
{
	size_t start = in->token->start, end = 0;
	if (!redact_is_reference(in->context))
		end = proven_id(in);
	if (end == 0) {
		struct redact_context context;
		end = named_id(in);
		if (end == 0)
			return false;
		redact_context_read(in->text, start, end, &context);
		if (!is_called_id(&context))
			return false;
	}
	return redact_take(span, REDACT_NATIONAL_ID, start, end);
}
