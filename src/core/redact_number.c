/* SPDX-License-Identifier: MIT */
/* Rules on digit groups: payment cards, telephone numbers, one-time codes. */
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

/* "cvv 123": nothing but the word tells, so only directly after it. */
static bool is_cvv(const struct redact_rule_input *in)
{
	const struct redact_group *group = in->number->group;
	return group[0].digits >= 3 && group[0].digits <= 4 &&
	       !in->number->plus &&
	       redact_before(in->context, CONTEXT_CVV,
			     CONTEXT_NOTHING | CONTEXT_CODE, 0);
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

/* A new line may part a card anywhere, another mark only groups of three and
 * more: a list of small numbers is none. */
static bool loose_grouping(const struct redact_number *number, size_t to)
{
	const struct redact_group *group = number->group;
	for (size_t i = 0; i <= to; i++) {
		bool cut = (i > 0 && group[i].before == '\n') ||
			   (i < to && group[i + 1].before == '\n');
		if (!cut && group[i].digits < (i > 0 ? 3u : 4u))
			return false;
	}
	return true;
}

bool redact_card_loose(const struct redact_rule_input *in,
		       struct faq_span *span)
{
	struct redact_number number;
	if (in->number->plus || redact_is_reference(in->context) ||
	    !redact_number_read_loose(in->text, in->number->group[0].start,
				      &number))
		return false;
	for (size_t to = number.groups; to-- > 1;) {
		size_t count = number.group[to].first + number.group[to].digits;
		if (count >= 13 && count <= 19 &&
		    known_issuer(number.digit, count) &&
		    loose_grouping(&number, to) &&
		    redact_luhn(number.digit, count))
			return redact_take(span, REDACT_CARD, number.start,
					   number.group[to].end);
	}
	return false;
}

/* The last group within `most` digits. */
static size_t group_within(const struct redact_number *number, size_t most)
{
	size_t last = 0;
	while (last + 1 < number->groups &&
	       number->group[last + 1].first + number->group[last + 1].digits <=
		       most)
		last++;
	return last;
}

/* ITU-T E.164: up to 15 digits after the plus or the 00. */
static bool international(const struct redact_rule_input *in, bool called,
			  size_t *last)
{
	const struct redact_number *number = in->number;
	size_t zeros = number->plus ? 0 : 2;
	if (!number->plus &&
	    (strncmp(number->digit, "00", 2) != 0 || number->digit[2] == '0' ||
	     redact_is_reference(in->context)))
		return false;
	*last = group_within(number, 15 + zeros);
	const struct redact_group *group = &number->group[*last];
	size_t digits = group->first + group->digits;
	if (digits < 7 + zeros || digits > 15 + zeros ||
	    number->digit[zeros] == '0')
		return false;
	if (number->plus)
		return number->groups > 1 || !redact_is_amount(in->context);
	return number->groups > 1 ? digits >= 10 : called;
}

/* NANP: (NXX) NXX-XXXX with N from 2 to 9, perhaps after 1. */
static bool north_american(const struct redact_number *number, size_t *last)
{
	const struct redact_group *group = number->group;
	size_t from = group[0].digits == 1 && number->digit[0] == '1' ? 1 : 0;
	if (number->groups < from + 3 || group[from].digits != 3 ||
	    group[from + 1].digits != 3 || group[from + 2].digits != 4 ||
	    (number->groups > from + 3 && group[from + 3].before != ' '))
		return false;
	*last = from + 2;
	return number->digit[group[from].first] >= '2' &&
	       number->digit[group[from + 1].first] >= '2';
}

/* "07700 900310", "030/2312-5808": a trunk zero, 9 to 12 digits, parted. */
static bool trunk_zero(const struct redact_number *number, size_t *last)
{
	const struct redact_group *group = number->group;
	*last = group_within(number, 12);
	size_t digits = group[*last].first + group[*last].digits;
	return number->digit[0] == '0' && group[0].digits >= 2 && *last > 0 &&
	       group[1].before != '.' && digits >= 9;
}

/* "my phone is ...", "... is my mobile", "my new number is ...". */
static bool is_called_phone(const struct redact_context *context)
{
	if (redact_before(context, CONTEXT_PHONE, CONTEXT_NOTHING, 1))
		return true;
	if (redact_after(context, CONTEXT_PHONE, CONTEXT_NOTHING, 0) &&
	    context->after[0] & (CONTEXT_IS | CONTEXT_MINE | CONTEXT_PHONE))
		return true;
	size_t i = 0;
	while (i < context->befores && context->before[i] & CONTEXT_FILL &&
	       !(context->before[i] & CONTEXT_NUMBER))
		i++;
	return i + 1 < context->befores &&
	       context->before[i] & CONTEXT_NUMBER &&
	       context->before[i + 1] & CONTEXT_MINE;
}

bool redact_phone(const struct redact_rule_input *in, struct faq_span *span)
{
	const struct redact_number *number = in->number;
	size_t last = 0;
	if (number->digits < 7)
		return false;
	bool called = is_called_phone(in->context);
	bool found = international(in, called, &last);
	if (!found && !number->plus && !redact_is_reference(in->context)) {
		found = north_american(number, &last) ||
			trunk_zero(number, &last);
		if (!found && called && !redact_is_amount(in->context)) {
			last = group_within(number, 15);
			size_t digits = number->group[last].first +
					number->group[last].digits;
			found = digits >= 7 && digits <= 15;
		}
	}
	return found && redact_take(span, REDACT_PHONE, number->start,
				    number->group[last].end);
}

/*
 * The digits of a code: "780476", "780 138", "7 3 0 5 1 8". Gives its last
 * group and how many digits it has; 0 when this is no code.
 */
static size_t code_digits(const struct redact_number *number, size_t *last)
{
	const struct redact_group *group = number->group;
	size_t width = group[0].digits;
	*last = 0;
	if (number->plus || number->start != group[0].start)
		return 0;
	if (width >= 4)
		return width <= 8 ? width : 0;
	while (*last + 1 < number->groups && group[*last + 1].digits == width &&
	       (group[*last + 1].before == ' ' ||
		group[*last + 1].before == '-') &&
	       (*last + 2) * width <= (width == 3 ? 6 : 8))
		++*last;
	size_t digits = (*last + 1) * width;
	return digits >= 4 ? digits : 0;
}

/* "code" is before[i]. Of what? The words before it tell. */
static bool code_is_secret(const unsigned *word, size_t count, size_t i,
			   bool six)
{
	unsigned of = i + 1 < count ? word[i + 1] : 0;
	if (of & (CONTEXT_LOGIN | CONTEXT_OTP) && !(of & CONTEXT_PUBLIC))
		return true;
	if (of & (CONTEXT_REFERENCE | CONTEXT_OWNER))
		return false;
	for (size_t k = i + 1; k < count && k <= i + 3; k++)
		if (word[k] & CONTEXT_PUBLIC)
			return false;
	return six || i > 0 || of & CONTEXT_MINE;
}

static bool code_before(const struct redact_context *context, bool six)
{
	const unsigned *word = context->before;
	unsigned skip = six ? 2 : 0;
	for (size_t i = 0; i < context->befores; i++) {
		if (word[i] & CONTEXT_OTP)
			return true;
		if (word[i] & CONTEXT_CODE)
			return code_is_secret(word, context->befores, i, six);
		if (word[i] & CONTEXT_PASSWORD) /* "one time password" */
			return i + 1 < context->befores &&
			       word[i + 1] & CONTEXT_LOGIN;
		if (word[i] & (CONTEXT_REFERENCE | CONTEXT_OWNER |
			       CONTEXT_PUBLIC | CONTEXT_UNIT | CONTEXT_CARD))
			return false;
		if (word[i] & (CONTEXT_NOTHING | CONTEXT_LOGIN))
			continue;
		if (skip-- == 0)
			return false;
	}
	return false;
}

static bool code_after(const struct redact_context *context, bool six)
{
	for (size_t i = 0; i < context->afters; i++) {
		unsigned word = context->after[i];
		if (word & (CONTEXT_PUBLIC | CONTEXT_REFERENCE))
			return false;
		if (word & CONTEXT_OTP)
			return six || i > 0;
		if (word & CONTEXT_CODE)
			return six || i > 0;
		if (!(word & (CONTEXT_NOTHING | CONTEXT_LOGIN)))
			return false;
	}
	return false;
}

/* A message that is six digits and nothing else answers "enter the code". */
static bool is_alone(const struct redact_context *context)
{
	return context->befores == 0 && context->afters == 0;
}

bool redact_otp(const struct redact_rule_input *in, struct faq_span *span)
{
	size_t last;
	size_t digits = code_digits(in->number, &last);
	bool six = digits == 6;
	size_t end = in->number->group[last].end;
	const struct redact_context *context = in->context;
	if (digits == 0 || redact_is_amount(context) ||
	    (context->afters > 1 && context->after[0] & CONTEXT_IS &&
	     context->after[1] & CONTEXT_PUBLIC) ||
	    redact_byte(in->text, end) == '%' || redact_is_reference(context))
		return false;
	if (!code_before(context, six) && !code_after(context, six) &&
	    !(six && last + 1 == in->number->groups && is_alone(context)))
		return false;
	return redact_take(span, REDACT_OTP, in->number->start, end);
}
