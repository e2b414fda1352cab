/* SPDX-License-Identifier: MIT */
#include "server/log/trace.h"

#include <stdio.h>
#include <string.h>

#define TRACE_AT 3u
#define PARENT_AT 36u
#define FLAGS_AT 53u
#define PLAIN_BYTES 55u /* of version 00 */

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Lower-case hex only. */
static bool all_hex(const char *at, size_t digits)
{
	while (digits--)
		if (hex(*at++) < 0)
			return false;
	return true;
}

static bool all_zero(const char *at, size_t digits)
{
	while (digits--)
		if (*at++ != '0')
			return false;
	return true;
}

/* The fields of version 00, with their dashes. */
static bool well_formed(const char *header)
{
	return all_hex(header, 2) && header[2] == '-' &&
	       all_hex(header + TRACE_AT, 32) && header[35] == '-' &&
	       all_hex(header + PARENT_AT, 16) && header[52] == '-' &&
	       all_hex(header + FLAGS_AT, 2);
}

bool trace_parse(struct trace *out, const char *header, size_t bytes)
{
	memset(out, 0, sizeof(*out));
	if (!header || bytes < PLAIN_BYTES || !well_formed(header) ||
	    memcmp(header, "ff", 2) == 0 || all_zero(header + TRACE_AT, 32) ||
	    all_zero(header + PARENT_AT, 16))
		return false;
	if (bytes > PLAIN_BYTES &&
	    (memcmp(header, "00", 2) == 0 || header[PLAIN_BYTES] != '-'))
		return false;
	memcpy(out->trace_id, header + TRACE_AT, 32);
	memcpy(out->parent_id, header + PARENT_AT, 16);
	out->sampled = hex(header[FLAGS_AT + 1]) & 1;
	return true;
}

void trace_begin(struct trace *out, const char *header, size_t bytes,
		 struct request_ids *ids)
{
	if (!trace_parse(out, header, bytes))
		for (size_t at = 0; at < 32; at += REQUEST_IDS_DIGITS)
			request_ids_write(ids, out->trace_id + at);
	request_ids_write(ids, out->span_id);
	out->span_id[REQUEST_IDS_DIGITS] = '\0';
}

void trace_write(const struct trace *trace, char out[TRACEPARENT_BYTES])
{
	snprintf(out, TRACEPARENT_BYTES, "00-%s-%s-%s", trace->trace_id,
		 trace->span_id, trace->sampled ? "01" : "00");
}
