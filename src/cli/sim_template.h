/* SPDX-License-Identifier: MIT */
/*
 * sim_template.h: a template of a generic desk read backwards: what stood for
 * {{conversation}} and {{text}} in a text that faqd has made of it.
 */
#ifndef FAQ_SIM_TEMPLATE_H
#define FAQ_SIM_TEMPLATE_H

#include <stdbool.h>
#include <stddef.h>

struct sim_values {
	const char *conversation, *text; /* NULL: not in it; into the text */
	size_t conversation_bytes, text_bytes;
};

/* False when the text can't be of that template. Fills in what it finds. */
bool sim_template_match(const char *template, const char *text, size_t bytes,
			struct sim_values *values);

#endif
