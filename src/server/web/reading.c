/* SPDX-License-Identifier: MIT */
#include "server/web/reading.h"

#include "server/metrics/vitals.h"
#include "server/page/demo.h"
#include "server/web/negotiate.h"
#include "server/web/reply.h"

static enum session_next send_document(struct session *session,
				       const struct request *request,
				       const struct asset *document,
				       enum response_sharing sharing)
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
		.sharing = sharing,
		.head_only = session->head_only,
	};

	if (negotiate_unchanged(request->if_none_match.value, form->etag)) {
		response.status = 304;
		response.type = NULL;
		response.body_bytes = 0;
	}
	return reply_push(session, &response);
}

enum session_next reading_document(struct session *session,
				   const struct request *request,
				   enum route route)
{
	const struct asset *document = files_find(
		&session->responder->served->files, request->path.value);

	if (!document)
		return reply_problem(session, 404, "there is no such page",
				     NO_ADVICE);
	return send_document(session, request, document,
			     route == ROUTE_WIDGET ? RESPONSE_EVERYONES
						   : RESPONSE_OURS);
}

/* It depends on the Host that it was asked for, so it is not kept. */
enum session_next reading_demo(struct session *session,
			       const struct request *request)
{
	const struct shared *shared = session->responder->shared;
	const struct demo_place place = {
		.host = request->host.value,
		.tls = shared->tls->certificate != NULL,
		.origin = shared->demo_origin,
	};
	char server[ORIGIN_BYTES], policy[DEMO_POLICY_BYTES];
	struct response response = {
		.status = 200,
		.policy = policy,
		.head_only = session->head_only,
	};
	const struct asset *frame = asset_find("/demo.html");
	enum session_next next;
	struct html html;

	if (!host_valid(place.host))
		return reply_problem(session, 400, "Host is no name of a host",
				     NO_ADVICE);
	demo_server(&place, server);
	demo_policy(server, policy);
	html_init(&html, DEMO_BYTES_MAX);
	demo_html(&place, server, frame->form[CODING_PLAIN].bytes, &html);
	response.type = frame->type;
	response.body = html.bytes;
	response.body_bytes = html.size;
	next = html.failed
		       ? reply_problem(session, 500, "out of memory", NO_ADVICE)
		       : reply_push(session, &response);
	html_release(&html);
	return next;
}

enum session_next reading_health(struct session *session, enum route route)
{
	const struct vitals *vitals = session->responder->shared->vitals;
	struct json_writer *json = &session->responder->json;
	struct health_answer health = route == ROUTE_READY
					      ? vitals_ready(vitals, json)
					      : vitals_alive(vitals, json);
	struct response response = {
		.status = health.status,
		.type = health.type,
		.body = health.bytes,
		.body_bytes = health.size,
		.head_only = session->head_only,
	};

	return reply_push(session, &response);
}

enum session_next reading_metrics(struct session *session)
{
	struct metrics_text text;
	struct response response = {
		.status = 200,
		.type = METRICS_CONTENT_TYPE,
		.head_only = session->head_only,
	};
	enum session_next next;

	metrics_text_init(&text, METRICS_PAGE_BYTES_MAX);
	vitals_metrics(session->responder->shared->vitals, &text);
	response.body = text.bytes;
	response.body_bytes = text.size;
	next = text.failed
		       ? reply_problem(session, 500, "out of memory", NO_ADVICE)
		       : reply_push(session, &response);
	metrics_text_release(&text);
	return next;
}
