/* SPDX-License-Identifier: MIT */
#include "server/web/wire.h"

#include <libwebsockets.h>
#include <string.h>
#include <sys/socket.h>

_Static_assert(QUEUE_HEADROOM >= LWS_PRE, "lws finds room for its frame head");

static int end_exchange(struct lws *wsi, const struct session *session)
{
	if (session->close)
		return -1; /* lws sends what it has buffered first */
	return lws_http_transaction_completed(wsi) ? -1 : 0;
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

/*
 * lws keeps its timers in a sorted list, and arming one walks along it. So one
 * that rings in time already is left alone. The alarm may come early, or for
 * nothing: it is then asked whether there is still a deadline.
 */
static void ring_by(struct lws *wsi, struct session *session, lws_usec_t now)
{
	if (session->rings_us > now &&
	    session->rings_us <= session->deadline_us)
		return;
	session->rings_us = session->deadline_us;
	lws_set_timer_usecs(wsi, session->deadline_us - now);
}

/*
 * In lws 4.1 LWS_SET_TIMER_USEC_CANCEL rings the timer at once instead of
 * cancelling it. So it is left to ring, too.
 */
void wire_deadline(struct lws *wsi, struct session *session, unsigned seconds,
		   enum counted_limit limit)
{
	lws_usec_t now = lws_now_usecs();

	session->deadline_us = now + (lws_usec_t)seconds * LWS_US_PER_SEC;
	session->expires = limit;
	ring_by(wsi, session, now);
}

void wire_in_time(struct session *session)
{
	session->deadline_us = 0;
}

/* Who takes nothing would else keep what he was sent in the kernel for long
 * after we are done with him. */
static void forget_unsent(struct lws *wsi)
{
	const struct linger at_once = {.l_onoff = 1};

	setsockopt(lws_get_socket_fd(wsi), SOL_SOCKET, SO_LINGER, &at_once,
		   sizeof(at_once));
}

int wire_on_timer(struct lws *wsi, struct session *session)
{
	lws_usec_t now = lws_now_usecs();

	session->rings_us = 0;
	if (session->deadline_us == 0)
		return 0;
	if (session->deadline_us <= now) {
		session_count_limit(session, session->expires);
		if (session->expires == COUNTED_LIMIT_STALL)
			forget_unsent(wsi);
		return -1;
	}
	ring_by(wsi, session, now);
	return 0;
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
