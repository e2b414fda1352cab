/* SPDX-License-Identifier: MIT */
/*
 * person.h: a visitor's chat and the persons who may take it over. Whose it is
 * stands in the visit, and so travels in the session; the hub has the last
 * word on it.
 *
 *	bot:    an answer asks for a person, or the visitor does --> the hub
 *	person: a message --> the hub --> stored: delivered
 *	                             `--> not with a person any more: the
 *	                                  engine answers it (HUB_RETURN)
 *
 * What is on its way to a hub that dies is not acknowledged: the client says it
 * again. Without a hub nothing of this happens.
 *
 * Threads: a session's own.
 */
#ifndef FAQD_PERSON_H
#define FAQD_PERSON_H

#include "server/desk/hub_core.h"
#include "server/talk/chat.h"

/* What an answer says of persons: message.h. */
enum person_offer {
	PERSON_UNSAID,
	PERSON_ASKED,
	PERSON_OFFERED,
	PERSON_NOBODY
};

/* Of the responder's last reply. */
enum person_offer person_offer(const struct responder *responder,
			       enum counted_mouth mouth);
/* "asked" ..., or NULL. */
const char *person_offer_text(enum person_offer offer);

/* Its client has greeted, with a session that a person has. */
enum chat_close person_came(struct session *session, uint64_t after_seq);
/* The visitor is another one from here on. */
void person_left(struct session *session);

/* An ask or a choose: a person who has the conversation gets it, else the
 * bot answers, and a person is called if the answer says so. */
enum chat_close person_or_bot(struct session *session,
			      const struct incoming *message);
/* A "person" message. */
enum chat_close person_wanted(struct session *session,
			      const struct incoming *message);
/* typing and heard */
enum chat_close person_is_told(struct session *session,
			       const struct incoming *message);

/* The hub has something for this visitor: what is to be sent is queued. */
enum chat_close person_on_letter(struct session *session,
				 const struct hub_letter *letter);

#endif
