/* SPDX-License-Identifier: MIT */
/*
 * lists.h: the word lists of a content: names -> sets of phrases. A list is
 * expanded when it is first asked for; lists may use lists, a cycle is a fault.
 */
#ifndef FAQ_LISTS_H
#define FAQ_LISTS_H

#include "page.h"
#include "template.h"

struct lists;

/* `parser` is copied; its `lists` member is set to this. NULL without memory.
 * Everything lives in parser->arena. */
struct lists *lists_new(const struct template_parser *parser);

/* Adds a `words` block; a second one of the same name is a fault. */
void lists_add(struct lists *lists, const struct page_block *block,
	       const char *source);

/* For struct template_lists. */
struct template_lists lists_finder(struct lists *lists);

/* The list of that name, or NULL: not having it is no fault. */
const struct litset *lists_optional(struct lists *lists, const char *name);

/* Expands the lists that nothing asked for, so that their faults show too, and
 * reports those as unused, and those whose phrases all stand in another one. */
void lists_check(struct lists *lists);

/* Calls `each` with every line of a block's text: its bytes and line number. */
void lists_lines(const char *text, unsigned line,
		 void (*each)(void *context, const char *bytes, size_t size,
			      unsigned line),
		 void *context);

#endif
