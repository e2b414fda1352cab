/* SPDX-License-Identifier: MIT */
#include "server/talk/mouth.h"

#include "proto/openai.h"
#include "proto/outgoing.h"
#include "proto/rasa.h"
#include "server/talk/ask.h"
#include "server/talk/feedback.h"
#include "server/talk/mouth_openai.h"
#include "server/talk/mouth_rasa.h"
#include "server/web/response.h"

#include <stdio.h>
#include <string.h>

/* A question of 1 KiB with every byte as \u00XX, its state, and room. */
static const struct mouth ask = {
	.body_max = 8192,
	.answer = ask_answer,
};

/* A reason of 500 bytes likewise. */
static const struct mouth feedback = {
	.body_max = 8192,
	.answer = feedback_answer,
};

/* Widgets put what they know of their page into `metadata`. Rasa looks at no
 * media type, and some of its clients send none. */
static const struct mouth rasa = {
	.body_max = 16384,
	.any_type = true,
	.answer = mouth_rasa_answer,
};

/* The whole conversation comes with each question. */
static const struct mouth openai = {
	.body_max = MOUTH_BODY_MAX,
	.answer = mouth_openai_answer,
	.put_refusal = mouth_openai_refuse,
};

const struct mouth *mouth_of(enum route route)
{
	switch (route) {
	case ROUTE_ASK:
		return &ask;
	case ROUTE_FEEDBACK:
		return &feedback;
	case ROUTE_RASA:
		return &rasa;
	case ROUTE_OPENAI:
	case ROUTE_MODELS:
	case ROUTE_MODEL:
		return &openai;
	default:
		return NULL;
	}
}

struct mouth_answer mouth_failed(unsigned status, const char *detail)
{
	return (struct mouth_answer){.status = status, .detail = detail};
}

struct mouth_answer mouth_problem(struct responder *responder, unsigned status,
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

struct mouth_answer mouth_unread(struct responder *responder,
				 enum incoming_status status,
				 const struct incoming_error *error)
{
	char detail[sizeof(error->at.message) + 40];

	if (status == INCOMING_ERROR_NOMEM)
		return mouth_problem(responder, 500, "", MESSAGE_FAILED,
				     "out of memory");
	snprintf(detail, sizeof(detail), "line %u, column %u: %s",
		 error->at.line, error->at.column, error->at.message);
	return mouth_problem(responder, 400, error->id,
			     status == INCOMING_ERROR_JSON
				     ? MESSAGE_INVALID_JSON
				     : MESSAGE_INVALID,
			     detail);
}

struct mouth_answer mouth_written(const struct responder *responder,
				  const char *type)
{
	const struct json_writer *json = &responder->json;

	if (json_failed(json))
		return mouth_failed(500, "out of memory");
	return (struct mouth_answer){
		.status = 200,
		.type = type,
		.body = json->bytes,
		.bytes = json->size,
	};
}

struct mouth_answer mouth_about(struct responder *responder, enum route route,
				const char *path)
{
	const char *model = strrchr(path, '/');

	json_writer_clear(&responder->json);
	if (route == ROUTE_MODEL)
		return mouth_openai_model(responder, model ? model + 1 : "");
	if (route == ROUTE_MODELS)
		openai_put_models(&responder->json);
	else
		rasa_put_status(&responder->json);
	return mouth_written(responder, MOUTH_TYPE_JSON);
}
