/* SPDX-License-Identifier: MIT */
/*
 * message.h: answers and what else faqd sends to a visitor, as JSON: the same
 * on every transport (the WebSocket, POST /v1/ask, faqctl --json). What comes
 * the other way is incoming.h; src/server/api/ has both as schemas, and
 * tests/proto/golden/ an example of each.
 *
 *	{"type":"answer",                    or "clarify", or "none"
 *	 "reply_to":"7",                     the question's id, verbatim
 *	 "verdict":"answer","act":"act.next",
 *	 "lead":"","tail":"Say next ...","text":"Step 2 of 4 ...",
 *	 "parts":[{"id":"step.review","kind":"step","title":"...",
 *	           "text":"...","markdown":"...","html":"<p>...</p>",
 *	           "step":2,"steps":4,"confidence":0.93,"again":false,
 *	           "link":{"name":"support","title":"...","url":"https://..."},
 *	           "note":"..."}],
 *	 "slots":{"region":"ghana"},
 *	 "choices":[{"number":1,"id":"...","title":"..."}],
 *	 "suggestions":[{"id":"...","title":"...","score":0.41}],
 *	 "offer":{"id":"faq.what_next","title":"..."},
 *	 "confidence":0.93,"best":"step.review","step":2,"steps":4,
 *	 "paused":false,"personal_data":false,"handover":false,
 *	 "limited":false,
 *	 "person":"offered",                 "asked" or "nobody"
 *	 "id":"...",                         the answer's own, for feedback
 *	 "session":"...",                    the conversation from here on
 *	 "resumed":false,"code":"session_expired"}
 *
 * A reader ignores keys and types that it doesn't know. These may be absent:
 * reply_to, act, slots, offer, best, resumed and code (there only where a
 * session was sent that could not be taken up), and person; in a part: step and
 *steps (not a step), link, note. `verdict` says what `type` says.
 *
 * `handover` says that the visitor asks for a person, or needs one. `person` is
 * there beside it where faqd has agents: "asked": one is called, and a handover
 * message follows (outgoing.h); "offered": one is there, and called with a
 * person message (incoming.h); "nobody": that may leave it for later.
 *
 * A message that has been answered before is not answered again:
 *
 *	client			faqd
 *	ask a  ---------------> dialogue moves: a
 *	       <--------------- answer to a, session {a}
 *	ask b  ---------------> dialogue moves: b
 *	       x- - - - - - - - answer to b, session {b a}, is lost
 *	  the connection breaks
 *	resume, session {a} --> takes up where the client is: behind a
 *	ask b  ---------------> not in {a}: answered, as it was the first time
 *	       <--------------- answer to b, session {b a}
 *	ask b  ---------------> in {b a}: the dialogue stays
 *	       <--------------- repeated, session {b a}
 *
 * The session is what the client has received, so an answer that got lost is
 * given anew, and one that did not is only acknowledged: on one connection it
 * is on its way, and behind a session it has arrived. An offline queue is sent
 * again as it stands. Two tabs that share their latest session (by `resume`
 * when the other one has got an answer) are in step; two that don't are two
 * branches of one visitor's conversation, each right in itself.
 */
#ifndef FAQ_MESSAGE_H
#define FAQ_MESSAGE_H

#include "core/faq.h"
#include "proto/json.h"
#include "proto/message_cache.h"

#define MESSAGE_PROTOCOL "faqd.chat.v1"
#define MESSAGE_REPLY_BYTES_MAX (2u * 1024u * 1024u)

/* Why something was not done: `code` of errors and problems, for programs. */
enum message_code {
	MESSAGE_INVALID_JSON,    /* no JSON, or not as RFC 8259 has it */
	MESSAGE_INVALID,         /* JSON, but not such a message */
	MESSAGE_UNKNOWN_TYPE,    /* a type that this server doesn't know */
	MESSAGE_UNKNOWN_CHOICE,  /* the content has nothing of that name */
	MESSAGE_RATE_LIMITED,    /* too many questions: wait */
	MESSAGE_NOT_RECORDED,    /* feedback has no place to go to */
	MESSAGE_UNKNOWN_ANSWER,  /* feedback on what this visitor never got */
	MESSAGE_SESSION_EXPIRED, /* a conversation too long ago */
	MESSAGE_SESSION_FOREIGN, /* not signed by us, or not any more */
	MESSAGE_WITH_PERSON,     /* who can be heard over a WebSocket only */
	MESSAGE_FAILED           /* our fault; trying again may help */
};

/* "invalid_json" and so on: stable. */
const char *message_code_text(enum message_code code);

/* What a transport adds to a reply. */
struct message_envelope {
	const char *id;       /* of the answer */
	const char *reply_to; /* the question's id; "" is left out */
	const char *session;
	const char
		*refused;   /* why the session sent was not taken up, or NULL */
	const char *person; /* "asked", "offered", "nobody", or NULL */
};

/* A whole answer. `cache` may be NULL. */
void message_write_answer(struct json_writer *writer,
			  const struct message_envelope *envelope,
			  const struct faq_reply *reply,
			  const struct message_cache *cache);

/* Its members from "verdict" to "limited", into an object that the caller has
 * opened and closes. */
void message_put_reply(struct json_writer *writer,
		       const struct faq_reply *reply,
		       const struct message_cache *cache);

/* Members of an intent (id, kind, title, text, markdown, html, step, link,
 * note) into an open object: for lists of the content. */
void message_put_intent(struct json_writer *writer,
			const struct faq_intent *intent);

/* Why the reply came out so, as one value (an object). */
void message_put_trace(struct json_writer *writer,
		       const struct faq_trace *trace);

#define MESSAGE_ACT_BYTES 40u

/* The act with its number, "act.jump(3)"; "" when there is none. */
void message_act(const struct faq_reply *reply, char out[MESSAGE_ACT_BYTES]);

#endif
