/* SPDX-License-Identifier: MIT */
/*
 * log_field.h: what a line of the log says beside its message: a key and a
 * value of a kind.
 *
 * A visitor's text has no way in. Each maker takes a value of one kind: a
 * number, a name out of our own tables (which is checked to look like one), an
 * id, an address, a place. There is deliberately none that takes any bytes.
 *
 * Ownership: a field borrows what it was made of until the line is written.
 * Keys are static: lower case, digits and underscores.
 */
#ifndef FAQD_LOG_FIELD_H
#define FAQD_LOG_FIELD_H

#include "server/edge/address.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum log_kind {
	LOG_KIND_NUMBER,
	LOG_KIND_SECONDS, /* number, in nanoseconds */
	LOG_KIND_FLAG,    /* number, 0 or 1 */
	LOG_KIND_WORD,
	LOG_KIND_ID,
	LOG_KIND_CAUSE,
	LOG_KIND_PATH,
	LOG_KIND_ADDRESS
};

struct log_field {
	const char *key;
	enum log_kind kind;
	uint64_t number;
	const char *text; /* `size` bytes */
	size_t size;
	const struct address *address;
};

struct log_field log_number(const char *key, uint64_t number);
struct log_field log_flag(const char *key, bool flag);
/* A span of time, told in seconds. */
struct log_field log_seconds(const char *key, uint64_t nanoseconds);

/* A name of ours: a verdict, a limit, an intent. A letter, then letters, digits
 * and "._-", 64 bytes at most; anything else is written as "?". */
struct log_field log_word(const char *key, const char *word);

/* The id of a request, trace or span: letters, digits and "._-", 64 bytes at
 * most; else "?". */
struct log_field log_id(const char *key, const char *id);

/* What the system or a library says went wrong, or a file of the operator's:
 * config, content, database. Never anything of a visitor's. */
struct log_field log_cause(const char *cause);
struct log_field log_file(const char *path);

/* The path that a request asks for: without its query, unescaped, at most
 * LOG_PATH_BYTES of it, and redacted as a question would be. */
#define LOG_PATH_BYTES 128u
struct log_field log_path(const char *path, size_t bytes);

/* The origin of a web page, cut and redacted as a path is. */
struct log_field log_origin(const char *origin);

/* As address_text() has it. */
struct log_field log_address(const struct address *address);

#define LOG_VALUE_BYTES 512u

/*
 * The value as text with a final NUL, cut at LOG_VALUE_BYTES; returns its
 * length. It is not yet escaped: a cause or a path may hold any bytes.
 */
size_t log_field_text(const struct log_field *field, char out[LOG_VALUE_BYTES]);

/* JSON writes it without quotes: numbers, seconds and flags. */
bool log_field_bare(const struct log_field *field);

#endif
