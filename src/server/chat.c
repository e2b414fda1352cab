/* SPDX-License-Identifier: MIT */
#include "server/chat.h"

#include "proto/message.h"

#include <string.h>

/* Queues what the responder's writer holds. */
static enum chat_close send_json(struct session *session)
{
	struct json_writer *json = &session->responder->json;

	if (json_failed(json))
		return CHAT_CLOSE_FAILED;
	return queue_push(&session->queue, json->bytes, json->size)
		       ? CHAT_GO_ON
		       : CHAT_CLOSE_SLOW;
}

static void begin(struct session *session, const char *type, const char *id)
{
	struct json_writer *json = &session->responder->json;

	json_writer_clear(json);
	json_put_open(json, '{');
	json_add_string(json, "type", type);
	if (*id)
		json_add_string(json, "reply_to", id);
}

static enum chat_close send_error(struct session *session, const char *id,
				  const char *detail)
{
	struct json_writer *json = &session->responder->json;

	begin(session, "error", id);
	json_add_string(json, "detail", detail);
	json_put_close(json, '}');
	return send_json(session);
}

static enum chat_close answer(struct session *session,
			      const struct message_ask *ask)
{
	struct responder *responder = session->responder;

	if (!responder_ask(responder, &session->dialog, "chat", ask->text,
			   ask->text_bytes))
		return send_error(session, ask->id,
				  "the question could not be answered");
	begin(session, faq_verdict_text(responder->reply.verdict), ask->id);
	message_put_reply(&responder->json, &responder->reply);
	json_put_close(&responder->json, '}');
	return send_json(session);
}

static enum chat_close on_message(struct session *session, const char *bytes,
				  size_t size)
{
	struct message_ask ask;
	struct json_error error;
	enum chat_close code;
	const char *type;

	switch (message_ask_parse(&ask, bytes, size, &error)) {
	case JSON_OK:
		break;
	case JSON_ERROR_NOMEM:
		return CHAT_CLOSE_FAILED;
	case JSON_ERROR_SYNTAX:
	case JSON_ERROR_SIZE:
		return send_error(session, "", error.message);
	}
	type = json_string(json_get(json_root(ask.doc), "type"));
	if (type && strcmp(type, "ask") == 0)
		code = answer(session, &ask);
	else
		code = send_error(session, ask.id, "the type must be 'ask'");
	message_ask_release(&ask);
	return code;
}

void chat_on_open(struct session *session)
{
	session->chat = true;
	session->close = false;
	inbox_begin(&session->inbox, CHAT_MESSAGE_MAX);
	faq_dialog_init(&session->dialog);
}

enum chat_close chat_on_piece(struct session *session,
			      const struct chat_piece *piece)
{
	struct inbox *inbox = &session->inbox;
	enum chat_close code;

	if (piece->binary)
		return CHAT_CLOSE_BINARY;
	if (piece->first)
		inbox_clear(inbox);
	switch (inbox_add(inbox, piece->bytes, piece->size)) {
	case INBOX_OK:
		break;
	case INBOX_ERROR_SIZE:
		return CHAT_CLOSE_SIZE;
	case INBOX_ERROR_NOMEM:
		return CHAT_CLOSE_FAILED;
	}
	if (!piece->final)
		return CHAT_GO_ON;
	code = on_message(session, inbox->bytes ? inbox->bytes : "",
			  inbox->size);
	inbox_clear(inbox);
	return code;
}

const char *chat_close_text(enum chat_close code)
{
	switch (code) {
	case CHAT_CLOSE_AWAY:
		return "the server is going down";
	case CHAT_CLOSE_BINARY:
		return "text only";
	case CHAT_CLOSE_SLOW:
		return "answers are not being read";
	case CHAT_CLOSE_SIZE:
		return "message too long";
	case CHAT_CLOSE_FAILED:
		return "out of memory";
	case CHAT_GO_ON:
		break;
	}
	return "";
}
