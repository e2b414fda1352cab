/* SPDX-License-Identifier: MIT */
#include "server/talk/chat.h"

#include "core/faq_wipe.h"
#include "proto/outgoing.h"
#include "server/desk/agent.h"
#include "server/edge/gate.h"
#include "server/talk/chat_reply.h"
#include "server/talk/feedback.h"
#include "server/talk/person.h"
#include "server/talk/turn.h"
#include "server/version.h"

#include <stdio.h>
#include <string.h>

/* True when it has been told to wait; `*code` says what became of that. */
static bool limited(struct session *session, const char *id,
		    enum chat_close *code)
{
	struct json_writer *json = &session->responder->json;
	unsigned seconds;

	if (session_may_ask(session, &seconds))
		return false;
	json_writer_clear(json);
	outgoing_rate_limited(json, id, seconds);
	*code = chat_send_json(session);
	return true;
}

static enum chat_close send_fault(struct session *session,
				  const struct incoming_error *error,
				  enum message_code code)
{
	char detail[sizeof(error->at.message) + 40];
	enum chat_close close;

	if (limited(session, error->id, &close))
		return close;
	snprintf(detail, sizeof(detail), "line %u, column %u: %s",
		 error->at.line, error->at.column, error->at.message);
	return chat_send_error(session, error->id, code, detail);
}

/* Goes on from a session, or stays where it is, unless it is a hello without
 * one, which begins a conversation. As turn_resume(). */
static const char *take_up(struct session *session,
			   const struct incoming *message)
{
	if (message->type == INCOMING_HELLO && !*message->session)
		visit_init(&session->visit);
	return turn_resume(session->responder, &session->visit,
			   message->session);
}

/* Says where it is then. */
static enum chat_close on_greeting(struct session *session,
				   const struct incoming *message)
{
	struct responder *responder = session->responder;
	const struct visit before = session->visit;
	const char *refused = take_up(session, message);
	enum chat_close code;
	struct outgoing_hello hello = {
		.place = {.reply_to = message->id,
			  .session = turn_session(responder, &session->visit),
			  .refused = refused,
			  .resumed = *message->session && !refused,
			  .dialog = &session->visit.dialog,
			  .steps = faq_catalog_steps(
				  responder->served->catalog)},
		.catalog = responder->served->catalog,
		.language = faq_catalog_language(responder->served->catalog),
		.version = FAQD_VERSION,
		.message_bytes = session->inbox.max,
	};

	if (!hello.place.session)
		return CHAT_CLOSE_FAILED;
	json_writer_clear(&responder->json);
	if (message->type == INCOMING_HELLO)
		outgoing_hello(&responder->json, &hello);
	else
		outgoing_resumed(&responder->json, &hello.place);
	if (memcmp(before.visitor, session->visit.visitor,
		   sizeof(before.visitor)) != 0)
		person_left(session);
	code = chat_send_json(session);
	return code == CHAT_GO_ON ? person_came(session, message->seq) : code;
}

static enum chat_close send_kept(struct session *session, const char *id,
				 const char *answer)
{
	struct json_writer *json = &session->responder->json;

	json_writer_clear(json);
	outgoing_feedback_received(json, id, answer);
	return chat_send_json(session);
}

static enum chat_close send_fate(struct session *session, const char *id,
				 const char *answer,
				 enum feedback_status status)
{
	const struct feedback_fault *fault = feedback_fault(status);

	if (fault)
		return chat_send_error(session, id, fault->code, fault->detail);
	return status == FEEDBACK_KEPT ? send_kept(session, id, answer)
				       : CHAT_GO_ON;
}

static enum chat_close on_feedback(struct session *session,
				   const struct incoming *message)
{
	return send_fate(session, message->id, message->answer,
			 feedback_take(session->responder, &session->visit,
				       message, &session->pending,
				       session->active_us));
}

enum chat_close chat_settle(struct session *session, int64_t now_us)
{
	enum chat_close code = CHAT_GO_ON;
	enum feedback_status status;
	struct pending settled;

	while (code == CHAT_GO_ON &&
	       feedback_settled(session->responder, &session->pending, now_us,
				&settled, &status)) {
		code = send_fate(session, settled.id, settled.answer, status);
		faq_wipe(&settled, sizeof(settled));
	}
	return code;
}

static enum chat_close on_decoded(struct session *session,
				  const struct incoming *message)
{
	enum chat_close code;

	if (message->type == INCOMING_TYPING || message->type == INCOMING_HEARD)
		return person_is_told(session, message);
	session_is_active(session);
	if (limited(session, message->id, &code))
		return code;
	switch (message->type) {
	case INCOMING_HELLO:
	case INCOMING_RESUME:
		return on_greeting(session, message);
	case INCOMING_ASK:
	case INCOMING_CHOOSE:
		return person_or_bot(session, message);
	case INCOMING_FEEDBACK:
		return on_feedback(session, message);
	case INCOMING_PERSON:
		return person_wanted(session, message);
	case INCOMING_TYPING:
	case INCOMING_HEARD:
		break;
	}
	return CHAT_GO_ON;
}

static enum chat_close on_message(struct session *session, const char *bytes,
				  size_t size)
{
	struct incoming message;
	struct incoming_error error;
	enum chat_close code;

	if (!session_keeps_key(session) &&
	    (session->responder->shared->keyed & GATE_CHAT))
		return CHAT_CLOSE_KEY;
	if (!session_may_send(session))
		return CHAT_CLOSE_SLOW;
	switch (incoming_read(&message, INCOMING_FRAME, bytes, size, &error)) {
	case INCOMING_OK:
		break;
	case INCOMING_ERROR_NOMEM:
		return CHAT_CLOSE_FAILED;
	case INCOMING_ERROR_JSON:
		return send_fault(session, &error, MESSAGE_INVALID_JSON);
	case INCOMING_ERROR_MESSAGE:
		return send_fault(session, &error, MESSAGE_INVALID);
	case INCOMING_ERROR_TYPE:
		return send_fault(session, &error, MESSAGE_UNKNOWN_TYPE);
	}
	code = on_decoded(session, &message);
	incoming_release(&message);
	return code;
}

void chat_on_open(struct session *session)
{
	session_count_closed(session);
	session->chat = true;
	session_count_opened(session);
	session->close = false;
	inbox_begin(&session->inbox,
		    session->responder->shared->limits->message_bytes);
	visit_init(&session->visit);
	session_is_active(session);
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
		session_count_limit(session, COUNTED_LIMIT_MESSAGE);
		return CHAT_CLOSE_SIZE;
	case INBOX_ERROR_NOMEM:
		return CHAT_CLOSE_FAILED;
	}
	if (!piece->final)
		return CHAT_GO_ON;
	code = (session->desk ? agent_on_message : on_message)(
		session, inbox->bytes ? inbox->bytes : "", inbox->size);
	inbox_clear(inbox);
	return code;
}

const char *chat_close_text(enum chat_close code)
{
	switch (code) {
	case CHAT_CLOSE_IDLE:
		return "no message for too long";
	case CHAT_CLOSE_AWAY:
		return "the server is going down";
	case CHAT_CLOSE_BINARY:
		return "text only";
	case CHAT_CLOSE_SLOW:
		return "too many messages, or answers are not read";
	case CHAT_CLOSE_SIZE:
		return "message too long";
	case CHAT_CLOSE_FAILED:
		return "out of memory";
	case CHAT_CLOSE_KEY:
		return "the API key does not hold any more";
	case CHAT_GO_ON:
		break;
	}
	return "";
}
