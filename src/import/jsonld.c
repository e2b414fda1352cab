/* SPDX-License-Identifier: MIT */
/*
 * schema.org's FAQPage and HowTo in JSON-LD:
 *
 *	{"@type": "FAQPage", "mainEntity": [{"@type": "Question", "name": "...",
 *	  "acceptedAnswer": {"@type": "Answer", "text": "<p>...</p>"}}]}
 *	{"@type": "HowTo", "name": "...", "step": [{"@type": "HowToStep",
 *	  "name": "...", "text": "..."}]}
 *
 * Every list may also be its one member, an answer a plain string, a type an
 * address of schema.org, and all of it stand in an array or a "@graph".
 */
#include "import/readers.h"
#include "proto/json.h"

#include <string.h>

struct reader {
	struct import *import;
	const struct json_doc *doc;
	unsigned line; /* of the document's first line */
};

static void read_value(struct reader *reader, const struct cJSON *value,
		       unsigned depth);

static unsigned line_of(const struct reader *reader, const struct cJSON *value)
{
	unsigned line = 1, column;

	json_where(reader->doc, value, JSON_AT_VALUE, &line, &column);
	return reader->line + line - 1;
}

static bool type_is(const struct cJSON *type, const char *name)
{
	const char *word = json_string(type);
	const char *slash = word ? strrchr(word, '/') : NULL;

	return word && strcmp(slash ? slash + 1 : word, name) == 0;
}

static bool is_a(const struct cJSON *value, const char *name)
{
	const struct cJSON *type = json_get(value, "@type");

	if (!type || json_type(type) != JSON_ARRAY)
		return type_is(type, name);
	for (type = json_first(type); type; type = json_next(type))
		if (type_is(type, name))
			return true;
	return false;
}

/* A string, an object's "text", or the first of a list of these. */
static const char *text_of(const struct cJSON *value)
{
	for (unsigned i = 0; value && i < JSON_DEPTH_MAX; i++) {
		if (json_string(value))
			return json_string(value);
		value = json_type(value) == JSON_ARRAY
				? json_first(value)
				: json_get(value, "text");
	}
	return NULL;
}

static void read_question(struct reader *reader, const struct cJSON *question)
{
	const struct cJSON *answer = json_get(question, "acceptedAnswer");
	const char *name = json_string(json_get(question, "name"));

	if (!name)
		name = json_string(json_get(question, "text"));
	if (!answer)
		answer = json_get(question, "suggestedAnswer");
	const char *text = text_of(answer);
	if (!name || !text) {
		import_fault(reader->import, FAQ_SEVERITY_WARNING, "no-answer",
			     line_of(reader, question),
			     "a Question without %s is left out",
			     name ? "acceptedAnswer.text" : "name");
		return;
	}
	import_add(reader->import, IMPORT_QUESTION, name,
		   answer_of_html(reader->import, text),
		   line_of(reader, question));
}

static void read_step(struct reader *reader, const struct cJSON *step)
{
	const char *name = json_string(json_get(step, "name"));
	const char *text = text_of(step);

	if (!text)
		text = text_of(json_get(step, "itemListElement"));
	if (!text)
		text = name;
	if (!text) {
		import_fault(reader->import, FAQ_SEVERITY_WARNING, "no-answer",
			     line_of(reader, step),
			     "a HowToStep without text is left out");
		return;
	}
	import_add(reader->import, IMPORT_STEP, name ? name : text,
		   answer_of_html(reader->import, text), line_of(reader, step));
}

static void read_steps(struct reader *reader, const struct cJSON *steps,
		       unsigned depth)
{
	const struct cJSON *section = json_get(steps, "itemListElement");

	if (!steps || depth > JSON_DEPTH_MAX)
		return;
	if (json_type(steps) == JSON_ARRAY) {
		for (steps = json_first(steps); steps; steps = json_next(steps))
			read_steps(reader, steps, depth + 1);
		return;
	}
	if (section && !is_a(steps, "HowToStep"))
		read_steps(reader, section, depth + 1);
	else
		read_step(reader, steps);
}

static void take_name(struct reader *reader, const struct cJSON *value)
{
	const char *name = json_string(json_get(value, "name"));

	if (name && !reader->import->name[0])
		reader->import->name =
			import_copy(reader->import, name, strlen(name));
}

static void read_members(struct reader *reader, const struct cJSON *value,
			 unsigned depth)
{
	for (value = json_first(value); value; value = json_next(value))
		read_value(reader, value, depth + 1);
}

static void read_value(struct reader *reader, const struct cJSON *value,
		       unsigned depth)
{
	if (!value || depth > JSON_DEPTH_MAX)
		return;
	if (json_type(value) == JSON_ARRAY) {
		read_members(reader, value, depth);
	} else if (is_a(value, "Question")) {
		read_question(reader, value);
	} else if (is_a(value, "HowTo")) {
		take_name(reader, value);
		read_steps(reader, json_get(value, "step"), 0);
	} else if (json_type(value) == JSON_OBJECT) {
		if (is_a(value, "FAQPage"))
			take_name(reader, value);
		read_value(reader, json_get(value, "@graph"), depth + 1);
		read_value(reader, json_get(value, "mainEntity"), depth + 1);
		read_value(reader, json_get(value, "hasPart"), depth + 1);
	}
}

bool jsonld_read(struct import *import, const char *bytes, size_t size,
		 unsigned line)
{
	struct json_doc *doc;
	struct json_error error = {0};
	enum json_status status = json_parse(&doc, bytes, size, &error);

	if (status == JSON_ERROR_NOMEM)
		import->no_memory = true;
	else if (status != JSON_OK)
		import_fault(import, FAQ_SEVERITY_ERROR, "json-syntax",
			     line + (error.line ? error.line - 1 : 0), "%s",
			     error.message[0] ? error.message : "too large");
	if (status != JSON_OK)
		return false;
	struct reader reader = {import, doc, line};
	import->way = "schema.org in JSON-LD";
	read_value(&reader, json_root(doc), 0);
	json_free(doc);
	return !import->no_memory;
}
