/* SPDX-License-Identifier: MIT */
#include "server/desk/backoff.h"

uint64_t backoff_ms(unsigned attempts, uint32_t after_s, uint32_t random)
{
	uint64_t bound = BACKOFF_FIRST_MS;

	for (unsigned i = 1; i < attempts && bound < BACKOFF_MOST_MS; i++)
		bound *= 2;
	if (bound > BACKOFF_MOST_MS)
		bound = BACKOFF_MOST_MS;
	return (uint64_t)after_s * 1000 + (bound * random >> 32);
}
