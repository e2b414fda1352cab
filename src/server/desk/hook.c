/* SPDX-License-Identifier: MIT */
#include "server/desk/hook.h"

#include "core/faq_wipe.h"
#include "server/desk/dispatcher.h"
#include "server/web/reply.h"

#include <stdlib.h>
#include <string.h>

#define RETRY_SECONDS 5u
#define HEADERS_MAX (REQUEST_DESK_HEADERS + 1u)

/* A head whose body is awaited. */
struct hook {
	const struct desk_setup *desk;
	struct desk_header header[HEADERS_MAX];
	size_t header_count;
	struct header value[HEADERS_MAX];
	char url_secret[HEADER_BYTES]; /* "": none */
};

void hook_forget(struct session *session)
{
	if (session->call)
		session->call->session = NULL;
	session->call = NULL;
	if (session->hook)
		faq_wipe(session->hook, sizeof(*session->hook));
	free(session->hook);
	session->hook = NULL;
}

static void add_header(struct hook *hook, const char *name,
		       const struct header *header)
{
	struct header *value = &hook->value[hook->header_count];

	if (header->state != HEADER_PRESENT)
		return;
	*value = *header;
	hook->header[hook->header_count++] =
		(struct desk_header){name, value->value};
}

/* NULL when there is no such desk, or no memory: `*status` says which. */
static struct hook *hook_new(const struct dispatcher *dispatcher,
			     const struct request *request, unsigned *status)
{
	const char *name = request->path.value + strlen(HOOK_PATH);
	size_t bytes = strcspn(name, "/");
	const struct desk_setup *desk =
		dispatcher_desk(dispatcher, name, bytes);
	struct hook *hook;

	*status = 404;
	if (!desk || (name[bytes] && !desk->config.secret_in_url))
		return NULL;
	*status = 500;
	hook = calloc(1, sizeof(*hook));
	if (!hook)
		return NULL;
	hook->desk = desk;
	if (name[bytes])
		memcpy(hook->url_secret, name + bytes + 1,
		       strlen(name + bytes + 1) + 1);
	add_header(hook, "Content-Type", &request->type);
	for (size_t i = 0; i < REQUEST_DESK_HEADERS; i++)
		add_header(hook, request_desk_header[i], &request->desk[i]);
	return hook;
}

enum session_next hook_on_request(struct session *session,
				  const struct request *request)
{
	const struct shared *shared = session->responder->shared;
	size_t max = shared->limits->desk_body_bytes;
	unsigned status;

	hook_forget(session);
	if (!session->responder->door)
		return reply_problem(session, 404, "there is no such page",
				     NO_ADVICE);
	if (request_body_bytes(request) > max)
		return reply_too_long(session);
	session->hook = hook_new(shared->dispatcher, request, &status);
	if (!session->hook)
		return reply_problem(session, status,
				     status == 404 ? "there is no such desk"
						   : "out of memory",
				     NO_ADVICE);
	inbox_begin(&session->inbox, max);
	session->asking = true;
	session->close = session->goodbye || request_wants_close(request);
	session->body_bytes = request_body_bytes(request);
	return SESSION_WAIT;
}

static enum session_next say(struct session *session, const char *type,
			     const char *body, size_t bytes)
{
	struct response response = {
		.status = 200, .type = type, .body = body, .body_bytes = bytes};

	return reply_push(session, &response);
}

static enum tally_refusal refusal_of(enum desk_status status)
{
	switch (status) {
	case DESK_ERROR_UNSIGNED:
		return TALLY_UNSIGNED;
	case DESK_ERROR_FORGED:
		return TALLY_FORGED;
	case DESK_ERROR_STALE:
		return TALLY_STALE;
	default:
		return TALLY_BODY;
	}
}

static enum session_next refuse(struct session *session,
				const struct desk_setup *desk,
				enum desk_status status)
{
	const struct shared *shared = session->responder->shared;
	bool proof = status == DESK_ERROR_UNSIGNED ||
		     status == DESK_ERROR_FORGED || status == DESK_ERROR_STALE;

	dispatcher_refused(shared->dispatcher, desk, refusal_of(status));
	log_event(shared->log, LOG_LEVEL_WARNING, "a desk's call is refused",
		  log_word("desk", desk->config.name),
		  log_cause(desk_status_text(status)),
		  log_address(&session->client));
	if (status == DESK_ERROR_NOMEM)
		return reply_problem(session, 500, "out of memory", NO_ADVICE);
	if (!proof)
		return reply_problem(session, 400,
				     "this is not what this kind of desk sends",
				     NO_ADVICE);
	return reply_problem(session, 401,
			     status == DESK_ERROR_STALE
				     ? "it was signed too long ago"
				     : "the signature is missing or wrong",
			     NO_ADVICE);
}

static enum session_next pass_on(struct session *session,
				 const struct desk_setup *desk,
				 struct desk_events *events)
{
	struct call *call = call_new(desk, events);

	if (!call) {
		desk_events_release(events);
		return reply_problem(session, 500, "out of memory", NO_ADVICE);
	}
	call->session = session;
	call->door = session->responder->door;
	session->call = call;
	if (dispatcher_take(session->responder->shared->dispatcher, call))
		return SESSION_WAIT;
	dispatcher_refused(session->responder->shared->dispatcher, desk,
			   TALLY_BUSY);
	call->fate = CALL_BUSY;
	return hook_settle(call);
}

/* The first that is one: what it says is the answer. */
static const struct desk_event *find_challenge(const struct desk_events *events)
{
	for (size_t i = 0; i < events->count; i++)
		if (events->event[i].type == DESK_CHALLENGE)
			return &events->event[i];
	return NULL;
}

static enum session_next take_events(struct session *session,
				     const struct desk_setup *desk,
				     struct desk_events *events)
{
	const struct desk_event *challenge = find_challenge(events);
	enum session_next next;

	if (!challenge)
		return pass_on(session, desk, events);
	next = say(session, "text/plain", challenge->text,
		   challenge->text_bytes);
	desk_events_release(events);
	return next;
}

enum session_next hook_on_body(struct session *session)
{
	struct hook *hook = session->hook;
	const struct desk_setup *desk = hook->desk;
	const struct desk_hook what = {
		.header = hook->header,
		.header_count = hook->header_count,
		.body = session->inbox.bytes ? session->inbox.bytes : "",
		.bytes = session->inbox.size,
		.url_secret = *hook->url_secret ? hook->url_secret : NULL,
	};
	struct desk_events events;
	struct json_error error;
	enum desk_status status = desk_verify(
		&desk->config, &what, session->responder->now_s(), &error);

	if (status == DESK_OK)
		status = desk_read(&desk->config, &what, &events, &error);
	inbox_clear(&session->inbox);
	hook_forget(session);
	return status == DESK_OK ? take_events(session, desk, &events)
				 : refuse(session, desk, status);
}

static enum session_next tell(struct session *session, const struct call *call)
{
	const struct advice later = {.retry_seconds = RETRY_SECONDS};

	switch (call->fate) {
	case CALL_KEPT:
		break;
	case CALL_BUSY:
		return reply_problem(session, 503, "too many calls wait",
				     later);
	case CALL_FAILED:
		return reply_problem(session, 503, "it could not be stored",
				     later);
	}
	if (call->reply)
		return say(session, "application/json", call->reply,
			   call->reply_bytes);
	return say(session, "text/plain", "", 0);
}

enum session_next hook_settle(struct call *call)
{
	struct session *session = call->session;
	enum session_next next = SESSION_WAIT;

	if (session) {
		session->call = NULL;
		next = tell(session, call);
	}
	call_free(call);
	return next;
}
