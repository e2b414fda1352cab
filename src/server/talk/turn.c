/* SPDX-License-Identifier: MIT */
#include "server/talk/turn.h"

#include "proto/outgoing.h"
#include "server/talk/person.h"
#include "server/talk/record.h"

#include <stdio.h>
#include <string.h>

const char *turn_resume(struct responder *responder, struct visit *visit,
			const char *session)
{
	if (!*session)
		return NULL;
	switch (token_read(&responder->signer, session, strlen(session),
			   responder->now_s(), visit)) {
	case TOKEN_OK:
		return NULL;
	case TOKEN_EXPIRED:
		return message_code_text(MESSAGE_SESSION_EXPIRED);
	case TOKEN_FOREIGN:
		break;
	}
	return message_code_text(MESSAGE_SESSION_FOREIGN);
}

const char *turn_session(struct responder *responder, struct visit *visit)
{
	if (!token_begin(&responder->signer, visit) ||
	    !token_write(&responder->signer, visit, responder->now_s(),
			 responder->session))
		return NULL;
	return responder->session;
}

/* What the message says, as words or as the id of an intent. */
struct question {
	const char *text;
	size_t bytes;
	bool by_id;
	char number[8];
};

static void read_question(struct question *question,
			  const struct incoming *message)
{
	int digits;

	*question = (struct question){message->text, message->text_bytes,
				      *message->choice != '\0', ""};
	if (question->by_id) {
		question->text = message->choice;
		question->bytes = strlen(message->choice);
	} else if (message->number) {
		/* as good as typed, so that it can do no more */
		digits = snprintf(question->number, sizeof(question->number),
				  "%u", message->number);
		question->text = question->number;
		question->bytes = digits > 0 ? (size_t)digits : 0;
	}
}

static enum turn_status answer(struct responder *responder,
			       struct faq_dialog *dialog,
			       enum counted_mouth mouth,
			       const struct question *question)
{
	if (question->by_id)
		switch (responder_choose(responder, dialog, mouth,
					 question->text)) {
		case FAQ_OK:
			return TURN_ANSWERED;
		case FAQ_ERROR_UNKNOWN:
			return TURN_UNKNOWN_CHOICE;
		default:
			return TURN_FAILED;
		}
	return responder_ask(responder, dialog, mouth, question->text,
			     question->bytes)
		       ? TURN_ANSWERED
		       : TURN_FAILED;
}

static void tell(const struct responder *responder, const struct visit *visit,
		 enum counted_mouth mouth, const struct question *question)
{
	char visitor[VISIT_VISITOR_TEXT];

	visit_name(visit, visitor);
	responder_tell(responder, (struct turn_record){
					  .mouth = counted_mouth_name(mouth),
					  .visitor = visitor,
					  .answer_id = responder->answer,
					  .question = question->text,
					  .question_bytes = question->bytes,
				  });
}

static enum turn_status write_repeated(struct responder *responder,
				       struct visit *visit, const char *id)
{
	const char *session = turn_session(responder, visit);

	if (!session)
		return TURN_FAILED;
	json_writer_clear(&responder->json);
	outgoing_repeated(&responder->json, id, session);
	return json_failed(&responder->json) ? TURN_FAILED : TURN_REPEATED;
}

static bool write_answer(struct responder *responder, const char *id,
			 const char *refused, enum person_offer offer)
{
	const struct message_envelope envelope = {
		.id = responder->answer,
		.reply_to = id,
		.session = responder->session,
		.refused = refused,
		.person = person_offer_text(offer),
	};

	json_writer_clear(&responder->json);
	message_write_answer(&responder->json, &envelope, &responder->reply,
			     responder->served->cache);
	return !json_failed(&responder->json);
}

/* The visit moves only when there is an answer to show for it. */
enum turn_status turn_take(struct responder *responder, struct visit *visit,
			   enum counted_mouth mouth,
			   const struct incoming *message, const char *refused)
{
	struct visit next = *visit;
	struct question question;
	enum turn_status status;
	enum person_offer offer;

	if (visit_has_seen(visit, message->id))
		return write_repeated(responder, visit, message->id);
	read_question(&question, message);
	status = answer(responder, &next.dialog, mouth, &question);
	if (status != TURN_ANSWERED)
		return status;
	visit_remember(&next, message->id);
	offer = person_offer(responder, mouth);
	next.person = offer == PERSON_ASKED;
	if (!turn_session(responder, &next))
		return TURN_FAILED;
	answer_id_make(&responder->signer.answers, &next, responder->session,
		       responder->answer);
	if (!write_answer(responder, message->id, refused, offer))
		return TURN_FAILED;
	*visit = next;
	tell(responder, visit, mouth, &question);
	return TURN_ANSWERED;
}
