/* SPDX-License-Identifier: MIT */
/*
 * person.h: a visitor's chat and the persons who may take it over.
 *
 * Threads: a session's own.
 */
#ifndef FAQD_PERSON_H
#define FAQD_PERSON_H

#include "server/desk/hub_core.h"
#include "server/talk/chat.h"

/* The hub has something for this visitor: what is to be sent is queued. */
enum chat_close person_on_letter(struct session *session,
				 const struct hub_letter *letter);

#endif
