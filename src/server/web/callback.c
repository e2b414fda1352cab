/* SPDX-License-Identifier: MIT */
#include "server/web/callback.h"

#include "core/faq_wipe.h"
#include "proto/agent_outgoing.h"
#include "server/web/broom.h"
#include "server/talk/chat.h"
#include "server/web/headers.h"
#include "server/web/http.h"
#include "server/web/wire.h"
#include "server/run/worker.h"

#include <libwebsockets.h>
#include <string.h>

#define RX_BYTES 1024u /* 0 would mean 4 KB for each connection */
/* At most so much goes to the kernel at once; 0 would mean RX_BYTES, and lws
 * would copy the rest of every answer and come back for it. */
#define TX_BYTES (64u * 1024u)

static int on_request(struct lws *wsi, struct session *session)
{
	struct request request;
	enum session_next next;

	wire_in_time(session);
	headers_read(wsi, &request);
	request.pipelined =
		intake_pipelined(&session->intake, lws_get_socket_fd(wsi));
	request.ambiguous |= session->guard.crooked;
	next = http_on_request(session, &request);
	/* lws restarts its own timeout with every byte of a body. */
	if (next == SESSION_WAIT)
		wire_deadline(
			wsi, session,
			session->responder->shared->limits->timeout_seconds,
			COUNTED_LIMIT_TIMEOUT);
	else
		intake_end(&session->intake);
	return wire_next(wsi, session, next);
}

/* lws doesn't look at its copy again. */
static int on_body(struct lws *wsi, struct session *session, void *bytes,
		   size_t size)
{
	enum session_next next = http_on_body(session, bytes, size);

	faq_wipe(bytes, size);
	return wire_next(wsi, session, next);
}

static int on_body_end(struct lws *wsi, struct session *session)
{
	enum session_next next;

	intake_end(&session->intake);
	next = http_on_body_end(session);
	/* It is whole; what it waits for has a limit of its own. lws would take
	 * a request behind it for more of its body: http_on_body() hangs up. */
	if (next == SESSION_WAIT)
		wire_in_time(session);
	return wire_next(wsi, session, next);
}

/*
 * 0 lets lws go on with the WebSocket. Any other value ends the connection:
 * after an upgrade that it doesn't know, lws has freed the headers and calls
 * us all the same (CVE-2025-11677); then there is nothing to answer.
 */
static int on_upgrade(struct lws *wsi, struct session *session)
{
	char upgrade[16];
	struct request request;
	enum session_next next;

	if (lws_hdr_copy(wsi, upgrade, sizeof(upgrade), WSI_TOKEN_UPGRADE) <= 0)
		return -1;
	wire_in_time(session);
	headers_read(wsi, &request);
	request.ambiguous |= session->guard.crooked;
	next = http_on_upgrade(session, &request);
	if (next == SESSION_WAIT)
		return 0;
	wire_next(wsi, session, next);
	return -1;
}

/* "Sec-WebSocket-Protocol: http, faqd.chat.v1" would bind to http. */
static int on_protocol(struct lws *wsi, const struct session *session)
{
	const char *wanted = session->desk ? AGENT_PROTOCOL : CHAT_PROTOCOL;

	return strcmp(lws_get_protocol(wsi)->name, wanted) ? -1 : 0;
}

/* lws would keep its copy until the next message. */
static int on_receive(struct lws *wsi, struct session *session, void *bytes,
		      size_t size)
{
	struct chat_piece piece = {
		.bytes = bytes,
		.size = size,
		.first = lws_is_first_fragment(wsi),
		.final = lws_is_final_fragment(wsi),
		.binary = lws_frame_is_binary(wsi),
	};
	enum chat_close code = chat_on_piece(session, &piece);

	faq_wipe(bytes, size);
	if (code != CHAT_GO_ON)
		return wire_close(wsi, code);
	return wire_flush(wsi, session);
}

static int callback(struct lws *wsi, enum lws_callback_reasons reason,
		    void *user, void *in, size_t len)
{
	struct session *session = lws_get_opaque_user_data(wsi);

	if (session)
		worker_of(wsi)->heard = true;
	switch (reason) {
	case LWS_CALLBACK_HTTP:
		return on_request(wsi, session);
	case LWS_CALLBACK_HTTP_BODY:
		return on_body(wsi, session, in, len);
	case LWS_CALLBACK_HTTP_BODY_COMPLETION:
		return on_body_end(wsi, session);
	case LWS_CALLBACK_HTTP_CONFIRM_UPGRADE:
		return on_upgrade(wsi, session);
	case LWS_CALLBACK_FILTER_PROTOCOL_CONNECTION:
		return on_protocol(wsi, session);
	case LWS_CALLBACK_ESTABLISHED:
		loop_watch_free(session->watch); /* no more requests */
		session->watch = NULL;
		chat_on_open(session);
		return 0;
	case LWS_CALLBACK_RECEIVE:
		return on_receive(wsi, session, in, len);
	case LWS_CALLBACK_HTTP_WRITEABLE:
	case LWS_CALLBACK_SERVER_WRITEABLE:
		return wire_flush(wsi, session);
	case LWS_CALLBACK_OPENSSL_LOAD_EXTRA_SERVER_VERIFY_CERTS:
		return worker_on_tls(worker_of(wsi), user) ? 0 : -1;
	case LWS_CALLBACK_RAW_ADOPT: /* a CONNECT, or the broom */
		return session ? -1 : 0;
	case LWS_CALLBACK_WSI_DESTROY:
		worker_forget(wsi);
		return 0;
	default:
		return 0;
	}
}

const struct lws_protocols callback_protocols[] = {
	{"http", callback, 0, RX_BYTES, 0, NULL, TX_BYTES},
	{CHAT_PROTOCOL, callback, 0, RX_BYTES, 0, NULL, TX_BYTES},
	{AGENT_PROTOCOL, callback, 0, RX_BYTES, 0, NULL, TX_BYTES},
	{BROOM_PROTOCOL, callback, 0, RX_BYTES, 0, NULL, TX_BYTES},
	{NULL, NULL, 0, 0, 0, NULL, 0},
};
