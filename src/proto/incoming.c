/* SPDX-License-Identifier: MIT */
#include "proto/incoming.h"

#include "proto/incoming_plain.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* Reads the members of one message; the first fault stays. */
struct reader {
	const struct json_doc *doc;
	const struct cJSON *root;
	struct incoming_error *error;
	enum incoming_status status;
};

static bool fail(struct reader *reader, const struct cJSON *value,
		 enum incoming_status status, const char *message)
{
	struct json_error *at = &reader->error->at;

	json_where(reader->doc, value, JSON_AT_VALUE, &at->line, &at->column);
	snprintf(at->message, sizeof(at->message), "%s", message);
	reader->status = status;
	return false;
}

static bool missing(struct reader *reader, const char *name)
{
	char message[64];

	snprintf(message, sizeof(message), "'%s' is missing", name);
	return fail(reader, reader->root, INCOMING_ERROR_MESSAGE, message);
}

static bool mistyped(struct reader *reader, const char *name,
		     const char *wanted, const struct cJSON *value)
{
	char message[128];

	snprintf(message, sizeof(message), "'%s' must be %s, this is %s", name,
		 wanted, json_type_text(json_type(value)));
	return fail(reader, value, INCOMING_ERROR_MESSAGE, message);
}

static bool overlong(struct reader *reader, const char *name, size_t max,
		     const struct cJSON *value)
{
	char message[96];

	snprintf(message, sizeof(message), "'%s' is over %zu bytes", name, max);
	return fail(reader, value, INCOMING_ERROR_MESSAGE, message);
}

/* A string of at most `max` bytes; "" when it is absent. */
static bool may_text(struct reader *reader, const char *name, size_t max,
		     const char **out)
{
	const struct cJSON *value = json_get(reader->root, name);

	*out = "";
	if (!value)
		return true;
	if (!json_string(value))
		return mistyped(reader, name, "a string", value);
	if (strlen(json_string(value)) > max)
		return overlong(reader, name, max, value);
	*out = json_string(value);
	return true;
}

static bool must_text(struct reader *reader, const char *name, size_t max,
		      const char **out)
{
	*out = "";
	if (!json_get(reader->root, name))
		return missing(reader, name);
	return may_text(reader, name, max, out);
}

static bool may_session(struct reader *reader, struct incoming *message)
{
	const struct cJSON *value = json_get(reader->root, "session");

	if (value && json_type(value) == JSON_NULL)
		return true;
	return may_text(reader, "session", INCOMING_SESSION_BYTES,
			&message->session);
}

static bool may_bool(struct reader *reader, const char *name, bool *out)
{
	const struct cJSON *value = json_get(reader->root, name);

	if (!value || json_bool(value, out))
		return true;
	return mistyped(reader, name, "true or false", value);
}

/* A whole number; 0 when it is absent. */
static bool may_seq(struct reader *reader, const char *name, uint64_t *out)
{
	const struct cJSON *value = json_get(reader->root, name);
	double number = 0;

	if (!value)
		return true;
	if (!json_number(value, &number))
		return mistyped(reader, name, "a number", value);
	if (!(number >= 0 && number <= (double)INCOMING_SEQ_MAX) ||
	    number != (double)(uint64_t)number)
		return fail(reader, value, INCOMING_ERROR_MESSAGE,
			    "a message's number is a whole one from 0 on");
	*out = (uint64_t)number;
	return true;
}

static bool must_seq(struct reader *reader, const char *name, uint64_t *out)
{
	return json_get(reader->root, name) ? may_seq(reader, name, out)
					    : missing(reader, name);
}

static bool read_ask(struct reader *reader, struct incoming *message)
{
	message->type = INCOMING_ASK;
	if (!must_text(reader, "text", JSON_BYTES_MAX, &message->text))
		return false;
	message->text_bytes = strlen(message->text);
	return true;
}

static bool read_choose(struct reader *reader, struct incoming *message)
{
	const struct cJSON *value = json_get(reader->root, "choice");
	double number = 0;

	message->type = INCOMING_CHOOSE;
	if (!value)
		return missing(reader, "choice");
	if (json_type(value) == JSON_STRING)
		return may_text(reader, "choice", INCOMING_ID_BYTES,
				&message->choice) &&
		       (*message->choice ||
			fail(reader, value, INCOMING_ERROR_MESSAGE,
			     "'choice' is empty"));
	if (!json_number(value, &number))
		return mistyped(reader, "choice", "an id or a number", value);
	if (!(number >= 1 && number <= INCOMING_NUMBER_MAX) ||
	    number != (double)(unsigned)number)
		return fail(reader, value, INCOMING_ERROR_MESSAGE,
			    "'choice' must be a whole number from 1 to 99");
	message->number = (unsigned)number;
	return true;
}

static bool read_feedback(struct reader *reader, struct incoming *message)
{
	if (!must_text(reader, "answer", INCOMING_ID_BYTES, &message->answer))
		return false;
	if (!json_get(reader->root, "helpful"))
		return missing(reader, "helpful");
	return may_bool(reader, "helpful", &message->helpful) &&
	       may_text(reader, "reason", INCOMING_REASON_BYTES,
			&message->reason);
}

static bool read_typed(struct reader *reader, struct incoming *message)
{
	static const char *const names[] = {
		[INCOMING_HELLO] = "hello",   [INCOMING_ASK] = "ask",
		[INCOMING_CHOOSE] = "choose", [INCOMING_FEEDBACK] = "feedback",
		[INCOMING_RESUME] = "resume", [INCOMING_TYPING] = "typing",
		[INCOMING_PERSON] = "person", [INCOMING_HEARD] = "heard",
	};
	const char *type = "";
	size_t i = 0;

	if (!must_text(reader, "type", SIZE_MAX, &type))
		return false;
	while (i < sizeof(names) / sizeof(names[0]) &&
	       strcmp(names[i], type) != 0)
		i++;
	message->type = (enum incoming_type)i;
	switch (message->type) {
	case INCOMING_HELLO:
		return may_session(reader, message) &&
		       may_seq(reader, "after", &message->seq);
	case INCOMING_ASK:
		return read_ask(reader, message);
	case INCOMING_CHOOSE:
		return read_choose(reader, message);
	case INCOMING_FEEDBACK:
		return read_feedback(reader, message);
	case INCOMING_RESUME:
		return must_text(reader, "session", INCOMING_SESSION_BYTES,
				 &message->session) &&
		       may_seq(reader, "after", &message->seq);
	case INCOMING_TYPING:
		return may_bool(reader, "on", &message->on);
	case INCOMING_PERSON:
		return may_bool(reader, "later", &message->later);
	case INCOMING_HEARD:
		return must_seq(reader, "seq", &message->seq);
	}
	return fail(reader, json_get(reader->root, "type"), INCOMING_ERROR_TYPE,
		    "'type' must be hello, ask, choose, feedback, resume, "
		    "typing, person or heard");
}

static bool read_body(struct reader *reader, struct incoming *message)
{
	const struct cJSON *choice = json_get(reader->root, "choice");

	if (choice && json_get(reader->root, "text"))
		return fail(reader, choice, INCOMING_ERROR_MESSAGE,
			    "there is a 'text' and a 'choice': send one");
	return (choice ? read_choose(reader, message)
		       : read_ask(reader, message)) &&
	       may_session(reader, message);
}

static bool read_root(struct reader *reader, struct incoming *message,
		      enum incoming_form form)
{
	if (json_type(reader->root) != JSON_OBJECT)
		return fail(reader, reader->root, INCOMING_ERROR_MESSAGE,
			    "a message is an object");
	if (!may_text(reader, "id", INCOMING_ID_BYTES, &message->id))
		return false;
	memcpy(reader->error->id, message->id, strlen(message->id) + 1);
	switch (form) {
	case INCOMING_FRAME:
		return read_typed(reader, message);
	case INCOMING_BODY:
		return read_body(reader, message);
	case INCOMING_RATING:
		message->type = INCOMING_FEEDBACK;
		return read_feedback(reader, message) &&
		       must_text(reader, "session", INCOMING_SESSION_BYTES,
				 &message->session);
	case INCOMING_ROW:
		break;
	}
	return read_ask(reader, message) && may_session(reader, message);
}

static enum incoming_status no_memory(struct incoming_error *error)
{
	error->at = (struct json_error){1, 1, "out of memory"};
	return INCOMING_ERROR_NOMEM;
}

enum incoming_status incoming_read(struct incoming *message,
				   enum incoming_form form, const char *bytes,
				   size_t size, struct incoming_error *error)
{
	struct reader reader = {.error = error, .status = INCOMING_OK};

	*message = (struct incoming){.id = "",
				     .session = "",
				     .text = "",
				     .choice = "",
				     .answer = "",
				     .reason = "",
				     .on = true};
	*error = (struct incoming_error){0};
	switch (incoming_plain(message, form, bytes, size)) {
	case INCOMING_OK:
		return INCOMING_OK;
	case INCOMING_ERROR_NOMEM:
		return no_memory(error);
	default:
		break;
	}
	switch (json_parse(&message->doc, bytes, size, &error->at)) {
	case JSON_OK:
		break;
	case JSON_ERROR_NOMEM:
		return INCOMING_ERROR_NOMEM;
	case JSON_ERROR_SYNTAX:
	case JSON_ERROR_SIZE:
		return INCOMING_ERROR_JSON;
	}
	reader.doc = message->doc;
	reader.root = json_root(message->doc);
	if (!read_root(&reader, message, form))
		incoming_release(message);
	return reader.status;
}

void incoming_release(struct incoming *message)
{
	json_free(message->doc);
	if (message->plain)
		incoming_plain_free(message->plain, message->plain_bytes);
	*message = (struct incoming){0};
}
