/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as the body of Rasa's webhook: a message or an error with a place.
 * What is echoed of it is JSON again.
 */
#include "proto/rasa.h"

#include "fuzz/fuzz.h"

#include <string.h>

static void echo(const struct rasa_ask *ask, enum rasa_form form)
{
	const struct faq_reply reply = {
		.lead = ask->message, .tail = "", .text = ""};
	struct json_writer writer;
	struct json_doc *doc;
	const struct cJSON *bubble;

	json_writer_init(&writer, 1u << 24);
	rasa_put_reply(&writer, form, ask->sender, &reply);
	require(!json_failed(&writer));
	if (writer.size <= JSON_BYTES_MAX) {
		require(json_parse(&doc, writer.bytes, writer.size, NULL) ==
			JSON_OK);
		bubble = json_root(doc);
		if (form == RASA_ARRAY)
			bubble = json_first(bubble);
		require(!strcmp(json_string(json_get(bubble, "recipient_id")),
				ask->sender));
		json_free(doc);
	}
	json_writer_release(&writer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char name[RASA_INTENT_BYTES];
	struct rasa_ask ask;
	struct json_error error;

	if (rasa_ask_parse(&ask, (const char *)data, size, &error) != JSON_OK) {
		require(!ask.doc && error.line && error.message[0]);
		return 0;
	}
	require(strlen(ask.message) == ask.message_bytes);
	require((rasa_message_kind(&ask, name) == RASA_TEXT) == !name[0]);
	echo(&ask, RASA_ARRAY);
	if (*ask.message)
		echo(&ask, RASA_LINES);
	rasa_ask_release(&ask);
	return 0;
}
