/* SPDX-License-Identifier: MIT */
/*
 * answerid.h: the name of an answer, by which feedback speaks of it. It tells
 * whether we gave it, and to whom, so that nothing needs to be kept:
 *
 *	end of the session's text, 8 characters | base64url(tag, 6 bytes)
 *	                 `----- SipHash with the visitor -----^
 *
 * The end is of an HMAC, so no two answers of a visitor have the same. 48 bits
 * are enough of a tag: who guesses one has rated an answer that nobody got.
 *
 * Pure; any thread.
 */
#ifndef FAQD_ANSWERID_H
#define FAQD_ANSWERID_H

#include "proto/visit.h"
#include "server/edge/siphash.h"

#include <stdbool.h>

#define ANSWER_ID_BYTES 17u /* with a NUL */

struct answer_key {
	uint8_t bytes[SIPHASH_KEY_BYTES];
};

/* Of the answer that goes out with `session`, a text of 8 characters or more.
 */
void answer_id_make(const struct answer_key *key, const struct visit *visit,
		    const char *session, char out[ANSWER_ID_BYTES]);

/* Was it given to this visitor, under this key? Any text. */
bool answer_id_given(const struct answer_key *key, const struct visit *visit,
		     const char *id);

#endif
