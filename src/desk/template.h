/* SPDX-License-Identifier: MIT */
/*
 * template.h: the generic desk's requests, written by its administrator:
 *
 *	/rooms/{{conversation}}/messages
 *	{"id":"{{key}}","words":"{{text}}","buttons":{{choices}}}
 *
 * In a path there may be up to three of conversation, account, key and reason;
 * in a body all of struct template_values, inside strings but for the choices,
 * which are an array.
 */
#ifndef FAQ_DESK_TEMPLATE_H
#define FAQ_DESK_TEMPLATE_H

#include "desk/writing.h"

/* By their names; NULL is "". */
struct template_values {
	const char *text;
	size_t text_bytes;
	const char *conversation, *account, *key, *reason, *state;
	const struct message *message; /* its buttons are the choices */
};

/* Says what is wrong with a template, or NULL. */
const char *template_check(const struct desk_template *template);

/* A request out of it. The template must be one that template_check() has
 * nothing against. */
void template_write(struct writing *writing,
		    const struct desk_template *template,
		    const struct template_values *values);

#endif
