/* SPDX-License-Identifier: MIT */
/* The rule on payment cards. */
#include "redact_rules.h"

#include <string.h>

/* ISO/IEC 7812 issuer ranges and their lengths, as the networks publish. */
static const struct issuer {
	unsigned low, high; /* the first four digits */
	uint8_t shortest, longest;
} issuers[] = {
	{2200, 2204, 16, 19},                       /* Mir */
	{2221, 2720, 16, 16},                       /* Mastercard */
	{3000, 3059, 14, 19},                       /* Diners Club */
	{3095, 3095, 14, 19}, {3400, 3499, 15, 15}, /* American Express */
	{3528, 3589, 16, 19},                       /* JCB */
	{3600, 3699, 14, 19}, {3700, 3799, 15, 15},
	{3800, 3999, 14, 19}, {4000, 4999, 13, 19}, /* Visa */
	{5000, 5099, 13, 19},                       /* Maestro */
	{5100, 5599, 16, 16},                       /* Mastercard */
	{5600, 5899, 13, 19}, {6000, 6999, 13, 19}, /* Discover, UnionPay ... */
	{8100, 8299, 16, 19}, {9792, 9792, 16, 16}, /* Troy */
};

static bool known_issuer(const char *digit, size_t count)
{
	unsigned prefix = 0;
	for (size_t i = 0; i < 4; i++)
		prefix = prefix * 10 + (unsigned)(digit[i] - '0');
	for (size_t i = 0; i < sizeof(issuers) / sizeof(issuers[0]); i++)
		if (prefix >= issuers[i].low && prefix <= issuers[i].high &&
		    count >= issuers[i].shortest && count <= issuers[i].longest)
			return true;
	return false;
}

/*
 * A card is written as one group, digit by digit, or in groups of 3 to 8 of
 * which the first has 4, 6 or 8: so that a date and a code beside each other
 * are no card by chance.
 */
static bool card_grouping(const struct redact_number *number, size_t from,
			  size_t to)
{
	const struct redact_group *group = number->group;
	size_t first = group[from].digits;
	if (to == from)
		return true;
	bool single = first == 1;
	if (!single && first != 4 && first != 6 && first != 8)
		return false;
	for (size_t i = from + 1; i <= to; i++) {
		if (group[i].before == '/' || group[i].before == '(')
			return false;
		if (single ? group[i].digits != 1
			   : group[i].digits < 2 || group[i].digits > 8)
			return false;
	}
	return true;
}

static bool is_card(const struct redact_number *number, size_t from, size_t to,
		    bool check)
{
	const char *digit = number->digit + number->group[from].first;
	size_t count = number->group[to].first + number->group[to].digits -
		       number->group[from].first;
	return count >= 13 && count <= 19 && known_issuer(digit, count) &&
	       card_grouping(number, from, to) &&
	       (!check || redact_luhn(digit, count));
}

/* "cvv 123", "123 is my cvv": nothing but the word tells, so only beside it. */
static bool is_cvv(const struct redact_rule_input *in)
{
	const struct redact_group *group = in->number->group;
	const struct redact_context *context = in->context;
	if (group[0].digits < 3 || group[0].digits > 4 || in->number->plus)
		return false;
	return redact_before(context, CONTEXT_CVV,
			     CONTEXT_NOTHING | CONTEXT_CODE, 0) ||
	       (in->number->groups == 1 && context->afters > 1 &&
		context->after[0] & CONTEXT_IS &&
		redact_after(context, CONTEXT_CVV,
			     CONTEXT_NOTHING | CONTEXT_CARD, 0));
}

/*
 * With a wrong check digit a number is a card only where it is called one:
 * people mistype, and what they meant is still most of a card number.
 */
bool redact_card(const struct redact_rule_input *in, struct faq_span *span)
{
	const struct redact_number *number = in->number;
	bool named =
		redact_before(in->context, CONTEXT_CARD, CONTEXT_NOTHING, 0);
	if (is_cvv(in))
		return redact_take(span, REDACT_CARD, number->start,
				   number->group[0].end);
	if (number->digits < 13 || redact_is_reference(in->context))
		return false;
	for (int check = 1; check >= (named ? 0 : 1); check--) {
		for (size_t to = number->groups; to-- > 0;) {
			if (number->group[to].first + number->group[to].digits <
			    13)
				break;
			if (is_card(number, 0, to, check))
				return redact_take(span, REDACT_CARD,
						   number->group[0].start,
						   number->group[to].end);
		}
	}
	return false;
}

/* Prices are round: "4000, 5000, 6000, 7000" is a list of them. */
static bool all_round(const struct redact_number *number, size_t to)
{
	for (size_t i = 0; i <= to; i++) {
		const struct redact_group *group = &number->group[i];
		if (number->digit[group->first + group->digits - 1] != '0')
			return false;
	}
	return true;
}

/* "41 11 11 ...": eight pairs between the same marks and nothing else. */
static bool is_pairs(const struct redact_number *number, size_t to)
{
	const struct redact_group *group = number->group;
	if (to != 7 || number->groups != 8)
		return false;
	for (size_t i = 0; i <= to; i++)
		if (group[i].digits != 2 ||
		    (i > 1 && group[i].before != group[1].before))
			return false;
	return true;
}

/* As cards are printed: 4-4-4-4 (-3), 4-6-5, 4-6-4 or 8-8. */
static bool is_printed(const struct redact_number *number, size_t to)
{
	static const char *const prints[] = {"4444", "44443", "465", "464",
					     "88"};
	for (size_t i = 0; i < sizeof(prints) / sizeof(prints[0]); i++) {
		size_t k = 0;
		while (k <= to && prints[i][k] &&
		       number->group[k].digits == (size_t)(prints[i][k] - '0'))
			k++;
		if (k == to + 1 && !prints[i][k])
			return !all_round(number, to);
	}
	return false;
}

/* A new line may part a card anywhere, another mark only groups of three and
 * more, a comma and its like only what is printed so. */
static bool loose_grouping(const struct redact_number *number, size_t to)
{
	const struct redact_group *group = number->group;
	if (is_pairs(number, to))
		return true;
	for (size_t i = 0; i <= to; i++) {
		bool cut = (i > 0 && group[i].before == '\n') ||
			   (i < to && group[i + 1].before == '\n');
		if (i > 0 && group[i].before == ',')
			return is_printed(number, to);
		if (!cut && group[i].digits < (i > 0 ? 3u : 4u))
			return false;
	}
	return true;
}

static bool find_loose(const struct redact_number *number,
		       struct faq_span *span)
{
	for (size_t to = number->groups; to-- > 1;) {
		size_t count =
			number->group[to].first + number->group[to].digits;
		if (count >= 13 && count <= 19 &&
		    known_issuer(number->digit, count) &&
		    loose_grouping(number, to) &&
		    redact_luhn(number->digit, count))
			return redact_take(span, REDACT_CARD, number->start,
					   number->group[to].end);
	}
	return false;
}

bool redact_card_loose(const struct redact_rule_input *in,
		       struct faq_span *span)
{
	struct redact_number number;
	return !in->number->plus && !redact_is_reference(in->context) &&
	       redact_number_read_loose(in->text, in->number->group[0].start,
					&number) &&
	       find_loose(&number, span);
}

/* The digits up to the letters that follow them: "4111111111111111exp". */
static bool read_glued(const struct redact_text *text, size_t at,
		       struct redact_number *number)
{
	struct redact_group *group = &number->group[0];
	*group = (struct redact_group){.start = at, .end = at};
	while (redact_is_digit(redact_byte(text, group->end)) &&
	       group->digits < REDACT_DIGITS) {
		number->digit[group->digits++] = text->bytes[group->end];
		group->end++;
	}
	number->start = at;
	number->groups = 1;
	number->digits = group->digits;
	number->digit[group->digits] = '\0';
	return group->digits >= 13;
}

bool redact_card_glued(const struct redact_rule_input *in,
		       struct faq_span *span)
{
	struct redact_number number;
	size_t at = in->token->start;
	if (in->token->digits < 2 || redact_is_reference(in->context))
		return false;
	while (redact_is_letter(redact_byte(in->text, at)))
		at++;
	if (at < in->token->end && redact_number_read(in->text, at, &number) &&
	    number.digits >= 13) {
		for (size_t to = number.groups; to-- > 0;)
			if (is_card(&number, 0, to, true))
				return redact_take(span, REDACT_CARD, at,
						   number.group[to].end);
	}
	if (at < in->token->end &&
	    redact_number_read_loose(in->text, at, &number) &&
	    find_loose(&number, span))
		return true;
	return read_glued(in->text, at, &number) &&
	       is_card(&number, 0, 0, true) &&
	       redact_take(span, REDACT_CARD, at, number.group[0].end);
}

/* "cvv123" */
bool redact_cvv_glued(const struct redact_rule_input *in, struct faq_span *span)
{
	size_t at = in->token->start, end = in->token->end;
	while (redact_is_letter(redact_byte(in->text, at)))
		at++;
	if (end - at != in->token->digits || end - at < 3 || end - at > 4 ||
	    !(redact_word_bits(in->text->bytes + in->token->start,
			       at - in->token->start) &
	      CONTEXT_CVV))
		return false;
	return redact_take(span, REDACT_CARD, at, end);
}
