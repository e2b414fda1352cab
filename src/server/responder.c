/* SPDX-License-Identifier: MIT */
#include "server/responder.h"

#include "proto/message.h"

#include <string.h>

enum faq_status responder_init(struct responder *responder,
			       const struct shared *shared)
{
	memset(responder, 0, sizeof(*responder));
	responder->shared = shared;
	json_writer_init(&responder->json, MESSAGE_REPLY_BYTES_MAX);
	return faq_scratch_new(&responder->scratch, NULL);
}

void responder_release(struct responder *responder)
{
	faq_scratch_free(responder->scratch);
	responder->scratch = NULL;
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
