/* SPDX-License-Identifier: MIT */
#include "server/talk/session.h"

#include "server/desk/hook.h"
#include "server/run/clock.h"

#include <stdlib.h>
#include <string.h>

#define MESSAGES_PER_MINUTE 1200u
#define MESSAGES_BURST 200u

void session_init(struct session *session, struct responder *responder,
		  const struct address *peer)
{
	const struct config_limits *limits = responder->shared->limits;

	memset(session, 0, sizeof(*session));
	session->responder = responder;
	session->peer = session->client = *peer;
	session->place = LIMIT_UNCOUNTED;
	visit_init(&session->visit);
	session->guard.head_max = limits->header_bytes;
	inbox_init(&session->inbox, limits->message_bytes);
	queue_init(&session->queue, limits->queue_frames);
}

void session_release(struct session *session)
{
	seats_leave(session);
	inbox_release(&session->inbox);
	queue_release(&session->queue);
	free(session->origin);
	hook_forget(session);
	while (pending_drop(&session->pending))
		session->responder->pending--;
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

static unsigned kind(const struct session *session)
{
	return session->chat ? COUNTED_WEBSOCKET : COUNTED_HTTP;
}

void session_count_opened(const struct session *session)
{
	if (session->responder->metrics)
		metrics_opened(session->responder->metrics, kind(session));
}

void session_count_closed(const struct session *session)
{
	if (session->responder->metrics)
		metrics_closed(session->responder->metrics, kind(session));
}

void session_count_limit(const struct session *session,
			 enum counted_limit limit)
{
	if (session->responder->metrics)
		metrics_limit(session->responder->metrics, (unsigned)limit);
}

static bool refuse(const struct session *session, enum counted_limit limit,
		   int64_t wait_us, unsigned *seconds)
{
	*seconds = limit_seconds(wait_us);
	session_count_limit(session, limit);
	log_event(session->responder->shared->log, LOG_LEVEL_WARNING,
		  "too many questions",
		  log_word("limit", counted_limit_name(limit)),
		  log_address(&session->client));
	return false;
}

/* Is it free of limits? */
static bool is_free(const struct session *session)
{
	const struct shared *shared = session->responder->shared;

	return !shared->limit || session->key[0] ||
	       networks_hold(shared->trusted, &session->client);
}

bool session_may_ask(struct session *session, unsigned *seconds)
{
	const struct shared *shared = session->responder->shared;
	const struct limit_rate rate = {
		shared->limits->session_questions_per_minute,
		shared->limits->session_burst};
	struct limit_bucket bucket = session->bucket;
	int64_t wait_us;

	if (is_free(session))
		return true;
	if (session->chat && !limit_take(&bucket, &rate, clock_us(), &wait_us))
		return refuse(session, COUNTED_LIMIT_SESSION, wait_us, seconds);
	if (limit_question(shared->limit, &session->client, clock_us(),
			   &wait_us) != LIMIT_ALLOWED)
		return refuse(session, COUNTED_LIMIT_QUESTIONS, wait_us,
			      seconds);
	session->bucket = bucket; /* what is refused costs nothing */
	return true;
}

bool session_may_send(struct session *session)
{
	static const struct limit_rate rate = {MESSAGES_PER_MINUTE,
					       MESSAGES_BURST};
	int64_t wait_us;

	if (is_free(session) ||
	    limit_take(&session->messages, &rate, clock_us(), &wait_us))
		return true;
	session_count_limit(session, COUNTED_LIMIT_SESSION);
	return false;
}

bool session_keeps_key(struct session *session)
{
	struct keyring *keyring = session->responder->shared->keyring;

	if (!session->key[0] || keyring_holds(keyring, session->key))
		return true;
	session->key[0] = '\0';
	return false;
}

void session_is_active(struct session *session)
{
	session->active_us = clock_us();
}

size_t session_body_left(const struct session *session)
{
	return session->asking ? session->body_bytes - session->inbox.size : 0;
}

bool session_in_flight(const struct session *session)
{
	return session->asking || session->queue.count > 0 ||
	       session->pending || session->call;
}
