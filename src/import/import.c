/* SPDX-License-Identifier: MIT */
#include "import/import.h"

#include "import/readers.h"
#include "proto/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Memory that goes at once: a list of blocks, an allocation each. */
struct import_block {
	struct import_block *next;
	max_align_t bytes[];
};

void import_init(struct import *import, struct fault_sink *sink)
{
	*import = (struct import){
		.name = "", .source = "", .way = "", .sink = sink};
}

void import_release(struct import *import)
{
	struct import_block *block = import->memory;
	while (block) {
		struct import_block *next = block->next;
		free(block);
		block = next;
	}
	*import = (struct import){0};
}

void *import_alloc(struct import *import, size_t count, size_t size)
{
	const size_t most = 256u * 1024u * 1024u;
	struct import_block *block = NULL;

	if (!size || count <= most / size)
		block = calloc(1, sizeof(*block) + count * size);
	if (!block) {
		import->no_memory = true;
		return NULL;
	}
	block->next = import->memory;
	import->memory = block;
	return block->bytes;
}

const char *import_copy(struct import *import, const char *bytes, size_t size)
{
	char *copy = import_alloc(import, size + 1, 1);
	if (copy)
		memcpy(copy, bytes, size);
	return copy;
}

void import_fault(struct import *import, enum faq_severity severity,
		  const char *code, unsigned line, const char *format, ...)
{
	struct fault_place place = {.source = import->source, .line = line};
	char message[384];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(message, sizeof(message), format, arguments);
	va_end(arguments);
	fault_report(import->sink, severity, code, place, "%s", message);
}

/* Twice the room for a list that is full. */
static void *grown(struct import *import, const void *list, size_t count,
		   size_t *room, size_t size)
{
	size_t more = *room ? 2 * *room : 32;
	void *copy = import_alloc(import, more, size);

	if (!copy)
		return NULL;
	if (count)
		memcpy(copy, list, count * size);
	*room = more;
	return copy;
}

/* A text's end so that it has at most `most` bytes: at a space where there is
 * one, else at a character. */
static size_t cut(const char *text, size_t size, size_t most)
{
	if (size <= most)
		return size;
	for (size_t end = most + 1; end-- > 1;)
		if (text[end] == ' ')
			return end;
	size = most;
	while (size && !utf8_valid(text, size, NULL))
		size--;
	return size;
}

/* A title is one line without control characters, cut where the engine would
 * refuse it. */
static const char *clean_title(struct import *import, const char *title,
			       unsigned line)
{
	if (!title)
		return NULL;
	char *clean = import_alloc(import, strlen(title) + 1, 1);
	if (!clean)
		return NULL;
	size_t used = 0;
	for (const char *at = title; *at; at++) {
		unsigned char c = (unsigned char)*at;
		bool space = c <= ' ' || c == 0x7f;
		if (!space)
			clean[used++] = (char)c;
		else if (used && clean[used - 1] != ' ')
			clean[used++] = ' ';
	}
	if (used && clean[used - 1] == ' ')
		used--;
	size_t end = cut(clean, used, FAQ_TITLE_BYTES_MAX);
	clean[end] = '\0';
	if (end < used)
		import_fault(import, FAQ_SEVERITY_NOTE, "text-cut", line,
			     "too long, so it ends behind '%s'", clean);
	return clean;
}

struct import_item *import_add(struct import *import, enum import_kind kind,
			       const char *title, const char *answer,
			       unsigned line)
{
	title = clean_title(import, title, line);
	if (!title || !*title)
		return NULL;
	if (import->item_count == IMPORT_ITEMS_MAX) {
		import_fault(import, FAQ_SEVERITY_ERROR, "too-many-items", line,
			     "more than %u questions; split the file",
			     IMPORT_ITEMS_MAX);
		return NULL;
	}
	if (import->item_count == import->item_room) {
		struct import_item *items =
			grown(import, import->items, import->item_count,
			      &import->item_room, sizeof(*items));
		if (!items)
			return NULL;
		import->items = items;
	}
	struct import_item *item = &import->items[import->item_count++];
	*item = (struct import_item){.kind = kind,
				     .title = title,
				     .answer = answer,
				     .name = "",
				     .line = line};
	return item;
}

void import_add_example(struct import *import, struct import_item *item,
			const char *text)
{
	const char *line = clean_title(import, text, item->line);

	if (!line || !*line || item->example_count == IMPORT_EXAMPLES_MAX ||
	    strcmp(line, item->title) == 0)
		return;
	for (size_t i = 0; i < item->example_count; i++)
		if (strcmp(item->example[i], line) == 0)
			return;
	item->example[item->example_count++] = line;
}

void import_add_response(struct import *import, const char *name,
			 const char *answer, unsigned line)
{
	if (import->response_count == IMPORT_ITEMS_MAX)
		return;
	if (import->response_count == import->response_room) {
		struct import_response *list =
			grown(import, import->responses, import->response_count,
			      &import->response_room, sizeof(*list));
		if (!list)
			return;
		import->responses = list;
	}
	import->responses[import->response_count++] =
		(struct import_response){name, answer, line, false};
}

static bool is_readable(struct import *import, const char *bytes, size_t size)
{
	size_t where = 0;
	unsigned line = 1;

	if (size > IMPORT_BYTES_MAX) {
		import_fault(import, FAQ_SEVERITY_ERROR, "file-too-large", 0,
			     "over 1 MiB; split it into several files");
		return false;
	}
	const char *nul = size ? memchr(bytes, '\0', size) : NULL;
	bool good = utf8_valid(bytes, size, &where);
	if (good && !nul)
		return true;
	if (good)
		where = (size_t)(nul - bytes);
	for (size_t i = 0; i < where; i++)
		line += bytes[i] == '\n';
	import_fault(import, FAQ_SEVERITY_ERROR, "not-utf8", line,
		     "this is no UTF-8 text; save the file as UTF-8");
	return false;
}

static bool read_as(struct import *import, enum import_format format,
		    const char *bytes, size_t size)
{
	switch (format) {
	case IMPORT_HTML:
		return html_read(import, bytes, size);
	case IMPORT_MARKDOWN:
		return markdown_read(import, bytes, size);
	case IMPORT_JSON:
		return jsonld_read(import, bytes, size, 1);
	case IMPORT_CSV:
		return table_read(import, bytes, size, false);
	case IMPORT_TSV:
		return table_read(import, bytes, size, true);
	case IMPORT_RASA:
		return rasa_read(import, bytes, size);
	default:
		import_fault(import, FAQ_SEVERITY_ERROR, "unknown-format", 0,
			     "cannot tell its format; name it with --format");
		return false;
	}
}

enum faq_status import_read(struct import *import, const char *source,
			    enum import_format format, const char *bytes,
			    size_t size)
{
	size_t errors = import->sink->errors;

	import->source = source;
	if (size >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
		bytes += 3;
		size -= 3;
	}
	bool good = is_readable(import, bytes, size) &&
		    read_as(import, format, bytes, size);
	if (import->no_memory)
		return FAQ_ERROR_NOMEM;
	return good && import->sink->errors == errors ? FAQ_OK
						      : FAQ_ERROR_CONTENT;
}
