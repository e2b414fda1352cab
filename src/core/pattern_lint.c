/* SPDX-License-Identifier: MIT */
/* What in an author's regex could take too long. */
#include "pattern.h"

#include <string.h>

/* Behind '[': to its ']'. A leading ']' is literal. */
static const char *skip_class(const char *at)
{
	if (*at == '^')
		at++;
	if (*at == ']')
		at++;
	while (*at && *at != ']') {
		if (*at == '\\' && at[1])
			at++;
		at++;
	}
	return *at ? at + 1 : at;
}

/* At '{': true for "{3,}", an upper bound that is missing. */
static bool open_ended(const char *at)
{
	const char *p = at + 1;
	while (*p >= '0' && *p <= '9')
		p++;
	return p > at + 1 && p[0] == ',' && p[1] == '}';
}

static const char *escape_fault(char c)
{
	if (c >= '1' && c <= '9')
		return "a back reference; match the words themselves";
	if (c == 'g' || c == 'k')
		return "a reference to a group; match the words themselves";
	if (c == 'X' || c == 'R')
		return "an unbounded escape; use a class such as [^ ]";
	return NULL;
}

static const char *group_fault(const char *at)
{
	if (at[0] == '*')
		return "a verb (*...); remove it";
	if (at[0] != '?')
		return NULL;
	if (at[1] == 'R' || at[1] == '&' || at[1] == '+' ||
	    (at[1] >= '0' && at[1] <= '9') || (at[1] == 'P' && at[2] == '>') ||
	    (at[1] == '-' && at[2] >= '0' && at[2] <= '9'))
		return "recursion; write the group out";
	if (at[1] == 'C')
		return "a callout; remove it";
	return NULL;
}

static const char *unbounded =
	"an unbounded repeat; give it an upper bound such as {0,40}";

const char *pattern_lint(const char *regex, size_t *offset)
{
	const char *at = regex, *fault = NULL;
	while (*at && !fault) {
		*offset = (size_t)(at - regex);
		if (*at == '\\') {
			fault = escape_fault(at[1]);
			at += at[1] ? 2 : 1;
		} else if (*at == '[') {
			at = skip_class(at + 1);
		} else if (*at == '(') {
			fault = group_fault(at + 1);
			at++;
		} else {
			if (*at == '*' || *at == '+' ||
			    (*at == '{' && open_ended(at)))
				fault = unbounded;
			at++;
		}
	}
	return fault;
}
