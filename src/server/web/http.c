/* SPDX-License-Identifier: MIT */
#include "server/web/http.h"

#include "core/faq_wipe.h"
#include "server/desk/agent.h"
#include "proto/agent_outgoing.h"
#include "server/talk/chat.h"
#include "server/talk/feedback.h"
#include "server/run/clock.h"
#include "server/edge/gate.h"
#include "server/edge/keyring.h"
#include "server/desk/hook.h"
#include "server/talk/mouth.h"
#include "server/web/cors.h"
#include "server/web/reading.h"
#include "server/web/reply.h"
#include "server/web/route.h"

#include <string.h>
#include <strings.h>

#define WS_KEY_CHARACTERS 24u /* base64 of 16 bytes: RFC 6455, 4.1 */

/* Who asks, and under which name the log and the client speak of it. Only a
 * proxy of ours may say either. */
static void introduce(struct session *session, const struct request *request)
{
	const struct shared *shared = session->responder->shared;
	struct request_ids *ids = &session->responder->ids;
	const char *trace = request->traceparent.value;
	const char *id = request->request_id.value;
	bool proxied = networks_hold(shared->proxies, &session->peer);

	session->client = forwarded_client(
		&session->peer, shared->proxies, FORWARDED_FOR,
		request->forwarded.value, strlen(request->forwarded.value));
	if (!proxied || !request_id_take(&session->request_id, id, strlen(id)))
		request_id_make(&session->request_id, ids);
	/* 32 digits of a stranger's may be a card number: they stay out. */
	trace_begin(&session->trace, proxied && *trace ? trace : NULL,
		    strlen(trace), ids);
	log_event(shared->log, LOG_LEVEL_DEBUG, "request",
		  log_id("request_id", session->request_id.text),
		  log_id("trace_id", session->trace.trace_id),
		  log_address(&session->client),
		  log_path(request->path.value,
			   request_is_desk(request)
				   ? strlen(HOOK_PATH)
				   : strlen(request->path.value)));
}

static enum keyring_verdict show_key(struct session *session,
				     const struct request *request,
				     enum apikey_scope scope)
{
	const char *header = request->authorization.value;
	struct keyring_use use;
	enum keyring_verdict verdict =
		keyring_check(session->responder->shared->keyring, header,
			      strlen(header), scope, &use);

	if (verdict == KEYRING_ALLOWED && scope == APIKEY_ASK)
		memcpy(session->key, use.id, sizeof(session->key));
	if (verdict == KEYRING_ALLOWED)
		responder_note_key(session->responder, &use);
	return verdict;
}

/* Why it may not pass; status 0: it may. */
static struct refusal check_gate(struct session *session,
				 const struct request *request,
				 enum route route)
{
	unsigned part = gate_of_route(route);
	bool needed = (session->responder->shared->keyed & part) != 0;
	enum keyring_verdict verdict;

	session->key[0] = '\0';
	if (!part || (!needed && request->authorization.state == HEADER_ABSENT))
		return (struct refusal){0, NULL};
	verdict = show_key(session, request, gate_scope(part));
	if (!needed || verdict == KEYRING_ALLOWED)
		return (struct refusal){0, NULL};
	session_count_limit(session, COUNTED_LIMIT_KEY);
	log_event(session->responder->shared->log, LOG_LEVEL_WARNING, "no key",
		  log_address(&session->client),
		  log_flag("known", verdict == KEYRING_SCOPE));
	if (verdict == KEYRING_SCOPE)
		return (struct refusal){403,
					"this API key is not good for that"};
	return (struct refusal){401, "an API key is needed"};
}

static size_t body_max(const struct session *session)
{
	size_t all = session->responder->shared->limits->body_bytes;

	return session->mouth->body_max < all ? session->mouth->body_max : all;
}

static enum session_next begin_ask(struct session *session,
				   const struct request *request)
{
	const struct mouth *mouth = session->mouth;
	size_t max = body_max(session);
	struct advice advice = NO_ADVICE;

	if (!mouth->any_type && !request_is_json(request))
		return reply_problem(session, 415,
				     "the body must be application/json",
				     NO_ADVICE);
	if (request_body_bytes(request) > max)
		return reply_too_long(session);
	if (!session_may_ask(session, &advice.retry_seconds))
		return reply_problem(session, 429,
				     "too many questions from this address",
				     advice);
	inbox_begin(&session->inbox, max);
	session->asking = true;
	session->stream = request_query_says(request, "stream");
	/* Its body is read to the end, so another request may follow. */
	session->close = session->goodbye || request_wants_close(request);
	session->body_bytes = request_body_bytes(request);
	return SESSION_WAIT;
}

static enum session_next send_answer(struct session *session,
				     const struct mouth_answer *answer,
				     bool head_only)
{
	struct response response = {
		.status = answer->status,
		.type = answer->type,
		.body = answer->body,
		.body_bytes = answer->bytes,
		.head_only = head_only,
	};

	if (!answer->body)
		return reply_problem(session, answer->status, answer->detail,
				     NO_ADVICE);
	return reply_push(session, &response);
}

static enum session_next tell_about(struct session *session,
				    const struct request *request,
				    enum route route)
{
	struct mouth_answer answer =
		mouth_about(session->responder, route, request->path.value);

	return send_answer(session, &answer, session->head_only);
}

/* A page asks what it may send before it does, or anybody what a path takes. */
static enum session_next send_options(struct session *session,
				      const char *allow)
{
	struct response response = {
		.status = 204, .allow = allow, .preflight = true};

	return reply_push(session, &response);
}

static enum session_next dispatch(struct session *session,
				  const struct request *request,
				  enum route route)
{
	switch (route) {
	case ROUTE_DOCUMENT:
	case ROUTE_WIDGET:
		return reading_document(session, request, route);
	case ROUTE_CONSOLE:
		if (!session->responder->shared->hub)
			break;
		return reading_document(session, request, route);
	case ROUTE_DEMO:
		return reading_demo(session, request);
	case ROUTE_HEALTH:
	case ROUTE_READY:
		return reading_health(session, route);
	case ROUTE_METRICS:
		return reading_metrics(session);
	case ROUTE_ASK:
	case ROUTE_FEEDBACK:
	case ROUTE_RASA:
	case ROUTE_OPENAI:
		return begin_ask(session, request);
	case ROUTE_DESK:
		return hook_on_request(session, request);
	case ROUTE_RASA_HEALTH:
	case ROUTE_MODELS:
	case ROUTE_MODEL:
		return tell_about(session, request, route);
	case ROUTE_AGENT:
		if (!session->responder->shared->hub)
			break;
		return reply_problem(session, 426, "this is a WebSocket",
				     NO_ADVICE);
	case ROUTE_CHAT:
		return reply_problem(session, 426, "this is a WebSocket",
				     NO_ADVICE);
	case ROUTE_NONE:
		break;
	}
	return reply_problem(session, 404, "there is no such page", NO_ADVICE);
}

enum session_next http_on_request(struct session *session,
				  const struct request *request)
{
	struct refusal refusal = request_check(request);
	struct route_match match =
		route_find(request->path.value, request->method);

	introduce(session, request);
	cors_begin(session, request, match.shared);
	session->asking = false;
	session->head_only = request->method == METHOD_HEAD;
	session->mouth = mouth_of(match.route);
	session->close = session->goodbye || request_wants_close(request) ||
			 !request_is_bodiless(request);
	if (refusal.status == 431)
		session_count_limit(session, COUNTED_LIMIT_HEADER);
	if (refusal.status)
		return reply_refuse(session, refusal);
	if (match.route != ROUTE_NONE && !match.method_ok)
		return reply_problem(session, 405,
				     "this page does not take that method",
				     (struct advice){.allow = match.allow});
	if (match.shared)
		refusal = cors_check(session, request);
	if (refusal.status)
		return reply_problem(session, refusal.status, refusal.detail,
				     NO_ADVICE);
	if (request->method == METHOD_OPTIONS)
		return send_options(session, match.allow);
	refusal = check_gate(session, request, match.route);
	if (refusal.status)
		return reply_refuse(session, refusal);
	return dispatch(session, request, match.route);
}

enum session_next http_on_body(struct session *session, const void *bytes,
			       size_t size)
{
	if (!session->asking)
		return SESSION_CLOSE;
	switch (inbox_add(&session->inbox, bytes, size)) {
	case INBOX_OK:
		return SESSION_WAIT;
	case INBOX_ERROR_SIZE:
	case INBOX_ERROR_NOMEM:
		break;
	}
	/* request_check() has bounded the length: only memory can run out. */
	return SESSION_CLOSE;
}

static enum session_next answer_ask(struct session *session)
{
	const struct mouth_call call = {
		.body = session->inbox.bytes ? session->inbox.bytes : "",
		.bytes = session->inbox.size,
		.stream = session->stream,
		.now_s = clock_us() / 1000000,
		.unix_s = clock_unix_ms() / 1000,
		.now_us = clock_us(),
		.waiting = &session->pending,
	};
	struct mouth_answer answer =
		session->mouth->answer(session->responder, &call);

	inbox_clear(&session->inbox);
	if (answer.waits)
		return SESSION_WAIT;
	return send_answer(session, &answer, false);
}

enum session_next http_settle(struct session *session, int64_t now_us)
{
	struct mouth_answer answer;
	enum feedback_status status;
	enum session_next next;
	struct pending settled;

	if (!feedback_settled(session->responder, &session->pending, now_us,
			      &settled, &status))
		return SESSION_WAIT;
	answer = feedback_tell(session->responder, settled.id, settled.answer,
			       status);
	next = send_answer(session, &answer, false);
	faq_wipe(&settled, sizeof(settled));
	return next;
}

/* lws 4.1 may also say so of a request that has no body. */
enum session_next http_on_body_end(struct session *session)
{
	if (!session->asking || session->inbox.size != session->body_bytes)
		return SESSION_CLOSE;
	session->asking = false;
	return session->hook ? hook_on_body(session) : answer_ask(session);
}

/* What is spoken at that path; NULL: nothing. */
static const char *protocol_of(const struct session *session,
			       const struct request *request)
{
	if (session->desk)
		return session->responder->shared->hub ? AGENT_PROTOCOL : NULL;
	return strcmp(request->path.value, "/v1/chat") == 0 ? CHAT_PROTOCOL
							    : NULL;
}

static struct refusal check_upgrade(const struct session *session,
				    const struct request *request)
{
	struct refusal refusal = request_check(request);
	const char *protocol = protocol_of(session, request);

	if (refusal.status)
		return refusal;
	if (strcasecmp(request->upgrade.value, "websocket") != 0)
		return (struct refusal){400, "only WebSocket is spoken here"};
	if (request->method != METHOD_GET || request_wants_close(request) ||
	    request_body_bytes(request) > 0)
		return (struct refusal){400, "not a WebSocket handshake"};
	if (!protocol)
		return (struct refusal){404, "there is no such page"};
	if (strcmp(request->ws_version.value, "13") != 0)
		return (struct refusal){426, "WebSocket version 13 is needed"};
	if (strlen(request->ws_key.value) != WS_KEY_CHARACTERS)
		return (struct refusal){400, "Sec-WebSocket-Key is malformed"};
	if (!header_lists(&request->ws_protocol, protocol))
		return (struct refusal){
			400, session->desk ? "subprotocol is " AGENT_PROTOCOL
					   : "subprotocol is " CHAT_PROTOCOL};
	return cors_check(session, request);
}

enum session_next http_on_upgrade(struct session *session,
				  const struct request *request)
{
	struct refusal refusal;

	session->mouth = NULL;
	session->desk = strcmp(request->path.value, "/v1/desk") == 0;
	refusal = check_upgrade(session, request);
	cors_begin(session, request, false); /* WebSockets have no CORS */
	introduce(session, request);
	if (!refusal.status)
		refusal = session->desk
				  ? agent_on_upgrade(session, request)
				  : check_gate(session, request, ROUTE_CHAT);
	return refusal.status ? reply_refuse(session, refusal) : SESSION_WAIT;
}
