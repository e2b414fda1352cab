/* SPDX-License-Identifier: MIT */
/*
 * remote.h: questions put to a running faqd, over POST /v1/ask; its answers
 * read back into the engine's own struct.
 */
#ifndef FAQ_REMOTE_H
#define FAQ_REMOTE_H

#include "cli/httpclient.h"
#include "core/faq.h"
#include "proto/json.h"

#define REMOTE_SESSION_BYTES 1024u
#define REMOTE_UNKNOWN_MAX 16u
#define REMOTE_NAME_BYTES 128u

struct remote {
	struct httpclient client;
	const struct faq_catalog *catalog; /* gives names their intents */
	struct json_writer json;
	char session[REMOTE_SESSION_BYTES]; /* "" begins anew */
	char described[64];                 /* "step 2 paused" */
	/* What the server names and the catalogue doesn't know; of one reply.
	 */
	struct faq_intent unknown[REMOTE_UNKNOWN_MAX];
	char name[REMOTE_UNKNOWN_MAX][REMOTE_NAME_BYTES];
	size_t unknown_count;
};

/* False when the URL is not http://... Release it in any case. */
bool remote_init(struct remote *remote, const char *url,
		 const struct faq_catalog *catalog);
void remote_release(struct remote *remote);

/* The next question begins a conversation. */
void remote_fresh(struct remote *remote);

/*
 * Asks. The reply's intents live until the next question. False when the
 * server can't be asked; `cause` says why.
 */
bool remote_ask(struct remote *remote, const char *text,
		struct faq_reply *reply, char cause[160]);

/* The reply from a body as /v1/ask writes it: any bytes. For the tests. */
bool remote_read(struct remote *remote, const char *body, size_t bytes,
		 struct faq_reply *reply);

#endif
