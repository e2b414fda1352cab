/* SPDX-License-Identifier: MIT */
#include "server/ask.h"

#include "proto/message.h"

#include <string.h>

/* No state begins a conversation; one that we have not signed is refused. */
static bool take_up(const struct responder *responder,
		    const struct message_ask *ask, struct faq_dialog *dialog)
{
	const struct cJSON *value = json_get(json_root(ask->doc), "state");
	const char *state = json_string(value);

	faq_dialog_init(dialog);
	if (!value || json_type(value) == JSON_NULL)
		return true;
	return state &&
	       token_read(responder->shared->key, state, strlen(state), dialog);
}

static struct mouth_answer write_answer(struct responder *responder,
					const struct message_ask *ask,
					const struct faq_dialog *dialog)
{
	struct json_writer *json = &responder->json;
	char state[TOKEN_BYTES];

	if (!token_write(responder->shared->key, dialog, state))
		return mouth_failed(500, "the state could not be signed");
	json_writer_clear(json);
	json_put_open(json, '{');
	json_add_string(json, "type",
			faq_verdict_text(responder->reply.verdict));
	if (*ask->id)
		json_add_string(json, "reply_to", ask->id);
	message_put_reply(json, &responder->reply);
	json_add_string(json, "state", state);
	json_put_close(json, '}');
	return mouth_written(responder, MOUTH_TYPE_JSON);
}

struct mouth_answer ask_answer(struct responder *responder,
			       const struct mouth_call *call)
{
	struct message_ask ask;
	struct faq_dialog dialog;
	struct mouth_answer answer;

	switch (message_ask_parse(&ask, call->body, call->bytes, NULL)) {
	case JSON_OK:
		break;
	case JSON_ERROR_NOMEM:
		return mouth_failed(500, "out of memory");
	case JSON_ERROR_SYNTAX:
	case JSON_ERROR_SIZE:
		return mouth_failed(400,
				    "the body must be an object with a text");
	}
	if (!take_up(responder, &ask, &dialog))
		answer = mouth_failed(400, "this state is not of this server");
	else if (!responder_ask(responder, &dialog, "ask", ask.text,
				ask.text_bytes))
		answer =
			mouth_failed(500, "the question could not be answered");
	else
		answer = write_answer(responder, &ask, &dialog);
	message_ask_release(&ask);
	return answer;
}
