/* SPDX-License-Identifier: MIT */
#include "server/responder.h"

#include "proto/message.h"

#include <string.h>
#include <time.h>

static uint64_t clock_ns(void *context)
{
	struct timespec now;

	(void)context;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

enum faq_status responder_init(struct responder *responder,
			       const struct shared *shared,
			       struct served *served)
{
	const struct faq_options options = {.clock_ns = clock_ns};
	enum faq_status status;

	memset(responder, 0, sizeof(*responder));
	responder->shared = shared;
	json_writer_init(&responder->json, MESSAGE_REPLY_BYTES_MAX);
	status = faq_scratch_new(&responder->scratch, &options);
	if (status == FAQ_OK)
		responder->served = served_keep(served);
	return status;
}

void responder_release(struct responder *responder)
{
	faq_scratch_free(responder->scratch);
	responder->scratch = NULL;
	served_drop(responder->served);
	responder->served = NULL;
	json_writer_release(&responder->json);
}

void responder_serve(struct responder *responder, struct served *served)
{
	served_drop(responder->served);
	responder->served = served;
}

bool responder_ask(struct responder *responder, struct faq_dialog *dialog,
		   const char *mouth, const char *text, size_t bytes)
{
	const struct shared *shared = responder->shared;
	enum faq_status status;

	status = faq_ask(responder->served->catalog, responder->scratch, dialog,
			 text, bytes, &responder->reply, NULL);
	if (status != FAQ_OK) {
		log_event(shared->log, LOG_LEVEL_ERROR, "the engine failed",
			  log_word("mouth", mouth),
			  log_cause(faq_status_text(status)));
		return false;
	}
	log_question(shared->log, mouth, bytes,
		     faq_verdict_text(responder->reply.verdict));
	return true;
}

bool responder_replay(struct responder *responder, struct faq_dialog *dialog,
		      const char *text, size_t bytes)
{
	return faq_ask(responder->served->catalog, responder->scratch, dialog,
		       text, bytes, &responder->reply, NULL) == FAQ_OK;
}
