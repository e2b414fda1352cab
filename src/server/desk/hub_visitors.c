/* SPDX-License-Identifier: MIT */
/* What visitors do: they come, ask for a person, and speak with one. */
#include "server/desk/hub_inner.h"

#include "core/faq_wipe.h"
#include "proto/incoming.h"
#include "proto/message.h"
#include "proto/outgoing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void add_tab(struct hub_core *core, struct hub_talk *talk,
		    struct hub_seat seat)
{
	for (size_t i = 0; i < talk->tab_count; i++)
		if (hub_same_seat(talk->tab[i], seat))
			return;
	if (talk->tab_count == HUB_TABS) /* the oldest is the least likely */
		memmove(&talk->tab[0], &talk->tab[1],
			--talk->tab_count * sizeof(talk->tab[0]));
	talk->tab[talk->tab_count++] = seat;
	if (talk->tab_count == 1)
		hub_say_tab(core, talk);
}

struct missed {
	struct hub_core *core;
	struct hub_seat seat;
	enum hub_say say;
};

static bool tell_missed(void *context, const struct store_message *message)
{
	const struct missed *missed = context;
	char id[24];

	if (message->from != STORE_FROM_AGENT)
		return true;
	snprintf(id, sizeof(id), "%llu", (unsigned long long)message->seq);
	outgoing_agent_message(&missed->core->json, id, message->text,
			       message->text_bytes, message->agent);
	hub_send(missed->core, missed->seat, missed->say);
	return true;
}

/* False: it could not be read. */
static bool tell_rest(struct hub_core *core, struct hub_seat seat,
		      enum hub_say say, const struct store_id *visitor,
		      uint64_t after_seq)
{
	struct missed missed = {core, seat, say};

	return store_messages(core->how.store, visitor, after_seq,
			      HUB_MESSAGES_MAX, tell_missed,
			      &missed) == STORE_OK;
}

/* It ended while the visitor was away, or there never was one. */
static void tell_ended(struct hub_core *core, struct hub_seat seat,
		       const struct store_id *visitor, uint64_t after_seq)
{
	struct store_talk talk;

	if (store_talk(core->how.store, visitor, &talk) == STORE_OK &&
	    talk.last_seq > after_seq &&
	    tell_rest(core, seat, HUB_BOT, visitor, after_seq))
		outgoing_handover(&core->json,
				  talk.state == STORE_TALK_CLOSED
					  ? OUTGOING_CLOSED
					  : OUTGOING_RETURNED,
				  "", 0);
	hub_send(core, seat, HUB_BOT);
}

void hub_core_visitor_came(struct hub_core *core, struct hub_seat seat,
			   const struct store_id *visitor, uint64_t after_seq)
{
	const struct hub_late late = {seat, *visitor, after_seq};
	struct hub_talk *talk;

	if (!hub_seek(core, visitor, &talk)) {
		hub_wait(core, &late);
		return;
	}
	if (!talk) {
		tell_ended(core, seat, visitor, after_seq);
		hub_core_visitor_heard(core, visitor, after_seq);
		return;
	}
	add_tab(core, talk, seat);
	hub_tell_state(core, talk, seat);
	/* What can't be read now comes when it connects again. */
	(void)tell_rest(core, seat, HUB_PERSON, visitor, after_seq);
	if (talk->kept.read_seq > 0) {
		outgoing_read(&core->json, talk->kept.read_seq);
		hub_send(core, seat, HUB_PERSON);
	}
	hub_core_visitor_heard(core, visitor, after_seq);
	hub_tell_agents(core, talk);
}

void hub_core_visitor_left(struct hub_core *core, struct hub_seat seat)
{
	hub_wait_no_more(core, seat);
	for (size_t i = 0; i < core->talk_count; i++) {
		struct hub_talk *talk = core->talk[i];

		for (size_t k = 0; k < talk->tab_count; k++) {
			if (!hub_same_seat(talk->tab[k], seat))
				continue;
			memmove(&talk->tab[k], &talk->tab[k + 1],
				(talk->tab_count - k - 1) *
					sizeof(talk->tab[0]));
			if (--talk->tab_count > 0)
				return;
			hub_tell_agents(core, talk);
			hub_say_tab(core, talk);
			return;
		}
	}
}

static void put_turn(struct store_record *record, const struct store_talk *talk,
		     uint64_t seq, const struct hub_turn *turn)
{
	struct store_message *asked = &record[0].as.message;
	struct store_message *answered = &record[1].as.message;

	record[0].kind = record[1].kind = STORE_MESSAGE;
	*asked = (struct store_message){
		.visitor = talk->visitor,
		.seq = seq,
		.time_ms = turn->at_ms,
		.from = STORE_FROM_VISITOR,
		.text = turn->question,
		.text_bytes = strlen(turn->question),
	};
	*answered = *asked;
	answered->seq = seq + 1;
	answered->from = STORE_FROM_BOT;
	answered->text = turn->answer;
	answered->text_bytes = strlen(turn->answer);
	answered->verdict = turn->verdict;
	snprintf(answered->intent, sizeof(answered->intent), "%s",
		 turn->intent);
	answered->confidence = turn->confidence;
	answered->near_count = turn->near_count;
	memcpy(answered->near, turn->near, sizeof(answered->near));
}

/* The conversation and the story so far, at once. */
static bool keep_story(struct hub_core *core, struct store_talk *talk,
		       const struct hub_story *story)
{
	size_t count = 1 + 2 * story->turn_count;
	struct store_record *batch = calloc(count + 1, sizeof(*batch));
	enum store_status status;

	if (!batch)
		return false;
	for (size_t i = 0; i < story->turn_count; i++) {
		put_turn(&batch[1 + 2 * i], talk, talk->last_seq + 1,
			 &story->turn[i]);
		talk->last_seq += 2;
	}
	batch[0].kind = STORE_TALK;
	batch[0].as.talk = *talk;
	count += hub_put_word(core, &talk->visitor, &batch[count]);
	status = store_write(core->how.store, batch, count, STORE_DURABLE);
	faq_wipe(batch, count * sizeof(*batch));
	free(batch);
	core->behind = status == STORE_BEHIND;
	core->lost += status < 0;
	return status == STORE_OK;
}

/* NULL: it could not be kept. */
static struct hub_talk *begin(struct hub_core *core,
			      const struct store_id *visitor,
			      const struct hub_story *story)
{
	struct store_talk talk;
	struct hub_talk *begun;
	enum store_status status = store_talk(core->how.store, visitor, &talk);

	if (status < 0 || story->turn_count > HUB_STORY_TURNS)
		return NULL;
	talk.visitor = *visitor; /* none was there, or one that had ended */
	talk.state = STORE_TALK_WAITING;
	talk.reason = story->reason;
	talk.step = story->step;
	talk.agent[0] = talk.agent_key[0] = '\0';
	talk.since_ms = talk.updated_ms = hub_now(core);
	begun = hub_add(core, &talk);
	if (begun && !keep_story(core, &begun->kept, story)) {
		hub_drop(core, begun);
		return NULL;
	}
	if (begun && status == STORE_ABSENT)
		begun->voice = HUB_SILENT;
	return begun;
}

static void tell_failed(struct hub_core *core, struct hub_seat seat,
			const char *id, enum hub_say say)
{
	outgoing_error(&core->json, id, MESSAGE_FAILED,
		       "the message could not be kept");
	hub_send(core, seat, say);
}

static void tell_full(struct hub_core *core, struct hub_seat seat)
{
	core->refused++;
	outgoing_error(&core->json, "", MESSAGE_FAILED,
		       "too many are waiting for a person just now");
	hub_send(core, seat, HUB_BOT);
}

void hub_core_visitor_asks(struct hub_core *core, struct hub_seat seat,
			   const struct store_id *visitor,
			   const struct hub_story *story)
{
	struct hub_talk *talk = NULL;
	unsigned agents, waiting;

	hub_admit(core, seat);
	if (!hub_seek(core, visitor, &talk)) {
		tell_failed(core, seat, "", HUB_BOT);
		return;
	}
	hub_core_presence(core, &agents, &waiting);
	if (!talk && agents == 0 && !story->later) {
		outgoing_handover(&core->json, OUTGOING_NOBODY, "", 0);
		hub_send(core, seat, HUB_BOT);
		return;
	}
	if (!talk && !hub_make_room(core)) {
		tell_full(core, seat);
		return;
	}
	core->behind = false;
	if (!talk && !(talk = begin(core, visitor, story)) &&
	    !(core->behind && hub_seek(core, visitor, &talk) && talk)) {
		tell_failed(core, seat, "", HUB_BOT);
		return;
	}
	add_tab(core, talk, seat);
	hub_tell_state(core, talk, seat);
	hub_tell_agents(core, talk);
	hub_tell_presence(core, NULL);
}

/* True when that message is kept already, and that was said. */
static bool is_repeated(struct hub_core *core, struct hub_seat seat,
			const struct store_id *visitor, const char *id,
			const struct store_id *message, enum hub_say say)
{
	uint64_t seq;

	if (!*id || store_message_seq(core->how.store, visitor, message,
				      &seq) != STORE_OK)
		return false;
	outgoing_delivered(&core->json, id, seq);
	hub_send(core, seat, say);
	return true;
}

/* What a visitor says, and the store's name for it. */
struct said {
	struct hub_seat seat;
	const struct store_id *visitor;
	const char *id, *text;
	size_t bytes;
	struct store_id name;
};

static void keep_said(struct hub_core *core, struct hub_talk *talk,
		      const struct said *said)
{
	struct store_message message = hub_next(core, talk, STORE_FROM_VISITOR,
						said->text, said->bytes);

	add_tab(core, talk, said->seat);
	message.message = said->name;
	if (!hub_keep(core, talk, &talk->kept, &message)) {
		if (!core->behind)
			tell_failed(core, said->seat, said->id, HUB_PERSON);
		return;
	}
	talk->voice = HUB_SPOKEN;
	outgoing_delivered(&core->json, said->id, message.seq);
	hub_send(core, said->seat, HUB_PERSON);
	hub_tell_stored(core, &message);
	hub_tell_agents(core, talk);
	hub_tell_read(core, talk);
}

static void take_said(struct hub_core *core, const struct said *said)
{
	const struct hub_letter give_back = {said->seat, HUB_RETURN, said->text,
					     said->bytes, said->id};
	struct hub_talk *talk;

	core->behind = false;
	if (!hub_seek(core, said->visitor, &talk))
		tell_failed(core, said->seat, said->id, HUB_PERSON);
	else if (is_repeated(core, said->seat, said->visitor, said->id,
			     &said->name, talk ? HUB_PERSON : HUB_BOT))
		return;
	else if (!talk)
		core->how.deliver(core->how.context, &give_back);
	else
		keep_said(core, talk, said);
}

/*
 * As with agents, the text is a part of its name: a client that counts from 1
 * again, or two tabs that each do, would else have said nothing.
 */
static bool name_said(const struct hub_core *core, struct said *said)
{
	char whole[sizeof(said->name.bytes) + INCOMING_ID_BYTES];
	size_t bytes = strlen(said->id), size = sizeof(said->name.bytes);

	if (bytes == 0)
		return true;
	if (bytes > INCOMING_ID_BYTES ||
	    !store_id_of(&core->key, "text", said->text, said->bytes,
			 &said->name))
		return false;
	memcpy(whole, said->name.bytes, size);
	memcpy(whole + size, said->id, bytes);
	return store_id_of(&core->key, "message", whole, size + bytes,
			   &said->name);
}

void hub_core_visitor_says(struct hub_core *core, struct hub_seat seat,
			   const struct store_id *visitor, const char *id,
			   const char *text, size_t bytes)
{
	struct said said = {seat, visitor, id, text, bytes, {{0}}};
	unsigned tries = HUB_TRIES;

	hub_admit(core, seat);
	if (!name_said(core, &said)) {
		tell_failed(core, seat, id,
			    hub_find(core, visitor) ? HUB_PERSON : HUB_BOT);
		return;
	}
	do
		take_said(core, &said);
	while (core->behind && --tries > 0);
	if (core->behind)
		tell_failed(core, seat, id, HUB_PERSON);
	core->behind = false;
}

void hub_core_visitor_typing(struct hub_core *core,
			     const struct store_id *visitor, bool on)
{
	if (!hub_find(core, visitor))
		return;
	hub_tell_typing(core, visitor, on);
	hub_say_typing(core, visitor, on, "");
}

/* Of one that has ended: its agent may still look. */
static void heard_ended(struct hub_core *core, const struct store_id *visitor,
			uint64_t seq)
{
	struct store_record record = {.kind = STORE_TALK};
	struct store_talk *talk = &record.as.talk;
	uint64_t from;

	if (store_talk(core->how.store, visitor, talk) != STORE_OK ||
	    seq <= talk->heard_seq || seq > talk->last_seq)
		return;
	from = talk->heard_seq;
	talk->heard_seq = seq;
	/* A mark that gets lost is made again when the visitor comes back. */
	if (store_write(core->how.store, &record, 1, STORE_COMMITTED) ==
	    STORE_OK)
		hub_tell_heard(core, talk, from);
}

void hub_core_visitor_heard(struct hub_core *core,
			    const struct store_id *visitor, uint64_t seq)
{
	struct hub_talk *talk = hub_find(core, visitor);
	uint64_t from;

	if (!talk) {
		heard_ended(core, visitor, seq);
		return;
	}
	from = talk->kept.heard_seq;
	if (seq <= from || seq > talk->kept.last_seq)
		return;
	talk->kept.heard_seq = seq; /* is kept with the next message */
	hub_tell_heard(core, &talk->kept, from);
	hub_say_marks(core, talk);
}
