/* SPDX-License-Identifier: MIT */
/*
 * compose.h: an answer as one text in a desk's markup, and what goes below it.
 *
 *	lead
 *	[n/m or a warning sign, and the title]
 *	the answer  [link]  [note]
 *	[choices, for a desk without buttons]
 *	tail
 */
#ifndef FAQ_DESK_COMPOSE_H
#define FAQ_DESK_COMPOSE_H

#include "desk/prose.h"

#define COMPOSE_BUTTONS_MAX (FAQ_CHOICES_MAX + FAQ_SUGGEST_MAX + 1u)

/* Points into the reply. */
struct composed {
	struct prose prose;
	const struct faq_intent *button[COMPOSE_BUTTONS_MAX];
	size_t button_count;
	const struct faq_link *link[FAQ_PARTS_MAX];
	size_t link_count;
};

/* A failure shows in the prose. Release it in any case. */
void compose_reply(struct composed *composed, const struct desk_traits *traits,
		   enum desk_markup markup, const struct faq_reply *reply);
void compose_note(struct composed *composed, enum desk_markup markup,
		  enum desk_reason reason, const char *question,
		  const struct faq_reply *reply);
void compose_release(struct composed *composed);

#endif
