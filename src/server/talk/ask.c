/* SPDX-License-Identifier: MIT */
#include "server/talk/ask.h"

#include "proto/outgoing.h"
#include "server/web/response.h"
#include "server/talk/turn.h"

#include <stdio.h>

static struct mouth_answer fail(struct responder *responder, unsigned status,
				const char *id, enum message_code code,
				const char *detail)
{
	struct json_writer *json = &responder->json;

	json_writer_clear(json);
	outgoing_problem(json, status, response_reason(status), id, code,
			 detail);
	if (json_failed(json))
		return mouth_failed(500, "out of memory");
	return (struct mouth_answer){.status = status,
				     .type = PROBLEM_TYPE,
				     .body = json->bytes,
				     .bytes = json->size};
}

static struct mouth_answer fault(struct responder *responder,
				 const struct incoming_error *error,
				 enum message_code code)
{
	char detail[sizeof(error->at.message) + 40];

	snprintf(detail, sizeof(detail), "line %u, column %u: %s",
		 error->at.line, error->at.column, error->at.message);
	return fail(responder, 400, error->id, code, detail);
}

static struct mouth_answer answer(struct responder *responder,
				  const struct incoming *message)
{
	struct visit visit;
	const char *refused;

	visit_init(&visit);
	refused = turn_resume(responder, &visit, message->session);
	switch (turn_take(responder, &visit, COUNTED_ASK, message, refused)) {
	case TURN_ANSWERED:
	case TURN_REPEATED:
		return mouth_written(responder, MOUTH_TYPE_JSON);
	case TURN_UNKNOWN_CHOICE:
		return fail(responder, 400, message->id, MESSAGE_UNKNOWN_CHOICE,
			    "there is nothing of that name to choose");
	case TURN_FAILED:
		break;
	}
	return fail(responder, 500, message->id, MESSAGE_FAILED,
		    "the question could not be answered");
}

struct mouth_answer ask_answer(struct responder *responder,
			       const struct mouth_call *call)
{
	struct incoming message;
	struct incoming_error error;
	struct mouth_answer answered;

	switch (incoming_read(&message, INCOMING_BODY, call->body, call->bytes,
			      &error)) {
	case INCOMING_OK:
		break;
	case INCOMING_ERROR_NOMEM:
		return fail(responder, 500, "", MESSAGE_FAILED,
			    "out of memory");
	case INCOMING_ERROR_JSON:
		return fault(responder, &error, MESSAGE_INVALID_JSON);
	case INCOMING_ERROR_MESSAGE:
	case INCOMING_ERROR_TYPE:
		return fault(responder, &error, MESSAGE_INVALID);
	}
	answered = answer(responder, &message);
	incoming_release(&message);
	return answered;
}
