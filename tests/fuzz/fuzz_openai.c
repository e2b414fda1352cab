/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as a request for a chat completion: turns, or a fault that OpenAI's
 * clients can read. What is said back is JSON again.
 */
#include "proto/openai.h"

#include "fuzz/fuzz.h"

#include <string.h>

static void is_json(struct json_writer *writer)
{
	struct json_doc *doc;

	require(!json_failed(writer));
	require(json_parse(&doc, writer->bytes, writer->size, NULL) == JSON_OK);
	json_free(doc);
	json_writer_clear(writer);
}

static void answer(struct json_writer *writer, const char *text)
{
	const struct openai_head head = {"chatcmpl-1", 1};
	static const char done[] = "data: [DONE]\n\n";
	size_t end = sizeof(done) - 1;

	openai_put_answer(writer, &head, text);
	is_json(writer);
	openai_put_stream(writer, &head, text, true);
	require(!json_failed(writer) && writer->size > end);
	require(!strcmp(writer->bytes + writer->size - end, done));
	json_writer_clear(writer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct json_writer writer;
	struct openai_fault fault;
	struct openai_ask ask;
	char turn[64];
	size_t i;

	json_writer_init(&writer, 1u << 16);
	if (openai_ask_parse(&ask, (const char *)data, size, &fault)) {
		require(ask.turn_count > 0 &&
			ask.turn_count <= OPENAI_TURNS_MAX);
		for (i = 0; i < ask.turn_count; i++) {
			require(openai_turn(&ask, i, turn, sizeof(turn)) ==
				strlen(turn));
			answer(&writer, turn);
		}
		openai_ask_release(&ask);
	} else {
		require(fault.status >= 400 && fault.message[0]);
		openai_put_fault(&writer, &fault);
		is_json(&writer);
	}
	json_writer_release(&writer);
	return 0;
}
