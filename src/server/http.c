/* SPDX-License-Identifier: MIT */
#include "server/http.h"

#include "server/ask.h"
#include "server/chat.h"
#include "server/response.h"
#include "server/route.h"

#include <string.h>
#include <strings.h>

#define WS_KEY_CHARACTERS 24u /* base64 of 16 bytes: RFC 6455, 4.1 */

static enum session_next push(struct session *session,
			      struct response *response)
{
	response->close = session->close;
	return response_push(response, &session->queue) ? SESSION_WRITE
							: SESSION_CLOSE;
}

static enum session_next problem(struct session *session, unsigned status,
				 const char *detail, const char *allow)
{
	char body[PROBLEM_BYTES];
	struct response response = {
		.status = status,
		.type = PROBLEM_TYPE,
		.body = body,
		.body_bytes = response_problem(status, detail, body),
		.allow = allow,
	};

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

static enum session_next send_asset(struct session *session,
				    const struct request *request,
				    struct file file)
{
	struct response response = {
		.status = 200,
		.type = file.type,
		.body = file.bytes,
		.body_bytes = file.size,
		.cacheable = true,
		.head_only = request->method == METHOD_HEAD,
	};

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
	if (from_elsewhere(session, request))
		return problem(session, 403, "this page may not ask here",
			       NULL);
	if (!request_is_json(request))
		return problem(session, 415,
			       "the body must be application/json", NULL);
	inbox_clear(&session->inbox);
	session->asking = true;
	session->body_bytes = request_body_bytes(request);
	return SESSION_WAIT;
}

static enum session_next dispatch(struct session *session,
				  const struct request *request,
				  enum route route)
{
	const struct files *files = session->responder->shared->files;

	switch (route) {
	case ROUTE_PAGE:
	case ROUTE_ASSET:
		return send_asset(session, request,
				  files_find(files, request->path.value));
	case ROUTE_HEALTH:
		return send_health(session, request);
	case ROUTE_ASK:
		return begin_ask(session, request);
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
	struct route_match match;

	session->asking = false;
	session->close =
		request_wants_close(request) || !request_is_bodiless(request);
	if (refusal.status)
		return refuse(session, refusal);
	match = route_find(request->path.value, request->method);
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

static enum session_next answer_ask(struct session *session)
{
	struct ask_answer answer = ask_answer(
		session->responder, session->inbox.bytes, session->inbox.size);
	struct response response = {
		.status = answer.status,
		.type = answer.status == 200 ? "application/json"
					     : PROBLEM_TYPE,
		.body = answer.json,
		.body_bytes = answer.json_bytes,
	};

	inbox_clear(&session->inbox);
	return push(session, &response);
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

	return refusal.status ? refuse(session, refusal) : SESSION_WAIT;
}
