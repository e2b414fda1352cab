/* SPDX-License-Identifier: MIT */
/*
 * Any bytes, as a frame, a body and a row: a message whose members keep their
 * bounds, or an error with a place, never both.
 */
#include "fuzz/fuzz.h"
#include "proto/incoming.h"

static const char *member(const struct json_doc *doc, const char *name)
{
	const struct cJSON *value = json_get(json_root(doc), name);

	return value ? json_string(value) : "";
}

/* What was read without a tree is what the tree says. */
static void check_plain(const struct incoming *message, const char *bytes,
			size_t size)
{
	struct json_doc *doc = NULL;

	require(json_parse(&doc, bytes, size, NULL) == JSON_OK);
	require(strcmp(member(doc, "id"), message->id) == 0);
	require(strcmp(member(doc, "text"), message->text) == 0);
	require(strcmp(member(doc, "session"), message->session) == 0);
	require(json_get(json_root(doc), "text") &&
		!json_get(json_root(doc), "choice"));
	json_free(doc);
}

static void check_message(const struct incoming *message)
{
	require(!message->doc == (message->plain != NULL));
	require(strlen(message->id) <= INCOMING_ID_BYTES);
	require(strlen(message->session) <= INCOMING_SESSION_BYTES);
	require(strlen(message->text) == message->text_bytes);
	require(strlen(message->choice) <= INCOMING_ID_BYTES);
	require(strlen(message->answer) <= INCOMING_ID_BYTES);
	require(strlen(message->reason) <= INCOMING_REASON_BYTES);
	require(message->number <= INCOMING_NUMBER_MAX);
	if (message->type == INCOMING_CHOOSE)
		require(!message->number == (*message->choice != '\0'));
}

static void read_as(enum incoming_form form, const char *bytes, size_t size)
{
	struct incoming message;
	struct incoming_error error;

	if (incoming_read(&message, form, bytes, size, &error) == INCOMING_OK) {
		check_message(&message);
		if (message.plain)
			check_plain(&message, bytes, size);
		require(form == INCOMING_FRAME ||
			message.type == INCOMING_ASK ||
			message.type == INCOMING_CHOOSE ||
			(form == INCOMING_RATING &&
			 message.type == INCOMING_FEEDBACK));
		incoming_release(&message);
		return;
	}
	require(!message.doc && !message.plain && error.at.line &&
		error.at.column);
	require(error.at.message[0] && strlen(error.id) <= INCOMING_ID_BYTES);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* a copy of just that size: a sanitizer sees what is read behind it */
	char *bytes = malloc(size + !size);

	if (!bytes)
		return 0;
	if (size)
		memcpy(bytes, data, size);
	read_as(INCOMING_FRAME, bytes, size);
	read_as(INCOMING_BODY, bytes, size);
	read_as(INCOMING_RATING, bytes, size);
	read_as(INCOMING_ROW, bytes, size);
	free(bytes);
	return 0;
}
