/* SPDX-License-Identifier: MIT */
#include "server/ask.h"

#include "proto/outgoing.h"
#include "server/response.h"
#include "server/turn.h"

#include <stdio.h>

static struct ask_answer fail(struct responder *responder, unsigned status,
			      const char *id, enum message_code code,
			      const char *detail)
{
	struct json_writer *json = &responder->json;

	json_writer_clear(json);
	outgoing_problem(json, status, response_reason(status), id, code,
			 detail);
	if (json_failed(json))
		return (struct ask_answer){500, "{}", 2};
	return (struct ask_answer){status, json->bytes, json->size};
}

static struct ask_answer fault(struct responder *responder,
			       const struct incoming_error *error,
			       enum message_code code)
{
	char detail[sizeof(error->at.message) + 40];

	snprintf(detail, sizeof(detail), "line %u, column %u: %s",
		 error->at.line, error->at.column, error->at.message);
	return fail(responder, 400, error->id, code, detail);
}

static struct ask_answer answer(struct responder *responder,
				const struct incoming *message)
{
	struct visit visit;
	const char *refused;

	visit_init(&visit);
	refused = turn_resume(responder, &visit, message->session);
	switch (turn_take(responder, &visit, "ask", message, refused)) {
	case TURN_ANSWERED:
	case TURN_REPEATED:
		return (struct ask_answer){200, responder->json.bytes,
					   responder->json.size};
	case TURN_UNKNOWN_CHOICE:
		return fail(responder, 400, message->id, MESSAGE_UNKNOWN_CHOICE,
			    "there is nothing of that name to choose");
	case TURN_FAILED:
		break;
	}
	return fail(responder, 500, message->id, MESSAGE_FAILED,
		    "the question could not be answered");
}

struct ask_answer ask_answer(struct responder *responder, const char *body,
			     size_t bytes)
{
	struct incoming message;
	struct incoming_error error;
	struct ask_answer answered;

	switch (incoming_read(&message, INCOMING_BODY, body ? body : "", bytes,
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
