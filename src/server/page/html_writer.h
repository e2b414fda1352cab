/* SPDX-License-Identifier: MIT */
/*
 * html_writer.h: HTML in the making: a text that grows up to a maximum, with
 * one sticky error, and slices of HTML that are known to be clean.
 *
 * Ownership: a writer owns its bytes; a slice points into another's.
 */
#ifndef FAQD_HTML_WRITER_H
#define FAQD_HTML_WRITER_H

#include <stdbool.h>
#include <stddef.h>

struct slice {
	const char *bytes;
	size_t size;
};

/* All of a text. */
struct slice slice_of(const char *text);

struct html {
	char *bytes; /* `size` bytes and a NUL; NULL when empty */
	size_t size, room, max;
	bool failed;
};

void html_init(struct html *html, size_t max);
void html_release(struct html *html);
/* The text, now the caller's to free(); NULL after a failure. */
char *html_take(struct html *html, size_t *size);

/* As it is: our own markup, or what cmark has sanitised. */
void html_put(struct html *html, const char *markup);
void html_put_slice(struct html *html, struct slice slice);
void html_put_count(struct html *html, size_t count);
/* Any text, for between tags and within double quotes. */
void html_put_text(struct html *html, const char *text);

/* Is the slice what html_put_text() would make of the text? */
bool html_is_text(struct slice slice, const char *text);

/* The text of a slice without its tags, entities as they are, cut at a space
 * so that at most `max` bytes come out. */
void html_put_plain(struct html *html, struct slice slice, size_t max);

#endif
