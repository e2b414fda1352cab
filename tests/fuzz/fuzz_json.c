/* SPDX-License-Identifier: MIT */
/*
 * Any bytes: a document or an error with a place within the text, never both.
 * What is read and written again reads as the same.
 */
#include "proto/json.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int holds)
{
	if (!holds)
		abort();
}

static void write_value(struct json_writer *writer, const struct cJSON *value)
{
	enum json_type type = json_type(value);
	double number = 0;
	bool truth = false;

	if (type == JSON_ARRAY || type == JSON_OBJECT) {
		json_put_open(writer, type == JSON_ARRAY ? '[' : '{');
		for (const struct cJSON *item = json_first(value); item;
		     item = json_next(item)) {
			if (type == JSON_OBJECT)
				json_put_name(writer, json_name(item));
			write_value(writer, item);
		}
		json_put_close(writer, type == JSON_ARRAY ? ']' : '}');
	} else if (type == JSON_STRING) {
		json_put_string(writer, json_string(value));
	} else if (json_number(value, &number)) {
		json_put_number(writer, number);
	} else if (json_bool(value, &truth)) {
		json_put_bool(writer, truth);
	} else {
		json_put_bool(writer, false);
	}
}

static void write_again(const struct json_doc *doc)
{
	struct json_writer writer;
	struct json_doc *copy;
	size_t size;

	json_writer_init(&writer, 8u * JSON_BYTES_MAX);
	write_value(&writer, json_root(doc));
	char *text = json_writer_take(&writer, &size);
	require(text != NULL);
	if (size <= JSON_BYTES_MAX) {
		require(json_parse(&copy, text, size, NULL) == JSON_OK);
		require(json_count(json_root(copy)) ==
			json_count(json_root(doc)));
		json_free(copy);
	}
	free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct json_doc *doc;
	struct json_error error;
	char *bytes = malloc(size + 1);

	if (!bytes)
		return 0;
	memcpy(bytes, data, size);
	if (json_parse(&doc, bytes, size, &error) == JSON_OK) {
		write_again(doc);
		json_free(doc);
	} else {
		require(!doc && error.line && error.column && error.message[0]);
	}
	free(bytes);
	return 0;
}
