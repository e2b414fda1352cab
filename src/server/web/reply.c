/* SPDX-License-Identifier: MIT */
#include "server/web/reply.h"

#include "server/talk/mouth.h"
#include "server/web/cors.h"

enum session_next reply_push(struct session *session, struct response *response)
{
	response->close = session->close;
	response->tls = session->responder->shared->tls->certificate != NULL;
	response->request_id = session->request_id.text;
	cors_fill(session, response);
	log_event(session->responder->shared->log, LOG_LEVEL_DEBUG, "response",
		  log_id("request_id", session->request_id.text),
		  log_id("trace_id", session->trace.trace_id),
		  log_id("span_id", session->trace.span_id),
		  log_number("status", response->status),
		  log_number("bytes", response->body_bytes));
	return response_push(response, &session->queue) ? SESSION_WRITE
							: SESSION_CLOSE;
}

enum session_next reply_problem(struct session *session, unsigned status,
				const char *detail, struct advice advice)
{
	struct json_writer *json = &session->responder->json;
	char body[PROBLEM_BYTES];
	struct response response = {
		.status = status,
		.type = PROBLEM_TYPE,
		.body = body,
		.body_bytes = response_problem(status, detail, body),
		.allow = advice.allow,
		.retry_seconds = advice.retry_seconds,
		.head_only = session->head_only,
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
	return reply_push(session, &response);
}

enum session_next reply_too_long(struct session *session)
{
	session_count_limit(session, COUNTED_LIMIT_BODY);
	return reply_problem(session, 413,
			     "the body is longer than this path takes",
			     NO_ADVICE);
}

enum session_next reply_refuse(struct session *session, struct refusal refusal)
{
	session->close = true;
	return reply_problem(session, refusal.status, refusal.detail,
			     NO_ADVICE);
}
