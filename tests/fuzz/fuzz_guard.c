/* SPDX-License-Identifier: MIT */
/* Any bytes, whole and in two parts: where each line ends in CRLF, there is no
 * NUL, no header and no body, nothing is crooked. */
#include "fuzz.h"
#include "server/edge/guard.h"

static int is_straight(const uint8_t *data, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (!data[i] ||
		    (data[i] == '\n' && (!i || data[i - 1] != '\r')) ||
		    (data[i] == '\r' && i + 1 < size && data[i + 1] != '\n'))
			return 0;
	return 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *bytes = (const char *)data;
	struct guard whole = {0}, parts = {0};
	size_t at = size ? data[0] % size : 0;

	guard_look(&whole, bytes, size, 0);
	guard_look(&parts, bytes, at, 0);
	guard_look(&parts, bytes + at, size - at, 0);
	if (is_straight(data, size) && !memchr(data, '\n', size))
		require(!whole.crooked && !parts.crooked);
	return 0;
}
