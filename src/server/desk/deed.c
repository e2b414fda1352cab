/* SPDX-License-Identifier: MIT */
#include "server/desk/deed.h"

#include "core/faq_wipe.h"
#include "server/desk/envelope.h"
#include "server/talk/recording.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SPACE_BYTES 64u

/* An event at work. */
struct work {
	const struct deed *deed;
	const struct desk_setup *desk;
	struct call *call;
	const struct desk_event *event;
	char mouth[STORE_MOUTH_BYTES];
	char key[STORE_ID_TEXT_BYTES]; /* of the answer's requests */
	struct store_session session;
	struct faq_dialog dialog;
	bool full; /* the batch has no room */
};

const char *deed_outcome_text(enum deed_outcome outcome)
{
	static const char *const names[] = {
		[DEED_ANSWERED] = "answered",
		[DEED_HANDED_OVER] = "handed_over",
		[DEED_SILENT] = "silent",
		[DEED_TURNED] = "turned",
		[DEED_REPEATED] = "repeated",
		[DEED_LATE] = "late",
		[DEED_IGNORED] = "ignored",
		[DEED_FAILED] = "failed",
	};

	return outcome < DEED_OUTCOMES ? names[outcome] : "full";
}

static struct store_record *add(struct work *work, enum store_kind kind)
{
	struct store_record *record = batch_add(work->deed->batch, kind);

	work->full = work->full || !record;
	return record;
}

/* ---- was it here before? ---- */

static enum store_status remember(struct work *work, const char *what,
				  const char *name)
{
	const struct deed *deed = work->deed;
	struct store_record *record;
	enum store_status status;
	char space[SPACE_BYTES];
	struct store_id id;

	if (!*name)
		return STORE_OK;
	snprintf(space, sizeof(space), "%s:%s", work->mouth, what);
	if (!store_id_of(&deed->key, space, name, strlen(name), &id))
		return STORE_ERROR_NOMEM;
	status = batch_seen(deed->batch, deed->store, work->mouth, &id);
	if (status != STORE_ABSENT)
		return status;
	store_id_text(&id, work->key);
	record = add(work, STORE_DELIVERY);
	if (!record)
		return STORE_ERROR_NOMEM;
	memcpy(record->as.delivery.desk, work->mouth, sizeof(work->mouth));
	record->as.delivery.id = id;
	record->as.delivery.seen_ms = deed->now_ms;
	return STORE_OK;
}

/* What is said twice may come in two deliveries, and what is delivered twice
 * is the same. */
static enum store_status remember_both(struct work *work)
{
	enum store_status status =
		remember(work, "delivery", work->event->delivery);

	if (status == STORE_OK)
		status = remember(work, desk_event_text(work->event->type),
				  work->event->message);
	return status;
}

/* ---- where the conversation is ---- */

static enum store_status find_session(struct work *work)
{
	const char *name = work->event->conversation;
	struct store_session *session = &work->session;
	enum store_status status;
	struct store_id visitor;

	if (!store_id_of(&work->deed->key, work->mouth, name, strlen(name),
			 &visitor))
		return STORE_ERROR_NOMEM;
	faq_dialog_init(&work->dialog);
	status = batch_session(work->deed->batch, work->deed->store, &visitor,
			       session);
	if (status == STORE_OK &&
	    !faq_dialog_load(&work->dialog, session->dialog,
			     sizeof(session->dialog)))
		faq_dialog_init(&work->dialog);
	session->visitor = visitor;
	memcpy(session->mouth, work->mouth, sizeof(work->mouth));
	return status == STORE_ABSENT ? STORE_OK : status;
}

/* At no moment that the desk's order allows could it have been later. */
static bool is_before(const struct desk_event *event, int64_t order)
{
	return event->order > 0 && event->order + event->order_span <= order;
}

/* Who has the conversation changes with this event. */
static void note_turn(struct work *work, enum store_session_state state)
{
	struct store_session *session = &work->session;
	int64_t order = work->event->order;

	if (state == STORE_SESSION_PERSON && session->state != state)
		session->taken_order = order;
	if (order > session->turned_order)
		session->turned_order = order;
	session->state = state;
}

static bool put_session(struct work *work)
{
	struct store_record *record = add(work, STORE_SESSION);

	if (!record)
		return false;
	work->session.updated_ms = work->deed->now_ms;
	faq_dialog_save(&work->dialog, work->session.dialog);
	record->as.session = work->session;
	return true;
}

/* ---- what goes out ---- */

static bool put(struct work *work, enum letter_purpose purpose,
		struct desk_requests *requests)
{
	const struct envelope envelope = {work->mouth, &work->session.visitor,
					  work->event->conversation,
					  work->deed->now_ms};

	if (envelope_put(work->deed->batch, &envelope, purpose, requests))
		return true;
	work->full = work->deed->batch->count == BATCH_RECORDS;
	return false;
}

static bool keep_reply(struct work *work, struct desk_requests *requests)
{
	struct call *call = work->call;

	free(call->reply);
	call->reply = strdup(requests->request[0].body);
	call->reply_bytes = call->reply ? strlen(call->reply) : 0;
	desk_requests_release(requests);
	return call->reply != NULL;
}

/* `*told`: an answer goes out. */
static bool put_reply(struct work *work, bool *told)
{
	const struct desk_to to = {work->event->conversation, work->key};
	struct desk_requests requests;
	enum desk_status status =
		desk_reply(&work->desk->config, &to,
			   &work->deed->responder->reply, &requests);

	*told = status == DESK_OK;
	if (status == DESK_ERROR_NOMEM)
		return false;
	if (!*told)
		return true;
	return requests.synchronous ? keep_reply(work, &requests)
				    : put(work, LETTER_REPLY, &requests);
}

static bool put_note(struct work *work, enum desk_reason reason)
{
	char question[STORE_TEXT_BYTES], key[DESK_KEY_BYTES];
	const struct desk_to to = {work->event->conversation, key};
	struct desk_requests requests;
	enum desk_status status;

	snprintf(key, sizeof(key), "%s-n", work->key);
	store_text(work->event->text, work->event->text_bytes, question,
		   sizeof(question));
	status = desk_note(&work->desk->config, &to, reason, question,
			   &work->deed->responder->reply, &requests);
	faq_wipe(question, sizeof(question));
	if (status != DESK_OK)
		return status != DESK_ERROR_NOMEM;
	return put(work, LETTER_NOTE, &requests);
}

/* `*given`: the desk takes it. */
static bool hand_over(struct work *work, enum desk_reason reason, bool *given)
{
	char key[DESK_KEY_BYTES];
	const struct desk_to to = {work->event->conversation, key};
	struct desk_requests requests;
	enum desk_status status;

	snprintf(key, sizeof(key), "%s-h", work->key);
	status = desk_handover(&work->desk->config, &to, reason, &requests);
	*given = status == DESK_OK;
	if (!*given)
		return status != DESK_ERROR_NOMEM;
	/* The note first: who is called has the story already. */
	if (put_note(work, reason) && put(work, LETTER_HANDOVER, &requests))
		return true;
	desk_requests_release(&requests);
	return false;
}

/* ---- a message ---- */

static bool put_turn(struct work *work)
{
	const struct deed *deed = work->deed;
	const struct desk_event *event = work->event;
	const char *said = *event->choice ? event->choice : event->text;
	struct store_record *record;
	struct store_turn *turn;

	if (!deed->transcripts)
		return true;
	record = add(work, STORE_TURN);
	if (!record)
		return false;
	turn = &record->as.turn;
	turn->time_ms = deed->now_ms;
	turn->visitor = work->session.visitor;
	turn->latency_us = (uint32_t)(deed->responder->latency_ns / 1000);
	memcpy(turn->mouth, work->mouth, sizeof(work->mouth));
	recording_reply(turn, &deed->responder->reply);
	store_text(said, strlen(said), turn->question, sizeof(turn->question));
	return true;
}

/* Does it know how to give a conversation to a person? */
static bool takes_over(const struct desk_config *config)
{
	return desk_traits(config->kind)->handover &&
	       (config->kind != DESK_WEBHOOK || config->map.handover.path);
}

/* A button's click says the id of an intent; one that the content has no more
 * says its words. */
static bool ask(struct work *work)
{
	struct responder *responder = work->deed->responder;
	const struct desk_event *event = work->event;

	responder->desk_person = takes_over(&work->desk->config);
	if (*event->choice &&
	    responder_choose(responder, &work->dialog, COUNTED_DESK,
			     event->choice) == FAQ_OK)
		return true;
	return responder_ask(responder, &work->dialog, COUNTED_DESK,
			     event->text, event->text_bytes);
}

/* Is the answer one that its desk takes for the wish to speak to a person? */
static bool asks_for_person(const struct work *work)
{
	const struct faq_reply *reply = &work->deed->responder->reply;

	for (size_t i = 0; i < work->desk->person_count; i++)
		if (reply->part_count > 0 &&
		    strcmp(work->desk->person[i], reply->part[0].intent->id) ==
			    0)
			return true;
	return faq_asks_for_person(reply);
}

static enum desk_reason reason_of(const struct work *work, bool told)
{
	if (asks_for_person(work))
		return DESK_REASON_ASKED;
	if (!told)
		return DESK_REASON_FAILED;
	return work->deed->responder->reply.act == FAQ_ACT_ANGER
		       ? DESK_REASON_ANGER
		       : DESK_REASON_MISSED;
}

/* It is said to a person, or was, before the conversation was given back. */
static bool is_for_person(const struct work *work)
{
	const struct store_session *session = &work->session;

	return session->state == STORE_SESSION_PERSON ||
	       (session->taken_order > 0 &&
		work->event->order >= session->taken_order &&
		is_before(work->event, session->turned_order));
}

static enum deed_outcome answer(struct work *work)
{
	const struct faq_reply *reply = &work->deed->responder->reply;
	bool told = false, given = false;

	if (is_for_person(work))
		return DEED_SILENT;
	if (!ask(work) || !put_turn(work) || !put_reply(work, &told))
		return DEED_FAILED;
	if ((reply->handover || !told || asks_for_person(work)) &&
	    !hand_over(work, reason_of(work, told), &given))
		return DEED_FAILED;
	if (given)
		note_turn(work, STORE_SESSION_PERSON);
	if (!put_session(work))
		return DEED_FAILED;
	return given ? DEED_HANDED_OVER : DEED_ANSWERED;
}

static enum deed_outcome turn_to(struct work *work,
				 enum store_session_state state)
{
	note_turn(work, state);
	return put_session(work) ? DEED_TURNED : DEED_FAILED;
}

/* A person speaks there: an answer that still waits would come between. */
static enum deed_outcome fall_silent(struct work *work)
{
	if (envelope_withdraw(work->deed->batch, work->mouth,
			      &work->session.visitor))
		return turn_to(work, STORE_SESSION_PERSON);
	work->full = true;
	return DEED_FAILED;
}

/* A person came, and has gone again: what was said between is not ours. */
static enum deed_outcome come_late(struct work *work)
{
	if (work->event->order <= work->session.taken_order)
		return DEED_LATE;
	work->session.taken_order = work->event->order;
	return put_session(work) ? DEED_LATE : DEED_FAILED;
}

static enum deed_outcome be_taken(struct work *work)
{
	bool late = work->session.state == STORE_SESSION_BOT &&
		    is_before(work->event, work->session.turned_order);

	return late ? come_late(work) : fall_silent(work);
}

static enum deed_outcome be_given_back(struct work *work)
{
	if (is_before(work->event, work->session.turned_order))
		return DEED_LATE;
	if (work->event->type == DESK_CLOSED)
		faq_dialog_init(&work->dialog);
	return turn_to(work, STORE_SESSION_BOT);
}

static enum deed_outcome act(struct work *work)
{
	switch (work->event->type) {
	case DESK_MESSAGE:
		return answer(work);
	case DESK_TAKEN:
	case DESK_IGNORED: /* with a person in it */
		return be_taken(work);
	case DESK_RETURNED:
	case DESK_CLOSED:
		return be_given_back(work);
	case DESK_PING:
	case DESK_CHALLENGE:
		break;
	}
	return DEED_IGNORED;
}

static bool matters(const struct desk_event *event)
{
	switch (event->type) {
	case DESK_MESSAGE:
	case DESK_TAKEN:
	case DESK_RETURNED:
	case DESK_CLOSED:
		return *event->conversation != '\0';
	case DESK_IGNORED:
		return event->person && *event->conversation;
	case DESK_PING:
	case DESK_CHALLENGE:
		break;
	}
	return false;
}

enum deed_outcome deed_do(const struct deed *deed, struct call *call,
			  const struct desk_event *event)
{
	struct work work = {
		.deed = deed, .desk = call->desk, .call = call, .event = event};
	enum deed_outcome outcome = DEED_FAILED;
	size_t begun = deed->batch->count;
	enum store_status status;

	if (!matters(event))
		return DEED_IGNORED;
	snprintf(work.mouth, sizeof(work.mouth), "desk:%s",
		 call->desk->config.name);
	status = remember_both(&work);
	if (status == STORE_OK)
		status = find_session(&work);
	if (status == STORE_OK)
		outcome = act(&work);
	else if (status == STORE_SEEN)
		outcome = DEED_REPEATED;
	if (outcome == DEED_FAILED || outcome == DEED_REPEATED)
		batch_cut(deed->batch, begun);
	return work.full ? DEED_FULL : outcome;
}
