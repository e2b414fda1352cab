/* SPDX-License-Identifier: MIT */
#include "proto/agent_incoming.h"

#include <stdio.h>
#include <string.h>

#define SEQ_MAX 9007199254740991.0 /* 2^53 - 1: what a double counts to */

/* Reads the members of one message; the first fault stays. */
struct reader {
	const struct json_doc *doc;
	const struct cJSON *root;
	struct agent_error *error;
	enum agent_status status;
};

static bool fail(struct reader *reader, const struct cJSON *value,
		 enum agent_status status, const char *message)
{
	struct json_error *at = &reader->error->at;

	json_where(reader->doc, value ? value : reader->root, JSON_AT_VALUE,
		   &at->line, &at->column);
	snprintf(at->message, sizeof(at->message), "%s", message);
	reader->status = status;
	return false;
}

static bool wrong(struct reader *reader, const char *name, const char *wanted)
{
	const struct cJSON *value = json_get(reader->root, name);
	char message[128];

	if (value)
		snprintf(message, sizeof(message), "'%s' must be %s", name,
			 wanted);
	else
		snprintf(message, sizeof(message), "'%s' is missing", name);
	return fail(reader, value, AGENT_ERROR_MESSAGE, message);
}

/* A string of at most `max` bytes. */
static bool must_text(struct reader *reader, const char *name, size_t max,
		      const char **out)
{
	const char *text = json_string(json_get(reader->root, name));
	char wanted[48];

	if (text && strlen(text) <= max) {
		*out = text;
		return true;
	}
	snprintf(wanted, sizeof(wanted), "a string of at most %zu bytes", max);
	return wrong(reader, name, wanted);
}

/* The same, or absent. */
static bool may_text(struct reader *reader, const char *name, size_t max,
		     const char **out)
{
	return !json_get(reader->root, name) ||
	       must_text(reader, name, max, out);
}

static bool must_words(struct reader *reader, struct agent_command *command)
{
	return must_text(reader, "text", AGENT_TEXT_BYTES, &command->text) &&
	       (*command->text ||
		wrong(reader, "text", "something, not an empty string"));
}

static bool must_conversation(struct reader *reader,
			      struct agent_command *command)
{
	const char *text = json_string(json_get(reader->root, "conversation"));

	if (!text || strlen(text) != AGENT_CONVERSATION_DIGITS ||
	    strspn(text, "0123456789abcdef") != AGENT_CONVERSATION_DIGITS)
		return wrong(reader, "conversation", "32 hex digits");
	command->conversation = text;
	return true;
}

static bool must_seq(struct reader *reader, const char *name, double least,
		     struct agent_command *command)
{
	double number;

	if (!json_number(json_get(reader->root, name), &number) ||
	    !(number >= least && number <= SEQ_MAX) ||
	    number != (double)(uint64_t)number)
		return wrong(reader, name, "the number of a message");
	command->seq = (uint64_t)number;
	return true;
}

static bool must_bool(struct reader *reader, const char *name, bool *out)
{
	return json_bool(json_get(reader->root, name), out) ||
	       wrong(reader, name, "true or false");
}

static bool read_members(struct reader *reader, struct agent_command *command)
{
	const struct cJSON *root = reader->root;

	switch (command->type) {
	case AGENT_HELLO:
		return may_text(reader, "key", AGENT_KEY_BYTES,
				&command->key) &&
		       may_text(reader, "name", AGENT_NAME_BYTES,
				&command->name);
	case AGENT_PRESENCE:
		return must_bool(reader, "available", &command->on);
	case AGENT_FOLLOW:
		return must_conversation(reader, command) &&
		       (!json_get(root, "after") ||
			must_seq(reader, "after", 0, command));
	case AGENT_REPLY:
	case AGENT_NOTE:
		return must_conversation(reader, command) &&
		       must_words(reader, command);
	case AGENT_SUGGEST:
		return must_conversation(reader, command) &&
		       may_text(reader, "text", AGENT_TEXT_BYTES,
				&command->text);
	case AGENT_TYPING:
		return must_conversation(reader, command) &&
		       (!json_get(root, "on") ||
			must_bool(reader, "on", &command->on));
	case AGENT_WRONG:
		return must_conversation(reader, command) &&
		       must_seq(reader, "seq", 1, command) &&
		       must_text(reader, "expected", AGENT_ID_BYTES,
				 &command->expected);
	case AGENT_UNFOLLOW:
	case AGENT_CLAIM:
	case AGENT_GIVE_BACK:
	case AGENT_CLOSE:
		return must_conversation(reader, command);
	}
	return false;
}

static bool read_root(struct reader *reader, struct agent_command *command)
{
	static const char *const names[] = {
		[AGENT_HELLO] = "hello",       [AGENT_FOLLOW] = "follow",
		[AGENT_UNFOLLOW] = "unfollow", [AGENT_CLAIM] = "claim",
		[AGENT_REPLY] = "reply",       [AGENT_NOTE] = "note",
		[AGENT_SUGGEST] = "suggest",   [AGENT_GIVE_BACK] = "give_back",
		[AGENT_CLOSE] = "close",       [AGENT_TYPING] = "typing",
		[AGENT_PRESENCE] = "presence", [AGENT_WRONG] = "wrong",
	};
	const char *type;

	if (json_type(reader->root) != JSON_OBJECT)
		return fail(reader, NULL, AGENT_ERROR_MESSAGE,
			    "a message is an object");
	if (!may_text(reader, "id", AGENT_ID_BYTES, &command->id))
		return false;
	memcpy(reader->error->id, command->id, strlen(command->id) + 1);
	type = json_string(json_get(reader->root, "type"));
	if (!type)
		return wrong(reader, "type", "a string");
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(names[i], type) != 0)
			continue;
		command->type = (enum agent_type)i;
		return read_members(reader, command);
	}
	return fail(reader, json_get(reader->root, "type"), AGENT_ERROR_TYPE,
		    "'type' is none of faqd.desk.v1");
}

enum agent_status agent_command_read(struct agent_command *command,
				     const char *bytes, size_t size,
				     struct agent_error *error)
{
	struct reader reader = {.error = error, .status = AGENT_OK};

	*command = (struct agent_command){.id = "",
					  .key = "",
					  .name = "",
					  .conversation = "",
					  .text = "",
					  .expected = "",
					  .on = true};
	*error = (struct agent_error){0};
	switch (json_parse(&command->doc, bytes, size, &error->at)) {
	case JSON_OK:
		break;
	case JSON_ERROR_NOMEM:
		return AGENT_ERROR_NOMEM;
	case JSON_ERROR_SYNTAX:
	case JSON_ERROR_SIZE:
		return AGENT_ERROR_JSON;
	}
	reader.doc = command->doc;
	reader.root = json_root(command->doc);
	if (!read_root(&reader, command))
		agent_command_release(command);
	return reader.status;
}

void agent_command_release(struct agent_command *command)
{
	json_free(command->doc);
	*command = (struct agent_command){0};
}
