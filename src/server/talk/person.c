/* SPDX-License-Identifier: MIT */
#include "server/talk/person.h"

#include "core/faq_wipe.h"
#include "proto/outgoing.h"
#include "server/desk/hub.h"
#include "server/run/clock.h"
#include "server/talk/chat_reply.h"
#include "server/talk/turn.h"

#include <stdio.h>
#include <string.h>

#define NUMBER_BYTES 12u /* as text */

enum person_offer person_offer(const struct responder *responder,
			       enum counted_mouth mouth)
{
	struct hub *hub = responder->shared->hub;
	unsigned agents, waiting;

	if (!hub || mouth != COUNTED_CHAT || !responder->reply.handover)
		return PERSON_UNSAID;
	if (faq_asks_for_person(&responder->reply))
		return PERSON_ASKED;
	hub_presence(hub, &agents, &waiting);
	return agents > 0 ? PERSON_OFFERED : PERSON_NOBODY;
}

const char *person_offer_text(enum person_offer offer)
{
	static const char *const text[] = {
		[PERSON_UNSAID] = NULL,
		[PERSON_ASKED] = "asked",
		[PERSON_OFFERED] = "offered",
		[PERSON_NOBODY] = "nobody",
	};

	return text[offer];
}

static struct hub *hub_of(const struct session *session)
{
	return session->responder->shared->hub;
}

static struct store_id visitor_of(const struct session *session)
{
	struct store_id id;

	_Static_assert(sizeof(id.bytes) == VISIT_VISITOR_BYTES,
		       "a visitor's name is an id of the store");
	memcpy(id.bytes, session->visit.visitor, sizeof(id.bytes));
	return id;
}

/* The client goes on under a session that says who answers. */
static enum chat_close send_session(struct session *session, const char *id)
{
	struct responder *responder = session->responder;
	const char *text = turn_session(responder, &session->visit);

	if (!text)
		return CHAT_CLOSE_FAILED;
	json_writer_clear(&responder->json);
	outgoing_session(&responder->json, id, text, session->visit.person);
	return chat_send_json(session);
}

static enum chat_close turn_to(struct session *session, bool person)
{
	if (session->visit.person == person)
		return CHAT_GO_ON;
	session->visit.person = person;
	return send_session(session, "");
}

/* The bot has it again, and nobody else says so. */
static enum chat_close turn_back(struct session *session)
{
	struct json_writer *json = &session->responder->json;
	enum chat_close code;

	if (!session->visit.person)
		return CHAT_GO_ON;
	code = turn_to(session, false);
	if (code != CHAT_GO_ON)
		return code;
	json_writer_clear(json);
	outgoing_handover(json, OUTGOING_RETURNED, "", 0);
	return chat_send_json(session);
}

static enum chat_close send_busy(struct session *session, const char *id)
{
	return chat_send_error(session, id, MESSAGE_FAILED,
			       "it could not be passed on, please try again");
}

/* ---- to the bot ---- */

static void fill_near(struct hub_turn *turn, const struct faq_reply *reply)
{
	for (size_t i = 0;
	     i < reply->suggest_count && turn->near_count < STORE_TALK_NEAR_MAX;
	     i++) {
		struct store_talk_near *near = &turn->near[turn->near_count++];

		snprintf(near->intent, sizeof(near->intent), "%s",
			 reply->suggest[i].intent->id);
		near->score = reply->suggest[i].score;
	}
}

/* At most as long as a message, behind a whole character. */
static void cut(char out[STORE_MESSAGE_TEXT + 1], const char *text)
{
	size_t bytes = strlen(text);

	if (bytes > STORE_MESSAGE_TEXT) {
		bytes = STORE_MESSAGE_TEXT;
		while (bytes > 0 && ((unsigned char)text[bytes] & 0xc0) == 0x80)
			bytes--;
	}
	memcpy(out, text, bytes);
	out[bytes] = '\0';
}

/* What was chosen, as the visitor has read it. */
static const char *words_of(const struct session *session,
			    const struct incoming *message,
			    char number[NUMBER_BYTES])
{
	const struct faq_intent *intent;

	if (message->number) {
		snprintf(number, NUMBER_BYTES, "%u", message->number);
		return number;
	}
	if (!*message->choice)
		return message->text;
	intent = faq_catalog_find(session->responder->served->catalog,
				  message->choice);
	return intent ? intent->title : message->choice;
}

/* The answer asks for a person: the hub hears of it, and of what was said. */
static enum chat_close call_person(struct session *session,
				   const struct incoming *message)
{
	struct responder *responder = session->responder;
	const struct faq_reply *reply = &responder->reply;
	const struct store_id visitor = visitor_of(session);
	char question[STORE_TEXT_BYTES], answer[STORE_MESSAGE_TEXT + 1];
	char number[NUMBER_BYTES];
	const char *words = words_of(session, message, number);
	struct hub_turn turn = {
		.at_ms = clock_unix_ms(),
		.question = question,
		.answer = answer,
		.verdict = reply->verdict,
		.intent = reply->best ? reply->best->id : "",
		.confidence = reply->confidence,
	};
	const struct hub_wish wish = {
		.reason = STORE_TALK_ASKED,
		.step = reply->step,
		.last = &turn,
		.answer_id = responder->answer,
	};
	bool told;

	store_text(words, strlen(words), question, sizeof(question));
	cut(answer, reply->text);
	fill_near(&turn, reply);
	told = hub_visitor_asks(hub_of(session), seats_take(session), &visitor,
				&wish);
	faq_wipe(question, sizeof(question));
	if (told)
		return CHAT_GO_ON;
	session->visit.person = false;
	return send_session(session, "") == CHAT_GO_ON ? send_busy(session, "")
						       : CHAT_CLOSE_FAILED;
}

/* Why the visitor will want a person who has been offered. */
static void note_offer(struct session *session)
{
	const struct faq_reply *reply = &session->responder->reply;

	if (reply->handover)
		session->reason = reply->act == FAQ_ACT_ANGER
					  ? STORE_TALK_ANGER
					  : STORE_TALK_MISSES;
}

static enum chat_close answer(struct session *session,
			      const struct incoming *message)
{
	enum chat_close code;

	switch (turn_take(session->responder, &session->visit, COUNTED_CHAT,
			  message, NULL)) {
	case TURN_ANSWERED:
		note_offer(session);
		code = chat_send_json(session);
		if (code == CHAT_GO_ON && session->visit.person)
			code = call_person(session, message);
		return code;
	case TURN_REPEATED:
		return chat_send_json(session);
	case TURN_UNKNOWN_CHOICE:
		return chat_send_error(
			session, message->id, MESSAGE_UNKNOWN_CHOICE,
			"there is nothing of that name to choose");
	case TURN_FAILED:
		break;
	}
	return chat_send_error(session, message->id, MESSAGE_FAILED,
			       "the question could not be answered");
}

/* ---- to a person ---- */

static enum chat_close pass_on(struct session *session,
			       const struct incoming *message)
{
	const struct store_id visitor = visitor_of(session);
	char number[NUMBER_BYTES];
	const char *words = words_of(session, message, number);
	size_t bytes = strlen(words);

	if (bytes > STORE_MESSAGE_TEXT)
		return chat_send_error(session, message->id, MESSAGE_INVALID,
				       "a message to a person has at most 4096 "
				       "bytes");
	if (!hub_visitor_says(hub_of(session), seats_take(session), &visitor,
			      message->id, words, bytes))
		return send_busy(session, message->id);
	return CHAT_GO_ON;
}

enum chat_close person_or_bot(struct session *session,
			      const struct incoming *message)
{
	enum chat_close code;

	if (session->visit.person && hub_of(session))
		return pass_on(session, message);
	code = turn_back(session); /* faqd has no agents any more */
	return code == CHAT_GO_ON ? answer(session, message) : code;
}

enum chat_close person_wanted(struct session *session,
			      const struct incoming *message)
{
	struct responder *responder = session->responder;
	const struct hub_wish wish = {
		.reason = session->reason,
		.later = message->later,
		.step = session->visit.dialog.step,
		.answer_id = "",
	};
	struct store_id visitor;
	enum chat_close code;

	json_writer_clear(&responder->json);
	if (!hub_of(session)) {
		outgoing_handover(&responder->json, OUTGOING_NOBODY, "", 0);
		return chat_send_json(session);
	}
	session->visit.person = true;
	code = send_session(session, message->id);
	visitor = visitor_of(session);
	if (code != CHAT_GO_ON ||
	    hub_visitor_asks(hub_of(session), seats_take(session), &visitor,
			     &wish))
		return code;
	session->visit.person = false;
	code = send_session(session, "");
	return code == CHAT_GO_ON ? send_busy(session, message->id) : code;
}

enum chat_close person_is_told(struct session *session,
			       const struct incoming *message)
{
	const struct store_id visitor = visitor_of(session);

	if (!session->visit.person || !hub_of(session))
		return CHAT_GO_ON;
	if (message->type == INCOMING_TYPING)
		hub_visitor_typing(hub_of(session), &visitor, message->on);
	else if (!hub_visitor_heard(hub_of(session), seats_take(session),
				    &visitor, message->seq))
		return CHAT_CLOSE_FAILED; /* with the next hello it is said */
	return CHAT_GO_ON;
}

enum chat_close person_came(struct session *session, uint64_t after_seq)
{
	struct store_id visitor = visitor_of(session);

	if (!session->visit.person)
		return CHAT_GO_ON;
	if (!hub_of(session))
		return turn_back(session);
	/* Who is not known to be there would hear nothing. */
	return hub_visitor_came(hub_of(session), seats_take(session), &visitor,
				after_seq)
		       ? CHAT_GO_ON
		       : CHAT_CLOSE_FAILED;
}

void person_left(struct session *session)
{
	seats_leave(session);
	session->reason = STORE_TALK_ASKED;
}

/* ---- from the hub ---- */

/* The bot has the conversation, and answers what was meant for a person. */
static enum chat_close take_back(struct session *session,
				 const struct hub_letter *letter)
{
	const struct incoming message = {
		.type = INCOMING_ASK,
		.id = letter->id,
		.session = "",
		.text = letter->bytes,
		.text_bytes = letter->size,
		.choice = "",
	};

	enum chat_close code = turn_back(session);

	return code == CHAT_GO_ON ? answer(session, &message) : code;
}

enum chat_close person_on_letter(struct session *session,
				 const struct hub_letter *letter)
{
	enum chat_close code = CHAT_GO_ON;

	session_is_active(session);
	switch (letter->say) {
	case HUB_RETURN:
		return take_back(session, letter);
	case HUB_PERSON:
		code = turn_to(session, true);
		break;
	case HUB_BOT:
		code = letter->size ? turn_to(session, false)
				    : turn_back(session);
		break;
	case HUB_SAY:
		break;
	}
	if (code != CHAT_GO_ON || letter->size == 0)
		return code;
	return chat_send(session, letter->bytes, letter->size);
}
