/* SPDX-License-Identifier: MIT */
#include "server/run/upkeep.h"

#include "server/desk/agent.h"
#include "server/desk/hook.h"
#include "server/desk/hub.h"
#include "server/talk/person.h"
#include "server/talk/session.h"
#include "server/web/http.h"
#include "server/web/wipe.h"
#include "server/web/wire.h"

#include <libwebsockets.h>

#define SWEEP_SECONDS 5

/* How long a chat may say nothing. */
static int64_t patience_us(const struct session *session)
{
	if (session->desk && !session->agent)
		return (int64_t)AGENT_HELLO_SECONDS * LWS_US_PER_SEC;
	return (int64_t)session->responder->shared->limits->idle_seconds *
	       LWS_US_PER_SEC;
}

/* Chats without a message, and agents whose key was revoked. Looking at all of
 * them is cheap, but not free. */
static void end_idle(struct worker *worker)
{
	int64_t now_us = lws_now_usecs();
	struct session *session;

	if (now_us - worker->swept_us < SWEEP_SECONDS * LWS_US_PER_SEC)
		return;
	worker->swept_us = now_us;
	for (session = worker->sessions; session; session = session->next) {
		if (session->chat && session->desk && !agent_keeps_key(session))
			wire_goodbye(session, CHAT_CLOSE_KEY);
		if (!session->chat ||
		    now_us - session->active_us < patience_us(session))
			continue;
		if (!session->goodbye)
			session_count_limit(session, COUNTED_LIMIT_IDLE);
		wire_goodbye(session, CHAT_CLOSE_IDLE);
	}
}

static void settle_chat(struct session *session, int64_t now_us)
{
	enum chat_close code = chat_settle(session, now_us);

	if (code != CHAT_GO_ON)
		wire_goodbye(session, code);
	else if (session->queue.count > 0 || session->goodbye)
		lws_callback_on_writable(session->wire);
}

static void go_on(struct session *session, enum session_next next)
{
	switch (next) {
	case SESSION_WAIT:
		break;
	case SESSION_WRITE:
		lws_callback_on_writable(session->wire);
		break;
	case SESSION_CLOSE:
		lws_set_timeout(session->wire, PENDING_TIMEOUT_USER_REASON_BASE,
				LWS_TO_KILL_ASYNC);
		break;
	}
}

/* Feedback that is on the disk by now. */
static void acknowledge(struct worker *worker)
{
	int64_t now_us = lws_now_usecs();
	struct session *session;

	if (!worker->responder.pending)
		return;
	for (session = worker->sessions; session; session = session->next)
		if (session->pending && session->chat)
			settle_chat(session, now_us);
		else if (session->pending)
			go_on(session, http_settle(session, now_us));
}

void upkeep_calls(struct worker *worker)
{
	struct door *door = worker->responder.door;
	struct call *call = door ? door_take(door) : NULL;

	while (call) {
		struct call *next = call->next;
		struct session *session = call->session;
		enum session_next answered = hook_settle(call);

		if (session)
			go_on(session, answered);
		call = next;
	}
}

/* Nobody sits there any more: the hub may not have heard that they left. */
static void return_letter(const struct worker *worker,
			  const struct hub_letter *letter)
{
	hub_left(worker->responder.shared->hub, letter->seat);
}

static void hand_letter(struct session *session,
			const struct hub_letter *letter)
{
	enum chat_close code = session->desk
				       ? agent_on_letter(session, letter)
				       : person_on_letter(session, letter);

	if (code != CHAT_GO_ON)
		wire_goodbye(session, code);
	else if (session->queue.count > 0)
		lws_callback_on_writable(session->wire);
}

/* Something did not fit: all who may have missed it connect anew. */
static void cut_seated(struct worker *worker)
{
	struct session *session;

	log_say(worker->responder.shared->log, LOG_LEVEL_WARNING,
		"the hub's letters were not taken in time: its connections "
		"are ended");
	for (session = worker->sessions; session; session = session->next)
		if (session->serial)
			wire_goodbye(session, CHAT_CLOSE_FAILED);
}

void upkeep_letters(struct worker *worker)
{
	struct responder *responder = &worker->responder;
	struct parcel *parcel = NULL;
	bool lost = false;

	if (responder->letterbox)
		parcel = letterbox_take(responder->letterbox, &lost);
	while (parcel) {
		struct parcel *next = parcel->next;
		struct session *session = seats_find(
			&responder->seats, parcel->letter.seat.session);

		if (session)
			hand_letter(session, &parcel->letter);
		else
			return_letter(worker, &parcel->letter);
		parcel_free(parcel);
		parcel = next;
	}
	if (lost)
		cut_seated(worker);
}

/* What visitors said is gone from memory a tick after it was answered:
 * README.md says where it might have stayed. */
static void forget(struct worker *worker)
{
	if (!worker->heard)
		return;
	worker->heard = false;
	responder_forget(&worker->responder);
	broom_sweep(&worker->broom);
	wipe_stack();
}

void upkeep(struct worker *worker)
{
	acknowledge(worker);
	forget(worker);
	end_idle(worker);
	wire_end_late(worker->timed, lws_now_usecs());
}
