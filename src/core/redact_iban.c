/* SPDX-License-Identifier: MIT */
/* The rule on bank accounts (IBAN). */
#include "redact_rules.h"

#include <string.h>

#define IBAN_LONGEST 34u
#define IBAN_PARTING 4u /* bytes between groups */
#define IBAN_GLUED 16u  /* letters before it: "kontonummerDE89..." */

/* SWIFT's IBAN registry: country and length. */
static const char iban_lengths[] =
	"AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 "
	"CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 "
	"GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 "
	"KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 "
	"MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 "
	"RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 "
	"UA29 VA22 VG24 XK20 YE30 ";

static size_t iban_length(const char *country)
{
	for (const char *at = iban_lengths; *at; at += 5)
		if (at[0] == country[0] && at[1] == country[1])
			return (size_t)(at[2] - '0') * 10 +
			       (size_t)(at[3] - '0');
	return 0;
}

/* Over what people put between groups; where it ends. */
static size_t over_marks(const struct redact_text *text, size_t at)
{
	for (unsigned i = 0; i < IBAN_PARTING; i++) {
		unsigned char c = redact_byte(text, at);
		char kind;
		size_t width = c && strchr(" \t\r\n,|*:;/_>+=~", c)
				       ? 1
				       : redact_separator(text, at, &kind);
		if (width == 0)
			break;
		at += width;
	}
	return at;
}

/*
 * Over any marks and with anything behind it ("DE89...BIC"): modulo 97 proves
 * the account. Most of one is digits, as it is not of a sentence ("is 20 ...").
 */
static size_t read_proven(const struct redact_text *text, size_t at)
{
	char iban[IBAN_LONGEST + 1];
	size_t count = 0, size = IBAN_LONGEST, digits = 0, parts = 0;
	while (count < size) {
		unsigned char c = redact_byte(text, at);
		if (!redact_is_alnum(c)) {
			size_t next = over_marks(text, at);
			if (next == at)
				return 0;
			at = next;
			parts++;
			continue;
		}
		if (count < 4 &&
		    (count < 2 ? !redact_is_letter(c) : !redact_is_digit(c)))
			return 0;
		digits += redact_is_digit(c);
		iban[count++] = redact_upper((char)c);
		if (count == 2)
			size = iban_length(iban);
		at++;
	}
	iban[count] = '\0';
	if (count < 4 || digits * 2 < count ||
	    redact_is_digit(redact_byte(text, at)) ||
	    (parts > 0 && redact_is_alnum(redact_byte(text, at))))
		return 0;
	return redact_iban_check(iban, size) ? at : 0;
}

/* Also directly behind letters: "IBANDE89...". */
bool redact_iban_proven(const struct redact_text *text,
			const struct redact_token *token, struct faq_span *span)
{
	size_t at = token->start;
	for (unsigned i = 0; i < IBAN_GLUED && at < token->end; i++, at++) {
		size_t end;
		if (!redact_is_letter(redact_byte(text, at)))
			return false;
		if (i > 0 && (!redact_is_letter(redact_byte(text, at + 1)) ||
			      !redact_is_digit(redact_byte(text, at + 2))))
			continue;
		end = read_proven(text, at);
		if (end)
			return redact_take(span, REDACT_IBAN, at, end);
	}
	return false;
}

/* A wrong check number still is an account where it is called one. */
bool redact_iban(const struct redact_rule_input *in, struct faq_span *span)
{
	char iban[IBAN_LONGEST + 1];
	size_t start = in->token->start;
	for (size_t i = 0; i < 4; i++) {
		unsigned char c = redact_byte(in->text, start + i);
		if (i < 2 ? !redact_is_letter(c) : !redact_is_digit(c))
			return false;
		iban[i] = redact_upper((char)c);
	}
	size_t size = iban_length(iban);
	size_t end = size ? redact_gather(in->text, start, size, iban) : 0;
	if (end == 0)
		return false;
	if (!redact_iban_check(iban, size) &&
	    !redact_before(in->context, CONTEXT_IBAN, CONTEXT_NOTHING, 1))
		return false;
	return redact_take(span, REDACT_IBAN, start, end);
}
