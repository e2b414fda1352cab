/* SPDX-License-Identifier: MIT */
#include "server/desk/hub_inner.h"

#include "core/faq_wipe.h"
#include "proto/message.h"
#include "proto/outgoing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool hub_same_seat(struct hub_seat a, struct hub_seat b)
{
	return a.worker == b.worker && a.session == b.session;
}

bool hub_same_id(const struct store_id *a, const struct store_id *b)
{
	return memcmp(a->bytes, b->bytes, sizeof(a->bytes)) == 0;
}

int64_t hub_now(const struct hub_core *core)
{
	return core->how.now_ms(core->how.context);
}

struct hub_talk *hub_find(struct hub_core *core, const struct store_id *visitor)
{
	for (size_t i = 0; i < core->talk_count; i++)
		if (hub_same_id(&core->talk[i].kept.visitor, visitor))
			return &core->talk[i];
	return NULL;
}

bool hub_is_there(const struct hub_core *core, const char *name)
{
	for (size_t i = 0; i < core->agent_count; i++)
		if (strcmp(core->agent[i].name, name) == 0)
			return true;
	return false;
}

static bool make_room(struct hub_core *core)
{
	size_t room = core->talk_room ? 2 * core->talk_room : 16;
	struct hub_talk *talk;

	if (core->talk_count == HUB_TALKS_MAX)
		return false;
	if (core->talk_count < core->talk_room)
		return true;
	talk = realloc(core->talk, room * sizeof(*talk));
	if (!talk)
		return false;
	core->talk = talk;
	core->talk_room = room;
	return true;
}

/* Its agent is not there, as far as we know. */
static bool take_up(void *context, const struct store_talk *kept)
{
	struct hub_core *core = context;
	struct hub_talk *talk;

	if (!make_room(core))
		return false;
	talk = &core->talk[core->talk_count++];
	*talk = (struct hub_talk){.kept = *kept};
	if (kept->state == STORE_TALK_JOINED)
		talk->away_since_ms = hub_now(core);
	return true;
}

enum store_status hub_core_new(struct hub_core **out,
			       const struct hub_options *how)
{
	struct hub_core *core = calloc(1, sizeof(*core));
	enum store_status status = STORE_ERROR_NOMEM;

	*out = NULL;
	if (!core)
		return status;
	core->how = *how;
	json_writer_init(&core->json, MESSAGE_REPLY_BYTES_MAX);
	store_get_key(how->store, &core->key);
	if (faq_scratch_new(&core->scratch, NULL) == FAQ_OK)
		status = store_open_talks(how->store, HUB_TALKS_MAX, take_up,
					  core);
	if (status == STORE_OK)
		*out = core;
	else
		hub_core_free(core);
	return status;
}

void hub_core_free(struct hub_core *core)
{
	if (!core)
		return;
	json_writer_wipe(&core->json);
	json_writer_release(&core->json);
	faq_scratch_free(core->scratch);
	free(core->talk);
	faq_wipe(core, sizeof(*core));
	free(core);
}

struct store_message hub_next(const struct hub_core *core,
			      const struct hub_talk *talk, enum store_from from,
			      const char *text, size_t bytes)
{
	struct store_message message = {
		.visitor = talk->kept.visitor,
		.seq = talk->kept.last_seq + 1,
		.time_ms = hub_now(core),
		.from = from,
		.text = text,
		.text_bytes = bytes,
	};

	return message;
}

bool hub_keep(struct hub_core *core, struct hub_talk *talk,
	      const struct store_talk *next,
	      const struct store_message *message)
{
	struct store_record batch[2] = {{.kind = STORE_TALK},
					{.kind = STORE_MESSAGE}};

	batch[0].as.talk = *next;
	batch[0].as.talk.updated_ms = hub_now(core);
	if (message) {
		batch[0].as.talk.last_seq = message->seq;
		batch[1].as.message = *message;
	}
	if (store_write(core->how.store, batch, message ? 2 : 1,
			STORE_DURABLE) != STORE_OK)
		return false;
	talk->kept = batch[0].as.talk;
	return true;
}

static void add_tab(struct hub_talk *talk, struct hub_seat seat)
{
	for (size_t i = 0; i < talk->tab_count; i++)
		if (hub_same_seat(talk->tab[i], seat))
			return;
	if (talk->tab_count == HUB_TABS) /* the oldest is the least likely */
		memmove(&talk->tab[0], &talk->tab[1],
			--talk->tab_count * sizeof(talk->tab[0]));
	talk->tab[talk->tab_count++] = seat;
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
	struct hub_talk *talk = hub_find(core, visitor);

	if (!talk) {
		tell_ended(core, seat, visitor, after_seq);
		return;
	}
	add_tab(talk, seat);
	hub_tell_state(core, talk, seat);
	/* What can't be read now comes when it connects again. */
	(void)tell_rest(core, seat, HUB_PERSON, visitor, after_seq);
	hub_tell_agents(core, talk);
}

void hub_core_visitor_left(struct hub_core *core, struct hub_seat seat)
{
	for (size_t i = 0; i < core->talk_count; i++) {
		struct hub_talk *talk = &core->talk[i];

		for (size_t k = 0; k < talk->tab_count; k++) {
			if (!hub_same_seat(talk->tab[k], seat))
				continue;
			memmove(&talk->tab[k], &talk->tab[k + 1],
				(talk->tab_count - k - 1) *
					sizeof(talk->tab[0]));
			if (--talk->tab_count == 0)
				hub_tell_agents(core, talk);
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
	struct store_record *batch = calloc(count, sizeof(*batch));
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
	status = store_write(core->how.store, batch, count, STORE_DURABLE);
	faq_wipe(batch, count * sizeof(*batch));
	free(batch);
	return status == STORE_OK;
}

/* NULL: it could not be kept. */
static struct hub_talk *begin(struct hub_core *core,
			      const struct store_id *visitor,
			      const struct hub_story *story)
{
	struct store_talk talk;
	enum store_status status = store_talk(core->how.store, visitor, &talk);

	if (status < 0 || !make_room(core) ||
	    story->turn_count > HUB_STORY_TURNS)
		return NULL;
	talk.visitor = *visitor; /* none was there, or one that had ended */
	talk.state = STORE_TALK_WAITING;
	talk.reason = story->reason;
	talk.step = story->step;
	talk.agent[0] = '\0';
	talk.since_ms = talk.updated_ms = hub_now(core);
	if (!keep_story(core, &talk, story))
		return NULL;
	core->talk[core->talk_count] = (struct hub_talk){.kept = talk};
	return &core->talk[core->talk_count++];
}

static void tell_failed(struct hub_core *core, struct hub_seat seat,
			const char *id, enum hub_say say)
{
	outgoing_error(&core->json, id, MESSAGE_FAILED,
		       "the message could not be kept");
	hub_send(core, seat, say);
}

void hub_core_visitor_asks(struct hub_core *core, struct hub_seat seat,
			   const struct store_id *visitor,
			   const struct hub_story *story)
{
	struct hub_talk *talk = hub_find(core, visitor);
	unsigned agents, waiting;

	hub_core_presence(core, &agents, &waiting);
	if (!talk && agents == 0 && !story->later) {
		outgoing_handover(&core->json, OUTGOING_NOBODY, "", 0);
		hub_send(core, seat, HUB_BOT);
		return;
	}
	if (!talk && !(talk = begin(core, visitor, story))) {
		tell_failed(core, seat, "", HUB_BOT);
		return;
	}
	add_tab(talk, seat);
	hub_tell_state(core, talk, seat);
	hub_tell_agents(core, talk);
	hub_tell_presence(core);
}

/* An agent who follows has it before their eyes. */
static void tell_read(struct hub_core *core, struct hub_talk *talk)
{
	if (talk->kept.state != STORE_TALK_JOINED || !hub_is_seen(core, talk))
		return;
	outgoing_read(&core->json, talk->kept.last_seq);
	hub_send_tabs(core, talk, HUB_PERSON);
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

void hub_core_visitor_says(struct hub_core *core, struct hub_seat seat,
			   const struct store_id *visitor, const char *id,
			   const char *text, size_t bytes)
{
	const struct hub_letter give_back = {seat, HUB_RETURN, text, bytes, id};
	struct hub_talk *talk = hub_find(core, visitor);
	struct store_id name = {{0}};
	struct store_message message;

	if (*id && !store_id_of(&core->key, "message", id, strlen(id), &name)) {
		tell_failed(core, seat, id, talk ? HUB_PERSON : HUB_BOT);
		return;
	}
	if (is_repeated(core, seat, visitor, id, &name,
			talk ? HUB_PERSON : HUB_BOT))
		return;
	if (!talk) {
		core->how.deliver(core->how.context, &give_back);
		return;
	}
	add_tab(talk, seat);
	message = hub_next(core, talk, STORE_FROM_VISITOR, text, bytes);
	message.message = name;
	if (!hub_keep(core, talk, &talk->kept, &message)) {
		tell_failed(core, seat, id, HUB_PERSON);
		return;
	}
	outgoing_delivered(&core->json, id, message.seq);
	hub_send(core, seat, HUB_PERSON);
	hub_tell_stored(core, &message);
	hub_tell_agents(core, talk);
	tell_read(core, talk);
}

void hub_core_visitor_typing(struct hub_core *core,
			     const struct store_id *visitor, bool on)
{
	if (hub_find(core, visitor))
		hub_tell_typing(core, visitor, on);
}

void hub_core_presence(const struct hub_core *core, unsigned *agents,
		       unsigned *waiting)
{
	*agents = *waiting = 0;
	for (size_t i = 0; i < core->agent_count; i++) {
		bool again = false; /* another connection of one counted */

		for (size_t k = 0; k < i; k++)
			again = again || (core->agent[k].available &&
					  strcmp(core->agent[k].name,
						 core->agent[i].name) == 0);
		*agents += core->agent[i].available && !again;
	}
	for (size_t i = 0; i < core->talk_count; i++)
		*waiting += core->talk[i].kept.state == STORE_TALK_WAITING;
}
