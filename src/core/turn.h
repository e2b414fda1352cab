/* SPDX-License-Identifier: MIT */
/*
 * turn.h: one message on its way through the dialogue, shared by ask.c (reads
 * and matches), dialog.c (decides what it does to the conversation) and
 * answer.c (puts the reply together).
 */
#ifndef FAQ_TURN_H
#define FAQ_TURN_H

#include "buf.h"
#include "match.h"

#define TURN_HITS_MAX (MATCH_HITS_MAX + 2u)

struct turn {
	const struct faq_catalog *catalog;
	struct faq_scratch *scratch;
	struct faq_dialog *dialog;
	struct faq_reply *reply;
	struct faq_trace *trace;
	struct match match;      /* of the whole message */
	struct match_hit second; /* another question in it */
	bool has_second;
	uint32_t question;     /* hash of its words */
	struct buf lead, tail; /* bytes of the scratch */
};

/* Decides: fills verdict, act, parts, choices, lead and tail. */
void dialog_turn(struct turn *turn);
/* The same for an intent that the visitor chose without words. */
void dialog_chosen(struct turn *turn, const struct faq_intent *intent);

/* Lays lead, text and tail into the reply's buffer. */
void answer_compose(struct turn *turn);

/* Appends a phrase of the bot, {n} and {m} replaced. */
void answer_say(const struct turn *turn, struct buf *out, const char *key,
		unsigned n, unsigned m);

/* Splits a message into the questions that it may hold: fills the first words
 * of at most `most` parts, returns how many. */
size_t split_words(const struct words *words, size_t *starts, size_t most);

/* The number that a word stands for ("2", "two", "second", "last" -> `last`),
 * or 0. */
unsigned split_number(const char *word, size_t bytes, unsigned last);

#endif
