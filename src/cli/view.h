/* SPDX-License-Identifier: MIT */
/*
 * view.h: a reply, and the reason for it, on a terminal.
 */
#ifndef FAQ_VIEW_H
#define FAQ_VIEW_H

#include "cli/term.h"
#include "core/faq.h"

/* What a visitor sees. */
void view_reply(const struct term *out, const struct faq_reply *reply);

/* What an author wants to know: the question as it was read, the verdict, the
 * winning pattern and the runners-up. */
void view_why(const struct term *out, const char *question,
	      const struct faq_reply *reply, const struct faq_trace *trace);

#endif
