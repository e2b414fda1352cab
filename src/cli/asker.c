/* SPDX-License-Identifier: MIT */
#include "cli/asker.h"

#include <string.h>

void asker_fresh(struct asker *asker)
{
	faq_dialog_init(&asker->dialog);
	if (asker->remote)
		remote_fresh(asker->remote);
}

bool asker_ask(struct asker *asker, const char *text, struct faq_reply *reply,
	       struct faq_trace *trace)
{
	uint64_t began = term_clock_ns();
	bool good = true;

	if (asker->remote) {
		memset(trace, 0, sizeof(*trace));
		good = remote_ask(asker->remote, text, reply, asker->cause);
	} else {
		bot_ask(asker->bot, &asker->dialog, text, reply, trace);
	}
	asker->ns = term_clock_ns() - began;
	return good;
}

void asker_state(const struct asker *asker, char *out, size_t size)
{
	if (asker->remote)
		snprintf(out, size, "%s", asker->remote->described);
	else
		faq_dialog_describe(&asker->dialog, out, size);
}
