/* SPDX-License-Identifier: MIT */
/* What in an author's regex could take too long. */
#include "pattern.h"

#include <string.h>

/* "[:alpha:]" within a class: its length, else 0. */
static size_t posix_class(const char *at)
{
	if (at[0] != '[' || at[1] != ':')
		return 0;
	size_t bytes = 2 + strspn(at + 2, "^abcdefghijklmnopqrstuvwxyz");
	return at[bytes] == ':' && at[bytes + 1] == ']' ? bytes + 2 : 0;
}

/* Behind '[': to its ']'. A leading ']' is literal. */
static const char *skip_class(const char *at)
{
	if (*at == '^')
		at++;
	if (*at == ']')
		at++;
	while (*at && *at != ']') {
		size_t posix = posix_class(at);
		if (posix)
			at += posix;
		else
			at += *at == '\\' && at[1] ? 2 : 1;
	}
	return *at ? at + 1 : at;
}

/* At '{': true for "{3,}", an upper bound that is missing. PCRE2 10.43 and
 * later let spaces stand between. */
static bool open_ended(const char *at)
{
	const char *digits = at + 1 + strspn(at + 1, " \t");
	size_t count = strspn(digits, "0123456789");
	const char *p = digits + count;
	p += strspn(p, " \t");
	if (!count || *p != ',')
		return false;
	p++;
	p += strspn(p, " \t");
	return *p == '}';
}

static const char *escape_fault(char c)
{
	if (c >= '1' && c <= '9')
		return "a back reference; match the words themselves";
	if (c == 'g' || c == 'k')
		return "a reference to a group; match the words themselves";
	if (c == 'X' || c == 'R')
		return "an unbounded escape; use a class such as [^ ]";
	/* These could hide the others from us. */
	if (c == 'Q')
		return "\\Q; put a backslash before each such character";
	if (c == 'c')
		return "a control character; no message holds one";
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
	if (at[1] == 'P' && at[2] == '=')
		return "a reference to a group; match the words themselves";
	if (at[1] == 'C')
		return "a callout; remove it";
	if (at[1] == '#')
		return "a comment; put it behind the closing '/'";
	return NULL;
}

static const char *unbounded =
	"an unbounded repeat; give it an upper bound such as {0,40}";

/* The first fault of an escape, within classes too; NULL when there is none. */
static const char *lint_escapes(const char *regex, size_t *offset)
{
	for (const char *at = regex; *at; at++) {
		if (*at != '\\')
			continue;
		*offset = (size_t)(at - regex);
		const char *fault = escape_fault(at[1]);
		if (fault || !at[1])
			return fault;
		at++;
	}
	return NULL;
}

const char *pattern_lint(const char *regex, size_t *offset)
{
	const char *at = regex, *fault = lint_escapes(regex, offset);
	while (*at && !fault) {
		*offset = (size_t)(at - regex);
		if (*at == '\\') {
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
