/* SPDX-License-Identifier: MIT */
/*
 * sign.h: how desks prove that a webhook is theirs. One function verifies and
 * one makes the same, so that each is the other's test.
 *
 *	CHATWOOT  X-Chatwoot-Signature: sha256=HEX of SHA-256 over TIME.BODY
 *	HUB       X-Hub-Signature: sha1=HEX of SHA-1 over BODY
 *	SLACK     X-Slack-Signature: v0=HEX of SHA-256 over v0:TIME:BODY
 *	STANDARD  webhook-signature: v1,BASE64 of SHA-256 over ID.TIME.BODY;
 *	          several, parted by blanks; secrets are "whsec_" and base64
 *	KEY       X-API-Key: the secret
 *	TOKEN     the secret inside the body
 *	URL       the secret inside the URL
 *
 * All are HMACs. What comes in is never decoded: ours is encoded, and compared
 * in constant time. Source: the desks' documentation; STANDARD is
 * the Standard Webhooks specification, 1.0.
 */
#ifndef FAQ_DESK_SIGN_H
#define FAQ_DESK_SIGN_H

#include "desk/desk.h"

enum sign_scheme {
	SIGN_CHATWOOT,
	SIGN_HUB,
	SIGN_SLACK,
	SIGN_STANDARD,
	SIGN_KEY,
	SIGN_TOKEN,
	SIGN_URL
};

/* `said` is what a body or a URL claims the secret to be; NULL: nothing. */
DESK_MUST_CHECK enum desk_status sign_verify(enum sign_scheme scheme,
					     const struct desk_config *config,
					     const struct desk_hook *hook,
					     const char *said, int64_t now_s);

/* Adds to `headers`. `id` is STANDARD's, the others have none. Signs with the
 * first secret. */
DESK_MUST_CHECK enum desk_status sign_make(enum sign_scheme scheme,
					   const struct desk_config *config,
					   const char *id, int64_t now_s,
					   const char *body, size_t bytes,
					   struct desk_headers *headers);

/* Could it be a secret of that scheme? */
bool sign_secret_fits(enum sign_scheme scheme, const char *secret);

#endif
