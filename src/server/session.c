/* SPDX-License-Identifier: MIT */
#include "server/session.h"

#include "server/chat.h"

#include <string.h>

void session_init(struct session *session, struct responder *responder)
{
	memset(session, 0, sizeof(*session));
	session->responder = responder;
	visit_init(&session->visit);
	inbox_init(&session->inbox, CHAT_MESSAGE_MAX);
	queue_init(&session->queue);
}

void session_release(struct session *session)
{
	inbox_release(&session->inbox);
	queue_release(&session->queue);
}

void session_link(struct session *session, struct session **first)
{
	session->next = *first;
	session->previous = NULL;
	if (*first)
		(*first)->previous = session;
	*first = session;
}

void session_unlink(struct session *session, struct session **first)
{
	if (session->next)
		session->next->previous = session->previous;
	if (session->previous)
		session->previous->next = session->next;
	else
		*first = session->next;
}

bool session_in_flight(const struct session *session)
{
	return session->asking || session->queue.count > 0;
}
