/* SPDX-License-Identifier: MIT */
#include "server/log/log_field.h"

#include "core/faq.h"

#include <arpa/inet.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#define NAME_BYTES 64u

static const char name_bytes[] = "abcdefghijklmnopqrstuvwxyz"
				 "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				 "0123456789._-";

static struct log_field number(const char *key, enum log_kind kind,
			       uint64_t value)
{
	return (struct log_field){.key = key, .kind = kind, .number = value};
}

static struct log_field text(const char *key, enum log_kind kind,
			     const char *value)
{
	return (struct log_field){.key = key,
				  .kind = kind,
				  .text = value ? value : "",
				  .size = value ? strlen(value) : 0};
}

struct log_field log_number(const char *key, uint64_t value)
{
	return number(key, LOG_KIND_NUMBER, value);
}

struct log_field log_flag(const char *key, bool flag)
{
	return number(key, LOG_KIND_FLAG, flag);
}

struct log_field log_seconds(const char *key, uint64_t nanoseconds)
{
	return number(key, LOG_KIND_SECONDS, nanoseconds);
}

struct log_field log_word(const char *key, const char *word)
{
	return text(key, LOG_KIND_WORD, word);
}

struct log_field log_id(const char *key, const char *id)
{
	return text(key, LOG_KIND_ID, id);
}

struct log_field log_cause(const char *cause)
{
	return text("cause", LOG_KIND_CAUSE, cause);
}

struct log_field log_file(const char *path)
{
	return text("file", LOG_KIND_CAUSE, path);
}

struct log_field log_path(const char *path, size_t bytes)
{
	return (struct log_field){.key = "path",
				  .kind = LOG_KIND_PATH,
				  .text = path ? path : "",
				  .size = path ? bytes : 0};
}

struct log_field log_origin(const char *origin)
{
	return text("origin", LOG_KIND_PATH, origin);
}

struct log_field log_address(const struct address *address)
{
	return (struct log_field){
		.key = "address", .kind = LOG_KIND_ADDRESS, .address = address};
}

static size_t put(char out[LOG_VALUE_BYTES], const char *bytes, size_t size)
{
	size_t kept = size < LOG_VALUE_BYTES ? size : LOG_VALUE_BYTES - 1;

	memcpy(out, bytes, kept);
	out[kept] = '\0';
	return kept;
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static size_t put_name(const struct log_field *field, char out[LOG_VALUE_BYTES])
{
	bool good = field->size > 0 && field->size <= NAME_BYTES &&
		    strspn(field->text, name_bytes) == field->size &&
		    (field->kind == LOG_KIND_ID || is_letter(field->text[0]));

	return good ? put(out, field->text, field->size) : put(out, "?", 1);
}

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Unescaped before it is redacted: "a%40b.example" is an address, too. */
static size_t put_path(const struct log_field *field, char out[LOG_VALUE_BYTES])
{
	char plain[LOG_PATH_BYTES];
	size_t used = 0, i = 0;

	while (i < field->size && used < sizeof(plain) &&
	       !strchr("?#", field->text[i])) {
		bool escape = field->text[i] == '%' && field->size - i > 2 &&
			      hex(field->text[i + 1]) >= 0 &&
			      hex(field->text[i + 2]) >= 0;

		plain[used++] = escape ? (char)(hex(field->text[i + 1]) << 4 |
						hex(field->text[i + 2]))
				       : field->text[i];
		i += escape ? 3 : 1;
	}
	return faq_redact(plain, used, out, LOG_VALUE_BYTES);
}

static size_t put_address(const struct address *address,
			  char out[LOG_VALUE_BYTES])
{
	char text[ADDRESS_TEXT_BYTES];

	address_text(address, text);
	return put(out, text, strlen(text));
}

static size_t put_number(const struct log_field *field,
			 char out[LOG_VALUE_BYTES])
{
	const uint64_t second = 1000000000u;
	int bytes;

	if (field->kind == LOG_KIND_FLAG)
		return field->number ? put(out, "true", 4)
				     : put(out, "false", 5);
	if (field->kind == LOG_KIND_NUMBER)
		bytes = snprintf(out, LOG_VALUE_BYTES, "%" PRIu64,
				 field->number);
	else
		bytes = snprintf(out, LOG_VALUE_BYTES, "%" PRIu64 ".%06u",
				 field->number / second,
				 (unsigned)(field->number % second / 1000));
	return bytes > 0 ? (size_t)bytes : 0;
}

size_t log_field_text(const struct log_field *field, char out[LOG_VALUE_BYTES])
{
	switch (field->kind) {
	case LOG_KIND_NUMBER:
	case LOG_KIND_SECONDS:
	case LOG_KIND_FLAG:
		return put_number(field, out);
	case LOG_KIND_WORD:
	case LOG_KIND_ID:
		return put_name(field, out);
	case LOG_KIND_PATH:
		return put_path(field, out);
	case LOG_KIND_ADDRESS:
		return put_address(field->address, out);
	case LOG_KIND_CAUSE:
		break;
	}
	return put(out, field->text, field->size);
}

bool log_field_bare(const struct log_field *field)
{
	return field->kind == LOG_KIND_NUMBER ||
	       field->kind == LOG_KIND_SECONDS || field->kind == LOG_KIND_FLAG;
}
