/* SPDX-License-Identifier: MIT */
/*
 * Any bytes: what is taken for a traceparent, or for a request's id, is made
 * of nothing but what it may hold, and is read as the same when written.
 */
#include "server/log/trace.h"

#include "fuzz/fuzz.h"

static void check_trace(const char *header, size_t size)
{
	const uint8_t seed[REQUEST_IDS_SEED] = {1};
	char written[TRACEPARENT_BYTES];
	struct request_ids ids;
	struct trace trace, again;
	bool good = trace_parse(&trace, header, size);

	if (good) {
		require(strspn(trace.trace_id, "0123456789abcdef") == 32);
		require(strspn(trace.parent_id, "0123456789abcdef") == 16);
		require(strspn(trace.trace_id, "0") < 32);
		require(strspn(trace.parent_id, "0") < 16);
		require(memcmp(header + 3, trace.trace_id, 32) == 0);
	}
	request_ids_init(&ids, seed);
	trace_begin(&trace, header, size, &ids);
	require(good == (trace.parent_id[0] != '\0'));
	trace_write(&trace, written);
	require(trace_parse(&again, written, strlen(written)));
	require(strcmp(again.trace_id, trace.trace_id) == 0);
	require(strcmp(again.parent_id, trace.span_id) == 0);
	require(again.sampled == trace.sampled);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct request_id id;
	char *header = malloc(size ? size : 1); /* no NUL: it may not look */

	if (!header)
		return 0;
	if (size)
		memcpy(header, data, size);
	check_trace(header, size);
	if (request_id_take(&id, header, size)) {
		require(strlen(id.text) == size && size >= 8 && size <= 64);
		require(!strpbrk(id.text, " \t\r\n\"\\=,;"));
	}
	free(header);
	return 0;
}
