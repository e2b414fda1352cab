/* SPDX-License-Identifier: MIT */
#include "proto/json.h"

#include "core/faq_wipe.h"
#include "proto/json_scan.h"

#include <cjson/cJSON.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct json_doc {
	cJSON *root;
	size_t size;
	char bytes[]; /* kept to say where a value stands; and a NUL */
};

static void error_at(struct json_error *error, const struct json_doc *doc,
		     size_t offset, const char *message)
{
	json_scan_place(doc->bytes, offset, &error->line, &error->column);
	snprintf(error->message, sizeof(error->message), "%s", message);
}

static enum json_status error_plain(struct json_error *error,
				    enum json_status status,
				    const char *message)
{
	*error = (struct json_error){.line = 1, .column = 1};
	snprintf(error->message, sizeof(error->message), "%s", message);
	return status;
}

static int compare_names(const void *a, const void *b)
{
	const cJSON *const *left = a;
	const cJSON *const *right = b;
	return strcmp((*left)->string, (*right)->string);
}

static void error_twice(struct json_error *error, const struct json_doc *doc,
			const cJSON *object, const char *name)
{
	const cJSON *last = object->child;
	for (const cJSON *item = last; item; item = item->next)
		if (strcmp(item->string, name) == 0)
			last = item;
	json_where(doc, last, JSON_AT_NAME, &error->line, &error->column);
	snprintf(error->message, sizeof(error->message),
		 "'%.64s' stands here a second time", name);
}

#define FEW_NAMES 16u

static enum json_status name_twice(const struct json_doc *doc,
				   const cJSON *object, const char *name,
				   struct json_error *error)
{
	error_twice(error, doc, object, name);
	return JSON_ERROR_SYNTAX;
}

/* Each with each, which takes no memory. */
static enum json_status check_few(const struct json_doc *doc,
				  const cJSON *object, struct json_error *error)
{
	for (const cJSON *item = object->child; item; item = item->next)
		for (const cJSON *other = item->next; other;
		     other = other->next)
			if (strcmp(item->string, other->string) == 0)
				return name_twice(doc, object, item->string,
						  error);
	return JSON_OK;
}

/* Many are sorted: a megabyte may hold 100,000 members. */
static enum json_status check_names(const struct json_doc *doc,
				    const cJSON *object,
				    struct json_error *error)
{
	size_t count = json_count(object);
	if (count <= FEW_NAMES)
		return check_few(doc, object, error);
	const cJSON **names = calloc(count, sizeof(*names));
	if (!names)
		return error_plain(error, JSON_ERROR_NOMEM, "out of memory");
	size_t n = 0;
	for (const cJSON *item = object->child; item && n < count;
	     item = item->next)
		names[n++] = item;
	qsort(names, n, sizeof(*names), compare_names);
	enum json_status status = JSON_OK;
	for (size_t i = 1; i < n && status == JSON_OK; i++) {
		if (strcmp(names[i - 1]->string, names[i]->string) == 0) {
			status = name_twice(doc, object, names[i]->string,
					    error);
		}
	}
	free(names);
	return status;
}

/* What the grammar can't say; depth is bounded by the scan. */
static enum json_status check_tree(const struct json_doc *doc,
				   const cJSON *value, struct json_error *error)
{
	if (cJSON_IsNumber(value) && !isfinite(value->valuedouble)) {
		json_where(doc, value, JSON_AT_VALUE, &error->line,
			   &error->column);
		snprintf(error->message, sizeof(error->message),
			 "a number is too large");
		return JSON_ERROR_SYNTAX;
	}
	enum json_status status = JSON_OK;
	if (cJSON_IsObject(value))
		status = check_names(doc, value, error);
	for (const cJSON *item = value->child; item && status == JSON_OK;
	     item = item->next)
		status = check_tree(doc, item, error);
	return status;
}

static enum json_status doc_fill(struct json_doc *doc, const char *bytes,
				 size_t size, struct json_error *error)
{
	struct json_scan scan;

	if (size)
		memcpy(doc->bytes, bytes, size);
	doc->bytes[size] = '\0';
	doc->size = size;
	if (!json_scan(&scan, doc->bytes, size, JSON_SCAN_NOWHERE)) {
		error_at(error, doc, scan.at, scan.fault);
		return JSON_ERROR_SYNTAX;
	}
	/* The scan has passed, so only memory can be missing. */
	doc->root = cJSON_ParseWithLength(doc->bytes, size);
	if (!doc->root)
		return error_plain(error, JSON_ERROR_NOMEM, "out of memory");
	return check_tree(doc, doc->root, error);
}

enum json_status json_parse(struct json_doc **out, const char *bytes,
			    size_t size, struct json_error *error)
{
	struct json_error ignored;
	if (!error)
		error = &ignored;
	*out = NULL;
	*error = (struct json_error){0};
	if (size > JSON_BYTES_MAX)
		return error_plain(error, JSON_ERROR_SIZE, "over 1 MiB");
	struct json_doc *doc = malloc(sizeof(*doc) + size + 1);
	if (!doc)
		return error_plain(error, JSON_ERROR_NOMEM, "out of memory");
	doc->root = NULL;
	enum json_status status = doc_fill(doc, bytes, size, error);
	if (status != JSON_OK) {
		json_free(doc);
		return status;
	}
	*out = doc;
	return JSON_OK;
}

/* Names and strings, which may be all that a visitor said. */
static void wipe_tree(const cJSON *value)
{
	for (; value; value = value->next) {
		if (value->string)
			faq_wipe(value->string, strlen(value->string));
		if (value->valuestring)
			faq_wipe(value->valuestring,
				 strlen(value->valuestring));
		wipe_tree(value->child);
	}
}

void json_blank_comments(char *bytes, size_t size)
{
	char *at = bytes, *end = bytes + size;

	if (size >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0)
		memset(bytes, ' ', 3);
	while (at < end) {
		char *stop = memchr(at, '\n', (size_t)(end - at));

		if (!stop)
			stop = end;
		while (at < stop && (*at == ' ' || *at == '\t'))
			at++;
		if (stop - at >= 2 && at[0] == '/' && at[1] == '/')
			memset(at, ' ', (size_t)(stop - at));
		at = stop + (stop < end);
	}
}

void json_free(struct json_doc *doc)
{
	if (!doc)
		return;
	wipe_tree(doc->root);
	cJSON_Delete(doc->root);
	faq_wipe(doc->bytes, doc->size);
	free(doc);
}

const cJSON *json_root(const struct json_doc *doc)
{
	return doc->root;
}

enum json_type json_type(const cJSON *value)
{
	if (cJSON_IsBool(value))
		return JSON_BOOL;
	if (cJSON_IsNumber(value))
		return JSON_NUMBER;
	if (cJSON_IsString(value))
		return JSON_STRING;
	if (cJSON_IsArray(value))
		return JSON_ARRAY;
	return cJSON_IsObject(value) ? JSON_OBJECT : JSON_NULL;
}

const char *json_type_text(enum json_type type)
{
	static const char *const text[] = {
		[JSON_NULL] = "null",       [JSON_BOOL] = "true or false",
		[JSON_NUMBER] = "a number", [JSON_STRING] = "a string",
		[JSON_ARRAY] = "an array",  [JSON_OBJECT] = "an object"};
	return text[type];
}

const cJSON *json_get(const cJSON *object, const char *name)
{
	if (!cJSON_IsObject(object))
		return NULL;
	for (const cJSON *item = object->child; item; item = item->next)
		if (strcmp(item->string, name) == 0)
			return item;
	return NULL;
}

const cJSON *json_first(const cJSON *value)
{
	return value ? value->child : NULL;
}

const cJSON *json_next(const cJSON *value)
{
	return value->next;
}

const char *json_name(const cJSON *value)
{
	return value->string;
}

const char *json_string(const cJSON *value)
{
	return cJSON_IsString(value) ? value->valuestring : NULL;
}

bool json_number(const cJSON *value, double *out)
{
	if (!cJSON_IsNumber(value))
		return false;
	*out = value->valuedouble;
	return true;
}

bool json_bool(const cJSON *value, bool *out)
{
	if (!cJSON_IsBool(value))
		return false;
	*out = cJSON_IsTrue(value);
	return true;
}

size_t json_count(const cJSON *value)
{
	size_t count = 0;
	for (const cJSON *item = json_first(value); item; item = item->next)
		count++;
	return count;
}

/* True once `value` is met; `*ordinal` counts the values before it. */
static bool find_ordinal(const cJSON *from, const cJSON *value, size_t *ordinal)
{
	if (from == value)
		return true;
	++*ordinal;
	for (const cJSON *item = from->child; item; item = item->next)
		if (find_ordinal(item, value, ordinal))
			return true;
	return false;
}

void json_where(const struct json_doc *doc, const cJSON *value,
		enum json_place place, unsigned *line, unsigned *column)
{
	struct json_scan scan;
	size_t ordinal = 0;
	size_t offset = 0;

	if (find_ordinal(doc->root, value, &ordinal)) {
		json_scan(&scan, doc->bytes, doc->size, ordinal);
		offset = place == JSON_AT_NAME ? scan.found_name : scan.found;
	}
	if (offset == JSON_SCAN_NOWHERE)
		offset = 0;
	json_scan_place(doc->bytes, offset, line, column);
}
