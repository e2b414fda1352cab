/* SPDX-License-Identifier: MIT */
/*
 * Any bytes: spans come in order, don't overlap and lie within the message,
 * and of what was found in six bytes or more nothing is left.
 */
#include "core/faq.h"

#include <stdlib.h>
#include <string.h>

#define LONG_BYTES 6u

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int holds)
{
	if (!holds)
		abort();
}

static int contains(const char *bytes, size_t size, const char *value,
		    size_t value_size)
{
	for (size_t at = 0; at + value_size <= size; at++)
		if (memcmp(bytes + at, value, value_size) == 0)
			return 1;
	return 0;
}

/* Between the spans, that is: a type's own name is no leak. */
static void nothing_is_left(const char *text, size_t size,
			    const struct faq_span *span, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		size_t value = span[i].end - span[i].start;
		if (value < LONG_BYTES)
			continue;
		size_t at = 0;
		for (size_t k = 0; k <= count; k++) {
			size_t end = k < count ? span[k].start : size;
			require(!contains(text + at, end - at,
					  text + span[i].start, value));
			at = k < count ? span[k].end : size;
		}
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct faq_span span[FAQ_SPANS_MAX];
	const char *text = (const char *)data;
	char out[512];
	size_t count = faq_redact_find(text, size, span);
	size_t last = 0;
	require(count <= FAQ_SPANS_MAX);
	for (size_t i = 0; i < count; i++) {
		require(span[i].type != NULL);
		require(span[i].start >= last);
		require(span[i].end > span[i].start);
		require(span[i].end <= size);
		last = span[i].end;
	}
	nothing_is_left(text, size, span, count);
	size_t room = size > 0 && data[0] < 64 ? data[0] : sizeof(out);
	size_t used = faq_redact(text, size, out, room);
	require(room == 0 ? used == 0 : used < room && out[used] == '\0');
	return 0;
}
