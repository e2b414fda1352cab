/* SPDX-License-Identifier: MIT */
/* The desks file, from bytes to struct desks. */
#include "desk/desks_read.h"

#include <openssl/crypto.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct desks_text {
	struct desks_text *next;
	size_t size;
	char text[];
};

const char *desks_keep(struct desks_reader *reader, const char *text,
		       size_t bytes)
{
	struct desks_text *kept = malloc(sizeof(*kept) + bytes + 1);

	if (!kept) {
		reader->no_memory = true;
		return NULL;
	}
	kept->next = reader->desks->texts;
	kept->size = bytes;
	memcpy(kept->text, text, bytes);
	kept->text[bytes] = '\0';
	reader->desks->texts = kept;
	return kept->text;
}

void desks_fault(struct desks_reader *reader, const struct cJSON *value,
		 const char *format, ...)
{
	struct fault_place place = {.source = reader->path};
	char message[256];
	va_list arguments;

	if (value)
		json_where(reader->doc, value, JSON_AT_VALUE, &place.line,
			   &place.column);
	va_start(arguments, format);
	vsnprintf(message, sizeof(message), format, arguments);
	va_end(arguments);
	fault_report(&reader->sink, FAQ_SEVERITY_ERROR, "desks", place, "%s",
		     message);
}

/* ------------------------------------------------------------------ */
/* Desks.                                                             */

/* It stands in a path, and with a word before it in a column of the store. */
static bool is_name(const char *name)
{
	return *name && strlen(name) <= DESKS_NAME_MAX &&
	       strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") ==
		       strlen(name);
}

static void check_desk(struct desks_reader *reader, const struct cJSON *object,
		       struct desk_setup *desk)
{
	const char *name = desk->config.name;
	char fault[128];

	if (!json_get(object, "kind"))
		desks_fault(reader, object, "the desk has no 'kind'");
	else if (!name || !is_name(name))
		desks_fault(reader, object,
			    "a desk's 'name' must be 1 to %u of a-z, 0-9 and -",
			    DESKS_NAME_MAX);
	else if (desks_find(reader->desks, name, strlen(name)))
		desks_fault(reader, object, "there are two desks '%s'", name);
	else if (desk_config_check(&desk->config, fault, sizeof(fault)) !=
		 DESK_OK)
		desks_fault(reader, object, "desk '%s': %s", name, fault);
}

/* Faults of its members come first: they explain what is missing. */
static void read_desk(struct desks_reader *reader, const struct cJSON *object)
{
	struct desks *desks = reader->desks;
	struct desk_setup *desk = &desks->desk[desks->count];
	size_t errors = reader->sink.errors;

	if (!desks_has_type(reader, object, "a desk", JSON_OBJECT))
		return;
	if (desks->count == DESKS_MAX) {
		desks_fault(reader, object, "over %u desks", DESKS_MAX);
		return;
	}
	desks_read_desk(reader, object, desk);
	desk->config.secret_count =
		desk->config.secret[0] ? 1 + (desk->config.secret[1] != NULL)
				       : 0;
	if (reader->sink.errors == errors && !reader->no_memory)
		check_desk(reader, object, desk);
	desks->count++;
}

static void take_desks(struct desks_reader *reader, const struct cJSON *value,
		       void *target)
{
	(void)target;
	for (const struct cJSON *item = json_first(value); item;
	     item = json_next(item))
		read_desk(reader, item);
}

static void read_root(struct desks_reader *reader)
{
	const struct cJSON *root = json_root(reader->doc);

	if (!desks_has_type(reader, root, "the file", JSON_OBJECT))
		return;
	desks_read_root(reader, root, take_desks);
	if (reader->sink.errors == 0 && reader->desks->count == 0)
		desks_fault(reader, root, "there is no desk in 'desks'");
}

static void read_bytes(struct desks_reader *reader, const char *bytes,
		       size_t size)
{
	struct json_doc *doc;
	struct json_error error;
	enum json_status status = json_parse(&doc, bytes, size, &error);
	const struct fault_place place = {reader->path, error.line,
					  error.column};

	if (status == JSON_ERROR_NOMEM) {
		reader->no_memory = true;
	} else if (status != JSON_OK) {
		fault_report(&reader->sink, FAQ_SEVERITY_ERROR, "desks", place,
			     "%s", error.message);
	} else {
		reader->doc = doc;
		read_root(reader);
		json_free(doc);
	}
}

enum desk_status desks_parse(struct desks *desks, const char *path,
			     const char *bytes, size_t size,
			     faq_report_fn *report, void *context)
{
	struct desks_reader reader = {
		.desks = desks, .sink = {report, context, 0}, .path = path};
	char *plain = malloc(size + 1);

	*desks = (struct desks){.count = 0};
	if (!plain)
		return DESK_ERROR_NOMEM;
	if (size)
		memcpy(plain, bytes, size);
	json_blank_comments(plain, size);
	read_bytes(&reader, plain, size);
	free(plain);
	if (reader.no_memory || reader.sink.errors)
		desks_release(desks);
	if (reader.no_memory)
		return DESK_ERROR_NOMEM;
	return reader.sink.errors ? DESK_ERROR_CONFIG : DESK_OK;
}

void desks_release(struct desks *desks)
{
	while (desks->texts) {
		struct desks_text *text = desks->texts;

		desks->texts = text->next;
		OPENSSL_cleanse(text->text, text->size);
		free(text);
	}
	*desks = (struct desks){.count = 0};
}

const struct desk_setup *desks_find(const struct desks *desks, const char *name,
				    size_t bytes)
{
	for (size_t i = 0; i < desks->count; i++) {
		const char *own = desks->desk[i].config.name;

		if (own && strlen(own) == bytes &&
		    memcmp(own, name, bytes) == 0)
			return &desks->desk[i];
	}
	return NULL;
}
