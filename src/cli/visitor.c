/* SPDX-License-Identifier: MIT */
#include "cli/visitor.h"

#include "proto/base64url.h"
#include "proto/visit.h"

#include <assert.h>
#include <string.h>

/* The visit and the first bytes of its signature, in whole groups. */
#define HEAD_BYTES ((VISIT_BYTES + 2u) / 3u * 3u)

static_assert(VISIT_VISITOR_BYTES == STORE_ID_BYTES,
	      "a visitor has the same id in a session and in the store");

static bool read_session(const char *text, size_t bytes, struct store_id *out)
{
	uint8_t head[HEAD_BYTES];
	struct visit visit;

	if (bytes < BASE64URL_CHARACTERS(HEAD_BYTES) ||
	    !base64url_decode(text, head, sizeof(head)) ||
	    !visit_load(&visit, head) || !visit.begun)
		return false;
	memcpy(out->bytes, visit.visitor, sizeof(out->bytes));
	return true;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

bool visitor_read(const char *text, size_t bytes, struct store_id *out)
{
	for (; bytes && is_blank(*text); bytes--)
		text++;
	while (bytes && is_blank(text[bytes - 1]))
		bytes--;
	if (!store_id_parse(text, bytes, out) &&
	    !read_session(text, bytes, out))
		return false;
	return !store_id_none(out);
}
