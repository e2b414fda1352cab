/* SPDX-License-Identifier: MIT */
/*
 * Any text as a session whose signature is right: a visit that is written back
 * as it was read, or none.
 */
#include "fuzz/fuzz.h"
#include "proto/base64url.h"
#include "proto/visit.h"

#define RAW_BYTES ((VISIT_BYTES + 2u) / 3u * 3u)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char text[BASE64URL_CHARACTERS(RAW_BYTES)];
	uint8_t bytes[RAW_BYTES], back[VISIT_BYTES];
	struct visit visit;

	if (size < sizeof(text))
		return 0;
	memcpy(text, data, sizeof(text));
	if (!base64url_decode(text, bytes, RAW_BYTES))
		return 0;
	if (!visit_load(&visit, bytes)) {
		require(!visit.begun && !visit.seen[0] && !visit.dialog.step);
		return 0;
	}
	visit_save(&visit, back);
	require(memcmp(bytes, back, VISIT_BYTES) == 0);
	return 0;
}
