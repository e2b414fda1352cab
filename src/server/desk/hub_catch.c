/* SPDX-License-Identifier: MIT */
/* What other nodes have written into the store that all share. */
#include "server/desk/hub_inner.h"

#include "proto/outgoing.h"

#include <stdio.h>
#include <string.h>

struct news {
	struct hub_core *core;
	const struct hub_talk *talk;
};

static bool tell_new(void *context, const struct store_message *message)
{
	const struct news *news = context;
	struct hub_core *core = news->core;
	char id[24];

	hub_tell_followers(core, message, 0);
	if (message->from != STORE_FROM_AGENT)
		return true;
	snprintf(id, sizeof(id), "%llu", (unsigned long long)message->seq);
	outgoing_agent_message(&core->json, id, message->text,
			       message->text_bytes, message->agent);
	hub_send_tabs(core, news->talk, HUB_PERSON);
	return true;
}

static bool is_open(const struct store_talk *talk)
{
	return talk->state == STORE_TALK_WAITING ||
	       talk->state == STORE_TALK_JOINED;
}

static bool is_moved(const struct store_talk *before,
		     const struct store_talk *now)
{
	return before->state != now->state ||
	       strcmp(before->agent, now->agent) != 0 ||
	       strcmp(before->agent_key, now->agent_key) != 0;
}

/* Since when its agent is away, as far as is known here. */
static int64_t away_since(const struct hub_core *core,
			  const struct store_talk *talk)
{
	if (talk->state != STORE_TALK_JOINED ||
	    hub_is_there(core, talk->agent_key, talk->agent))
		return 0;
	return hub_now(core);
}

static void take_end(struct hub_core *core, struct hub_talk *talk)
{
	outgoing_handover(&core->json,
			  talk->kept.state == STORE_TALK_CLOSED
				  ? OUTGOING_CLOSED
				  : OUTGOING_RETURNED,
			  "", 0);
	hub_send_tabs(core, talk, HUB_BOT);
	hub_tell_agents(core, talk);
	hub_drop(core, talk);
	hub_tell_presence(core, NULL);
}

/* False: what was said can't be read. */
static bool take_news(struct hub_core *core, struct hub_talk *talk,
		      const struct store_talk *now)
{
	const struct store_talk before = talk->kept;
	struct news news = {core, talk};

	if (now->last_seq == before.last_seq)
		return true;
	talk->kept = *now;
	if (talk->voice == HUB_SILENT)
		talk->voice = HUB_VOICE_UNKNOWN;
	if (before.read_seq > now->read_seq)
		talk->kept.read_seq = before.read_seq;
	if (before.heard_seq > now->heard_seq)
		talk->kept.heard_seq = before.heard_seq;
	if (is_open(now) && is_moved(&before, now)) {
		talk->away_since_ms = away_since(core, now);
		hub_tell_tabs_state(core, talk);
	}
	if (store_messages(core->how.store, &now->visitor, before.last_seq,
			   HUB_MESSAGES_MAX, tell_new, &news) != STORE_OK) {
		talk->kept = before;
		return false;
	}
	if (!is_open(now)) {
		take_end(core, talk);
		return true;
	}
	hub_tell_agents(core, talk);
	hub_tell_presence(core, NULL);
	hub_tell_read(core, talk);
	return true;
}

/* False: there is no room for it. */
static bool take_begun(struct hub_core *core, const struct store_talk *now)
{
	struct hub_talk *talk = hub_add(core, now);

	if (!talk)
		return false;
	talk->away_since_ms = away_since(core, now);
	hub_tell_agents(core, talk);
	hub_tell_presence(core, NULL);
	return true;
}

static bool catch_up(struct hub_core *core, const struct store_id *visitor)
{
	struct hub_talk *talk = hub_find(core, visitor);
	struct store_talk now;
	enum store_status status = store_talk(core->how.store, visitor, &now);

	if (status < 0)
		return false;
	if (status == STORE_OK && talk)
		return take_news(core, talk, &now);
	if (status == STORE_OK)
		return !is_open(&now) || take_begun(core, &now);
	if (talk) { /* was erased */
		talk->kept.state = STORE_TALK_CLOSED;
		take_end(core, talk);
	}
	return true;
}

bool hub_seek(struct hub_core *core, const struct store_id *visitor,
	      struct hub_talk **talk)
{
	bool known = !core->self[0] || catch_up(core, visitor);

	*talk = known ? hub_find(core, visitor) : NULL;
	return known;
}

static bool add_unknown(void *context, const struct store_talk *now)
{
	struct hub_core *core = context;
	struct hub_talk *talk;

	if (hub_find(core, &now->visitor))
		return true;
	talk = hub_add(core, now);
	if (!talk)
		return false;
	talk->away_since_ms = away_since(core, now);
	return true;
}

void hub_look(struct hub_core *core)
{
	size_t known = core->talk_count;

	core->stale = false;
	/* From the last, because what has ended goes, and the last one takes
	 * its place. */
	for (size_t i = known; i-- > 0 && !core->stale;) {
		const struct store_id visitor = core->talk[i]->kept.visitor;

		core->stale = !catch_up(core, &visitor);
	}
	known = core->talk_count;
	if (!core->stale)
		core->stale = store_open_talks(core->how.store, HUB_TALKS_MAX,
					       add_unknown, core) != STORE_OK;
	for (size_t i = known; i < core->talk_count; i++)
		hub_tell_agents(core, core->talk[i]);
	if (core->talk_count > known)
		hub_tell_presence(core, NULL);
}

/* ---- who came while the store was away ---- */

void hub_wait_no_more(struct hub_core *core, struct hub_seat seat)
{
	size_t kept = 0;

	for (size_t i = 0; i < core->late_count; i++)
		if (!hub_same_seat(core->late[i].seat, seat))
			core->late[kept++] = core->late[i];
	core->late_count = kept;
}

void hub_wait(struct hub_core *core, const struct hub_late *late)
{
	hub_wait_no_more(core, late->seat);
	if (core->late_count == HUB_LATE_MAX) /* the first has waited longest */
		memmove(&core->late[0], &core->late[1],
			--core->late_count * sizeof(core->late[0]));
	core->late[core->late_count++] = *late;
}

void hub_admit(struct hub_core *core, struct hub_seat seat)
{
	for (size_t i = 0; i < core->late_count; i++) {
		const struct hub_late late = core->late[i];

		if (!hub_same_seat(late.seat, seat))
			continue;
		hub_wait_no_more(core, seat);
		hub_core_visitor_came(core, seat, &late.visitor,
				      late.after_seq);
		return;
	}
}

void hub_let_in(struct hub_core *core)
{
	struct hub_late late[HUB_LATE_MAX];
	size_t count = core->late_count;

	memcpy(late, core->late, count * sizeof(late[0]));
	core->late_count = 0;
	/* Who can't be let in yet is put back. */
	for (size_t i = 0; i < count; i++)
		if (core->late_count > 0)
			hub_wait(core, &late[i]);
		else
			hub_core_visitor_came(core, late[i].seat,
					      &late[i].visitor,
					      late[i].after_seq);
}
