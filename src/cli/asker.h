/* SPDX-License-Identifier: MIT */
/*
 * asker.h: who answers a test: the engine in this process, or a server.
 */
#ifndef FAQ_ASKER_H
#define FAQ_ASKER_H

#include "cli/bot.h"
#include "cli/remote.h"

struct asker {
	const struct bot *bot;
	struct remote *remote; /* NULL: the engine */
	struct faq_dialog dialog;
	uint64_t ns; /* that the last answer took */
	char cause[160];
};

/* The next question begins a conversation. */
void asker_fresh(struct asker *asker);
/* False when a server can't be asked; `cause` says why. The trace is empty
 * when a server answered. */
bool asker_ask(struct asker *asker, const char *text, struct faq_reply *reply,
	       struct faq_trace *trace);
/* The dialogue's state after it. */
void asker_state(const struct asker *asker, char *out, size_t size);

#endif
