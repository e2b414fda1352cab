/* SPDX-License-Identifier: MIT */
/*
 * webpage_frame.h: what our pages for the browser share: one file each, without
 * network and script, in light and dark. Their own Content-Security-Policy
 * allows the one style sheet, by its hash, and nothing else; so no style
 * attribute, no picture, no link to load. SVG stands in the page itself.
 *
 * Text that comes from outside goes through markup_text(). What these take as
 * HTML is ours.
 */
#ifndef FAQ_WEBPAGE_FRAME_H
#define FAQ_WEBPAGE_FRAME_H

#include <stdio.h>

/* A part of the page; a list of them ends with a NULL. */
struct webpage_link {
	const char *id, *name;
};

/* Up to the first part. `title` and `heading` are any text, `about` is HTML. */
void webpage_open(FILE *file, const char *title, const char *heading,
		  const char *about, const struct webpage_link *links);
void webpage_close(FILE *file);

/* A number in a <dl class="cards">; all are HTML. */
void webpage_card(FILE *file, const char *name, const char *value,
		  const char *more, const char *class);

/* A heading with its anchor, and a scrolling frame for a table. */
void webpage_section(FILE *file, const char *id, const char *title);
void webpage_frame_open(FILE *file, const char *label, const char *class);
void webpage_frame_close(FILE *file);

#endif
