/* SPDX-License-Identifier: MIT */
#include "server/talk/ask.h"

#include "server/talk/turn.h"

static struct mouth_answer answer(struct responder *responder,
				  const struct incoming *message)
{
	struct visit visit;
	const char *refused;

	visit_init(&visit);
	refused = turn_resume(responder, &visit, message->session);
	if (visit.person && responder->shared->hub)
		return mouth_problem(responder, 409, message->id,
				     MESSAGE_WITH_PERSON,
				     "a person has this conversation: go on "
				     "over the WebSocket /v1/chat");
	switch (turn_take(responder, &visit, COUNTED_ASK, message, refused)) {
	case TURN_ANSWERED:
	case TURN_REPEATED:
		return mouth_written(responder, MOUTH_TYPE_JSON);
	case TURN_UNKNOWN_CHOICE:
		return mouth_problem(responder, 400, message->id,
				     MESSAGE_UNKNOWN_CHOICE,
				     "there is nothing of that name to choose");
	case TURN_FAILED:
		break;
	}
	return mouth_problem(responder, 500, message->id, MESSAGE_FAILED,
			     "the question could not be answered");
}

struct mouth_answer ask_answer(struct responder *responder,
			       const struct mouth_call *call)
{
	struct incoming message;
	struct incoming_error error;
	struct mouth_answer answered;
	enum incoming_status status = incoming_read(
		&message, INCOMING_BODY, call->body, call->bytes, &error);

	if (status != INCOMING_OK)
		return mouth_unread(responder, status, &error);
	answered = answer(responder, &message);
	incoming_release(&message);
	return answered;
}
