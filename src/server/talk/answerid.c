/* SPDX-License-Identifier: MIT */
#include "server/talk/answerid.h"

#include "proto/base64url.h"

#include <string.h>

#define HEAD 8u /* characters of the session */
#define TAG 6u  /* bytes */

_Static_assert(HEAD + BASE64URL_CHARACTERS(TAG) + 1 == ANSWER_ID_BYTES,
	       "head, tag and NUL");

/* SipHash takes 16 bytes at a time: each hash goes into the next. */
static void complete(const struct answer_key *key, const struct visit *visit,
		     char id[ANSWER_ID_BYTES])
{
	uint64_t part[3], hash = 0;
	uint8_t tag[sizeof(hash)];

	memcpy(part, visit->visitor, VISIT_VISITOR_BYTES);
	memcpy(part + 2, id, HEAD);
	for (unsigned i = 0; i < 3; i++)
		hash = siphash(key->bytes, hash, part[i]);
	memcpy(tag, &hash, sizeof(tag));
	base64url_encode(tag, TAG, id + HEAD);
	id[ANSWER_ID_BYTES - 1] = '\0';
}

void answer_id_make(const struct answer_key *key, const struct visit *visit,
		    const char *session, char out[ANSWER_ID_BYTES])
{
	memcpy(out, session + strlen(session) - HEAD, HEAD);
	complete(key, visit, out);
}

bool answer_id_given(const struct answer_key *key, const struct visit *visit,
		     const char *id)
{
	char made[ANSWER_ID_BYTES];

	if (!visit->begun || strlen(id) != ANSWER_ID_BYTES - 1)
		return false;
	memcpy(made, id, HEAD);
	complete(key, visit, made);
	return memcmp(made, id, ANSWER_ID_BYTES) == 0;
}
