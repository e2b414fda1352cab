/* SPDX-License-Identifier: MIT */
/*
 * prose.h: a text in a desk's markup, in the making. Plain text is escaped on
 * its way in, so that no word of it becomes markup, a mention or a link; what
 * it has for addresses stays one. Grows up to a maximum, with one sticky error:
 * ask `failed` once at the end.
 *
 *		strong	link			escaped
 *	plain	x	x: url			-
 *	Markdown **x**	[x](<url>)		backslashes
 *	HTML	<strong> <a href>		entities
 *	mrkdwn	*x*	<url|x>			& < > (it has no more)
 *	Rocket	*x*	[x](url)		backslashes
 */
#ifndef FAQ_DESK_PROSE_H
#define FAQ_DESK_PROSE_H

#include "desk/desk.h"

/* A reply's text has FAQ_REPLY_BYTES; its HTML is several times that. */
#define PROSE_BYTES_MAX (192u * 1024u)

struct prose {
	char *bytes; /* `size` bytes and a NUL; NULL when empty */
	size_t size, room;
	enum desk_markup markup;
	bool failed; /* no memory, or past the maximum */
	bool full;   /* past the maximum */
};

void prose_init(struct prose *prose, enum desk_markup markup);
void prose_release(struct prose *prose);
/* Never NULL. */
const char *prose_text(const struct prose *prose);

/* As they are: markup of the caller's. */
void prose_add(struct prose *prose, const char *bytes, size_t size);
void prose_put(struct prose *prose, const char *text);

/* Plain text, escaped. */
void prose_say(struct prose *prose, const char *text);
void prose_say_bytes(struct prose *prose, const char *text, size_t size);

/* Around a paragraph. Nothing but text and line breaks goes into one. */
void prose_open(struct prose *prose);
void prose_close(struct prose *prose);
void prose_line_break(struct prose *prose);
/* Around words of a paragraph. */
void prose_strong(struct prose *prose, bool begins);
/* `url` is taken for one if it is http(s) or mailto; else only the title is
 * said. */
void prose_link(struct prose *prose, const char *title, const char *url);
/* An empty line, unless the text begins or has one. */
void prose_part(struct prose *prose);

#endif
