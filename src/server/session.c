/* SPDX-License-Identifier: MIT */
#include "server/session.h"

#include "server/request.h"

#include <string.h>

void session_init(struct session *session, struct responder *responder)
{
	memset(session, 0, sizeof(*session));
	session->responder = responder;
	visit_init(&session->visit);
	inbox_init(&session->inbox, REQUEST_BODY_MAX);
	queue_init(&session->queue);
}

void session_release(struct session *session)
{
	inbox_release(&session->inbox);
	queue_release(&session->queue);
}
