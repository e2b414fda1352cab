/* SPDX-License-Identifier: MIT */
/*
 * split.h: a text as messages of a desk that takes only so much. Cut at the end
 * of a paragraph, else of a line, a sentence, a word, at last a character;
 * never inside a link.
 */
#ifndef FAQ_DESK_SPLIT_H
#define FAQ_DESK_SPLIT_H

#include <stddef.h>

/*
 * How many bytes of `text` (UTF-8, without white space at its beginning) are
 * the first message of at most `limit` UTF-16 units; 0: there is no limit.
 * A desk counts characters or units: units are never fewer. What follows may
 * begin with white space. At least one character, if there is one.
 */
size_t split_first(const char *text, size_t size, size_t limit);

#endif
