/* SPDX-License-Identifier: MIT */
/*
 * expect.h: does a reply do what a test wants? Names are those of the content
 * and of the dialogue:
 *
 *	step.review        an intent's id; any part of the answer counts
 *	limit.*            every id that begins so
 *	act.jump(3)        an act; without "(3)" any number will do
 *	none               no answer, or an honest limit.*
 *	options            the bot asks which one is meant
 */
#ifndef FAQ_EXPECT_H
#define FAQ_EXPECT_H

#include "cli/bot.h"

#define EXPECT_BYTES 256u

/* One name of those above. */
bool expect_name(const struct faq_reply *reply, const char *name);
/* "a, b + c": any of the commas' parts, all of the pluses'. "" is met. */
bool expect_names(const struct faq_reply *reply, const char *names);
/* "idle or step 1" against the state as it is. "" is met. */
bool expect_state(const char *state, const char *states);
/* Contains, ASCII case ignored. */
bool expect_text(const char *text, const char *part);

/* False when the content knows no such name; `name` is then the first of
 * `names` that is unknown. */
bool expect_known(const struct bot *bot, const char *names,
		  char name[EXPECT_BYTES]);

#endif
