/* SPDX-License-Identifier: MIT */
/*
 * http.h: what a session does with an HTTP request.
 *
 *	on_request --> SESSION_WRITE                     a response is queued
 *	           `-> SESSION_WAIT -> on_body ... -> on_body_end -> WRITE
 *	                                 feedback: WAIT -> settle -> WRITE
 */
#ifndef FAQD_HTTP_H
#define FAQD_HTTP_H

#include "server/edge/request.h"
#include "server/talk/session.h"

/* A request's head has come in. */
enum session_next http_on_request(struct session *session,
				  const struct request *request);

/* A piece of the body of which http_on_request() said SESSION_WAIT. */
enum session_next http_on_body(struct session *session, const void *bytes,
			       size_t size);

/* All of the body is in. */
enum session_next http_on_body_end(struct session *session);

/* Answers the feedback that waits, once it is known what became of it. */
enum session_next http_settle(struct session *session, int64_t now_us);

/*
 * The client asks for another protocol. SESSION_WAIT: let it have the
 * WebSocket; SESSION_WRITE: a refusal is queued, close after it.
 */
enum session_next http_on_upgrade(struct session *session,
				  const struct request *request);

#endif
