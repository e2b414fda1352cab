/* SPDX-License-Identifier: MIT */
/* Any bytes as a visitor: whoever is found has an id, and is found by it. */
#include "cli/visitor.h"

#include "fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char name[STORE_ID_TEXT_BYTES];
	struct store_id id, again;
	char *text = malloc(size ? size : 1); /* no NUL: it may not look */

	if (!text)
		return 0;
	if (size)
		memcpy(text, data, size);
	if (visitor_read(text, size, &id)) {
		require(!store_id_none(&id));
		store_id_text(&id, name);
		require(visitor_read(name, strlen(name), &again));
		require(memcmp(&id, &again, sizeof(id)) == 0);
	}
	free(text);
	return 0;
}
