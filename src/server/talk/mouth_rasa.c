/* SPDX-License-Identifier: MIT */
#include "server/talk/mouth_rasa.h"

#include "proto/rasa.h"
#include "server/talk/visitors.h"

#include <openssl/rand.h>
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

/* One message of one visitor. */
struct talk {
	struct responder *responder;
	const struct rasa_ask *ask;
	struct faq_dialog dialog;
	struct visitor_id visitor;
};

static bool put_question(struct talk *talk, const char *text, size_t bytes)
{
	char visitor[VISITOR_ID_TEXT_BYTES];

	if (!responder_ask(talk->responder, &talk->dialog, COUNTED_RASA, text,
			   bytes))
		return false;
	visitor_id_text(&talk->visitor, visitor);
	responder_tell(talk->responder, (struct turn_record){
						.mouth = "rasa",
						.visitor = visitor,
						.answer_id = "",
						.question = text,
						.question_bytes = bytes,
					});
	return true;
}

/* An intent by its id is asked by its title, any other by the words of its
 * name: "/opening_hours" asks "opening hours". */
static bool ask_intent(struct talk *talk, const char *name)
{
	const struct faq_intent *intent =
		faq_catalog_find(talk->responder->served->catalog, name);
	char words[RASA_INTENT_BYTES];
	size_t i, bytes = strlen(name);

	if (intent && intent->kind != FAQ_KIND_ACT)
		return put_question(talk, intent->title, strlen(intent->title));
	memcpy(words, name, bytes + 1);
	for (i = 0; i < bytes; i++)
		if (strchr("_-./", words[i]))
			words[i] = ' ';
	return put_question(talk, words, bytes);
}

/* False when the engine fails. `*said`: there is a reply to write. */
static bool respond(struct talk *talk, bool *said)
{
	char name[RASA_INTENT_BYTES];

	*said = true;
	switch (rasa_message_kind(talk->ask, name)) {
	case RASA_TEXT:
		break;
	case RASA_INTENT:
		return ask_intent(talk, name);
	case RASA_GREET:
		return greet(talk->responder, &talk->dialog);
	case RASA_RESTART:
		faq_dialog_init(&talk->dialog);
		return greet(talk->responder, &talk->dialog);
	case RASA_SESSION_START:
		faq_dialog_init(&talk->dialog);
		*said = false;
		return true;
	}
	return put_question(talk, talk->ask->message, talk->ask->message_bytes);
}

static struct mouth_answer answer(struct talk *talk,
				  const struct mouth_call *call)
{
	struct responder *responder = talk->responder;
	enum rasa_form form = call->stream ? RASA_LINES : RASA_ARRAY;
	bool said;

	if (!respond(talk, &said))
		return mouth_failed(500, "the question could not be answered");
	json_writer_clear(&responder->json);
	rasa_put_reply(&responder->json, form, talk->ask->sender,
		       said ? &responder->reply : NULL);
	return mouth_written(responder,
			     call->stream ? TYPE_STREAM : MOUTH_TYPE_JSON);
}

/* Who does not say who he is is somebody else each time. */
static struct mouth_answer answer_stranger(struct talk *talk,
					   const struct mouth_call *call)
{
	faq_dialog_init(&talk->dialog);
	if (RAND_bytes(talk->visitor.bytes, VISITOR_ID_BYTES) != 1)
		return mouth_failed(500, "there is no randomness");
	return answer(talk, call);
}

/* In memory, and for the time after a restart. */
static void keep(const struct talk *talk, int64_t now_s)
{
	const struct shared *shared = talk->responder->shared;
	const struct observer *observer = shared->observer;
	char visitor[VISITOR_ID_TEXT_BYTES];
	const struct session_record record = {"rasa", visitor, &talk->dialog};

	visitors_keep(shared->visitors, &talk->visitor, now_s, &talk->dialog);
	if (!observer || !observer->session)
		return;
	visitor_id_text(&talk->visitor, visitor);
	observer->session(observer->context, &record);
}

static struct mouth_answer answer_known(struct talk *talk,
					const struct mouth_call *call)
{
	const struct shared *shared = talk->responder->shared;
	const char *sender = talk->ask->sender;
	struct mouth_answer result;

	if (!visitor_id_make(&talk->visitor, &shared->keys->current, sender,
			     strlen(sender)))
		return mouth_failed(500, "the sender could not be hashed");
	visitors_find(shared->visitors, &talk->visitor, call->now_s,
		      &talk->dialog);
	result = answer(talk, call);
	if (result.status == 200)
		keep(talk, call->now_s);
	return result;
}

struct mouth_answer mouth_rasa_answer(struct responder *responder,
				      const struct mouth_call *call)
{
	struct mouth_answer result;
	struct json_error error;
	struct rasa_ask ask;
	struct talk talk = {.responder = responder, .ask = &ask};

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
	result = ask.anonymous ? answer_stranger(&talk, call)
			       : answer_known(&talk, call);
	rasa_ask_release(&ask);
	return result;
}
