/* SPDX-License-Identifier: MIT */
/*
 * markup.h: foreign text inside XML and HTML.
 */
#ifndef FAQ_MARKUP_H
#define FAQ_MARKUP_H

#include <stdio.h>

/*
 * The text with & < > " ' escaped, good between tags and inside quotes. What
 * XML can't hold (control characters, bytes that are not UTF-8) becomes
 * U+FFFD.
 */
void markup_text(FILE *file, const char *text);

#endif
