/* SPDX-License-Identifier: MIT */
/* What agents do to conversations. */
#include "server/desk/hub_inner.h"

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

static void refuse(struct hub_core *core, const struct hub_agent *agent,
		   const struct agent_command *command, enum agent_code code,
		   const char *detail)
{
	agent_error(&core->json, command->id, code, detail);
	hub_send(core, agent->seat, HUB_SAY);
}

static void fail(struct hub_core *core, const struct hub_agent *agent,
		 const struct agent_command *command)
{
	refuse(core, agent, command, AGENT_FAILED, "it could not be kept");
}

static void confirm(struct hub_core *core, const struct hub_agent *agent,
		    const struct agent_command *command, const char *type,
		    uint64_t seq)
{
	agent_done(&core->json, command->id, type, command->conversation, seq);
	hub_send(core, agent->seat, HUB_SAY);
}

/* Agents of that name are there again, or none is any more. */
static void mark_away(struct hub_core *core, const char *name, int64_t since_ms)
{
	for (size_t i = 0; i < core->talk_count; i++)
		if (core->talk[i].kept.state == STORE_TALK_JOINED &&
		    strcmp(core->talk[i].kept.agent, name) == 0)
			core->talk[i].away_since_ms = since_ms;
}

bool hub_core_agent_came(struct hub_core *core, struct hub_seat seat,
			 const char *name, const char *reply_to)
{
	struct hub_agent *agent = agent_at(core, seat);

	if (!agent && core->agent_count == HUB_AGENTS_MAX)
		return false;
	if (!agent)
		agent = &core->agent[core->agent_count++];
	*agent = (struct hub_agent){.seat = seat, .available = true};
	/* As the store keeps it, or it would not be known again. */
	store_text(*name ? name : "agent", strlen(*name ? name : "agent"),
		   agent->name, sizeof(agent->name));
	mark_away(core, agent->name, 0);
	hub_tell_hello(core, agent, reply_to);
	hub_tell_presence(core);
	return true;
}

void hub_core_agent_left(struct hub_core *core, struct hub_seat seat)
{
	struct hub_agent *agent = agent_at(core, seat);
	char name[STORE_AGENT_BYTES];

	if (!agent)
		return;
	memcpy(name, agent->name, sizeof(name));
	*agent = core->agent[--core->agent_count];
	if (!hub_is_there(core, name))
		mark_away(core, name, hub_now(core));
	hub_tell_presence(core);
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
	const struct hub_talk *talk = hub_find(core, id);
	struct store_talk kept;

	if (talk)
		kept = talk->kept;
	else if (store_talk(core->how.store, id, &kept) != STORE_OK) {
		refuse(core, agent, command, AGENT_UNKNOWN_CONVERSATION,
		       "there is no such conversation");
		return;
	}
	if (hub_tell_conversation(core, agent, &kept,
				  talk && talk->tab_count > 0, command->id,
				  command->seq))
		follow(agent, id);
	else
		fail(core, agent, command);
}

/* Its state changes, which is kept as a message for agents, too. */
static bool change(struct hub_core *core, struct hub_talk *talk,
		   enum store_talk_state state, const char *name,
		   const char *what)
{
	struct store_message message =
		hub_next(core, talk, STORE_FROM_SYSTEM, what, strlen(what));
	struct store_talk next = talk->kept;

	next.state = state;
	snprintf(next.agent, sizeof(next.agent), "%s", name);
	snprintf(message.agent, sizeof(message.agent), "%s", name);
	if (!hub_keep(core, talk, &next, &message))
		return false;
	talk->away_since_ms = 0;
	hub_tell_followers(core, &message);
	hub_tell_agents(core, talk);
	return true;
}

static void on_claim(struct hub_core *core, struct hub_agent *agent,
		     const struct agent_command *command, struct hub_talk *talk)
{
	bool mine = strcmp(talk->kept.agent, agent->name) == 0;

	if (talk->kept.state == STORE_TALK_JOINED && !mine) {
		refuse(core, agent, command, AGENT_ALREADY_CLAIMED,
		       talk->kept.agent);
		return;
	}
	if (talk->kept.state != STORE_TALK_JOINED &&
	    !change(core, talk, STORE_TALK_JOINED, agent->name, "claimed")) {
		fail(core, agent, command);
		return;
	}
	confirm(core, agent, command, "claimed", 0);
	hub_tell_tabs_state(core, talk);
	hub_tell_presence(core);
}

static void on_reply(struct hub_core *core, struct hub_agent *agent,
		     const struct agent_command *command, struct hub_talk *talk)
{
	struct store_message message =
		hub_next(core, talk, STORE_FROM_AGENT, command->text,
			 strlen(command->text));
	char id[24];

	snprintf(message.agent, sizeof(message.agent), "%s", agent->name);
	if (!hub_keep(core, talk, &talk->kept, &message)) {
		fail(core, agent, command);
		return;
	}
	confirm(core, agent, command, "sent", message.seq);
	snprintf(id, sizeof(id), "%llu", (unsigned long long)message.seq);
	outgoing_agent_message(&core->json, id, message.text,
			       message.text_bytes, agent->name);
	hub_send_tabs(core, talk, HUB_PERSON);
	hub_tell_followers(core, &message);
	hub_tell_agents(core, talk);
}

static void on_note(struct hub_core *core, struct hub_agent *agent,
		    const struct agent_command *command, struct hub_talk *talk)
{
	struct store_message message =
		hub_next(core, talk, STORE_FROM_NOTE, command->text,
			 strlen(command->text));

	snprintf(message.agent, sizeof(message.agent), "%s", agent->name);
	if (!hub_keep(core, talk, &talk->kept, &message)) {
		fail(core, agent, command);
		return;
	}
	confirm(core, agent, command, "noted", message.seq);
	hub_tell_stored(core, &message);
}

static void on_end(struct hub_core *core, struct hub_agent *agent,
		   const struct agent_command *command, struct hub_talk *talk)
{
	bool close = command->type == AGENT_CLOSE;

	if (!change(core, talk, close ? STORE_TALK_CLOSED : STORE_TALK_RETURNED,
		    agent->name, close ? "closed" : "returned")) {
		fail(core, agent, command);
		return;
	}
	confirm(core, agent, command, close ? "closed" : "given_back", 0);
	outgoing_handover(&core->json,
			  close ? OUTGOING_CLOSED : OUTGOING_RETURNED, "", 0);
	hub_send_tabs(core, talk, HUB_BOT);
	*talk = core->talk[--core->talk_count];
	hub_tell_presence(core);
}

/* The last words of the visitor, and what the bot made of them. */
struct asked {
	uint64_t seq; /* that is meant; UINT64_MAX: the last */
	size_t bytes;
	bool answered;
	char text[STORE_MESSAGE_TEXT];
	char intent[STORE_TALK_INTENT_BYTES];
};

static bool find_asked(void *context, const struct store_message *message)
{
	struct asked *asked = context;

	if (message->from == STORE_FROM_VISITOR && message->seq <= asked->seq) {
		memcpy(asked->text, message->text, message->text_bytes);
		asked->bytes = message->text_bytes;
		asked->answered = false;
		asked->intent[0] = '\0';
	} else if (message->from == STORE_FROM_BOT && !asked->answered) {
		memcpy(asked->intent, message->intent, sizeof(asked->intent));
		asked->answered = true;
		return message->seq < asked->seq;
	}
	return true;
}

static bool read_asked(struct hub_core *core, const struct store_id *id,
		       uint64_t seq, struct asked *asked)
{
	*asked = (struct asked){.seq = seq};
	return store_messages(core->how.store, id, 0, HUB_MESSAGES_MAX,
			      find_asked, asked) == STORE_OK;
}

static void on_suggest(struct hub_core *core, const struct hub_agent *agent,
		       const struct agent_command *command,
		       const struct store_id *id)
{
	const struct faq_catalog *catalog =
		core->how.catalog(core->how.context);
	const char *text = command->text;
	size_t bytes = strlen(text);
	struct faq_dialog dialog;
	struct asked asked;

	if (!*text) {
		if (!read_asked(core, id, UINT64_MAX, &asked)) {
			fail(core, agent, command);
			return;
		}
		text = asked.text;
		bytes = asked.bytes;
	}
	faq_dialog_init(&dialog);
	if (faq_ask(catalog, core->scratch, &dialog, text, bytes, &core->reply,
		    NULL) != FAQ_OK) {
		fail(core, agent, command);
		return;
	}
	agent_suggestions(&core->json, command->id, command->conversation,
			  &core->reply);
	hub_send(core, agent->seat, HUB_SAY);
}

static void on_wrong(struct hub_core *core, const struct hub_agent *agent,
		     const struct agent_command *command,
		     const struct store_id *id)
{
	struct store_record record = {.kind = STORE_CORRECTION};
	struct store_correction *correction = &record.as.correction;
	struct asked asked;

	if (!read_asked(core, id, command->seq, &asked)) {
		fail(core, agent, command);
		return;
	}
	*correction = (struct store_correction){
		.time_ms = hub_now(core),
		.visitor = *id,
		.seq = command->seq,
		.question = asked.text,
		.question_bytes = asked.bytes,
	};
	memcpy(correction->answered, asked.intent, sizeof(asked.intent));
	snprintf(correction->expected, sizeof(correction->expected), "%s",
		 command->expected);
	snprintf(correction->agent, sizeof(correction->agent), "%s",
		 agent->name);
	switch (store_write(core->how.store, &record, 1, STORE_DURABLE)) {
	case STORE_OK:
		confirm(core, agent, command, "corrected", command->seq);
		break;
	case STORE_ERROR_MISUSE:
		refuse(core, agent, command, AGENT_INVALID,
		       "no question came before it, or no intent is so named");
		break;
	default:
		fail(core, agent, command);
	}
}

/* What only who has claimed it may do. */
static void on_own(struct hub_core *core, struct hub_agent *agent,
		   const struct agent_command *command, struct hub_talk *talk)
{
	if (talk->kept.state != STORE_TALK_JOINED ||
	    strcmp(talk->kept.agent, agent->name) != 0) {
		refuse(core, agent, command, AGENT_NOT_YOURS,
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
		break;
	default: /* give back or close */
		on_end(core, agent, command, talk);
	}
}

static void on_open_talk(struct hub_core *core, struct hub_agent *agent,
			 const struct agent_command *command,
			 struct hub_talk *talk)
{
	if (!talk)
		refuse(core, agent, command, AGENT_UNKNOWN_CONVERSATION,
		       "there is none that waits or is joined");
	else if (command->type == AGENT_CLAIM)
		on_claim(core, agent, command, talk);
	else if (command->type == AGENT_NOTE)
		on_note(core, agent, command, talk);
	else
		on_own(core, agent, command, talk);
}

void hub_core_agent_does(struct hub_core *core, struct hub_seat seat,
			 const struct agent_command *command)
{
	struct hub_agent *agent = agent_at(core, seat);
	struct store_id id;

	if (!agent || command->type == AGENT_HELLO)
		return;
	if (command->type == AGENT_PRESENCE) {
		agent->available = command->on;
		hub_tell_presence(core);
		return;
	}
	if (!store_id_parse(command->conversation,
			    strlen(command->conversation), &id)) {
		refuse(core, agent, command, AGENT_UNKNOWN_CONVERSATION,
		       "there is no such conversation");
		return;
	}
	switch (command->type) {
	case AGENT_FOLLOW:
		on_follow(core, agent, command, &id);
		break;
	case AGENT_UNFOLLOW:
		leave(agent, &id);
		confirm(core, agent, command, "unfollowed", 0);
		break;
	case AGENT_SUGGEST:
		on_suggest(core, agent, command, &id);
		break;
	case AGENT_WRONG:
		on_wrong(core, agent, command, &id);
		break;
	default:
		on_open_talk(core, agent, command, hub_find(core, &id));
	}
}

void hub_core_tick(struct hub_core *core)
{
	int64_t now_ms = hub_now(core);

	for (size_t i = 0; i < core->talk_count; i++) {
		struct hub_talk *talk = &core->talk[i];

		if (!talk->away_since_ms ||
		    now_ms - talk->away_since_ms < core->how.away_ms ||
		    !change(core, talk, STORE_TALK_WAITING, "", "waits again"))
			continue;
		hub_tell_tabs_state(core, talk);
		hub_tell_presence(core);
	}
}
