/* SPDX-License-Identifier: MIT */
/*
 * message.h: questions and answers as JSON, the same on every transport
 * (faqctl --json, POST /v1/ask, the WebSocket).
 *
 *	{"id":"7","text":"next"}            a question
 *
 *	{"type":"reply","id":"7",           an answer
 *	 "verdict":"answer","act":"act.next",
 *	 "lead":"","tail":"Say next ...","text":"Step 2 of 4 ...",
 *	 "parts":[{"id":"step.review","kind":"step","title":"...",
 *	           "text":"...","markdown":"...","html":"<p>...</p>",
 *	           "step":2,"steps":4,"confidence":0.93,"again":false,
 *	           "link":{"name":"support","title":"...","url":"https://..."},
 *	           "note":"..."}],
 *	 "choices":[{"number":1,"id":"...","title":"..."}],
 *	 "suggestions":[{"id":"...","title":"...","score":0.41}],
 *	 "offer":{"id":"faq.what_next","title":"..."},
 *	 "confidence":0.93,"best":"step.review","step":2,"steps":4,
 *	 "paused":false,"personal_data":false,"handover":false,
 *	 "limited":false,"session":"..."}
 *
 * A reader ignores keys that it doesn't know. These may be absent: id, act,
 * offer, best, session; in a part: step and steps (not a step), link, note.
 */
#ifndef FAQ_MESSAGE_H
#define FAQ_MESSAGE_H

#include "core/faq.h"
#include "proto/json.h"

#define MESSAGE_ID_BYTES 64u
#define MESSAGE_SESSION_BYTES 512u
#define MESSAGE_REPLY_BYTES_MAX (2u * 1024u * 1024u)

/* What a transport adds to a reply; each may be NULL and is left out then. */
struct message_envelope {
	const char *type;    /* "reply" */
	const char *id;      /* of the question */
	const char *session; /* the visitor's conversation, as a token */
};

/*
 * The reply as one JSON object. `envelope` may be NULL, `bytes` (the length)
 * too. NULL only when memory runs out or the text passes
 * MESSAGE_REPLY_BYTES_MAX. The caller frees it with free().
 */
char *message_reply_json(const struct faq_reply *reply,
			 const struct message_envelope *envelope,
			 size_t *bytes);

/* The same members into an object that the caller has opened and closes. */
void message_put_reply(struct json_writer *writer,
		       const struct faq_reply *reply);

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

/* A question. Strings point into `doc`; id and session are "" when absent. */
struct message_ask {
	struct json_doc *doc;
	const char *id;
	const char *text;
	size_t text_bytes; /* > 0 is not required: the engine answers "" too */
	const char *session;
};

/*
 * Decodes {"text": string, "id"?: string, "session"?: string}; other keys are
 * ignored. JSON_ERROR_SYNTAX also when a key is missing or of another type;
 * `error` (may be NULL) says which and where. On success release it.
 */
__attribute__((warn_unused_result)) enum json_status
message_ask_parse(struct message_ask *ask, const char *bytes, size_t size,
		  struct json_error *error);
void message_ask_release(struct message_ask *ask);

#endif
