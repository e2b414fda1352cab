/* SPDX-License-Identifier: MIT */
#include "server/desk/hub_inner.h"

#include "core/faq_wipe.h"
#include "proto/message.h"

#include <search.h>
#include <stddef.h>
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

static int by_visitor(const void *a, const void *b)
{
	const struct hub_talk *one = a, *other = b;

	return memcmp(&one->kept.visitor, &other->kept.visitor,
		      sizeof(one->kept.visitor));
}

struct hub_talk *hub_find(struct hub_core *core, const struct store_id *visitor)
{
	const struct hub_talk wanted = {.kept.visitor = *visitor};
	void *found = tfind(&wanted, &core->by_visitor, by_visitor);

	return found ? *(struct hub_talk **)found : NULL;
}

static bool grow(struct hub_talk ***array, size_t room)
{
	struct hub_talk **grown = realloc(*array, room * sizeof(*grown));

	if (grown)
		*array = grown;
	return grown != NULL;
}

static bool make_room(struct hub_core *core)
{
	size_t room = core->talk_room ? 2 * core->talk_room : 16;

	if (core->talk_count == HUB_TALKS_MAX)
		return false;
	if (core->talk_count < core->talk_room)
		return true;
	if (!grow(&core->talk, room) || !grow(&core->queue, room))
		return false;
	core->talk_room = room;
	return true;
}

struct hub_talk *hub_add(struct hub_core *core, const struct store_talk *kept)
{
	struct hub_talk *talk = calloc(1, sizeof(*talk));

	if (!talk)
		return NULL;
	talk->kept = *kept;
	talk->at = core->talk_count;
	if (!make_room(core) || !tsearch(talk, &core->by_visitor, by_visitor)) {
		free(talk);
		return NULL;
	}
	core->talk[core->talk_count++] = talk;
	return talk;
}

void hub_drop(struct hub_core *core, struct hub_talk *talk)
{
	struct hub_talk *last = core->talk[--core->talk_count];

	tdelete(talk, &core->by_visitor, by_visitor);
	last->at = talk->at;
	core->talk[last->at] = last;
	free(talk);
}

bool hub_is_online(const struct hub_talk *talk)
{
	return talk->tab_count > 0 || talk->far_tab[0];
}

static bool has(const char *key, const char *name,
		const struct store_talk *talk)
{
	return talk->state == STORE_TALK_JOINED &&
	       strcmp(key, talk->agent_key) == 0 &&
	       strcmp(name, talk->agent) == 0;
}

void hub_mark_away(struct hub_core *core, const char *key, const char *name,
		   int64_t since_ms)
{
	for (size_t i = 0; i < core->talk_count; i++)
		if (has(key, name, &core->talk[i]->kept))
			core->talk[i]->away_since_ms = since_ms;
}

bool hub_has(const struct hub_agent *agent, const struct store_talk *talk)
{
	return has(agent->key, agent->name, talk);
}

bool hub_same_agent(const struct hub_agent *a, const struct hub_agent *b)
{
	return strcmp(a->key, b->key) == 0 && strcmp(a->name, b->name) == 0;
}

/* Its agent is not there, as far as we know. */
static bool take_up(void *context, const struct store_talk *kept)
{
	struct hub_core *core = context;
	struct hub_talk *talk = hub_add(core, kept);

	if (talk && kept->state == STORE_TALK_JOINED)
		talk->away_since_ms = hub_now(core);
	core->short_of_memory = !talk;
	return talk != NULL;
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
	if (how->node)
		snprintf(core->self, sizeof(core->self), "%s", how->node);
	json_writer_init(&core->json, MESSAGE_REPLY_BYTES_MAX);
	store_get_key(how->store, &core->key);
	if (faq_scratch_new(&core->scratch, NULL) == FAQ_OK)
		status = store_open_talks(how->store, HUB_TALKS_MAX, take_up,
					  core);
	if (status == STORE_OK && core->short_of_memory)
		status = STORE_ERROR_NOMEM;
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
	while (core->talk_count > 0)
		hub_drop(core, core->talk[core->talk_count - 1]);
	free(core->talk);
	free(core->queue);
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
	struct store_record batch[3] = {{.kind = STORE_TALK}};
	size_t count = 1;
	enum store_status status;

	batch[0].as.talk = *next;
	batch[0].as.talk.updated_ms = hub_now(core);
	if (message) {
		batch[0].as.talk.last_seq = message->seq;
		batch[count].kind = STORE_MESSAGE;
		batch[count++].as.message = *message;
	}
	count += hub_put_word(core, &next->visitor, &batch[count]);
	status = store_write(core->how.store, batch, count, STORE_DURABLE);
	core->behind = status == STORE_BEHIND || status == STORE_SEEN;
	core->lost += status < 0;
	if (status != STORE_OK)
		return false;
	talk->kept = batch[0].as.talk;
	core->from_visitors += message && message->from == STORE_FROM_VISITOR;
	core->from_agents += message && message->from == STORE_FROM_AGENT;
	return true;
}

void hub_core_forget(struct hub_core *core)
{
	faq_scratch_wipe(core->scratch);
	faq_wipe(&core->reply, sizeof(core->reply));
}

static unsigned count(const struct hub_core *core, enum store_talk_state state)
{
	unsigned found = 0;

	for (size_t i = 0; i < core->talk_count; i++)
		found += core->talk[i]->kept.state == state;
	return found;
}

/* Is an agent elsewhere counted already, here or at yet another node? */
static bool is_free_before(const struct hub_core *core, size_t at)
{
	const struct hub_far *far = &core->far[at];
	bool found = false;

	for (size_t i = 0; i < core->agent_count && !found; i++)
		found = core->agent[i].available &&
			strcmp(core->agent[i].key, far->key) == 0 &&
			strcmp(core->agent[i].name, far->name) == 0;
	for (size_t i = 0; i < at && !found; i++)
		found = core->far[i].available &&
			strcmp(core->far[i].key, far->key) == 0 &&
			strcmp(core->far[i].name, far->name) == 0;
	return found;
}

void hub_core_presence(const struct hub_core *core, unsigned *agents,
		       unsigned *waiting)
{
	*agents = 0;
	for (size_t i = 0; i < core->agent_count; i++) {
		const struct hub_agent *agent = &core->agent[i];
		bool again = false; /* another connection of one counted */

		for (size_t k = 0; k < i; k++)
			again = again ||
				(core->agent[k].available &&
				 hub_same_agent(&core->agent[k], agent));
		*agents += agent->available && !again;
	}
	for (size_t i = 0; i < core->far_count; i++)
		*agents += core->far[i].available && !is_free_before(core, i);
	*waiting = count(core, STORE_TALK_WAITING);
}

void hub_core_count(const struct hub_core *core, struct hub_count *out)
{
	hub_core_presence(core, &out->agents, &out->waiting);
	out->joined = count(core, STORE_TALK_JOINED);
	out->from_visitors = core->from_visitors;
	out->from_agents = core->from_agents;
	out->lost = core->lost;
	out->refused = core->refused;
	out->gave_way = core->gave_way;
}

static int by_age(const void *a, const void *b)
{
	const struct hub_talk *one = *(struct hub_talk *const *)a;
	const struct hub_talk *other = *(struct hub_talk *const *)b;

	return (one->kept.since_ms > other->kept.since_ms) -
	       (one->kept.since_ms < other->kept.since_ms);
}

size_t hub_line_up(struct hub_core *core)
{
	size_t waiting = 0;

	for (size_t i = 0; i < core->talk_count; i++)
		if (core->talk[i]->kept.state == STORE_TALK_WAITING)
			core->queue[waiting++] = core->talk[i];
	if (waiting > 0)
		qsort(core->queue, waiting, sizeof(*core->queue), by_age);
	return waiting;
}

/* Who has moved up hears it, and all when the first agent comes or the last
 * one goes: then nobody has a place. */
static void tell_places(struct hub_core *core)
{
	unsigned agents, all, place = 0;
	size_t waiting = hub_line_up(core);

	hub_core_presence(core, &agents, &all);
	for (size_t i = 0; i < waiting; i++) {
		struct hub_talk *talk = core->queue[i];

		/* Those who came at once share a place. */
		if (i == 0 ||
		    talk->kept.since_ms != core->queue[i - 1]->kept.since_ms)
			place = agents > 0 ? (unsigned)i + 1 : 0;
		if (talk->tab_count > 0 && talk->place != place)
			hub_tell_tabs_state(core, talk);
	}
}

void hub_core_tick(struct hub_core *core)
{
	int64_t now_ms = hub_now(core);

	hub_nodes_tick(core);
	for (size_t i = 0; i < core->talk_count; i++) {
		struct hub_talk *talk = core->talk[i];

		if (!talk->away_since_ms ||
		    now_ms - talk->away_since_ms < core->how.away_ms)
			continue;
		if (!hub_change(core, talk, STORE_TALK_WAITING, NULL,
				"waits again")) {
			/* Another node did it, and says so. */
			if (core->behind)
				talk->away_since_ms = now_ms;
			core->behind = false;
			continue;
		}
		hub_tell_tabs_state(core, talk);
		hub_tell_presence(core, NULL);
	}
	tell_places(core);
}
