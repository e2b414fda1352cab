/* SPDX-License-Identifier: MIT */
/*
 * clean.h: a record as it may be stored: every string ended within its array,
 * every free text redacted, every enum, count and number in its range. The
 * one place where this is done, for every backend.
 */
#ifndef STORE_CLEAN_H
#define STORE_CLEAN_H

#include "store/backend.h"

/*
 * Cleans `record` into *clean, the body of a message into `body`. On
 * STORE_ERROR_MISUSE `*what` says what is wrong, without a byte of it.
 */
STORE_MUST_CHECK enum store_status
clean_record(const struct store_record *record, struct store_record *clean,
	     char body[STORE_CLEAN_BODY_BYTES], const char **what);

/* clean_talk.c: the same for the kinds of conversation.h. What is wrong, or
 * NULL. */
const char *clean_talk(const struct store_record *record,
		       struct store_record *clean,
		       char body[STORE_CLEAN_BODY_BYTES]);

/* [A-Za-z0-9._:-]: what a program calls something, never what a person writes;
 * the other: and not "". `size` is of the array. */
bool clean_is_word(const char *text, size_t size);
bool clean_is_name(const char *text, size_t size);
/* In [0, 1], whatever it was. */
double clean_score(double score);
/* As store_text() has it. */
void clean_text(const char *text, char *out, size_t size);

#endif
