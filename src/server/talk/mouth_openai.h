/* SPDX-License-Identifier: MIT */
/*
 * mouth_openai.h: POST /v1/chat/completions and GET /v1/models/{id}, see
 * proto/openai.h.
 *
 * Nothing is kept between two requests: each brings the conversation, and what
 * the user said before is asked again, unrecorded, to know where the dialogue
 * is. That costs the engine some microseconds a turn.
 */
#ifndef FAQD_MOUTH_OPENAI_H
#define FAQD_MOUTH_OPENAI_H

#include "server/talk/mouth.h"

struct mouth_answer mouth_openai_answer(struct responder *responder,
					const struct mouth_call *call);

/* The model of that name, or OpenAI's 404. */
struct mouth_answer mouth_openai_model(struct responder *responder,
				       const char *name);

/* For struct mouth. */
void mouth_openai_refuse(struct json_writer *writer, unsigned status,
			 const char *detail);

#endif
