/* SPDX-License-Identifier: MIT */
/*
 * responder.h: what a worker thread answers with: the catalogue, its own
 * working memory, and the page. One per worker; no lws in it, so that sessions
 * can be tested without a socket.
 *
 * Ownership: it owns its scratch and its writer; the rest of what it points
 * to belongs to main() and outlives it.
 */
#ifndef FAQD_RESPONDER_H
#define FAQD_RESPONDER_H

#include "core/faq.h"
#include "proto/json.h"
#include "server/log.h"
#include "server/origin.h"
#include "server/files.h"
#include "server/token.h"

/* What all workers share; immutable while they run. */
struct shared {
	const struct faq_catalog *catalog;
	const struct files *files;
	const struct origins *origins;
	const struct token_key *key;
	const struct log *log;
	bool tls; /* every connection is encrypted */
};

struct responder {
	const struct shared *shared;
	struct faq_scratch *scratch;
	struct faq_reply reply;  /* of the last question */
	struct json_writer json; /* the text that is being made */
};

__attribute__((warn_unused_result)) enum faq_status
responder_init(struct responder *responder, const struct shared *shared);
void responder_release(struct responder *responder);

/* Answers into responder->reply; the dialogue moves on. False only when the
 * engine refuses the call. */
__attribute__((warn_unused_result)) bool
responder_ask(struct responder *responder, struct faq_dialog *dialog,
	      const char *mouth, const char *text, size_t bytes);

#endif
