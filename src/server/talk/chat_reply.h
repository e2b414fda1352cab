/* SPDX-License-Identifier: MIT */
/*
 * chat_reply.h: what goes out to a chat is queued here; chat.h has the close
 * codes.
 */
#ifndef FAQD_CHAT_REPLY_H
#define FAQD_CHAT_REPLY_H

#include "server/talk/chat.h"

/* A frame. */
enum chat_close chat_send(struct session *session, const char *bytes,
			  size_t size);
/* What the responder's writer holds. */
enum chat_close chat_send_json(struct session *session);
enum chat_close chat_send_error(struct session *session, const char *id,
				enum message_code code, const char *detail);

#endif
