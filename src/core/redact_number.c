/* SPDX-License-Identifier: MIT */
/* The rule on one-time codes. */
#include "redact_rules.h"

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
