/* SPDX-License-Identifier: MIT */
/*
 * prompt.h: a line from a person, with editing and history (libedit). The
 * history lives in memory only: questions may hold personal data.
 */
#ifndef FAQ_PROMPT_H
#define FAQ_PROMPT_H

#include "cli/term.h"

struct prompt;

/* NULL when libedit can't start. Free with prompt_free(). */
struct prompt *prompt_new(const struct term *out);
/* The next line, without spaces around it; NULL at the end (Ctrl-D). Good
 * until the next call. */
const char *prompt_read(struct prompt *prompt);
void prompt_free(struct prompt *prompt);

#endif
