/* SPDX-License-Identifier: MIT */
#include "server/http.h"

#include "server/chat.h"
#include "server/mouth.h"
#include "server/negotiate.h"
#include "server/response.h"
#include "server/route.h"

#include <string.h>
#include <strings.h>
#include <time.h>

#define WS_KEY_CHARACTERS 24u /* base64 of 16 bytes: RFC 6455, 4.1 */

static enum session_next push(struct session *session,
			      struct response *response)
{
	response->close = session->close;
	response->tls = session->responder->shared->tls->certificate != NULL;
	return response_push(response, &session->queue) ? SESSION_WRITE
							: SESSION_CLOSE;
}

static enum session_next problem(struct session *session, unsigned status,
				 const char *detail, const char *allow)
{
	struct json_writer *json = &session->responder->json;
	char body[PROBLEM_BYTES];
	struct response response = {
		.status = status,
		.type = PROBLEM_TYPE,
		.body = body,
		.body_bytes = response_problem(status, detail, body),
		.allow = allow,
	};

	if (session->mouth && session->mouth->put_refusal) {
		json_writer_clear(json);
		session->mouth->put_refusal(json, status, detail);
		if (json_failed(json))
			return SESSION_CLOSE;
		response.type = MOUTH_TYPE_JSON;
		response.body = json->bytes;
		response.body_bytes = json->size;
	}
	return push(session, &response);
}

/* After what we can't be sure to have read right, the connection ends. */
static enum session_next refuse(struct session *session, struct refusal refusal)
{
	session->close = true;
	return problem(session, refusal.status, refusal.detail, NULL);
}

static bool from_elsewhere(const struct session *session,
			   const struct request *request)
{
	return request->origin.state != HEADER_ABSENT &&
	       !origin_allows(session->responder->shared->origins,
			      request->origin.value, request->host.value);
}

static enum session_next send_document(struct session *session,
				       const struct request *request,
				       const struct asset *document)
{
	unsigned has = files_codings(document);
	enum coding coding =
		negotiate_coding(request->accept_encoding.value, has);
	const struct asset_form *form = &document->form[coding];
	struct response response = {
		.status = 200,
		.type = document->type,
		.body = form->bytes,
		.body_bytes = form->size,
		.etag = form->etag,
		.coding = coding_name(coding),
		.varies = has != 1u << CODING_PLAIN,
		.head_only = request->method == METHOD_HEAD,
	};

	if (negotiate_unchanged(request->if_none_match.value, form->etag)) {
		response.status = 304;
		response.type = NULL;
		response.body_bytes = 0;
	}
	return push(session, &response);
}

static enum session_next send_health(struct session *session,
				     const struct request *request)
{
	struct response response = {
		.status = 200,
		.type = "text/plain; charset=utf-8",
		.body = "ok\n",
		.body_bytes = 3,
		.head_only = request->method == METHOD_HEAD,
	};

	return push(session, &response);
}

static enum session_next begin_ask(struct session *session,
				   const struct request *request)
{
	const struct mouth *mouth = session->mouth;

	if (from_elsewhere(session, request))
		return problem(session, 403, "this page may not ask here",
			       NULL);
	if (!mouth->any_type && !request_is_json(request))
		return problem(session, 415,
			       "the body must be application/json", NULL);
	if (request_body_bytes(request) > mouth->body_max)
		return problem(session, 413,
			       "the body is longer than this path takes", NULL);
	inbox_begin(&session->inbox, mouth->body_max);
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
		return problem(session, answer->status, answer->detail, NULL);
	return push(session, &response);
}

static enum session_next tell_about(struct session *session,
				    const struct request *request,
				    enum route route)
{
	struct mouth_answer answer =
		mouth_about(session->responder, route, request->path.value);

	return send_answer(session, &answer, request->method == METHOD_HEAD);
}

static enum session_next dispatch(struct session *session,
				  const struct request *request,
				  enum route route)
{
	const struct files *files = &session->responder->served->files;

	switch (route) {
	case ROUTE_DOCUMENT:
		return send_document(session, request,
				     files_find(files, request->path.value));
	case ROUTE_HEALTH:
		return send_health(session, request);
	case ROUTE_ASK:
	case ROUTE_RASA:
	case ROUTE_OPENAI:
		return begin_ask(session, request);
	case ROUTE_RASA_HEALTH:
	case ROUTE_MODELS:
	case ROUTE_MODEL:
		return tell_about(session, request, route);
	case ROUTE_CHAT:
		return problem(session, 426, "this is a WebSocket", NULL);
	case ROUTE_NONE:
		break;
	}
	return problem(session, 404, "there is no such page", NULL);
}

enum session_next http_on_request(struct session *session,
				  const struct request *request)
{
	struct refusal refusal = request_check(request);
	struct route_match match =
		route_find(request->path.value, request->method);

	session->asking = false;
	session->mouth = mouth_of(match.route);
	session->close = session->goodbye || request_wants_close(request) ||
			 !request_is_bodiless(request);
	if (refusal.status)
		return refuse(session, refusal);
	if (match.route != ROUTE_NONE && !match.method_ok)
		return problem(session, 405,
			       "this page does not take that method",
			       match.allow);
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

static int64_t seconds_of(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (int64_t)now.tv_sec;
}

static enum session_next answer_ask(struct session *session)
{
	const struct mouth_call call = {
		.body = session->inbox.bytes ? session->inbox.bytes : "",
		.bytes = session->inbox.size,
		.stream = session->stream,
		.now_s = seconds_of(CLOCK_MONOTONIC),
		.unix_s = seconds_of(CLOCK_REALTIME),
	};
	struct mouth_answer answer =
		session->mouth->answer(session->responder, &call);

	inbox_clear(&session->inbox);
	return send_answer(session, &answer, false);
}

/* lws 4.1 may also say so of a request that has no body. */
enum session_next http_on_body_end(struct session *session)
{
	if (!session->asking || session->inbox.size != session->body_bytes)
		return SESSION_CLOSE;
	session->asking = false;
	return answer_ask(session);
}

static struct refusal check_upgrade(const struct session *session,
				    const struct request *request)
{
	struct refusal refusal = request_check(request);

	if (refusal.status)
		return refusal;
	if (strcasecmp(request->upgrade.value, "websocket") != 0)
		return (struct refusal){400, "only WebSocket is spoken here"};
	if (request->method != METHOD_GET || request_wants_close(request) ||
	    request_body_bytes(request) > 0)
		return (struct refusal){400, "not a WebSocket handshake"};
	if (strcmp(request->path.value, "/v1/chat") != 0)
		return (struct refusal){404, "there is no such page"};
	if (strcmp(request->ws_version.value, "13") != 0)
		return (struct refusal){426, "WebSocket version 13 is needed"};
	if (strlen(request->ws_key.value) != WS_KEY_CHARACTERS)
		return (struct refusal){400, "Sec-WebSocket-Key is malformed"};
	if (!header_lists(&request->ws_protocol, CHAT_PROTOCOL))
		return (struct refusal){400, "subprotocol is " CHAT_PROTOCOL};
	if (from_elsewhere(session, request))
		return (struct refusal){403, "this page may not chat here"};
	return (struct refusal){0, NULL};
}

enum session_next http_on_upgrade(struct session *session,
				  const struct request *request)
{
	struct refusal refusal = check_upgrade(session, request);

	session->mouth = NULL;
	return refusal.status ? refuse(session, refusal) : SESSION_WAIT;
}
