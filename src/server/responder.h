/* SPDX-License-Identifier: MIT */
/*
 * responder.h: what a worker thread answers with: what is served, and its own
 * working memory. One per worker; no lws in it, so that sessions can be tested
 * without a socket.
 *
 * Ownership: it owns its scratch and its writer and keeps what it serves; the
 * shared part belongs to main() and outlives it.
 */
#ifndef FAQD_RESPONDER_H
#define FAQD_RESPONDER_H

#include "core/faq.h"
#include "proto/json.h"
#include "server/log.h"
#include "server/origin.h"
#include "server/served.h"
#include "server/tls.h"
#include "server/token.h"
#include "server/visitors.h"

/* What all workers share; immutable while they run. */
struct shared {
	const struct origins *origins;
	const struct tls_files *tls;
	const struct token_key *key;
	struct visitors *visitors; /* with a lock of its own */
	const struct log *log;
};

struct responder {
	const struct shared *shared;
	struct served *served;
	struct faq_scratch *scratch;
	struct faq_reply reply;  /* of the last question */
	struct json_writer json; /* the text that is being made */
};

__attribute__((warn_unused_result)) enum faq_status
responder_init(struct responder *responder, const struct shared *shared,
	       struct served *served);
void responder_release(struct responder *responder);

/* Changes over to `served`, whose count it takes. */
void responder_serve(struct responder *responder, struct served *served);

/* Answers into responder->reply; the dialogue moves on. False only when the
 * engine refuses the call. `mouth` names the way that the question came. */
__attribute__((warn_unused_result)) bool
responder_ask(struct responder *responder, struct faq_dialog *dialog,
	      const char *mouth, const char *text, size_t bytes);

/* The same for what was asked before, or by nobody: it is neither logged nor
 * counted. */
__attribute__((warn_unused_result)) bool
responder_replay(struct responder *responder, struct faq_dialog *dialog,
		 const char *text, size_t bytes);

#endif
