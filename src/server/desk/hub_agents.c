/* SPDX-License-Identifier: MIT */
/* What agents do to conversations. */
#include "server/desk/hub_inner.h"

#include "core/faq_wipe.h"
#include "proto/outgoing.h"

#include <stdio.h>
#include <string.h>

static struct hub_agent *agent_at(struct hub_core *core, struct hub_seat seat)
{
	for (size_t i = 0; i < core->agent_count; i++)
		if (hub_same_seat(core->agent[i].seat, seat))
			return &core->agent[i];
	return NULL;
}

void hub_refuse(struct hub_core *core, const struct hub_agent *agent,
		const struct agent_command *command, enum agent_code code,
		const char *detail)
{
	agent_error(&core->json, command->id, code, detail);
	hub_send(core, agent->seat, HUB_SAY);
}

void hub_fail(struct hub_core *core, const struct hub_agent *agent,
	      const struct agent_command *command)
{
	if (core->behind) /* is tried again */
		return;
	hub_refuse(core, agent, command, AGENT_FAILED, "it could not be kept");
}

void hub_confirm(struct hub_core *core, const struct hub_agent *agent,
		 const struct agent_command *command, const char *type,
		 uint64_t seq)
{
	agent_done(&core->json, command->id, type, command->conversation, seq);
	hub_send(core, agent->seat, HUB_SAY);
}

bool hub_core_agent_came(struct hub_core *core, struct hub_seat seat,
			 const char *key, const char *name,
			 const char *reply_to)
{
	struct hub_agent *agent = agent_at(core, seat);

	if (!agent && core->agent_count == HUB_AGENTS_MAX)
		return false;
	if (!agent)
		agent = &core->agent[core->agent_count++];
	*agent = (struct hub_agent){.seat = seat, .available = true};
	snprintf(agent->key, sizeof(agent->key), "%s", key);
	/* As the store keeps it, or it would not be known again. */
	store_text(*name ? name : "agent", strlen(*name ? name : "agent"),
		   agent->name, sizeof(agent->name));
	hub_mark_away(core, agent->key, agent->name, 0);
	hub_tell_hello(core, agent, reply_to);
	hub_tell_presence(core, agent);
	hub_say_agent(core, agent->key, agent->name);
	return true;
}

void hub_core_agent_left(struct hub_core *core, struct hub_seat seat)
{
	struct hub_agent *agent = agent_at(core, seat);
	struct hub_agent gone;

	if (!agent)
		return;
	gone = *agent;
	*agent = core->agent[--core->agent_count];
	if (!hub_is_there(core, gone.key, gone.name))
		hub_mark_away(core, gone.key, gone.name, hub_now(core));
	hub_tell_presence(core, NULL);
	hub_say_agent(core, gone.key, gone.name);
}

static void leave(struct hub_agent *agent, const struct store_id *id)
{
	for (size_t i = 0; i < agent->follow_count; i++)
		if (hub_same_id(&agent->follow[i], id))
			agent->follow[i] = agent->follow[--agent->follow_count];
}

/* The one followed longest makes room. */
static void follow(struct hub_agent *agent, const struct store_id *id)
{
	leave(agent, id);
	if (agent->follow_count == HUB_FOLLOWS_MAX)
		agent->follow[0] = agent->follow[--agent->follow_count];
	agent->follow[agent->follow_count++] = *id;
}

static void on_follow(struct hub_core *core, struct hub_agent *agent,
		      const struct agent_command *command,
		      const struct store_id *id)
{
	struct hub_talk *talk;
	struct store_talk kept;

	if (!hub_seek(core, id, &talk)) {
		hub_fail(core, agent, command);
		return;
	}
	if (talk)
		kept = talk->kept;
	else if (store_talk(core->how.store, id, &kept) != STORE_OK) {
		hub_refuse(core, agent, command, AGENT_UNKNOWN_CONVERSATION,
			   "there is no such conversation");
		return;
	}
	if (hub_tell_conversation(core, agent, &kept,
				  talk && hub_is_online(talk), command->id,
				  command->seq))
		follow(agent, id);
	else
		hub_fail(core, agent, command);
	if (talk)
		hub_tell_read(core, talk);
}

bool hub_change(struct hub_core *core, struct hub_talk *talk,
		enum store_talk_state state, const struct hub_agent *agent,
		const char *what)
{
	struct store_message message =
		hub_next(core, talk, STORE_FROM_SYSTEM, what, strlen(what));
	struct store_talk next = talk->kept;

	next.state = state;
	memset(next.agent, 0, sizeof(next.agent));
	memset(next.agent_key, 0, sizeof(next.agent_key));
	if (agent) {
		memcpy(next.agent, agent->name, sizeof(next.agent));
		memcpy(next.agent_key, agent->key, sizeof(next.agent_key));
		memcpy(message.agent, agent->name, sizeof(message.agent));
	}
	if (!hub_keep(core, talk, &next, &message))
		return false;
	talk->away_since_ms = 0;
	hub_tell_followers(core, &message, 0);
	hub_tell_agents(core, talk);
	return true;
}

static void on_claim(struct hub_core *core, struct hub_agent *agent,
		     const struct agent_command *command, struct hub_talk *talk)
{
	bool mine = hub_has(agent, &talk->kept);

	if (talk->kept.state == STORE_TALK_JOINED && !mine) {
		hub_refuse(core, agent, command, AGENT_ALREADY_CLAIMED,
			   talk->kept.agent);
		return;
	}
	if (!mine &&
	    !hub_change(core, talk, STORE_TALK_JOINED, agent, "claimed")) {
		hub_fail(core, agent, command);
		return;
	}
	hub_confirm(core, agent, command, "claimed", 0);
	hub_tell_tabs_state(core, talk);
	hub_tell_presence(core, NULL);
	hub_tell_read(core, talk);
}

/*
 * What the same agent sends again under its old id, because the answer got
 * lost, is the same message. The text is a part of its name: a tool that
 * counts from 1 after each start would else say nothing the second time.
 */
static bool name_of(const struct hub_core *core, const struct hub_agent *agent,
		    const struct agent_command *command, struct store_id *name)
{
	char text[STORE_API_KEY_ID_BYTES + AGENT_ID_BYTES + AGENT_TEXT_BYTES +
		  32];
	bool made;
	int size = snprintf(text, sizeof(text), "%s %d %zu %s %s", agent->key,
			    (int)command->type, strlen(command->id),
			    command->id, command->text);

	*name = (struct store_id){{0}};
	made = !*command->id ||
	       store_id_of(&core->key, "agent", text, (size_t)size, name);
	faq_wipe(text, sizeof(text));
	return made;
}

static const char *kept_word(const struct agent_command *command)
{
	return command->type == AGENT_NOTE ? "noted" : "sent";
}

/* True when it is kept already, and that was said. */
static bool is_repeated(struct hub_core *core, const struct hub_agent *agent,
			const struct agent_command *command,
			const struct store_id *id)
{
	struct store_id name;
	uint64_t seq;

	if (!*command->id || !name_of(core, agent, command, &name) ||
	    store_message_seq(core->how.store, id, &name, &seq) != STORE_OK)
		return false;
	hub_confirm(core, agent, command, kept_word(command), seq);
	return true;
}

/* A reply or a note; `*message` is as it was kept. */
static bool keep_words(struct hub_core *core, const struct hub_agent *agent,
		       const struct agent_command *command,
		       struct hub_talk *talk, struct store_message *message)
{
	*message = hub_next(core, talk,
			    command->type == AGENT_NOTE ? STORE_FROM_NOTE
							: STORE_FROM_AGENT,
			    command->text, strlen(command->text));
	memcpy(message->agent, agent->name, sizeof(message->agent));
	if (!name_of(core, agent, command, &message->message) ||
	    !hub_keep(core, talk, &talk->kept, message)) {
		hub_fail(core, agent, command);
		return false;
	}
	hub_confirm(core, agent, command, kept_word(command), message->seq);
	return true;
}

static void on_reply(struct hub_core *core, struct hub_agent *agent,
		     const struct agent_command *command, struct hub_talk *talk)
{
	struct store_message message;
	char id[24];

	if (!keep_words(core, agent, command, talk, &message))
		return;
	snprintf(id, sizeof(id), "%llu", (unsigned long long)message.seq);
	outgoing_agent_message(&core->json, id, message.text,
			       message.text_bytes, agent->name);
	hub_send_tabs(core, talk, HUB_PERSON);
	hub_tell_followers(core, &message, 0);
	hub_tell_agents(core, talk);
}

static void on_note(struct hub_core *core, struct hub_agent *agent,
		    const struct agent_command *command, struct hub_talk *talk)
{
	struct store_message message;

	if (keep_words(core, agent, command, talk, &message))
		hub_tell_stored(core, &message);
}

static const char *end_word(const struct agent_command *command)
{
	return command->type == AGENT_CLOSE ? "closed" : "given_back";
}

static void on_end(struct hub_core *core, struct hub_agent *agent,
		   const struct agent_command *command, struct hub_talk *talk)
{
	bool close = command->type == AGENT_CLOSE;

	if (!hub_change(core, talk,
			close ? STORE_TALK_CLOSED : STORE_TALK_RETURNED, agent,
			close ? "closed" : "returned")) {
		hub_fail(core, agent, command);
		return;
	}
	hub_confirm(core, agent, command, end_word(command), 0);
	outgoing_handover(&core->json,
			  close ? OUTGOING_CLOSED : OUTGOING_RETURNED, "", 0);
	hub_send_tabs(core, talk, HUB_BOT);
	hub_drop(core, talk);
	hub_tell_presence(core, NULL);
}

/* What only who has claimed it may do. */
static void on_own(struct hub_core *core, struct hub_agent *agent,
		   const struct agent_command *command, struct hub_talk *talk)
{
	if (!hub_has(agent, &talk->kept)) {
		hub_refuse(core, agent, command, AGENT_NOT_YOURS,
			   "claim it before");
		return;
	}
	switch (command->type) {
	case AGENT_REPLY:
		on_reply(core, agent, command, talk);
		break;
	case AGENT_TYPING:
		outgoing_typing(&core->json, command->on, agent->name);
		hub_send_tabs(core, talk, HUB_PERSON);
		hub_say_typing(core, &talk->kept.visitor, command->on,
			       agent->name);
		break;
	default: /* give back or close */
		on_end(core, agent, command, talk);
	}
}

/* The same end, asked for again. */
static bool has_ended(struct hub_core *core, const struct hub_agent *agent,
		      const struct agent_command *command,
		      const struct store_id *id)
{
	bool close = command->type == AGENT_CLOSE;
	struct store_talk talk;

	return (close || command->type == AGENT_GIVE_BACK) &&
	       store_talk(core->how.store, id, &talk) == STORE_OK &&
	       talk.state ==
		       (close ? STORE_TALK_CLOSED : STORE_TALK_RETURNED) &&
	       strcmp(talk.agent_key, agent->key) == 0 &&
	       strcmp(talk.agent, agent->name) == 0;
}

static void try_open_talk(struct hub_core *core, struct hub_agent *agent,
			  const struct agent_command *command,
			  const struct store_id *id)
{
	struct hub_talk *talk;

	core->behind = false;
	if (!hub_seek(core, id, &talk)) {
		hub_fail(core, agent, command);
		return;
	}
	if ((command->type == AGENT_REPLY || command->type == AGENT_NOTE) &&
	    is_repeated(core, agent, command, id))
		return;
	if (!talk && has_ended(core, agent, command, id))
		hub_confirm(core, agent, command, end_word(command), 0);
	else if (!talk)
		hub_refuse(core, agent, command, AGENT_UNKNOWN_CONVERSATION,
			   "there is none that waits or is joined");
	else if (command->type == AGENT_CLAIM)
		on_claim(core, agent, command, talk);
	else if (command->type == AGENT_NOTE)
		on_note(core, agent, command, talk);
	else
		on_own(core, agent, command, talk);
}

static void on_open_talk(struct hub_core *core, struct hub_agent *agent,
			 const struct agent_command *command,
			 const struct store_id *id)
{
	unsigned tries = HUB_TRIES;

	do
		try_open_talk(core, agent, command, id);
	while (core->behind && --tries > 0);
	if (!core->behind)
		return;
	core->behind = false;
	hub_fail(core, agent, command);
}

/* The sender hears how it stands in any case: its tool may ask so whether the
 * line is alive. */
static void on_presence(struct hub_core *core, struct hub_agent *agent,
			const struct agent_command *command)
{
	bool changed = agent->available != command->on;

	agent->available = command->on;
	hub_answer_presence(core, agent, command->id);
	if (!changed)
		return;
	hub_tell_presence(core, agent);
	hub_say_agent(core, agent->key, agent->name);
}

void hub_core_agent_does(struct hub_core *core, struct hub_seat seat,
			 const struct agent_command *command)
{
	struct hub_agent *agent = agent_at(core, seat);
	struct store_id id;

	if (!agent || command->type == AGENT_HELLO)
		return;
	if (command->type == AGENT_PRESENCE) {
		on_presence(core, agent, command);
		return;
	}
	if (!store_id_parse(command->conversation,
			    strlen(command->conversation), &id)) {
		hub_refuse(core, agent, command, AGENT_UNKNOWN_CONVERSATION,
			   "there is no such conversation");
		return;
	}
	switch (command->type) {
	case AGENT_FOLLOW:
		on_follow(core, agent, command, &id);
		break;
	case AGENT_UNFOLLOW:
		leave(agent, &id);
		hub_confirm(core, agent, command, "unfollowed", 0);
		break;
	case AGENT_SUGGEST:
		hub_on_suggest(core, agent, command, &id);
		break;
	case AGENT_WRONG:
		hub_on_wrong(core, agent, command, &id);
		break;
	default:
		on_open_talk(core, agent, command, &id);
	}
}
