/* SPDX-License-Identifier: MIT */
/*
 * "# accept CODE: reason": behind a template it speaks for that line, on a line
 * of its own for the whole block (and the heading of an ask block), and as
 * "<!-- accept CODE: reason -->" between blocks for the whole file.
 */
#include "cli/check.h"

#include <stdlib.h>
#include <string.h>

#define LINE_BYTES 1024u

/* Where a file is being read. */
struct scan {
	struct accepts *accepts;
	struct check *check;
	const char *source;
	unsigned line, heading;
	unsigned fence;    /* line of the fence that is open, or 0 */
	bool ask;          /* it is an ask block */
	size_t first_open; /* accepts of this block, from here on */
};

static struct accept *add_accept(struct scan *scan)
{
	struct accepts *accepts = scan->accepts;
	if (accepts->count == accepts->room) {
		size_t room = accepts->room ? 2 * accepts->room : 16;
		struct accept *list =
			realloc(accepts->list, room * sizeof(*list));
		if (!list) {
			scan->check->no_memory = true;
			return NULL;
		}
		accepts->list = list;
		accepts->room = room;
	}
	struct accept *accept = &accepts->list[accepts->count++];
	*accept = (struct accept){.source = scan->source, .line = scan->line};
	return accept;
}

/* "CODE: reason" behind the word accept. */
static void read_accept(struct scan *scan, const char *text, unsigned first,
			unsigned last)
{
	struct accept *accept = add_accept(scan);
	if (!accept)
		return;
	accept->first = first;
	accept->last = last;
	text += strspn(text, " \t");
	size_t code = strspn(text, "abcdefghijklmnopqrstuvwxyz-");
	snprintf(accept->code, sizeof(accept->code), "%.*s", (int)code, text);
	text += code;
	text += strspn(text, ": \t");
	snprintf(accept->reason, sizeof(accept->reason), "%s", text);
	char *end = strstr(accept->reason, "-->");
	if (end)
		*end = '\0';
	size_t size = strlen(accept->reason);
	while (size && strchr(" \t\r", accept->reason[size - 1]))
		accept->reason[--size] = '\0';
	if (size && accept->code[0])
		return;
	check_report(scan->check, WARNING, "accept-without-reason",
		     scan->source, scan->line, 0,
		     "accepted without a reason; write 'accept CODE: reason'");
	scan->accepts->count--;
}

static void close_fence(struct scan *scan)
{
	for (size_t i = scan->first_open; i < scan->accepts->count; i++) {
		struct accept *accept = &scan->accepts->list[i];
		if (accept->last == 0)
			accept->last = scan->line;
	}
	scan->fence = 0;
}

static void read_fence(struct scan *scan, const char *text)
{
	if (scan->fence) {
		close_fence(scan);
		return;
	}
	scan->fence = scan->line;
	scan->first_open = scan->accepts->count;
	scan->ask = strncmp(text, "```ask", 6) == 0;
}

static void read_line(struct scan *scan, const char *text)
{
	static const char in_block[] = "# accept ", between[] = "<!-- accept ";
	if (strncmp(text, "```", 3) == 0) {
		read_fence(scan, text);
		return;
	}
	if (!scan->fence) {
		if (text[0] == '#')
			scan->heading = scan->line;
		const char *at = strstr(text, between);
		if (at)
			read_accept(scan, at + sizeof(between) - 1, 0,
				    (unsigned)-1);
		return;
	}
	const char *at = strstr(text, in_block);
	if (!at || (at != text && !strchr(" \t", at[-1])))
		return;
	bool alone = strspn(text, " \t") == (size_t)(at - text);
	unsigned first = scan->ask ? scan->heading : scan->fence;
	read_accept(scan, at + sizeof(in_block) - 1, alone ? first : scan->line,
		    alone ? 0 : scan->line);
}

static void read_source(struct scan *scan, const struct faq_source *source)
{
	char line[LINE_BYTES];
	for (size_t at = 0; at < source->size;) {
		const char *text = source->bytes + at;
		const char *end = memchr(text, '\n', source->size - at);
		size_t size = end ? (size_t)(end - text) : source->size - at;
		scan->line++;
		snprintf(line, sizeof(line), "%.*s",
			 (int)(size < sizeof(line) ? size : sizeof(line) - 1),
			 text);
		read_line(scan, line);
		at += size + 1;
	}
	close_fence(scan);
}

void accepts_read(struct accepts *accepts, struct check *check)
{
	*accepts = (struct accepts){0};
	for (size_t i = 0; i < check->content->source_count; i++) {
		struct scan scan = {.accepts = accepts,
				    .check = check,
				    .source = check->content->sources[i].name,
				    .first_open = accepts->count};
		read_source(&scan, &check->content->sources[i]);
	}
}

const struct accept *accepts_find(struct accepts *accepts,
				  const struct faq_diag *diag)
{
	for (size_t i = 0; i < accepts->count; i++) {
		struct accept *accept = &accepts->list[i];
		if (diag->severity == FAQ_SEVERITY_ERROR ||
		    strcmp(accept->code, diag->code) != 0 ||
		    strcmp(accept->source, diag->source) != 0 ||
		    diag->line < accept->first || diag->line > accept->last)
			continue;
		accept->used = true;
		return accept;
	}
	return NULL;
}

/* What check_tests() finds. */
static bool needs_tests(const char *code)
{
	static const char *const codes[] = {
		"no-counter-test", "untested-intent", "untested-template"};

	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		if (strcmp(code, codes[i]) == 0)
			return true;
	return false;
}

void accepts_check(const struct accepts *accepts, struct check *check)
{
	for (size_t i = 0; i < accepts->count; i++) {
		const struct accept *accept = &accepts->list[i];
		if (!accept->used &&
		    !(check->no_tests && needs_tests(accept->code)))
			check_report(check, NOTE, "unused-accept",
				     accept->source, accept->line, 0,
				     "nothing here is '%s' any more; remove "
				     "this acceptance",
				     accept->code);
	}
}

void accepts_release(struct accepts *accepts)
{
	free(accepts->list);
	*accepts = (struct accepts){0};
}
