/* SPDX-License-Identifier: MIT */
/*
 * chat.h: the conversations of *.chat files (tests/README.md has the format).
 *
 *	== title                       a fresh conversation
 *	V: what the visitor says
 *	B: intents or acts | states    what the bot must do (both optional)
 *	   has: "text of the reply"
 *	   not: "text that it must not hold"
 *	   differs                     from the bot's reply before
 */
#ifndef FAQ_CHAT_H
#define FAQ_CHAT_H

#include "cli/testfile.h"

#define CHAT_CHECKS_MAX 12u

enum chat_check_kind {
	CHAT_HAS,
	CHAT_NOT,
	CHAT_DIFFERS
};

struct chat_check {
	enum chat_check_kind kind;
	char *text; /* "" for CHAT_DIFFERS */
};

struct chat_turn {
	bool fresh;   /* the first of a conversation */
	bool checked; /* has a B line */
	unsigned line;
	char *visitor;
	char *expect; /* "a, b + c": any of them, + for both; "" anything */
	char *state;  /* "idle or step 1"; "" anything */
	struct chat_check check[CHAT_CHECKS_MAX];
	size_t check_count;
};

struct chat {
	struct chat_turn *list;
	size_t count, room;
};

/* As questions_read(). */
bool chat_read(struct chat *chat, const char *path,
	       const struct testfile_fault *fault);
void chat_release(struct chat *chat);

#endif
