/* SPDX-License-Identifier: MIT */
#include "server/wire.h"

#include <libwebsockets.h>
#include <string.h>

_Static_assert(QUEUE_HEADROOM >= LWS_PRE, "lws finds room for its frame head");

/* For a peer that does not read, and for a body that does not come. */
#define STALL_US (20 * LWS_US_PER_SEC)

static int end_exchange(struct lws *wsi, const struct session *session)
{
	if (session->close)
		return -1; /* lws sends what it has buffered first */
	return lws_http_transaction_completed(wsi) ? -1 : 0;
}

int wire_flush(struct lws *wsi, struct session *session)
{
	enum lws_write_protocol how =
		session->chat ? LWS_WRITE_TEXT : LWS_WRITE_HTTP_HEADERS;
	size_t size;
	unsigned char *bytes = queue_first(&session->queue, &size);

	if (!bytes)
		return 0;
	if (lws_partial_buffered(wsi)) {
		lws_callback_on_writable(wsi);
		return 0;
	}
	if (lws_write(wsi, bytes, size, how) < (int)size)
		return -1;
	queue_drop(&session->queue);
	lws_set_timer_usecs(wsi, lws_partial_buffered(wsi)
					 ? STALL_US
					 : LWS_SET_TIMER_USEC_CANCEL);
	if (!session->chat)
		return end_exchange(wsi, session);
	if (session->queue.count > 0 || lws_partial_buffered(wsi))
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

int wire_close(struct lws *wsi, enum chat_close code)
{
	const char *text = chat_close_text(code);
	unsigned char reason[64];
	size_t size = strlen(text);

	memcpy(reason, text, size);
	lws_close_reason(wsi, (enum lws_close_status)code, reason, size);
	return -1;
}
