/* SPDX-License-Identifier: MIT */
/*
 * rasa.h: Rasa's REST channel, for the clients that speak it.
 *
 *	POST /webhooks/rest/webhook
 *	{"sender":"visitor-7","message":"what is tea"}
 *
 *	[{"recipient_id":"visitor-7","text":"Leaves in hot water."},
 *	 {"recipient_id":"visitor-7","text":"...",
 *	  "buttons":[{"title":"What tea is","payload":"What tea is"}],
 *	  "custom":{"handover":true}}]
 *
 * An object is a bubble: what leads, each part, what trails. Buttons (choices,
 * suggestions, the offer) and `custom` are on the last one. A button's payload
 * is a title, which is a question too, so that it can be sent back as it is.
 *
 * Source: rasa/core/channels/rest.py and channel.py of Rasa 3.
 */
#ifndef FAQ_RASA_H
#define FAQ_RASA_H

#include "core/faq.h"
#include "proto/json.h"

#define RASA_NUMBER_BYTES 24u
#define RASA_INTENT_BYTES (FAQ_ID_BYTES_MAX + 1u)

/* What a visitor's client has posted. Strings point into `doc` and into the
 * struct itself: don't copy it. */
struct rasa_ask {
	struct json_doc *doc;
	bool anonymous;     /* no sender: nobody to remember */
	const char *sender; /* "default" when anonymous, as Rasa names it */
	const char *message;
	size_t message_bytes;
	char number[RASA_NUMBER_BYTES]; /* a sender that is a number */
};

/*
 * Decodes {"message": string, "sender"?: string or whole number}; other keys
 * (metadata, input_channel) are ignored. JSON_ERROR_SYNTAX also when a key is
 * missing or of another type; `error` says which. On success release it.
 */
__attribute__((warn_unused_result)) enum json_status
rasa_ask_parse(struct rasa_ask *ask, const char *bytes, size_t size,
	       struct json_error *error);
void rasa_ask_release(struct rasa_ask *ask);

enum rasa_message {
	RASA_TEXT,          /* plain words */
	RASA_INTENT,        /* "/name" or "/name{...}": what a button sends */
	RASA_GREET,         /* a widget's usual first word: "/greet" ... */
	RASA_RESTART,       /* "/restart": forget what was said, greet */
	RASA_SESSION_START, /* "/session_start": forget, say nothing */
};

/* What kind of message it is. `name` is the intent's without "/" and without
 * its entities, cut when it is too long; "" for RASA_TEXT. */
enum rasa_message rasa_message_kind(const struct rasa_ask *ask,
				    char name[RASA_INTENT_BYTES]);

enum rasa_form {
	RASA_ARRAY, /* one array */
	RASA_LINES  /* "?stream=true": an object a line */
};

/* Writes the bubbles of a reply; NULL writes none. */
void rasa_put_reply(struct json_writer *writer, enum rasa_form form,
		    const char *recipient, const struct faq_reply *reply);

/* GET /webhooks/rest/: {"status":"ok"} */
void rasa_put_status(struct json_writer *writer);

#endif
