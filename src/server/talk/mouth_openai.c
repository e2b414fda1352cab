/* SPDX-License-Identifier: MIT */
#include "server/talk/mouth_openai.h"

#include "proto/openai.h"

#include <openssl/rand.h>
#include <stdio.h>
#include <string.h>

#define TYPE_STREAM "text/event-stream"
#define ID_RANDOM_BYTES 16u
#define ID_PREFIX "chatcmpl-"
#define ID_BYTES (sizeof(ID_PREFIX) + 2 * ID_RANDOM_BYTES)
/* One byte more than the engine takes, so that it sees what is too long. */
#define REPLAY_BYTES 2048u
#define TURN_BYTES (FAQ_QUESTION_BYTES + 2u)

static struct mouth_answer write_fault(struct responder *responder,
				       const struct openai_fault *fault)
{
	struct mouth_answer answer;

	json_writer_clear(&responder->json);
	openai_put_fault(&responder->json, fault);
	answer = mouth_written(responder, MOUTH_TYPE_JSON);
	if (answer.status == 200)
		answer.status = fault->status;
	return answer;
}

void mouth_openai_refuse(struct json_writer *writer, unsigned status,
			 const char *detail)
{
	struct openai_fault fault = {.status = status};

	snprintf(fault.message, sizeof(fault.message), "%s", detail);
	openai_put_fault(writer, &fault);
}

/* The turns that are said again: the latest, and no more than REPLAY_BYTES of
 * them, so that a request costs little more than a question. */
static size_t first_replayed(const struct openai_ask *ask)
{
	char text[TURN_BYTES];
	size_t i = ask->turn_count - 1, bytes = 0;

	while (i > 0) {
		bytes += openai_turn(ask, i - 1, text, sizeof(text));
		if (bytes > REPLAY_BYTES)
			break;
		i--;
	}
	return i;
}

/* Says everything again and answers the last into responder->reply. `visitor`
 * is a name for this request alone: the client has none that lasts. */
static bool converse(struct responder *responder, const struct openai_ask *ask,
		     const char *visitor)
{
	char text[TURN_BYTES];
	struct faq_dialog dialog;
	size_t i, bytes;

	faq_dialog_init(&dialog);
	for (i = first_replayed(ask); i + 1 < ask->turn_count; i++) {
		bytes = openai_turn(ask, i, text, sizeof(text));
		if (!responder_replay(responder, &dialog, text, bytes))
			return false;
	}
	bytes = openai_turn(ask, i, text, sizeof(text));
	if (!responder_ask(responder, &dialog, COUNTED_OPENAI, text, bytes))
		return false;
	responder_tell(responder, (struct turn_record){
					  .mouth = "openai",
					  .visitor = visitor,
					  .answer_id = "",
					  .question = text,
					  .question_bytes = bytes,
				  });
	return true;
}

static bool make_id(char id[ID_BYTES])
{
	unsigned char raw[ID_RANDOM_BYTES];
	size_t i, at;

	if (RAND_bytes(raw, sizeof(raw)) != 1)
		return false;
	at = (size_t)snprintf(id, ID_BYTES, ID_PREFIX);
	for (i = 0; i < sizeof(raw); i++, at += 2)
		snprintf(id + at, ID_BYTES - at, "%02x", raw[i]);
	return true;
}

static struct mouth_answer answer(struct responder *responder,
				  const struct openai_ask *ask,
				  const struct mouth_call *call)
{
	struct json_writer *json = &responder->json;
	const char *text;
	char id[ID_BYTES];
	const struct openai_head head = {
		.id = id,
		.created_s = (unsigned long long)call->unix_s,
	};

	if (!make_id(id) ||
	    !converse(responder, ask, id + sizeof(ID_PREFIX) - 1))
		return mouth_failed(500, "the question could not be answered");
	text = responder->reply.text;
	json_writer_clear(json);
	if (!ask->stream) {
		openai_put_answer(json, &head, text);
		return mouth_written(responder, MOUTH_TYPE_JSON);
	}
	openai_put_stream(json, &head, text, ask->usage);
	return mouth_written(responder, TYPE_STREAM);
}

struct mouth_answer mouth_openai_answer(struct responder *responder,
					const struct mouth_call *call)
{
	struct mouth_answer result;
	struct openai_fault fault;
	struct openai_ask ask;

	if (!openai_ask_parse(&ask, call->body, call->bytes, &fault))
		return write_fault(responder, &fault);
	result = answer(responder, &ask, call);
	openai_ask_release(&ask);
	return result;
}

struct mouth_answer mouth_openai_model(struct responder *responder,
				       const char *name)
{
	struct openai_fault fault;

	if (strcmp(name, OPENAI_MODEL) != 0) {
		openai_fault_model(&fault);
		return write_fault(responder, &fault);
	}
	json_writer_clear(&responder->json);
	openai_put_model(&responder->json);
	return mouth_written(responder, MOUTH_TYPE_JSON);
}
