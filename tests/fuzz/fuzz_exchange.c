/* SPDX-License-Identifier: MIT */
/* Any bytes as what another node tells of its visitors: whatever stands before
 * it, an address that has had its questions there gets none here. */
#include "server/edge/exchange.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define FIRST "other "
#define LAST " 192.0.2.1=1000"
#define NOW_US INT64_C(1000000000)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct limit_rules rules = {.questions = {10, 4},
						 .block = 2};
	static const uint8_t seed[LIMIT_SEED_BYTES] = {7};
	struct limit *limit = limit_new(&rules, 10, seed);
	char *text = malloc(sizeof(FIRST) + size + sizeof(LAST));
	struct address from;
	int64_t wait_us;

	if (limit && text && address_parse(&from, "192.0.2.1", 9)) {
		memcpy(text, FIRST, strlen(FIRST));
		for (size_t i = 0; i < size; i++)
			text[strlen(FIRST) + i] = data[i] ? (char)data[i] : ' ';
		memcpy(text + strlen(FIRST) + size, LAST, sizeof(LAST));
		exchange_take(limit, "own", text, NOW_US);
		if (limit_question(limit, &from, NOW_US, &wait_us) ==
		    LIMIT_ALLOWED)
			abort();
	}
	free(text);
	limit_free(limit);
	return 0;
}
