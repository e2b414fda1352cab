/* SPDX-License-Identifier: MIT */
#include "server/talk/feedback.h"

#include "proto/outgoing.h"

#include <string.h>

static void count(const struct responder *responder, bool helpful,
		  enum feedback_status status)
{
	unsigned result = status != FEEDBACK_KEPT ? COUNTED_NOT_KEPT
			  : helpful               ? COUNTED_HELPFUL
						  : COUNTED_UNHELPFUL;

	if (responder->metrics && status != FEEDBACK_WAITS &&
	    status != FEEDBACK_NOT_GIVEN)
		metrics_feedback(responder->metrics, result);
}

static enum feedback_status wait_for_disk(struct responder *responder,
					  const struct incoming *message,
					  struct pending **waiting,
					  int64_t now_us)
{
	const struct observer *observer = responder->shared->observer;
	struct pending pending = {
		.receipt = observer->receipt(observer->context),
		.until_us = now_us + (int64_t)PENDING_SECONDS * 1000000,
		.helpful = message->helpful,
	};

	memcpy(pending.id, message->id, strlen(message->id) + 1);
	memcpy(pending.answer, message->answer, strlen(message->answer) + 1);
	if (!pending_add(waiting, &pending))
		return FEEDBACK_NOT_KEPT;
	responder->pending++;
	return FEEDBACK_WAITS;
}

static enum feedback_status take(struct responder *responder,
				 const struct visit *visit,
				 const struct incoming *message,
				 struct pending **waiting, int64_t now_us)
{
	const struct observer *observer = responder->shared->observer;
	char visitor[VISIT_VISITOR_TEXT];
	const struct feedback_record record = {
		.visitor = visitor,
		.answer_id = message->answer,
		.helpful = message->helpful,
		.reason = message->reason,
	};

	if (!token_gave(&responder->signer, visit, message->answer))
		return FEEDBACK_NOT_GIVEN;
	visit_name(visit, visitor);
	if (!observer || !observer->feedback ||
	    !observer->feedback(observer->context, &record))
		return FEEDBACK_NOT_KEPT;
	if (!observer->fate)
		return FEEDBACK_KEPT;
	return wait_for_disk(responder, message, waiting, now_us);
}

enum feedback_status feedback_take(struct responder *responder,
				   const struct visit *visit,
				   const struct incoming *message,
				   struct pending **waiting, int64_t now_us)
{
	enum feedback_status status =
		take(responder, visit, message, waiting, now_us);

	count(responder, message->helpful, status);
	return status;
}

bool feedback_settled(struct responder *responder, struct pending **waiting,
		      int64_t now_us, struct pending *out,
		      enum feedback_status *status)
{
	enum record_fate fate =
		*waiting ? pending_fate(*waiting, responder->shared->observer,
					now_us)
			 : RECORD_WAITS;

	if (fate == RECORD_WAITS)
		return false;
	*status = fate == RECORD_KEPT ? FEEDBACK_KEPT : FEEDBACK_NOT_KEPT;
	*out = **waiting;
	count(responder, out->helpful, *status);
	if (pending_drop(waiting))
		responder->pending--;
	return true;
}

const struct feedback_fault *feedback_fault(enum feedback_status status)
{
	static const struct feedback_fault
		not_kept = {503, MESSAGE_NOT_RECORDED,
			    "the feedback could not be kept"},
		not_given = {400, MESSAGE_UNKNOWN_ANSWER,
			     "this visitor was given no such answer"};

	switch (status) {
	case FEEDBACK_NOT_KEPT:
		return &not_kept;
	case FEEDBACK_NOT_GIVEN:
		return &not_given;
	case FEEDBACK_KEPT:
	case FEEDBACK_WAITS:
		break;
	}
	return NULL;
}

struct mouth_answer feedback_tell(struct responder *responder, const char *id,
				  const char *answer,
				  enum feedback_status status)
{
	const struct feedback_fault *fault = feedback_fault(status);

	if (fault)
		return mouth_problem(responder, fault->status, id, fault->code,
				     fault->detail);
	if (status == FEEDBACK_WAITS)
		return (struct mouth_answer){.waits = true};
	json_writer_clear(&responder->json);
	outgoing_feedback_received(&responder->json, id, answer);
	return mouth_written(responder, MOUTH_TYPE_JSON);
}

/* Feedback is on an answer, so unlike a question it has no use for a
 * conversation that begins anew. */
static struct mouth_answer answer(struct responder *responder,
				  const struct incoming *message,
				  const struct mouth_call *call)
{
	struct visit visit;

	switch (token_read(&responder->signer, message->session,
			   strlen(message->session), responder->now_s(),
			   &visit)) {
	case TOKEN_OK:
		break;
	case TOKEN_EXPIRED:
		return mouth_problem(responder, 400, message->id,
				     MESSAGE_SESSION_EXPIRED,
				     "the session is of too long ago");
	case TOKEN_FOREIGN:
		return mouth_problem(responder, 400, message->id,
				     MESSAGE_SESSION_FOREIGN,
				     "the session is not of this server");
	}
	return feedback_tell(responder, message->id, message->answer,
			     feedback_take(responder, &visit, message,
					   call->waiting, call->now_us));
}

struct mouth_answer feedback_answer(struct responder *responder,
				    const struct mouth_call *call)
{
	struct incoming message;
	struct incoming_error error;
	struct mouth_answer answered;
	enum incoming_status status = incoming_read(
		&message, INCOMING_RATING, call->body, call->bytes, &error);

	if (status != INCOMING_OK)
		return mouth_unread(responder, status, &error);
	answered = answer(responder, &message, call);
	incoming_release(&message);
	return answered;
}
