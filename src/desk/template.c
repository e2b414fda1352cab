/* SPDX-License-Identifier: MIT */
#include "desk/template.h"

#include "desk/connector.h"
#include "desk/prose.h"

#include <string.h>

enum name {
	NAME_CONVERSATION, /* these four are good for a path too */
	NAME_ACCOUNT,
	NAME_KEY,
	NAME_REASON,
	NAME_STATE,
	NAME_TEXT,
	NAME_CHOICES,
	NAMES /* and what is none of them */
};

/* The name that stands in {{ }} at `text`, and what follows it. */
static enum name read_name(const char *text, const char **end)
{
	static const char *const names[NAMES] = {
		"conversation", "account", "key",    "reason",
		"state",        "text",    "choices"};
	const char *close = strstr(text, "}}");
	size_t bytes;

	if (!close)
		return NAMES;
	*end = close + 2;
	bytes = (size_t)(close - text) - 2;
	for (unsigned i = 0; i < NAMES; i++)
		if (strlen(names[i]) == bytes &&
		    memcmp(names[i], text + 2, bytes) == 0)
			return (enum name)i;
	return NAMES;
}

static const char *value_of(const struct template_values *values,
			    enum name name)
{
	const char *value = NULL;

	switch (name) {
	case NAME_CONVERSATION:
		value = values->conversation;
		break;
	case NAME_ACCOUNT:
		value = values->account;
		break;
	case NAME_KEY:
		value = values->key;
		break;
	case NAME_REASON:
		value = values->reason;
		break;
	case NAME_STATE:
		value = values->state;
		break;
	case NAME_TEXT:
	case NAME_CHOICES:
	case NAMES:
		break;
	}
	return value ? value : "";
}

/* Each value of the path becomes a '*' of writing_put(). */
static const char *fill_path(const char *text,
			     const struct template_values *values,
			     char path[DESK_PATH_BYTES],
			     const char *argument[WRITING_ARGUMENTS_MAX])
{
	size_t at = 0, arguments = 0;

	while (*text && at + 1 < DESK_PATH_BYTES) {
		enum name name;

		if (*text == '*')
			return "a path can't have a '*'";
		if (strncmp(text, "{{", 2) != 0) {
			path[at++] = *text++;
			continue;
		}
		name = read_name(text, &text);
		if (name > NAME_REASON)
			return "a path has a {{name}} that is unknown there";
		if (arguments == WRITING_ARGUMENTS_MAX)
			return "a path has more than three {{names}}";
		argument[arguments++] = value_of(values, name);
		path[at++] = '*';
	}
	path[at] = '\0';
	return *text ? "a path is too long" : NULL;
}

/* The inside of a string. */
static void put_inside(struct prose *out, struct json_writer *json,
		       const char *text, size_t bytes)
{
	json_writer_clear(json);
	json_put_bytes(json, text, bytes);
	if (json_failed(json))
		out->failed = true;
	else
		prose_add(out, json->bytes + 1, json->size - 2);
}

static void put_choices(struct prose *out, struct json_writer *json,
			const struct message *message)
{
	static const struct message none = {.text = ""};

	json_writer_clear(json);
	writing_buttons(json, message ? message : &none, "title", "payload");
	if (json_failed(json))
		out->failed = true;
	else
		prose_add(out, json->bytes, json->size);
}

static const char *fill_body(const char *text, struct json_writer *json,
			     const struct template_values *values,
			     struct prose *out)
{
	while (*text) {
		const char *begin = strstr(text, "{{");
		const char *value;
		enum name name;

		if (!begin) {
			prose_put(out, text);
			return NULL;
		}
		prose_add(out, text, (size_t)(begin - text));
		name = read_name(begin, &text);
		if (name == NAMES)
			return "a body has a {{name}} that is unknown";
		value = value_of(values, name);
		if (name == NAME_CHOICES)
			put_choices(out, json, values->message);
		else if (name == NAME_TEXT)
			put_inside(out, json, values->text, values->text_bytes);
		else
			put_inside(out, json, value, strlen(value));
	}
	return NULL;
}

static bool is_method(const char *method)
{
	return !method || strcmp(method, "POST") == 0 ||
	       strcmp(method, "PUT") == 0 || strcmp(method, "PATCH") == 0;
}

static const char *check_body(const char *body)
{
	static const struct template_values sample = {.text = ""};
	struct json_writer json;
	struct json_doc *doc = NULL;
	struct prose out;
	const char *fault;

	prose_init(&out, DESK_PLAIN);
	json_writer_init(&json, PROSE_BYTES_MAX);
	fault = fill_body(body, &json, &sample, &out);
	if (!fault && (out.failed || json_parse(&doc, prose_text(&out),
						out.size, NULL) != JSON_OK))
		fault = "a body is no JSON when it is filled";
	json_free(doc);
	json_writer_release(&json);
	prose_release(&out);
	return fault;
}

const char *template_check(const struct desk_template *template)
{
	static const struct template_values sample = {.text = ""};
	const char *argument[WRITING_ARGUMENTS_MAX];
	char path[DESK_PATH_BYTES];
	const char *fault;

	if (!is_method(template->method))
		return "a method must be POST, PUT or PATCH";
	if (!template->path || template->path[0] != '/')
		return "a path must begin with '/'";
	if (!connector_has(template->body))
		return "a body is missing";
	fault = fill_path(template->path, &sample, path, argument);
	return fault ? fault : check_body(template->body);
}

void template_write(struct writing *writing,
		    const struct desk_template *template,
		    const struct template_values *values)
{
	const char *argument[WRITING_ARGUMENTS_MAX] = {NULL};
	char path[DESK_PATH_BYTES];
	struct prose out;

	prose_init(&out, DESK_PLAIN);
	if (fill_path(template->path, values, path, argument) ||
	    fill_body(template->body, &writing->json, values, &out))
		writing_fail(writing, DESK_ERROR_CONFIG);
	else if (out.full)
		writing_fail(writing, DESK_ERROR_SIZE);
	else if (out.failed)
		writing_fail(writing, DESK_ERROR_NOMEM);
	else
		writing_put(writing,
			    template->method ? template->method : "POST", path,
			    argument, prose_text(&out), out.size);
	prose_release(&out);
}
