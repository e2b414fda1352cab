/* SPDX-License-Identifier: MIT */
/* Rules on what opens an account: API keys, passwords. */
#include "redact_rules.h"

#include <string.h>

#define KEY_LONGEST 512u /* a JSON web token is long; the rest is cut */
#define PASSWORD_LONGEST 128u
#define AWS_BYTES 40u

static bool is_key_byte(unsigned char c)
{
	return redact_is_alnum(c) || c == '_' || c == '-';
}

/* What services put before their keys, as their documentation says. */
static const struct vendor {
	const char *prefix; /* case counts */
	uint8_t rest;       /* at least so many characters follow */
} vendors[] = {
	{"fq_live_", 8}, {"fq_test_", 8}, {"sk_live_", 8}, {"sk_test_", 8},
	{"pk_live_", 8}, {"pk_test_", 8}, {"rk_live_", 8}, {"rk_test_", 8},
	{"whsec_", 16},  {"sk-", 20},     {"ghp_", 20},    {"gho_", 20},
	{"ghu_", 20},    {"ghs_", 20},    {"ghr_", 20},    {"github_pat_", 20},
	{"glpat-", 16},  {"AKIA", 16},    {"ASIA", 16},    {"AIza", 30},
	{"xoxb-", 10},   {"xoxa-", 10},   {"xoxp-", 10},   {"xoxr-", 10},
	{"xoxs-", 10},   {"xoxe-", 10},   {"xoxe.", 10},   {"xoxc-", 10},
	{"xoxd-", 10},   {"xapp-", 10},   {"npm_", 30},    {"hf_", 30},
	{"SG.", 30},     {"shpat_", 20},  {"eyJ", 20},
};

static bool has_prefix(const char *bytes, size_t size, const char *prefix)
{
	for (size_t i = 0; prefix[i]; i++)
		if (i >= size ||
		    redact_lower(bytes[i]) != redact_lower(prefix[i]))
			return false;
	return true;
}

/*
 * A vendor's key. Case counts where the prefix could begin a word; a prefix
 * with '_' or '-' is none, so that a key in the wrong case is found too.
 */
static bool is_vendor_key(const char *bytes, size_t size)
{
	for (size_t i = 0; i < sizeof(vendors) / sizeof(vendors[0]); i++) {
		const char *prefix = vendors[i].prefix;
		size_t length = strlen(prefix);
		if (size < length + vendors[i].rest ||
		    !has_prefix(bytes, size, prefix))
			continue;
		if (strpbrk(prefix, "_-") || memcmp(bytes, prefix, length) == 0)
			return true;
	}
	return false;
}

/* The key from `at` on: a dot counts between its parts only (JWT, SG.). */
static size_t read_key(const struct redact_text *text, size_t at,
		       size_t counts[3])
{
	size_t end = at;
	counts[0] = counts[1] = counts[2] = 0;
	while (end - at < KEY_LONGEST) {
		unsigned char c = redact_byte(text, end);
		if (c == '.' && is_key_byte(redact_byte(text, end + 1)))
			c = '_';
		if (!is_key_byte(c))
			break;
		counts[0] += c >= 'A' && c <= 'Z';
		counts[1] += c >= 'a' && c <= 'z';
		counts[2] += redact_is_digit(c);
		end++;
	}
	while (end > at && !redact_is_alnum(redact_byte(text, end - 1)))
		end--;
	return end;
}

/* RFC 4648 base 32 without the padding, whole or in fours. Gives its end. */
static size_t read_base32(const struct redact_text *text, size_t at)
{
	size_t size = 0, digits = 0, upper = 0, end = at;
	for (;;) {
		struct redact_token part;
		if (!redact_token_read(text, at, &part))
			break;
		size_t width = part.end - part.start;
		for (size_t i = part.start; i < part.end; i++) {
			unsigned char c = redact_byte(text, i);
			if (c == '0' || c == '1' || c == '8' || c == '9')
				width = 0;
		}
		if (width == 0 || size + width > 64 ||
		    (width < 16 && width != 4))
			break;
		digits += part.digits;
		upper += part.upper;
		size += width;
		end = part.end;
		if (width != 4 || redact_byte(text, end) != ' ')
			break;
		at = end + 1;
	}
	return size >= 16 && (digits > 0 || upper == size) ? end : 0;
}

/* Part of an address of the web: a path or a query, not a key. */
static bool in_link(const struct redact_text *text, size_t at)
{
	for (unsigned i = 0; i < 64 && at > 0; i++) {
		unsigned char c = redact_byte(text, --at);
		if (c == ' ' || c == '\n')
			return false;
		if (c == '/' && at > 0 && redact_byte(text, at - 1) == '/')
			return true;
	}
	return false;
}

static bool says_hash(const struct redact_context *context)
{
	return redact_before(context, CONTEXT_HASH, CONTEXT_NOTHING, 1) ||
	       redact_after(context, CONTEXT_HASH, CONTEXT_NOTHING, 0);
}

/*
 * The secret key of AWS: 40 characters of base 64, '/' and '+' among them, of
 * all three kinds. A path has no part like that.
 */
static size_t read_aws(const struct redact_text *text, size_t at)
{
	size_t end = at, upper = 0, lower = 0, digits = 0;
	if (at > 0 && strchr("/.+=", redact_byte(text, at - 1)) &&
	    redact_byte(text, at - 1) != '=')
		return 0;
	for (; end - at <= AWS_BYTES; end++) {
		unsigned char c = redact_byte(text, end);
		if (!redact_is_alnum(c) && c != '/' && c != '+')
			break;
		upper += c >= 'A' && c <= 'Z';
		lower += c >= 'a' && c <= 'z';
		digits += redact_is_digit(c);
	}
	return end - at == AWS_BYTES && upper >= 8 && lower >= 5 && digits >= 1
		       ? end
		       : 0;
}

/*
 * Without a vendor's prefix: 16 characters and more that are called a key, or
 * 40 and more of all three kinds, which no language writes.
 */
bool redact_api_key(const struct redact_rule_input *in, struct faq_span *span)
{
	size_t start = in->token->start, counts[3];
	size_t end = read_key(in->text, start, counts);
	size_t size = end - start;
	if (is_vendor_key(in->text->bytes + start, size))
		return redact_take(span, REDACT_API_KEY, start, end);
	bool named =
		redact_before(in->context, CONTEXT_KEY, CONTEXT_NOTHING, 2) ||
		redact_after(in->context, CONTEXT_KEY,
			     CONTEXT_NOTHING | CONTEXT_LOGIN, 0);
	if (named) {
		size_t totp = read_base32(in->text, start);
		if (totp)
			return redact_take(span, REDACT_TOTP, start, totp);
	}
	bool given = named && start > 0 &&
		     redact_byte(in->text, start - 1) == '='; /* "?key=" */
	if (says_hash(in->context) || (!given && in_link(in->text, start)))
		return false;
	size_t aws = read_aws(in->text, start);
	if (aws)
		return redact_take(span, REDACT_API_KEY, start, aws);
	bool mixed = counts[2] > 1 && counts[0] + counts[1] > 1;
	if ((named && size >= 16 && mixed) ||
	    (size >= 40 && mixed && counts[0] && counts[1] > 0))
		return redact_take(span, REDACT_API_KEY, start, end);
	return false;
}

/* Over "is", ":", "=", quotes; `*called` when more than blanks were there. */
static size_t password_start(const struct redact_text *text, size_t at,
			     bool *called, bool *marked)
{
	*called = *marked = false;
	for (unsigned words = 0; words < 3; words++) {
		for (unsigned i = 0; i < 4; i++) {
			unsigned char c = redact_byte(text, at);
			if (!c || !strchr(" :=\"'`-", c) ||
			    (c == '-' && redact_byte(text, at + 1) != ' '))
				break;
			*marked |= c == ':' || c == '=' || c == '"' || c == '`';
			at++;
		}
		struct redact_token word;
		if (!redact_token_read(text, at, &word) || word.digits ||
		    redact_byte(text, word.end) != ' ' ||
		    !(redact_word_bits(text->bytes + at, word.end - at) &
		      (CONTEXT_IS | CONTEXT_MINE)))
			return at;
		*called = true;
		at = word.end;
	}
	return at;
}

/* A password that could be a word, as in "password: forgotten". */
static bool is_plain_word(const char *bytes, size_t size)
{
	static const char *const words[] = {
		"reset", "change",   "changed",   "forgot",   "forgotten",
		"wrong", "invalid",  "incorrect", "required", "missing",
		"lost",  "expired",  "recovery",  "please",   "cannot",
		"weak",  "security", "protected", "unknown",  "problem"};
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strlen(words[i]) == size &&
		    has_prefix(bytes, size, words[i]))
			return true;
	return false;
}

/* The end without what punctuates the sentence. */
static size_t trim_marks(const struct redact_text *text, size_t start,
			 size_t end)
{
	while (end > start && strchr(".,;:?\"'`)", redact_byte(text, end - 1)))
		end--;
	return end;
}

/*
 * After "password is" or "password:" a word with a digit or a mark in it;
 * after a colon also a last word of letters; directly after "password" only
 * letters and digits mixed.
 */
static bool is_password(const char *bytes, size_t size, bool called,
			bool marked, bool last)
{
	size_t letters = 0, digits = 0, marks = 0;
	for (size_t i = 0; i < size; i++) {
		unsigned char c = (unsigned char)bytes[i];
		letters += redact_is_letter(c) || c >= 0x80;
		digits += redact_is_digit(c);
		marks += c != '\'' && c != '-' && c != '/' && c != ',' &&
			 c != '(' && c != '.' && !redact_is_alnum(c) &&
			 c < 0x80;
	}
	if (called || marked) {
		if (digits + letters == 0 || size < 4)
			return false;
		if ((digits > 0 || marks > 0) && (marked || size >= 5))
			return letters + marks > 0 || digits >= 4;
		return marked && last && size >= 6 &&
		       !is_plain_word(bytes, size);
	}
	return size >= 6 && letters >= 2 && digits >= 1 && size - marks >= 5;
}

/* "wrong password but it IS Sunday!12": letters, digits and a mark. */
static bool strong_password(const struct redact_text *text, size_t at,
			    struct faq_span *span)
{
	for (unsigned words = 0; words < 6; words++) {
		bool letter = false, digit = false, mark = false;
		while (redact_byte(text, at) == ' ')
			at++;
		size_t start = at;
		for (; redact_byte(text, at) > ' ' &&
		       at - start < PASSWORD_LONGEST;
		     at++) {
			unsigned char c = redact_byte(text, at);
			letter |= redact_is_letter(c);
			digit |= redact_is_digit(c);
			mark |= strchr("!#$%^&*+=_~?", c) && at > start &&
				redact_is_alnum(redact_byte(text, at + 1));
		}
		size_t end = trim_marks(text, start, at);
		if (letter && digit && mark && end - start >= 8 &&
		    end - start <= 40)
			return redact_take(span, REDACT_PASSWORD, start, end);
	}
	return false;
}

bool redact_password(const struct redact_text *text, size_t at,
		     struct faq_span *span)
{
	size_t end = at;
	unsigned char first = redact_byte(text, at);
	/* No word for it begins otherwise; 0xd0 is Cyrillic. */
	if (first != 0xd0 && !strchr("cCkKpPsS", first))
		return false;
	while (redact_is_letter(redact_byte(text, end)) ||
	       redact_byte(text, end) >= 0x80) {
		if (end - at > 16)
			return false;
		end++;
	}
	if (end == at ||
	    !(redact_word_bits(text->bytes + at, end - at) & CONTEXT_PASSWORD))
		return false;
	bool called, marked;
	size_t word_end = end;
	size_t start = password_start(text, end, &called, &marked);
	if (start == end)
		return false;
	for (end = start;
	     redact_byte(text, end) > ' ' && end - start < PASSWORD_LONGEST;)
		end++;
	bool last =
		redact_byte(text, end) == 0 || redact_byte(text, end) == '\n';
	end = trim_marks(text, start, end);
	if (is_password(text->bytes + start, end - start, called, marked, last))
		return redact_take(span, REDACT_PASSWORD, start, end);
	return strong_password(text, word_end, span);
}
