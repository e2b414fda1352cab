/* SPDX-License-Identifier: MIT */
/* The rule on e-mail addresses, also as those write them who hide them:
 * "john (at) gmail [dot] com". */
#include "redact_rules.h"

#include <string.h>

#define LOCAL_LONGEST 256u  /* RFC 5321 has 64, but people mistype */
#define LOCAL_PARTS 4u      /* of "john dot doe" */
#define SIGNS 3u            /* "@@" */
#define DOMAIN_LONGEST 255u /* RFC 5321, 4.5.3.1.2 */

/* RFC 5322 atoms, and any other than ASCII (RFC 6531). */
static bool is_local(unsigned char c)
{
	return redact_is_alnum(c) || c >= 0x80 ||
	       (c && strchr("._%+-'&*=^{}~", c));
}

static bool is_domain(unsigned char c)
{
	return redact_is_alnum(c) || c >= 0x80 || c == '-';
}

static bool has_word(const struct redact_text *text, size_t at,
		     const char *word)
{
	for (size_t i = 0; word[i]; i++)
		if (redact_lower((char)redact_byte(text, at + i)) != word[i])
			return false;
	return true;
}

static size_t over_blank(const struct redact_text *text, size_t at)
{
	return at + (redact_byte(text, at) == ' ');
}

/* Behind " (at) ", "[at]" and their like; 0 when it isn't there. */
static size_t over_marked(const struct redact_text *text, size_t at,
			  const char *word)
{
	static const char open[] = "([{<", close[] = ")]}>";
	const char *mark;
	size_t start;

	at = over_blank(text, at);
	mark = memchr(open, redact_byte(text, at), sizeof(open) - 1);
	start = over_blank(text, at + 1);
	if (!mark || !has_word(text, start, word))
		return 0;
	at = over_blank(text, start + strlen(word));
	if (redact_byte(text, at) != (unsigned char)close[mark - open])
		return 0;
	return over_blank(text, at + 1);
}

/* Behind "%40" or "&#64;", as addresses of the web and pages have it. */
static size_t over_code(const struct redact_text *text, size_t at)
{
	static const char *const codes[] = {"%40", "&#64;", "&#064;", "&#x40;",
					    "&commat;"};
	unsigned char c = redact_byte(text, at);
	if (c != '%' && c != '&')
		return 0;
	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		if (has_word(text, at, codes[i]))
			return at + strlen(codes[i]);
	return 0;
}

/* Behind " at " where one who gives mail boxes to everybody follows, spoken as
 * "gmail dot com": else it is the "at" of a sentence. */
static size_t over_spoken(const struct redact_text *text, size_t at)
{
	static const char *const givers[] = {
		"gmail",   "googlemail", "yahoo",  "outlook",
		"hotmail", "icloud",     "proton", "gmx",
		"yandex",  "protonmail", "aol",    "live",
		"qq",      "zoho",       "mail",   "rediffmail"};
	if (!has_word(text, at, " at "))
		return 0;
	at += 4;
	for (size_t i = 0; i < sizeof(givers) / sizeof(givers[0]); i++) {
		size_t end = at + strlen(givers[i]);
		if (has_word(text, at, givers[i]) &&
		    has_word(text, end, " dot ") &&
		    redact_is_letter(redact_byte(text, end + 5)))
			return at;
	}
	return 0;
}

bool redact_email_sign(const struct redact_text *text, size_t at)
{
	size_t open = at - (at > 0 && redact_byte(text, at - 1) == ' ');

	return (open > 0 && over_marked(text, open - 1, "at") != 0) ||
	       (open < at && over_spoken(text, open) != 0);
}

/* "john@gmail,com": a comma mistyped for the dot. */
static bool is_comma_com(const struct redact_text *text, size_t at)
{
	struct redact_token label;

	return redact_byte(text, at) == ',' &&
	       redact_token_read(text, at + 1, &label) &&
	       label.end - label.start == 3 &&
	       (has_word(text, label.start, "com") ||
		has_word(text, label.start, "net") ||
		has_word(text, label.start, "org"));
}

/* Behind the dot that stands here; 0 when none does. */
static size_t over_dot(const struct redact_text *text, size_t at, bool first)
{
	if (redact_byte(text, at) == '.' || (first && is_comma_com(text, at)))
		return at + 1;
	if (has_word(text, at, " dot "))
		return at + 5;
	return over_marked(text, at, "dot");
}

/* Ends after the last label; 0 when there is no dot in it. */
static size_t read_domain(const struct redact_text *text, size_t at)
{
	size_t start = at, labels = 0, end = 0;

	while (at && at - start < DOMAIN_LONGEST) {
		size_t from = at;

		while (is_domain(redact_byte(text, at)) &&
		       at - start < DOMAIN_LONGEST)
			at++;
		if (at == from)
			break;
		labels++;
		end = at;
		at = over_dot(text, at, labels == 1);
	}
	while (end > start && redact_byte(text, end - 1) == '-')
		end--;
	return labels >= 2 ? end : 0;
}

/* Behind the sign between the parts; 0 when it isn't there. */
static size_t over_at(const struct redact_text *text, size_t at)
{
	size_t sign = over_blank(text, at), end = sign;

	while (redact_byte(text, end) == '@' && end - sign < SIGNS)
		end++;
	if (end > sign)
		return over_blank(text, end);
	end = over_code(text, sign);
	if (!end)
		end = over_marked(text, at, "at");
	if (!end)
		end = over_marked(text, at, "@");
	return end ? end : over_spoken(text, at);
}

static size_t read_atom(const struct redact_text *text, size_t at)
{
	size_t end = at;

	while (end - at <= LOCAL_LONGEST && is_local(redact_byte(text, end)) &&
	       !over_code(text, end) && !over_marked(text, end, "at") &&
	       !over_marked(text, end, "@"))
		end++;
	return end;
}

/* Behind the last character before the sign; 0 when it isn't there. */
static size_t read_local(const struct redact_text *text, size_t at)
{
	for (unsigned parts = 0; parts < LOCAL_PARTS; parts++) {
		size_t end = read_atom(text, at);

		if (end == at)
			return 0;
		if (over_at(text, end))
			return end;
		if (has_word(text, end, " dot "))
			at = end + 5;
		else if (!(at = over_marked(text, end, "dot")))
			return 0;
	}
	return 0;
}

/* RFC 5322's quoted local part, from behind its first quote. */
static size_t read_quoted(const struct redact_text *text, size_t at)
{
	size_t end = at;

	if (at == 0 || redact_byte(text, at - 1) != '"')
		return 0;
	while (redact_byte(text, end) >= ' ' && redact_byte(text, end) != '"' &&
	       end - at < LOCAL_LONGEST)
		end++;
	return redact_byte(text, end) == '"' &&
			       redact_byte(text, end + 1) == '@'
		       ? end + 1
		       : 0;
}

bool redact_email(const struct redact_text *text, size_t at,
		  struct faq_span *span)
{
	size_t end = read_quoted(text, at);

	if (!end)
		end = read_local(text, at);
	if (end)
		end = over_at(text, end);
	if (end)
		end = read_domain(text, end);
	return end && redact_take(span, REDACT_EMAIL, at, end);
}
