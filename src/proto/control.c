/* SPDX-License-Identifier: MIT */
#include "proto/control.h"

#include <stdio.h>
#include <string.h>

const char *control_folder(const char *runtime, const char *session)
{
	if (runtime && *runtime)
		return runtime;
	return session && *session ? session : NULL;
}

bool control_own_folder(char *out, size_t size, unsigned long user)
{
	int n = snprintf(out, size, "/tmp/faqd-%lu", user);

	return n > 0 && (size_t)n < size;
}

bool control_path(char out[CONTROL_PATH_BYTES], const char *folder,
		  unsigned port)
{
	int n = snprintf(out, CONTROL_PATH_BYTES, "%s/faqd-%u.sock", folder,
			 port);

	if (n > 0 && (size_t)n < CONTROL_PATH_BYTES)
		return true;
	out[0] = '\0';
	return false;
}

enum control_command control_command_read(const char *line, size_t size)
{
	enum control_command command = CONTROL_BAD;
	struct json_doc *doc;
	const char *name;

	if (json_parse(&doc, line, size, NULL) != JSON_OK)
		return CONTROL_BAD;
	name = json_string(json_get(json_root(doc), "command"));
	if (name && strcmp(name, "reload") == 0)
		command = CONTROL_RELOAD;
	json_free(doc);
	return command;
}

static void put_fault(struct json_writer *writer, const struct faq_diag *fault)
{
	json_put_open(writer, '{');
	json_add_string(writer, "source", fault->source);
	json_add_count(writer, "line", fault->line);
	json_add_count(writer, "column", fault->column);
	json_add_string(writer, "code", fault->code);
	json_add_string(writer, "message", fault->message);
	json_put_close(writer, '}');
}

void control_result_put(struct json_writer *writer,
			const struct control_result *result)
{
	json_put_open(writer, '{');
	json_add_bool(writer, "ok", result->ok);
	json_add_count(writer, "generation", result->generation);
	if (result->detail[0])
		json_add_string(writer, "detail", result->detail);
	if (result->certificate[0])
		json_add_string(writer, "certificate", result->certificate);
	json_put_name(writer, "faults");
	json_put_open(writer, '[');
	for (size_t i = 0; i < result->fault_count; i++)
		put_fault(writer, &result->fault[i]);
	json_put_close(writer, ']');
	json_add_count(writer, "more", result->more);
	json_put_close(writer, '}');
}

static void take_text(const struct cJSON *value, char *out, size_t size)
{
	const char *text = json_string(value);

	snprintf(out, size, "%s", text ? text : "");
}

/* 0 for what is no count. */
static unsigned take_count(const struct cJSON *value)
{
	double number = 0;

	if (!json_number(value, &number) || !(number >= 0 && number <= 1e9))
		return 0;
	return (unsigned)number;
}

static void take_fault(const struct cJSON *value, struct faq_diag *fault)
{
	fault->severity = FAQ_SEVERITY_ERROR;
	take_text(json_get(value, "source"), fault->source,
		  sizeof(fault->source));
	take_text(json_get(value, "code"), fault->code, sizeof(fault->code));
	take_text(json_get(value, "message"), fault->message,
		  sizeof(fault->message));
	fault->line = take_count(json_get(value, "line"));
	fault->column = take_count(json_get(value, "column"));
}

enum json_status control_result_read(struct control_result *out,
				     const char *bytes, size_t size)
{
	struct json_doc *doc;
	enum json_status status = json_parse(&doc, bytes, size, NULL);

	*out = (struct control_result){0};
	if (status != JSON_OK)
		return status;
	const struct cJSON *root = json_root(doc);
	if (json_bool(json_get(root, "ok"), &out->ok)) {
		const struct cJSON *at = json_first(json_get(root, "faults"));
		out->generation = take_count(json_get(root, "generation"));
		out->more = take_count(json_get(root, "more"));
		take_text(json_get(root, "detail"), out->detail,
			  sizeof(out->detail));
		take_text(json_get(root, "certificate"), out->certificate,
			  sizeof(out->certificate));
		for (; at; at = json_next(at))
			if (out->fault_count < CONTROL_FAULTS_MAX)
				take_fault(at, &out->fault[out->fault_count++]);
			else
				out->more++;
	} else {
		status = JSON_ERROR_SYNTAX;
	}
	json_free(doc);
	return status;
}
