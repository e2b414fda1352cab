/* SPDX-License-Identifier: MIT */
/*
 * unmark.h: a question of the store as a visitor would type it.
 */
#ifndef FAQ_UNMARK_H
#define FAQ_UNMARK_H

#include <stddef.h>

/* Without [TYPE] marks of personal data and the blanks around them, in one
 * line; cut at `size`, which counts the NUL. Perhaps "". */
void unmark(const char *text, size_t bytes, char *out, size_t size);

#endif
