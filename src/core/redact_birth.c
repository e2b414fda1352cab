/* SPDX-License-Identifier: MIT */
/*
 * The rule on dates of birth. A date is one where a word says so; without such
 * a word where its year is before LAST_PLAIN_YEAR, as nothing else that a
 * visitor of today talks about lies so far back, unless the word beside it is
 * of a document or a record.
 */
#include "redact_rules.h"

#define FIRST_YEAR 1900u
#define LAST_YEAR 2030u
#define LAST_PLAIN_YEAR 2009u
#define DATE_GAP 4u /* bytes between the parts of a date in words */

struct date {
	unsigned day, month, year;
	size_t end;
};

static unsigned group_value(const struct redact_number *number, size_t i)
{
	unsigned sum = 0;
	const struct redact_group *group = &number->group[i];
	for (size_t k = 0; k < group->digits; k++)
		sum = sum * 10 +
		      (unsigned)(number->digit[group->first + k] - '0');
	return sum;
}

static bool is_year(unsigned year)
{
	return year >= FIRST_YEAR && year <= LAST_YEAR;
}

static bool is_day(unsigned a, unsigned b)
{
	return a >= 1 && b >= 1 && a <= 31 && b <= 31 && (a <= 12 || b <= 12);
}

static bool says_birth(const struct redact_context *context)
{
	if (redact_before(context, CONTEXT_BIRTH, CONTEXT_NOTHING, 3))
		return true;
	return redact_after(context, CONTEXT_BIRTH, CONTEXT_NOTHING, 1);
}

static bool says_other(const struct redact_context *context)
{
	return redact_is_reference(context) ||
	       redact_before(context, CONTEXT_DOCUMENT | CONTEXT_REFERENCE,
			     CONTEXT_NOTHING, 2);
}

/* "12.12.2004", "1990-02-13", "7/5/88". Year 0: not a date. */
static struct date three_groups(const struct redact_number *number)
{
	const struct redact_group *group = number->group;
	struct date date = {0};
	if (number->groups < 3 || group[1].before != group[2].before ||
	    group[1].before == '(')
		return date;
	unsigned a = group_value(number, 0), b = group_value(number, 1);
	unsigned c = group_value(number, 2);
	if (group[0].digits == 4 && group[1].digits <= 2 &&
	    group[2].digits <= 2 && is_year(a) && is_day(b, c))
		date.year = a;
	else if (group[0].digits <= 2 && group[1].digits <= 2 &&
		 group[2].digits == 4 && is_year(c) && is_day(a, b))
		date.year = c;
	else if (group[0].digits <= 2 && group[1].digits <= 2 &&
		 group[2].digits == 2 && is_day(a, b))
		date.year = LAST_YEAR;
	date.end = group[2].end;
	return date;
}

/* "13041964" or "19640413" */
static bool eight_digits(const struct redact_number *number)
{
	unsigned value = group_value(number, 0);
	if (number->group[0].digits != 8)
		return false;
	return (is_year(value % 10000) &&
		is_day(value / 1000000, value / 10000 % 100)) ||
	       (is_year(value / 10000) &&
		is_day(value / 100 % 100, value % 100));
}

bool redact_birth(const struct redact_rule_input *in, struct faq_span *span)
{
	const struct redact_number *number = in->number;
	if (number->plus || number->start != number->group[0].start)
		return false;
	struct date date = three_groups(number);
	bool birth = says_birth(in->context);
	if (birth && date.year == 0 && eight_digits(number)) {
		date.year = LAST_YEAR;
		date.end = number->group[0].end;
	}
	if (date.year == 0 || (!birth && (date.year > LAST_PLAIN_YEAR ||
					  number->group[1].before == ' ' ||
					  says_other(in->context))))
		return false;
	return redact_take(span, REDACT_BIRTH, number->start, date.end);
}

/* Over blanks, a comma, a dot or a dash, and over "of" and "de". */
static size_t date_gap(const struct redact_text *text, size_t at)
{
	for (unsigned words = 0; words < 2; words++) {
		for (unsigned i = 0; i < DATE_GAP; i++) {
			unsigned char c = redact_byte(text, at);
			if (c != ' ' && c != ',' && c != '.' && c != '-' &&
			    c != '/')
				break;
			at++;
		}
		char a = redact_lower((char)redact_byte(text, at));
		char b = redact_lower((char)redact_byte(text, at + 1));
		if (((a != 'o' || b != 'f') && (a != 'd' || b != 'e')) ||
		    redact_byte(text, at + 2) != ' ')
			return at;
		at += 2;
	}
	return at;
}

/* Up to 4 digits; a day may carry "st", "th", "." and the like. */
static unsigned read_value(const struct redact_text *text, size_t *at)
{
	unsigned sum = 0;
	size_t start = *at;
	while (redact_is_digit(redact_byte(text, *at)) && *at - start < 5)
		sum = sum * 10 + (unsigned)(redact_byte(text, (*at)++) - '0');
	return *at == start || *at - start > 4 ? 0 : sum;
}

static void skip_ordinal(const struct redact_text *text, size_t *at)
{
	char a = redact_lower((char)redact_byte(text, *at));
	char b = redact_lower((char)redact_byte(text, *at + 1));
	if (redact_is_letter(redact_byte(text, *at + 2)))
		return;
	if ((a == 's' && b == 't') || (a == 'n' && b == 'd') ||
	    (a == 'r' && b == 'd') || (a == 't' && b == 'h') ||
	    (a == 'e' && b == 'r'))
		*at += 2;
}

/* Every word of a message comes by here: look it up only beside digits. */
static unsigned read_month(const struct redact_text *text, size_t *at)
{
	size_t end = *at;
	while (end - *at < 16 && (redact_is_letter(redact_byte(text, end)) ||
				  redact_byte(text, end) >= 0x80))
		end++;
	if (end == *at ||
	    !redact_is_digit(redact_byte(text, date_gap(text, end))))
		return 0;
	unsigned month = redact_word_bits(text->bytes + *at, end - *at) >>
			 CONTEXT_MONTH_SHIFT;
	if (month)
		*at = end;
	return month;
}

static unsigned read_day(const struct redact_text *text, size_t *at)
{
	unsigned day = read_value(text, at);
	skip_ordinal(text, at);
	return day;
}

/* "13th of April, 1964", "april 13 1964", "1964 April 13" */
static bool read_date(const struct redact_text *text, size_t at,
		      struct date *date)
{
	unsigned first = read_day(text, &at);
	if (first)
		at = date_gap(text, at);
	date->month = read_month(text, &at);
	if (date->month == 0)
		return false;
	at = date_gap(text, at);
	size_t second_at = at;
	unsigned second = read_day(text, &at);
	date->end = at;
	if (first == 0) {
		first = second;
		at = date_gap(text, at);
		second_at = at;
		second = read_value(text, &at);
		date->end = at;
	}
	if (redact_is_alnum(redact_byte(text, at)))
		return false;
	date->day = first > 31 ? second : first;
	date->year = first > 31 ? first : second;
	if (at - second_at == 2 && first <= 31)
		date->year = LAST_YEAR;
	return date->day >= 1 && date->day <= 31 && is_year(date->year);
}

bool redact_birth_text(const struct redact_text *text, size_t at,
		       struct faq_span *span)
{
	struct date date;
	if (!read_date(text, at, &date))
		return false;
	struct redact_context context;
	redact_context_read(text, at, date.end, &context);
	if (!says_birth(&context) &&
	    (date.year > LAST_PLAIN_YEAR || says_other(&context)))
		return false;
	return redact_take(span, REDACT_BIRTH, at, date.end);
}
