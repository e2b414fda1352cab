/* SPDX-License-Identifier: MIT */
/*
 * json.h: strict JSON over cJSON, which by itself lets through invalid UTF-8,
 * NUL, leading zeros, trailing garbage, duplicate keys and 1,000 levels.
 *
 * Reading: a grammar check of RFC 8259 over the bytes first, then cJSON builds
 * the tree, then keys and numbers are checked. What passes is whole, UTF-8,
 * free of NUL (as \u0000 too) and duplicate keys, at most JSON_DEPTH_MAX deep,
 * and its numbers are finite. Keys compare case-sensitively. Only this file
 * and those of its folder see cJSON; others hold `struct cJSON *` as a handle.
 *
 * Writing: a text that grows up to a maximum, with one sticky error.
 *
 * Ownership: a document owns its values; a writer owns its bytes.
 */
#ifndef FAQ_JSON_H
#define FAQ_JSON_H

#include <stdbool.h>
#include <stddef.h>

struct cJSON; /* a value: null, boolean, number, string, array or object */

#define JSON_BYTES_MAX (1024u * 1024u) /* cJSON takes 40 times as much */
#define JSON_DEPTH_MAX 16u
#define JSON_NUMBER_BYTES 60u /* a longer number is refused */

enum json_status {
	JSON_OK = 0,
	JSON_ERROR_NOMEM = -1,
	JSON_ERROR_SYNTAX = -2, /* struct json_error says where and what */
	JSON_ERROR_SIZE = -3    /* over JSON_BYTES_MAX */
};

/* Where and what: line and column from 1, the column in bytes. */
struct json_error {
	unsigned line, column;
	char message[160];
};

struct json_doc;

/*
 * Reads all of `bytes`. `error` may be NULL; it is filled on every failure.
 * Free with json_free().
 */
__attribute__((warn_unused_result)) enum json_status
json_parse(struct json_doc **out, const char *bytes, size_t size,
	   struct json_error *error);
/*
 * For files that persons write: makes blanks, in place, of lines that hold
 * nothing but a // comment, and of the byte order mark that some editors put
 * first. Places stay true; and as JSON has no line end within a string, no
 * value can begin a line with //.
 */
void json_blank_comments(char *bytes, size_t size);
/* Overwrites the text before it is given back. NULL is fine. */
void json_free(struct json_doc *doc);
const struct cJSON *json_root(const struct json_doc *doc);

enum json_type {
	JSON_NULL,
	JSON_BOOL,
	JSON_NUMBER,
	JSON_STRING,
	JSON_ARRAY,
	JSON_OBJECT
};

enum json_type json_type(const struct cJSON *value);
const char *json_type_text(enum json_type type); /* "a string", "an object" */

/* The member of that very name, or NULL; also when it is no object. */
const struct cJSON *json_get(const struct cJSON *object, const char *name);
/* First element or member, and the one after; NULL at the end. */
const struct cJSON *json_first(const struct cJSON *value);
const struct cJSON *json_next(const struct cJSON *value);
/* A member's name; NULL for an array's element and the root. */
const char *json_name(const struct cJSON *value);
/* NULL when it is no string (or NULL itself). */
const char *json_string(const struct cJSON *value);
/* Leave `*out` alone and say false when it is something else. */
bool json_number(const struct cJSON *value, double *out);
bool json_bool(const struct cJSON *value, bool *out);
/* Elements or members. O(n). */
size_t json_count(const struct cJSON *value);

enum json_place {
	JSON_AT_VALUE,
	JSON_AT_NAME /* the member's name; the value when it has none */
};

/* Where a value of this document stands in the bytes read. O(document). */
void json_where(const struct json_doc *doc, const struct cJSON *value,
		enum json_place place, unsigned *line, unsigned *column);

/*
 * A JSON text in the making. Commas come by themselves. After a failure (no
 * memory, or past `max`) further writes do nothing; ask json_failed() once at
 * the end. Bytes that are not UTF-8 are written as U+FFFD.
 */
struct json_writer {
	char *bytes; /* `size` bytes and a NUL; NULL when empty */
	size_t size, room, max;
	bool failed;
};

void json_writer_init(struct json_writer *writer, size_t max);
void json_writer_release(struct json_writer *writer);
/* Empty again; keeps the memory, forgets the failure. */
void json_writer_clear(struct json_writer *writer);
/* The same, and overwrites what it held. */
void json_writer_wipe(struct json_writer *writer);
bool json_failed(const struct json_writer *writer);
/* The text, now the caller's to free(), NUL-terminated; NULL after a failure.
 * The writer is empty after it. `size` may be NULL. */
char *json_writer_take(struct json_writer *writer, size_t *size);

void json_put_open(struct json_writer *writer, char bracket);  /* '{' or '[' */
void json_put_close(struct json_writer *writer, char bracket); /* '}' or ']' */
void json_put_name(struct json_writer *writer, const char *name);
void json_put_bytes(struct json_writer *writer, const char *text, size_t size);
void json_put_string(struct json_writer *writer, const char *text);
/* Up to 6 significant digits; what is not finite becomes null. */
void json_put_number(struct json_writer *writer, double number);
void json_put_count(struct json_writer *writer, unsigned long long count);
void json_put_bool(struct json_writer *writer, bool value);
void json_put_null(struct json_writer *writer);
/* Bytes as they are: what stands between the texts of a stream. A value after
 * a line feed or a space begins a new text. */
void json_put_raw(struct json_writer *writer, const char *text);

/* Bytes that are JSON already: a value, or members behind a '{'. */
void json_put_ready(struct json_writer *writer, const char *bytes, size_t size);

/* A name and its value. */
void json_add_string(struct json_writer *writer, const char *name,
		     const char *text);
void json_add_number(struct json_writer *writer, const char *name,
		     double number);
void json_add_count(struct json_writer *writer, const char *name,
		    unsigned long long count);
void json_add_bool(struct json_writer *writer, const char *name, bool value);
void json_add_null(struct json_writer *writer, const char *name);

/* The same for a name that is known when this is compiled, and plain: nothing
 * looks for what needs an escape in it. An answer has twenty. */
#define JSON_PUT_NAME(writer, name)                                            \
	json_put_ready((writer), "\"" name "\":", sizeof(name) + 2)
#define JSON_ADD_STRING(writer, name, text)                                    \
	(JSON_PUT_NAME((writer), name), json_put_string((writer), (text)))
#define JSON_ADD_NUMBER(writer, name, number)                                  \
	(JSON_PUT_NAME((writer), name), json_put_number((writer), (number)))
#define JSON_ADD_COUNT(writer, name, count)                                    \
	(JSON_PUT_NAME((writer), name), json_put_count((writer), (count)))
#define JSON_ADD_BOOL(writer, name, value)                                     \
	((value) ? json_put_ready((writer), "\"" name "\":true",               \
				  sizeof(name) + 6)                            \
		 : json_put_ready((writer), "\"" name "\":false",              \
				  sizeof(name) + 7))

#endif
