/* SPDX-License-Identifier: MIT */
#include "proto/openai.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

__attribute__((format(printf, 3, 4))) static bool
fail(struct openai_fault *fault, const char *param, const char *format, ...)
{
	va_list list;

	*fault = (struct openai_fault){.status = 400};
	snprintf(fault->param, sizeof(fault->param), "%s", param);
	va_start(list, format);
	vsnprintf(fault->message, sizeof(fault->message), format, list);
	va_end(list);
	return false;
}

void openai_fault_model(struct openai_fault *fault)
{
	fail(fault, "model",
	     "there is no such model here; there is '" OPENAI_MODEL "'");
	fault->status = 404;
	fault->code = "model_not_found";
}

static bool is_null(const struct cJSON *value)
{
	return !value || json_type(value) == JSON_NULL;
}

static bool is_text_part(const struct cJSON *part)
{
	const char *type = json_string(json_get(part, "type"));

	return type && strcmp(type, "text") == 0 &&
	       json_string(json_get(part, "text"));
}

/* What a user says must be text, all of it. */
static bool check_content(const struct cJSON *content, size_t i,
			  struct openai_fault *fault)
{
	const struct cJSON *part;
	char param[48];

	if (json_string(content))
		return true;
	snprintf(param, sizeof(param), "messages[%zu].content", i);
	if (!content || json_type(content) != JSON_ARRAY)
		return fail(fault, param,
			    "'content' must be a string or an array of parts");
	for (part = json_first(content); part; part = json_next(part))
		if (!is_text_part(part))
			return fail(fault, param,
				    "only parts of type 'text' are understood, "
				    "no images, sounds or files");
	return true;
}

/* Keeps the last OPENAI_TURNS_MAX. */
static void add_turn(struct openai_ask *ask, const struct cJSON *content)
{
	if (ask->turn_count == OPENAI_TURNS_MAX) {
		memmove(ask->turn, ask->turn + 1,
			(OPENAI_TURNS_MAX - 1) * sizeof(ask->turn[0]));
		ask->turn_count--;
	}
	ask->turn[ask->turn_count++] = content;
}

static bool is_passed_over(const char *role)
{
	static const char *const roles[] = {"system", "developer", "assistant",
					    "tool", "function"};
	size_t i;

	for (i = 0; i < sizeof(roles) / sizeof(roles[0]); i++)
		if (strcmp(roles[i], role) == 0)
			return true;
	return false;
}

static bool read_message(struct openai_ask *ask, const struct cJSON *message,
			 size_t i, struct openai_fault *fault)
{
	const struct cJSON *content = json_get(message, "content");
	const char *role = json_string(json_get(message, "role"));
	char param[48];

	if (role && is_passed_over(role))
		return true;
	if (!role || strcmp(role, "user") != 0) {
		snprintf(param, sizeof(param), "messages[%zu].role", i);
		return fail(fault, param,
			    "'role' must be 'user', 'system', 'developer', "
			    "'assistant', 'tool' or 'function'");
	}
	if (!check_content(content, i, fault))
		return false;
	add_turn(ask, content);
	return true;
}

static bool read_messages(struct openai_ask *ask, struct openai_fault *fault)
{
	const struct cJSON *list = json_get(json_root(ask->doc), "messages");
	const struct cJSON *message;
	size_t i = 0;

	if (!list || json_type(list) != JSON_ARRAY)
		return fail(fault, "messages", "'messages' must be an array");
	for (message = json_first(list); message; message = json_next(message))
		if (!read_message(ask, message, i++, fault))
			return false;
	if (ask->turn_count == 0)
		return fail(fault, "messages",
			    "'messages' must hold one of the role 'user'");
	return true;
}

static bool check_model(const struct cJSON *root, struct openai_fault *fault)
{
	const char *model = json_string(json_get(root, "model"));

	if (!model)
		return fail(fault, "model", "'model' must be a string");
	if (strcmp(model, OPENAI_MODEL) == 0)
		return true;
	openai_fault_model(fault);
	return false;
}

/* What would make a client wait for something other than a text. */
static bool check_promises(const struct cJSON *root, struct openai_fault *fault)
{
	const struct cJSON *format = json_get(root, "response_format");
	const struct cJSON *tool = json_get(root, "tool_choice");
	const char *type = json_string(json_get(format, "type"));
	const char *choice = json_string(tool);
	double n = 1;

	json_number(json_get(root, "n"), &n);
	if (n < 1 || n > 1)
		return fail(fault, "n", "there is one answer: 'n' must be 1");
	if (!is_null(format) && (!type || strcmp(type, "text") != 0))
		return fail(fault, "response_format",
			    "an answer is a text: 'response_format' must be "
			    "of type 'text'");
	if (!is_null(tool) && (!choice || (strcmp(choice, "auto") != 0 &&
					   strcmp(choice, "none") != 0)))
		return fail(fault, "tool_choice",
			    "no tool is ever called: 'tool_choice' must be "
			    "'auto' or 'none'");
	return true;
}

static bool read_flag(const struct cJSON *object, const char *name, bool *out,
		      struct openai_fault *fault)
{
	const struct cJSON *value = json_get(object, name);

	*out = false;
	if (is_null(value) || json_bool(value, out))
		return true;
	return fail(fault, name, "'%s' must be true or false", name);
}

static bool read_ask(struct openai_ask *ask, struct openai_fault *fault)
{
	const struct cJSON *root = json_root(ask->doc);

	if (json_type(root) != JSON_OBJECT)
		return fail(fault, "", "the body must be an object");
	return check_model(root, fault) && check_promises(root, fault) &&
	       read_flag(root, "stream", &ask->stream, fault) &&
	       read_flag(json_get(root, "stream_options"), "include_usage",
			 &ask->usage, fault) &&
	       read_messages(ask, fault);
}

bool openai_ask_parse(struct openai_ask *ask, const char *bytes, size_t size,
		      struct openai_fault *fault)
{
	struct json_error error;

	memset(ask, 0, sizeof(*ask));
	switch (json_parse(&ask->doc, bytes, size, &error)) {
	case JSON_OK:
		break;
	case JSON_ERROR_NOMEM:
		fail(fault, "", "out of memory");
		fault->status = 500;
		return false;
	case JSON_ERROR_SYNTAX:
	case JSON_ERROR_SIZE:
		return fail(fault, "", "no JSON, line %u column %u: %s",
			    error.line, error.column, error.message);
	}
	if (read_ask(ask, fault))
		return true;
	openai_ask_release(ask);
	return false;
}

void openai_ask_release(struct openai_ask *ask)
{
	json_free(ask->doc);
	memset(ask, 0, sizeof(*ask));
}

static size_t add(char *out, size_t used, size_t size, const char *text)
{
	size_t bytes = strlen(text), room = size - 1 - used;

	if (bytes > room)
		bytes = room;
	memcpy(out + used, text, bytes);
	return used + bytes;
}

size_t openai_turn(const struct openai_ask *ask, size_t i, char *out,
		   size_t size)
{
	const char *text = json_string(ask->turn[i]);
	const struct cJSON *part;
	size_t used = 0;

	if (text)
		used = add(out, 0, size, text);
	for (part = json_first(ask->turn[i]); part; part = json_next(part)) {
		if (used)
			used = add(out, used, size, "\n");
		used = add(out, used, size,
			   json_string(json_get(part, "text")));
	}
	out[used] = '\0';
	return used;
}
