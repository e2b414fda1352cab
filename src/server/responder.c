/* SPDX-License-Identifier: MIT */
#include "server/responder.h"

#include "proto/message.h"

#include <string.h>
#include <time.h>

uint64_t responder_clock_ns(void *unused)
{
	struct timespec now;

	(void)unused;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static int64_t now_s(void)
{
	return (int64_t)time(NULL);
}

enum faq_status responder_init(struct responder *responder,
			       const struct shared *shared)
{
	enum faq_status status;
	const struct faq_options options = {.clock_ns = responder_clock_ns};

	memset(responder, 0, sizeof(*responder));
	responder->shared = shared;
	responder->now_s = now_s;
	json_writer_init(&responder->json, MESSAGE_REPLY_BYTES_MAX);
	if (!signer_init(&responder->signer, shared->keys))
		return FAQ_ERROR_NOMEM;
	status = faq_scratch_new(&responder->scratch, &options);
	if (status != FAQ_OK)
		signer_release(&responder->signer);
	return status;
}

void responder_release(struct responder *responder)
{
	faq_scratch_free(responder->scratch);
	responder->scratch = NULL;
	signer_release(&responder->signer);
	json_writer_release(&responder->json);
}

bool responder_ask(struct responder *responder, struct faq_dialog *dialog,
		   const char *mouth, const char *text, size_t bytes)
{
	const struct shared *shared = responder->shared;
	enum faq_status status;

	status = faq_ask(shared->catalog, responder->scratch, dialog, text,
			 bytes, &responder->reply, NULL);
	if (status != FAQ_OK) {
		log_line(shared->log, "%s: the engine failed: %s", mouth,
			 faq_status_text(status));
		return false;
	}
	log_question(shared->log, mouth, bytes,
		     faq_verdict_text(responder->reply.verdict));
	return true;
}

enum faq_status responder_choose(struct responder *responder,
				 struct faq_dialog *dialog, const char *mouth,
				 const char *id)
{
	const struct shared *shared = responder->shared;
	enum faq_status status = faq_choose(shared->catalog, responder->scratch,
					    dialog, id, &responder->reply);

	if (status == FAQ_OK)
		log_question(shared->log, mouth, 0,
			     faq_verdict_text(responder->reply.verdict));
	return status;
}
