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
#include "proto/message_cache.h"
#include "server/files.h"
#include "server/log.h"
#include "server/origin.h"
#include "server/record.h"
#include "server/token.h"

/* What all workers share; immutable while they run. */
struct shared {
	const struct faq_catalog *catalog;
	const struct message_cache *cache; /* of that catalogue, or NULL */
	const char *language;              /* of the content: "en" */
	const struct observer *observer;   /* or NULL */
	const struct files *files;
	const struct origins *origins;
	const struct token_keys *keys;
	const struct log *log;
};

struct responder {
	const struct shared *shared;
	struct faq_scratch *scratch;
	struct signer signer;
	int64_t (*now_s)(void);  /* seconds since 1970 */
	struct faq_reply reply;  /* of the last question */
	struct json_writer json; /* the text that is being made */
	char session[TOKEN_BYTES];
};

/* FAQ_ERROR_NOMEM also when OpenSSL fails. */
__attribute__((warn_unused_result)) enum faq_status
responder_init(struct responder *responder, const struct shared *shared);
void responder_release(struct responder *responder);

/* Answers into responder->reply; the dialogue moves on. False only when the
 * engine refuses the call. */
__attribute__((warn_unused_result)) bool
responder_ask(struct responder *responder, struct faq_dialog *dialog,
	      const char *mouth, const char *text, size_t bytes);

/* The same for a click on an intent: faq_choose(). FAQ_ERROR_UNKNOWN when the
 * content has no such, and the dialogue stays. */
__attribute__((warn_unused_result)) enum faq_status
responder_choose(struct responder *responder, struct faq_dialog *dialog,
		 const char *mouth, const char *id);

/* Nanoseconds of a clock that nobody sets; for the engine, too. */
uint64_t responder_clock_ns(void *unused);

#endif
