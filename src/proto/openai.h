/* SPDX-License-Identifier: MIT */
/*
 * openai.h: OpenAI's chat completions, for the clients that speak them.
 *
 *	POST /v1/chat/completions
 *	{"model":"faqd","messages":[{"role":"user","content":"what is tea"}]}
 *
 *	{"id":"chatcmpl-...","object":"chat.completion","created":1700000000,
 *	 "model":"faqd","choices":[{"index":0,"message":{"role":"assistant",
 *	 "content":"Leaves in hot water.","refusal":null},"logprobs":null,
 *	 "finish_reason":"stop"}],"usage":{...}}
 *
 * With "stream":true the answer is a text/event-stream of the same in chunks,
 * a paragraph a chunk, closed by "data: [DONE]".
 *
 * The whole conversation comes with each request: the user's messages are what
 * the engine hears, the rest (system, assistant, tool) is passed over. The
 * counts of `usage` are 0: no language model is asked and no token is used.
 *
 * What tunes a language model (temperature, max_tokens, tools ...) has nothing
 * to tune and is ignored; what would promise another form of answer (n > 1, a
 * response_format of JSON, a tool_choice that demands a call) is refused.
 */
#ifndef FAQ_OPENAI_H
#define FAQ_OPENAI_H

#include "proto/json.h"

#define OPENAI_MODEL "faqd"
/* Of a longer conversation the last so many messages of the user count: the
 * engine looks back three answers, and a checklist is shorter. */
#define OPENAI_TURNS_MAX 32u

/* Why a request is refused, in OpenAI's words. */
struct openai_fault {
	unsigned status; /* of HTTP */
	char message[224];
	char param[48];   /* "messages[2].content"; "": none */
	const char *code; /* "model_not_found"; NULL: none */
};

/* A request. It points into its document. */
struct openai_ask {
	struct json_doc *doc;
	size_t turn_count; /* 1 .. OPENAI_TURNS_MAX; the last is to be answered
			    */
	const struct cJSON
		*turn[OPENAI_TURNS_MAX]; /* the user's, oldest first */
	bool stream;
	bool usage; /* of a stream: a last chunk with the usage */
};

/* False fills `fault` and leaves nothing to release. */
__attribute__((warn_unused_result)) bool
openai_ask_parse(struct openai_ask *ask, const char *bytes, size_t size,
		 struct openai_fault *fault);
void openai_ask_release(struct openai_ask *ask);

/* Turn i's text, its parts joined by line feeds, with a final NUL and cut at
 * `size`, > 0. Returns its bytes. */
size_t openai_turn(const struct openai_ask *ask, size_t i, char *out,
		   size_t size);

/* Names one answer. */
struct openai_head {
	const char *id;               /* "chatcmpl-..." */
	unsigned long long created_s; /* Unix time */
};

/* The answer `text` as one object. */
void openai_put_answer(struct json_writer *writer,
		       const struct openai_head *head, const char *text);

/* The same as the events of a stream, all of them. */
void openai_put_stream(struct json_writer *writer,
		       const struct openai_head *head, const char *text,
		       bool usage);

/* GET /v1/models and GET /v1/models/faqd. */
void openai_put_models(struct json_writer *writer);
void openai_put_model(struct json_writer *writer);

/* {"error":{"message":...,"type":...,"param":...,"code":...}} */
void openai_put_fault(struct json_writer *writer,
		      const struct openai_fault *fault);

/* The fault of a model that isn't OPENAI_MODEL. */
void openai_fault_model(struct openai_fault *fault);

#endif
