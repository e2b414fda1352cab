/* SPDX-License-Identifier: MIT */
/*
 * Rasa's nlu.yml and domain.yml, by libyaml:
 *
 *	nlu:
 *	- intent: ask_hours
 *	  examples: |
 *	    - when do you open
 *	responses:
 *	  utter_ask_hours:
 *	  - text: We open at nine.
 *
 * An intent X is answered by utter_X; the two may stand in two files.
 */
#include "import/draft.h"
#include "import/readers.h"

#include <stdio.h>
#include <string.h>
#include <yaml.h>

static const char *scalar(const yaml_node_t *node)
{
	return node && node->type == YAML_SCALAR_NODE
		       ? (const char *)node->data.scalar.value
		       : NULL;
}

static unsigned line_of(const yaml_node_t *node)
{
	return (unsigned)node->start_mark.line + 1;
}

static yaml_node_t *member(yaml_document_t *document, const yaml_node_t *map,
			   const char *name)
{
	if (!map || map->type != YAML_MAPPING_NODE)
		return NULL;
	for (yaml_node_pair_t *pair = map->data.mapping.pairs.start;
	     pair < map->data.mapping.pairs.top; pair++) {
		const char *key =
			scalar(yaml_document_get_node(document, pair->key));
		if (key && strcmp(key, name) == 0)
			return yaml_document_get_node(document, pair->value);
	}
	return NULL;
}

static yaml_node_t *element(yaml_document_t *document, const yaml_node_t *list,
			    size_t i)
{
	if (!list || list->type != YAML_SEQUENCE_NODE)
		return NULL;
	yaml_node_item_t *at = list->data.sequence.items.start + i;
	return at < list->data.sequence.items.top
		       ? yaml_document_get_node(document, *at)
		       : NULL;
}

/* "a card in [Leeds](city)" -> "a card in Leeds". */
static void add_plain(struct draft *out, const char *text, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		const char *end = memchr(text + i, ']', size - i);
		bool marked = text[i] == '[' && end && end + 1 < text + size &&
			      (end[1] == '(' || end[1] == '{');
		if (!marked) {
			draft_add(out, text + i, 1);
			continue;
		}
		draft_add(out, text + i + 1, (size_t)(end - text) - i - 1);
		const char *tail = memchr(end + 1, end[1] == '(' ? ')' : '}',
					  size - (size_t)(end + 1 - text));
		i = tail ? (size_t)(tail - text) : size;
	}
}

static void take_example(struct import *import, struct import_item **item,
			 const char *name, unsigned line, const char *text,
			 size_t size)
{
	struct draft plain = {0};

	while (size && strchr("- \t", *text) && *text) {
		text++;
		size--;
	}
	add_plain(&plain, text, size);
	if (plain.failed) {
		import->no_memory = true;
	} else if (plain.size && *item) {
		import_add_example(import, *item, plain.bytes);
	} else if (plain.size) {
		*item = import_add(import, IMPORT_QUESTION, plain.bytes, NULL,
				   line);
		if (*item)
			(*item)->name = import_copy(import, name, strlen(name));
	}
	if (*item && !(*item)->name)
		*item = NULL;
	draft_release(&plain);
}

static void take_intent(struct import *import, yaml_document_t *document,
			const yaml_node_t *entry)
{
	const char *name = scalar(member(document, entry, "intent"));
	const yaml_node_t *examples = member(document, entry, "examples");
	const char *text = scalar(examples);
	struct import_item *item = NULL;

	if (!name)
		return; /* a synonym, a lookup table, a regex */
	for (; text && *text;
	     text += strcspn(text, "\n"), text += *text == '\n')
		take_example(import, &item, name, line_of(examples), text,
			     strcspn(text, "\n"));
	for (size_t i = 0; !text && element(document, examples, i); i++) {
		const yaml_node_t *example = element(document, examples, i);
		const char *line = scalar(example);
		if (!line)
			line = scalar(member(document, example, "text"));
		if (line)
			take_example(import, &item, name, line_of(example),
				     line, strlen(line));
	}
	if (!item && !import->no_memory)
		import_fault(import, FAQ_SEVERITY_WARNING, "no-example",
			     line_of(entry),
			     "intent '%.80s' has no example and is left out",
			     name);
}

static void take_responses(struct import *import, yaml_document_t *document,
			   const yaml_node_t *responses)
{
	if (!responses || responses->type != YAML_MAPPING_NODE)
		return;
	for (yaml_node_pair_t *pair = responses->data.mapping.pairs.start;
	     pair < responses->data.mapping.pairs.top; pair++) {
		const yaml_node_t *key =
			yaml_document_get_node(document, pair->key);
		const yaml_node_t *value =
			yaml_document_get_node(document, pair->value);
		const yaml_node_t *first = element(document, value, 0);
		const char *name = scalar(key);
		const char *text = scalar(member(document, first, "text"));
		if (!name || strncmp(name, "utter_", 6) != 0 || !text)
			continue;
		const char *copy =
			import_copy(import, name + 6, strlen(name + 6));
		const char *answer = answer_of_markdown(import, text);
		if (copy && answer)
			import_add_response(import, copy, answer, line_of(key));
	}
}

static void read_document(struct import *import, yaml_document_t *document)
{
	const yaml_node_t *root = yaml_document_get_root_node(document);
	const yaml_node_t *nlu = member(document, root, "nlu");
	const yaml_node_t *responses = member(document, root, "responses");

	if (!nlu && !responses) {
		import_fault(import, FAQ_SEVERITY_ERROR, "not-rasa", 1,
			     "there is neither 'nlu:' nor 'responses:'; give "
			     "Rasa's nlu.yml and domain.yml");
		return;
	}
	for (size_t i = 0; element(document, nlu, i); i++)
		take_intent(import, document, element(document, nlu, i));
	take_responses(import, document, responses);
	import->way = "Rasa's intents";
}

bool rasa_read(struct import *import, const char *bytes, size_t size)
{
	yaml_parser_t parser;
	yaml_document_t document;
	size_t errors = import->sink->errors;

	if (!yaml_parser_initialize(&parser)) {
		import->no_memory = true;
		return false;
	}
	yaml_parser_set_input_string(&parser, (const unsigned char *)bytes,
				     size);
	if (yaml_parser_load(&parser, &document)) {
		read_document(import, &document);
		yaml_document_delete(&document);
	} else if (parser.error == YAML_MEMORY_ERROR) {
		import->no_memory = true;
	} else {
		import_fault(import, FAQ_SEVERITY_ERROR, "bad-yaml",
			     (unsigned)parser.problem_mark.line + 1,
			     "libyaml says: %s; mend the file",
			     parser.problem ? parser.problem : "no YAML");
	}
	yaml_parser_delete(&parser);
	return !import->no_memory && import->sink->errors == errors;
}
