/* SPDX-License-Identifier: MIT */
#include "server/talk/mouth.h"

#include "proto/openai.h"
#include "proto/rasa.h"
#include "server/talk/ask.h"
#include "server/talk/mouth_openai.h"
#include "server/talk/mouth_rasa.h"

#include <string.h>

/* A question of 1 KiB with every byte as \u00XX, its state, and room. */
static const struct mouth ask = {
	.body_max = 8192,
	.answer = ask_answer,
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
