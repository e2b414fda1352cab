/* SPDX-License-Identifier: MIT */
#include "server/web/wire.h"

#include "server/run/worker.h"

#include <libwebsockets.h>
#include <string.h>
#include <sys/socket.h>

_Static_assert(QUEUE_HEADROOM >= LWS_PRE, "lws finds room for its frame head");

/*
 * lws keeps its timeouts in a sorted list, and setting one walks along it: with
 * 1,000 connections kept alive that took as long as answering. So those that
 * wait for a next request are taken out of the list, and have a deadline of
 * ours. Behind TLS nobody tells us when that request begins, and a part of it
 * may be in lws's hands: there lws's own timeout stays.
 */
static void await_next(struct lws *wsi, struct session *session)
{
	if (wire_is_tls(session))
		return;
	lws_set_timeout(wsi, NO_PENDING_TIMEOUT, 0);
	wire_deadline(wsi, session, WIRE_KEEPALIVE_SECONDS, COUNTED_LIMITS);
}

static void list(struct session **answered, struct session *session)
{
	if (session->answered_by)
		return;
	session->next_answered = *answered;
	session->answered_by = answered;
	if (*answered)
		(*answered)->answered_by = &session->next_answered;
	*answered = session;
}

static int end_exchange(struct lws *wsi, struct session *session)
{
	if (session->close)
		return -1; /* lws sends what it has buffered first */
	if (lws_http_transaction_completed(wsi))
		return -1;
	if (lws_partial_buffered(wsi))
		return 0; /* nor does lws take it for complete yet */
	await_next(wsi, session);
	list(&worker_of(wsi)->answered, session);
	return 0;
}

/* What waits, in lws's hands or in ours, must move within the stall time. A
 * write that the kernel took whole says nothing of the next one: at its limit
 * the socket does not become writable again. */
static void watch_stall(struct lws *wsi, struct session *session)
{
	if (session->queue.count > 0 || lws_partial_buffered(wsi))
		wire_deadline(wsi, session,
			      session->responder->shared->limits->stall_seconds,
			      COUNTED_LIMIT_STALL);
	else
		wire_in_time(session);
}

int wire_flush(struct lws *wsi, struct session *session)
{
	enum lws_write_protocol how =
		session->chat ? LWS_WRITE_TEXT : LWS_WRITE_HTTP_HEADERS;
	size_t size;
	unsigned char *bytes = queue_first(&session->queue, &size);

	if (session->late)
		return -1;
	if (!bytes && session->goodbye && session->chat && !session->pending)
		return wire_close(wsi, (enum chat_close)session->goodbye);
	if (!bytes && session->chat)
		watch_stall(wsi, session);
	if (!bytes)
		return 0;
	if (lws_partial_buffered(wsi)) {
		if (!session->deadline_us)
			watch_stall(wsi, session); /* a pong of lws's own */
		lws_callback_on_writable(wsi);
		return 0;
	}
	if (lws_write(wsi, bytes, size, how) < (int)size)
		return -1;
	queue_drop(&session->queue);
	watch_stall(wsi, session);
	if (!session->chat)
		return end_exchange(wsi, session);
	if (session->queue.count > 0 || lws_partial_buffered(wsi) ||
	    session->goodbye)
		lws_callback_on_writable(wsi);
	return 0;
}

int wire_next(struct lws *wsi, struct session *session, enum session_next next)
{
	if (session->late)
		return -1;
	switch (next) {
	case SESSION_WAIT:
		return 0;
	case SESSION_WRITE:
		return wire_flush(wsi, session);
	case SESSION_CLOSE:
		break;
	}
	return -1;
}

/* What rings at a tick takes no timer: arming one of lws's walks along a sorted
 * list of all that there are. */
void wire_deadline(struct lws *wsi, struct session *session, unsigned seconds,
		   enum counted_limit limit)
{
	struct session **timed = &worker_of(wsi)->timed;

	session->deadline_us =
		lws_now_usecs() + (lws_usec_t)seconds * LWS_US_PER_SEC;
	session->expires = limit;
	if (session->timed_by)
		return;
	session->next_timed = *timed;
	session->timed_by = timed;
	if (*timed)
		(*timed)->timed_by = &session->next_timed;
	*timed = session;
}

void wire_in_time(struct session *session)
{
	if (!session->timed_by)
		return;
	*session->timed_by = session->next_timed;
	if (session->next_timed)
		session->next_timed->timed_by = session->timed_by;
	session->timed_by = NULL;
	session->deadline_us = 0;
}

bool wire_is_tls(const struct session *session)
{
	return session->responder->shared->tls->certificate != NULL;
}

void wire_unlist(struct session *session)
{
	if (!session->answered_by)
		return;
	*session->answered_by = session->next_answered;
	if (session->next_answered)
		session->next_answered->answered_by = session->answered_by;
	session->answered_by = NULL;
}

void wire_next_requests(struct session **answered)
{
	while (*answered) {
		struct session *session = *answered;
		struct lws *wsi = session->wire;
		struct lws_pollfd writable = {.fd = lws_get_socket_fd(wsi),
					      .events = LWS_POLLOUT,
					      .revents = LWS_POLLOUT};

		wire_unlist(session);
		lws_service_fd(lws_get_context(wsi), &writable);
	}
}

void wire_on_bytes(struct session *session)
{
	if (session->timed_by && session->expires == COUNTED_LIMITS)
		wire_deadline(
			session->wire, session,
			session->responder->shared->limits->timeout_seconds,
			COUNTED_LIMIT_TIMEOUT);
}

/* Who takes nothing would else keep what he was sent in the kernel for long
 * after we are done with him. */
static void forget_unsent(struct lws *wsi)
{
	const struct linger at_once = {.l_onoff = 1};

	setsockopt(lws_get_socket_fd(wsi), SOL_SOCKET, SO_LINGER, &at_once,
		   sizeof(at_once));
}

/* A byte of a body sets lws's timeout anew: what comes first then is the next
 * callback, which finds it late. */
static void end_late(struct session *session)
{
	if (!session->late && session->expires != COUNTED_LIMITS)
		session_count_limit(session, session->expires);
	if (session->expires == COUNTED_LIMIT_STALL)
		forget_unsent(session->wire);
	session->late = true;
	lws_set_timeout(session->wire, PENDING_TIMEOUT_USER_REASON_BASE,
			LWS_TO_KILL_ASYNC);
}

#define TOO_LONG_BODY                                                          \
	"{\"type\":\"about:blank\",\"status\":431,"                            \
	"\"title\":\"Request Header Fields Too Large\","                       \
	"\"detail\":\"the headers are longer than this server takes\"}"
#define DISCARDED_MAX (1 << 20)

_Static_assert(sizeof(TOO_LONG_BODY) - 1 == 134, "as its Content-Length says");

/*
 * lws would just hang up, and a proxy before us take us for dead. What has come
 * is thrown away, or closing the socket would take the answer back.
 */
void wire_refuse_head(struct session *session)
{
	static const char answer[] =
		"HTTP/1.1 431 Request Header Fields Too Large\r\n"
		"content-type: application/problem+json\r\n"
		"cache-control: no-store\r\nx-content-type-options: nosniff\r\n"
		"content-length: 134\r\n"
		"connection: close\r\n\r\n" TOO_LONG_BODY;
	int fd;

	if (!session->wire || session->late)
		return;
	session_count_limit(session, COUNTED_LIMIT_HEADER);
	fd = lws_get_socket_fd(session->wire);
	if (!session_in_flight(session) && !lws_partial_buffered(session->wire))
		(void)!send(fd, answer, sizeof(answer) - 1,
			    MSG_DONTWAIT | MSG_NOSIGNAL);
	shutdown(fd, SHUT_WR);
	(void)!recv(fd, NULL, DISCARDED_MAX, MSG_TRUNC | MSG_DONTWAIT);
	session->late = true;
	lws_set_timeout(session->wire, PENDING_TIMEOUT_USER_REASON_BASE,
			LWS_TO_KILL_ASYNC);
}

void wire_end_late(struct session *timed, int64_t now_us)
{
	struct session *next;

	for (; timed; timed = next) {
		next = timed->next_timed;
		if (timed->deadline_us <= now_us)
			end_late(timed);
	}
}

void wire_goodbye(struct session *session, enum chat_close code)
{
	if (!session->wire || session->goodbye)
		return;
	/* Once lws has it all, it is asked again. */
	if (!session->chat && lws_partial_buffered(session->wire))
		return;
	session->goodbye = (uint16_t)code;
	session->close = true;
	if (session->chat)
		lws_callback_on_writable(session->wire);
	else if (!session_in_flight(session))
		lws_set_timeout(session->wire, PENDING_TIMEOUT_USER_REASON_BASE,
				LWS_TO_KILL_ASYNC);
}

int wire_close(struct lws *wsi, enum chat_close code)
{
	const char *text = chat_close_text(code);
	unsigned char reason[64];
	size_t size = strlen(text);

	memcpy(reason, text, size);
	lws_close_reason(wsi, (enum lws_close_status)code, reason, size);
	return -1;
}
