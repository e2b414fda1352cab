/* SPDX-License-Identifier: MIT */
/* The rule on telephone numbers. */
#include "redact_rules.h"

#include <string.h>

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
	return number->groups > 1 ? digits >= 10
				  : called || (digits >= 12 && digits <= 15 &&
					       !redact_is_amount(in->context));
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

/* "8 (912) 345-67-89": Russia's trunk prefix; 7 is its country. */
static bool is_russian(const struct redact_number *number, size_t *last)
{
	const struct redact_group *group = number->group;
	size_t i = 0;
	static const size_t parts[] = {1, 3, 3, 2, 2};
	while (i < 5 && i < number->groups && group[i].digits == parts[i] &&
	       group[i].before != '/' && group[i].before != '.')
		i++;
	*last = 4;
	return i == 5 && strchr("78", number->digit[0]) &&
	       strchr("3489", number->digit[1]);
}

/* "07700900310": Ofcom's mobiles are 11 digits from 071 to 079. */
static bool is_british_mobile(const struct redact_number *number, size_t *last)
{
	*last = 0;
	return number->groups == 1 && number->digits == 11 &&
	       strncmp(number->digit, "07", 2) == 0 && number->digit[2] != '0';
}

/* "+44,7700,900123", but not "+1,500,000". */
static bool over_commas(const struct redact_rule_input *in,
			struct faq_span *span)
{
	struct redact_number number;
	bool prices = true;
	if (!in->number->plus || in->number->groups > 1 ||
	    redact_is_amount(in->context) ||
	    !redact_number_read_loose(in->text, in->number->start, &number))
		return false;
	for (size_t i = 1; i < number.groups; i++)
		prices &= number.group[i].digits == 3;
	return !prices && number.digit[0] != '0' && number.digits >= 10 &&
	       number.digits <= 15 &&
	       redact_take(span, REDACT_PHONE, number.start, number.end);
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
	if (over_commas(in, span))
		return true;
	if (number->digits < 7)
		return false;
	bool called = is_called_phone(in->context);
	bool found = international(in, called, &last);
	if (!found && !number->plus && !redact_is_reference(in->context)) {
		found = north_american(number, &last) ||
			trunk_zero(number, &last) ||
			(!redact_is_amount(in->context) &&
			 (is_russian(number, &last) ||
			  is_british_mobile(number, &last)));
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
