/* SPDX-License-Identifier: MIT */
#include "server/mouth_rasa.h"

#include "proto/rasa.h"
#include "server/visitors.h"

#include <string.h>

#define TYPE_STREAM                                                            \
	"text/event-stream" /* of Rasa's lines, such as they are               \
			     */

static const char hello[] = "hello";

/*
 * A widget's own word, nobody's question: not recorded. A content without a
 * greeting of its own asks what the visitor would like to know.
 */
static bool greet(struct responder *responder, struct faq_dialog *dialog)
{
	const struct faq_dialog before = *dialog;

	if (!responder_replay(responder, dialog, hello, sizeof(hello) - 1))
		return false;
	if (responder->reply.verdict != FAQ_VERDICT_NONE)
		return true;
	*dialog = before;
	return responder_replay(responder, dialog, "", 0);
}

/* An intent by its id is asked by its title, any other by the words of its
 * name: "/opening_hours" asks "opening hours". */
static bool ask_intent(struct responder *responder, struct faq_dialog *dialog,
		       const char *name)
{
	const struct faq_intent *intent =
		faq_catalog_find(responder->served->catalog, name);
	char words[RASA_INTENT_BYTES];
	size_t i, bytes = strlen(name);

	if (intent && intent->kind != FAQ_KIND_ACT)
		return responder_ask(responder, dialog, "rasa", intent->title,
				     strlen(intent->title));
	memcpy(words, name, bytes + 1);
	for (i = 0; i < bytes; i++)
		if (strchr("_-./", words[i]))
			words[i] = ' ';
	return responder_ask(responder, dialog, "rasa", words, bytes);
}

/* False when the engine fails. `*said`: there is a reply to write. */
static bool respond(struct responder *responder, const struct rasa_ask *ask,
		    struct faq_dialog *dialog, bool *said)
{
	char name[RASA_INTENT_BYTES];

	*said = true;
	switch (rasa_message_kind(ask, name)) {
	case RASA_TEXT:
		break;
	case RASA_INTENT:
		return ask_intent(responder, dialog, name);
	case RASA_GREET:
		return greet(responder, dialog);
	case RASA_RESTART:
		faq_dialog_init(dialog);
		return greet(responder, dialog);
	case RASA_SESSION_START:
		faq_dialog_init(dialog);
		*said = false;
		return true;
	}
	return responder_ask(responder, dialog, "rasa", ask->message,
			     ask->message_bytes);
}

static struct mouth_answer answer(struct responder *responder,
				  const struct rasa_ask *ask,
				  const struct mouth_call *call,
				  struct faq_dialog *dialog)
{
	enum rasa_form form = call->stream ? RASA_LINES : RASA_ARRAY;
	bool said;

	if (!respond(responder, ask, dialog, &said))
		return mouth_failed(500, "the question could not be answered");
	json_writer_clear(&responder->json);
	rasa_put_reply(&responder->json, form, ask->sender,
		       said ? &responder->reply : NULL);
	return mouth_written(responder,
			     call->stream ? TYPE_STREAM : MOUTH_TYPE_JSON);
}

static struct mouth_answer answer_known(struct responder *responder,
					const struct rasa_ask *ask,
					const struct mouth_call *call)
{
	const struct shared *shared = responder->shared;
	struct mouth_answer result;
	struct faq_dialog dialog;
	struct visitor_id id;

	if (!visitor_id_make(&id, shared->key, ask->sender,
			     strlen(ask->sender)))
		return mouth_failed(500, "the sender could not be hashed");
	visitors_find(shared->visitors, &id, call->now_s, &dialog);
	result = answer(responder, ask, call, &dialog);
	if (result.status == 200)
		visitors_keep(shared->visitors, &id, call->now_s, &dialog);
	return result;
}

struct mouth_answer mouth_rasa_answer(struct responder *responder,
				      const struct mouth_call *call)
{
	struct mouth_answer result;
	struct faq_dialog dialog;
	struct json_error error;
	struct rasa_ask ask;

	switch (rasa_ask_parse(&ask, call->body, call->bytes, &error)) {
	case JSON_OK:
		break;
	case JSON_ERROR_NOMEM:
		return mouth_failed(500, "out of memory");
	case JSON_ERROR_SYNTAX:
	case JSON_ERROR_SIZE:
		return mouth_failed(400, "the body must be an object with a "
					 "message and a sender");
	}
	faq_dialog_init(&dialog);
	result = ask.anonymous ? answer(responder, &ask, call, &dialog)
			       : answer_known(responder, &ask, call);
	rasa_ask_release(&ask);
	return result;
}
