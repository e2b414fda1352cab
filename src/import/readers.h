/* SPDX-License-Identifier: MIT */
/*
 * readers.h: a reader a format, called by import_read(). `bytes` are UTF-8
 * without NUL. Each adds what it finds; false after an error that it reported,
 * or without memory.
 */
#ifndef FAQ_IMPORT_READERS_H
#define FAQ_IMPORT_READERS_H

#include "import/import.h"

bool html_read(struct import *import, const char *bytes, size_t size);
/* Headings of Markdown, which becomes HTML on the way. */
bool markdown_read(struct import *import, const char *bytes, size_t size);
/* schema.org in JSON-LD; `line` is where it begins in the source, from 1. A
 * JSON-LD of another type adds nothing. */
bool jsonld_read(struct import *import, const char *bytes, size_t size,
		 unsigned line);
bool table_read(struct import *import, const char *bytes, size_t size,
		bool tabs);
bool rasa_read(struct import *import, const char *bytes, size_t size);

/* An answer as CommonMark for our format: of HTML or plain text, whichever it
 * is, and of Markdown. NULL without memory; "" when nothing is left. */
const char *answer_of_html(struct import *import, const char *text);
const char *answer_of_markdown(struct import *import, const char *text);

#endif
