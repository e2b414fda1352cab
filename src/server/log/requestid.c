/* SPDX-License-Identifier: MIT */
#include "server/log/requestid.h"

#include <string.h>

#define TAKEN_BYTES_MIN 8u /* fewer tell too few requests apart */

void request_ids_init(struct request_ids *ids,
		      const uint8_t seed[REQUEST_IDS_SEED])
{
	memcpy(ids->state, seed, sizeof(ids->state));
	/* All zero would stay zero. */
	ids->state[0] |= 1;
}

static uint64_t rotate(uint64_t x, unsigned by)
{
	return x << by | x >> (64 - by);
}

static uint64_t step(uint64_t s[4])
{
	uint64_t result = rotate(s[1] * 5, 7) * 9;
	uint64_t t = s[1] << 17;

	s[2] ^= s[0];
	s[3] ^= s[1];
	s[1] ^= s[2];
	s[0] ^= s[3];
	s[2] ^= t;
	s[3] = rotate(s[3], 45);
	return result;
}

uint64_t request_ids_next(struct request_ids *ids)
{
	uint64_t next;

	do
		next = step(ids->state);
	while (next == 0);
	return next;
}

void request_ids_write(struct request_ids *ids, char out[REQUEST_IDS_DIGITS])
{
	static const char digit[] = "0123456789abcdef";
	uint64_t next = request_ids_next(ids);

	for (size_t i = REQUEST_IDS_DIGITS; i-- > 0; next >>= 4)
		out[i] = digit[next & 15];
}

void request_id_make(struct request_id *out, struct request_ids *ids)
{
	request_ids_write(ids, out->text);
	request_ids_write(ids, out->text + REQUEST_IDS_DIGITS);
	out->text[2 * REQUEST_IDS_DIGITS] = '\0';
}

bool request_id_take(struct request_id *out, const char *header, size_t bytes)
{
	static const char good[] = "abcdefghijklmnopqrstuvwxyz"
				   "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				   "0123456789._-";
	size_t i;

	if (!header || bytes < TAKEN_BYTES_MIN || bytes >= REQUEST_ID_BYTES)
		return false;
	for (i = 0; i < bytes; i++)
		if (!header[i] || !strchr(good, header[i]))
			return false;
	memcpy(out->text, header, bytes);
	out->text[bytes] = '\0';
	return true;
}
