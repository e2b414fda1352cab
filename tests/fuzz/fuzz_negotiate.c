/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as Accept-Encoding and as If-None-Match: the form chosen is one
 * that exists, and a tag alone is always known again.
 */
#include "server/web/negotiate.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int holds)
{
	if (!holds)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char etag[] = "\"0123\"";
	char *text = malloc(size + 1);
	unsigned has;

	if (!text)
		return 0;
	memcpy(text, data, size);
	text[size] = '\0';
	for (has = 1; has < 1u << CODINGS; has += 2)
		require((has & 1u << negotiate_coding(text, has)) != 0);
	if (!negotiate_unchanged(text, etag))
		require(strcmp(text, etag) != 0);
	free(text);
	return 0;
}
