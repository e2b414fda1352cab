/* SPDX-License-Identifier: MIT */
/*
 * words.h: the words that stand for the enums of conversation.h in tables, so
 * that a person can read them; for the backends only.
 */
#ifndef STORE_WORDS_H
#define STORE_WORDS_H

#include "store/conversation.h"

#define WORDS_STATES 4u
#define WORDS_REASONS 3u
#define WORDS_SENDERS 5u

extern const char *const words_state[WORDS_STATES];
extern const char *const words_reason[WORDS_REASONS];
extern const char *const words_sender[WORDS_SENDERS];

/* Which of them it is; the last one when it is none. */
size_t words_find(const char *word, const char *const words[], size_t count);

#endif
