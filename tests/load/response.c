/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* memmem() */
#include "load/response.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

#define HEAD_BYTES_MAX 16384u
#define STATUS_BYTES 13u /* "HTTP/1.1 200 " */
#define BODY_DIGITS_MAX 9u

static const char *end_of_line(const char *at, const char *end)
{
	while (at && at + 1 < end) {
		at = memchr(at, '\r', (size_t)(end - at - 1));
		if (at && at[1] == '\n')
			return at;
		at = at ? at + 1 : NULL;
	}
	return NULL;
}

const char *load_response_header(const struct load_response *response,
				 const char *name, size_t *bytes)
{
	const char *end = response->head + response->head_bytes;
	const char *line = end_of_line(response->head, end);
	size_t length = strlen(name);

	*bytes = 0;
	while (line && line + 4 < end) {
		const char *start = line + 2;
		const char *value = start + length + 1;

		line = end_of_line(start, end);
		if (!line || value > line || start[length] != ':' ||
		    strncasecmp(start, name, length) != 0)
			continue;
		while (value < line && *value == ' ')
			value++;
		*bytes = (size_t)(line - value);
		return value;
	}
	return NULL;
}

static bool read_status(struct load_response *response)
{
	const char *at = response->head;
	size_t i;

	if (response->head_bytes < STATUS_BYTES ||
	    memcmp(at, "HTTP/1.1 ", 9) != 0)
		return false;
	for (i = 9; i < 12; i++) {
		if (at[i] < '0' || at[i] > '9')
			return false;
		response->status =
			response->status * 10 + (unsigned)(at[i] - '0');
	}
	return true;
}

static bool read_length(struct load_response *response)
{
	size_t bytes, i;
	const char *value =
		load_response_header(response, "content-length", &bytes);

	if (response->status == 101)
		return true;
	if (!value || bytes == 0 || bytes > BODY_DIGITS_MAX)
		return false;
	for (i = 0; i < bytes; i++) {
		if (value[i] < '0' || value[i] > '9')
			return false;
		response->body_bytes =
			response->body_bytes * 10 + (size_t)(value[i] - '0');
	}
	return !load_response_header(response, "transfer-encoding", &bytes);
}

enum load_response_read load_response_read(const unsigned char *bytes,
					   size_t size,
					   struct load_response *response,
					   size_t *used)
{
	const char *start = (const char *)bytes, *end, *value;
	size_t length;

	*used = 0;
	memset(response, 0, sizeof(*response));
	end = memmem(bytes, size, "\r\n\r\n", 4);
	if (!end)
		return size > HEAD_BYTES_MAX ? LOAD_RESPONSE_BAD
					     : LOAD_RESPONSE_SHORT;
	response->head = start;
	response->head_bytes = (size_t)(end - start) + 4;
	if (!read_status(response) || !read_length(response))
		return LOAD_RESPONSE_BAD;
	value = load_response_header(response, "connection", &length);
	response->close =
		value && length == 5 && strncasecmp(value, "close", 5) == 0;
	response->body = start + response->head_bytes;
	if (size - response->head_bytes < response->body_bytes)
		return LOAD_RESPONSE_SHORT;
	*used = response->head_bytes + response->body_bytes;
	return LOAD_RESPONSE_OK;
}
