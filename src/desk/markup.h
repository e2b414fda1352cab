/* SPDX-License-Identifier: MIT */
/*
 * markup.h: HTML in a desk's markup: a visitor's message of a desk that has
 * HTML as plain text, an entry's answer as Slack or Rocket.Chat writes it.
 *
 * What is no text (scripts, styles) is left out. Deep nesting is flattened.
 */
#ifndef FAQ_DESK_MARKUP_H
#define FAQ_DESK_MARKUP_H

#include "desk/prose.h"

/* HTML that nests too deeply for gumbo is taken as the text it is. A failure
 * shows in `prose`. */
void markup_from_html(struct prose *prose, const char *html, size_t size);

#endif
