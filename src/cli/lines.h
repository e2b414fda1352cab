/* SPDX-License-Identifier: MIT */
/*
 * lines.h: a text file a line at a time, with a limit on a line's length.
 */
#ifndef FAQ_LINES_H
#define FAQ_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define LINES_BYTES_MAX (64u * 1024u)

struct lines {
	FILE *file;
	bool owned;      /* not stdin */
	char *text;      /* this line, NUL-terminated, without its end */
	size_t size;     /* bytes of it; a NUL within counts too */
	unsigned number; /* from 1 */
	bool too_long;   /* cut at LINES_BYTES_MAX */
	size_t done;     /* bytes read so far, for a progress bar */
	size_t total;    /* bytes of the file; 0 when not known */
};

/* "-" is stdin. False, with the cause in errno, when it can't be opened. */
bool lines_open(struct lines *lines, const char *path);
/* False at the end. Takes \r\n for \n and drops a byte order mark. */
bool lines_next(struct lines *lines);
void lines_close(struct lines *lines);

#endif
