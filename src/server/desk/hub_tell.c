/* SPDX-License-Identifier: MIT */
#include "server/desk/hub_inner.h"

#include "proto/outgoing.h"

#include <string.h>

#define HELLO_TALKS_BYTES (512u * 1024u)

static void deliver(struct hub_core *core, struct hub_seat seat,
		    enum hub_say say)
{
	const struct hub_letter letter = {seat, say, core->json.bytes,
					  core->json.size, ""};

	/* Nothing is sent of what did not fit: the seat asks again. */
	if (!json_failed(&core->json))
		core->how.deliver(core->how.context, &letter);
}

void hub_send(struct hub_core *core, struct hub_seat seat, enum hub_say say)
{
	deliver(core, seat, say);
	json_writer_wipe(&core->json);
}

void hub_send_tabs(struct hub_core *core, const struct hub_talk *talk,
		   enum hub_say say)
{
	for (size_t i = 0; i < talk->tab_count; i++)
		deliver(core, talk->tab[i], say);
	json_writer_wipe(&core->json);
}

static void send_agents(struct hub_core *core)
{
	for (size_t i = 0; i < core->agent_count; i++)
		deliver(core, core->agent[i].seat, HUB_SAY);
	json_writer_wipe(&core->json);
}

/* How many came before it and wait, and it; 0 while no agent is there. */
static unsigned place_of(const struct hub_core *core,
			 const struct hub_talk *talk)
{
	unsigned agents, waiting, place = 1;

	hub_core_presence(core, &agents, &waiting);
	if (agents == 0)
		return 0;
	for (size_t i = 0; i < core->talk_count; i++)
		place += core->talk[i]->kept.state == STORE_TALK_WAITING &&
			 core->talk[i]->kept.since_ms < talk->kept.since_ms;
	return place;
}

static void write_state(struct hub_core *core, struct hub_talk *talk)
{
	if (talk->kept.state == STORE_TALK_JOINED) {
		outgoing_handover(&core->json, OUTGOING_JOINED,
				  talk->kept.agent, 0);
		return;
	}
	talk->place = place_of(core, talk);
	outgoing_handover(&core->json, OUTGOING_WAITING, "", talk->place);
}

void hub_tell_state(struct hub_core *core, struct hub_talk *talk,
		    struct hub_seat seat)
{
	write_state(core, talk);
	hub_send(core, seat, HUB_PERSON);
}

void hub_tell_tabs_state(struct hub_core *core, struct hub_talk *talk)
{
	write_state(core, talk);
	hub_send_tabs(core, talk, HUB_PERSON);
}

static struct agent_message words_of(const struct store_message *message,
				     uint64_t heard_seq)
{
	bool bot = message->from == STORE_FROM_BOT;
	struct agent_message words = {
		.seq = message->seq,
		.from = store_from_text(message->from),
		.text = message->text,
		.text_bytes = message->text_bytes,
		.at_ms = message->time_ms,
		.agent = message->agent,
		.verdict = bot ? faq_verdict_text(message->verdict) : "",
		.intent = message->intent,
		.confidence = message->confidence,
		.near_count = message->near_count,
		.delivered = message->from == STORE_FROM_AGENT &&
			     message->seq <= heard_seq,
	};

	for (size_t i = 0; i < message->near_count; i++)
		words.near[i] = (struct agent_near){message->near[i].intent,
						    message->near[i].score};
	return words;
}

/* Puts a talk's summary by `write`; its last message is in the store. */
struct summing {
	struct json_writer *json;
	struct agent_summary summary;
	void (*write)(struct json_writer *json,
		      const struct agent_summary *summary);
};

static bool put_with_last(void *context, const struct store_message *message)
{
	struct summing *summing = context;
	const struct agent_message words = words_of(message, 0);

	summing->summary.last = &words;
	summing->write(summing->json, &summing->summary);
	summing->write = NULL;
	summing->summary.last = NULL;
	return false;
}

static struct agent_summary summary_of(const struct store_talk *talk,
				       bool online,
				       char id[STORE_ID_TEXT_BYTES])
{
	store_id_text(&talk->visitor, id);
	return (struct agent_summary){
		.conversation = id,
		.state = store_talk_state_text(talk->state),
		.reason = store_talk_reason_text(talk->reason),
		.agent = talk->agent,
		.since_ms = talk->since_ms,
		.messages = talk->last_seq,
		.online = online,
		.step = talk->step,
	};
}

static void put_talk(struct hub_core *core, const struct hub_talk *talk,
		     void (*write)(struct json_writer *json,
				   const struct agent_summary *summary))
{
	char id[STORE_ID_TEXT_BYTES];
	struct summing summing = {
		&core->json, summary_of(&talk->kept, hub_is_online(talk), id),
		write};

	/* Without its last message where that can't be read. */
	if (store_messages(core->how.store, &talk->kept.visitor, 0, 1,
			   put_with_last, &summing) != STORE_OK ||
	    summing.write)
		write(&core->json, &summing.summary);
}

void hub_tell_agents(struct hub_core *core, const struct hub_talk *talk)
{
	put_talk(core, talk, agent_changed);
	send_agents(core);
}

void hub_tell_presence(struct hub_core *core, const struct hub_agent *but)
{
	struct agent_presence presence;

	hub_core_presence(core, &presence.agents, &presence.waiting);
	agent_presence(&core->json, "", &presence);
	for (size_t i = 0; i < core->agent_count; i++)
		if (&core->agent[i] != but)
			deliver(core, core->agent[i].seat, HUB_SAY);
	json_writer_wipe(&core->json);
}

void hub_answer_presence(struct hub_core *core, const struct hub_agent *agent,
			 const char *reply_to)
{
	struct agent_presence presence;

	hub_core_presence(core, &presence.agents, &presence.waiting);
	agent_presence(&core->json, reply_to, &presence);
	hub_send(core, agent->seat, HUB_SAY);
}

static bool follows(const struct hub_agent *agent, const struct store_id *id)
{
	for (size_t i = 0; i < agent->follow_count; i++)
		if (hub_same_id(&agent->follow[i], id))
			return true;
	return false;
}

/* Does its agent follow it? */
static bool is_seen(const struct hub_core *core, const struct hub_talk *talk)
{
	for (size_t i = 0; i < core->agent_count; i++)
		if (hub_has(&core->agent[i], &talk->kept) &&
		    follows(&core->agent[i], &talk->kept.visitor))
			return true;
	return false;
}

void hub_tell_read(struct hub_core *core, struct hub_talk *talk)
{
	if (talk->kept.read_seq == talk->kept.last_seq || !is_seen(core, talk))
		return;
	talk->kept.read_seq = talk->kept.last_seq;
	outgoing_read(&core->json, talk->kept.read_seq);
	hub_send_tabs(core, talk, HUB_PERSON);
	hub_say_marks(core, talk);
}

static void send_followers(struct hub_core *core, const struct store_id *id)
{
	for (size_t i = 0; i < core->agent_count; i++)
		if (follows(&core->agent[i], id))
			deliver(core, core->agent[i].seat, HUB_SAY);
	json_writer_wipe(&core->json);
}

void hub_tell_followers(struct hub_core *core,
			const struct store_message *message, uint64_t heard_seq)
{
	const struct agent_message words = words_of(message, heard_seq);
	char id[STORE_ID_TEXT_BYTES];

	store_id_text(&message->visitor, id);
	agent_said(&core->json, id, &words);
	send_followers(core, &message->visitor);
}

static bool tell_kept(void *context, const struct store_message *message)
{
	hub_tell_followers(context, message, 0);
	return false;
}

void hub_tell_stored(struct hub_core *core, const struct store_message *message)
{
	/* Who follows and can't be told now has it with the next follow. */
	(void)!store_messages(core->how.store, &message->visitor,
			      message->seq - 1, 1, tell_kept, core);
}

struct heard {
	struct hub_core *core;
	uint64_t seq;
};

static bool tell_heard(void *context, const struct store_message *message)
{
	const struct heard *heard = context;

	if (message->from == STORE_FROM_AGENT && message->seq <= heard->seq)
		hub_tell_followers(heard->core, message, heard->seq);
	return message->seq < heard->seq;
}

void hub_tell_heard(struct hub_core *core, const struct store_talk *talk,
		    uint64_t from)
{
	struct heard heard = {core, talk->heard_seq};

	/* As above. */
	(void)!store_messages(core->how.store, &talk->visitor, from,
			      HUB_MESSAGES_MAX, tell_heard, &heard);
}

void hub_tell_typing(struct hub_core *core, const struct store_id *visitor,
		     bool on)
{
	char id[STORE_ID_TEXT_BYTES];

	store_id_text(visitor, id);
	agent_typing(&core->json, id, on);
	send_followers(core, visitor);
}

void hub_tell_hello(struct hub_core *core, const struct hub_agent *agent,
		    const char *reply_to)
{
	struct agent_presence presence;

	hub_core_presence(core, &presence.agents, &presence.waiting);
	agent_begin_hello(&core->json, reply_to, agent->name);
	/* The rest comes when it changes: a crowd that waits must not keep an
	 * agent from coming in. */
	for (size_t i = 0;
	     i < core->talk_count && core->json.size < HELLO_TALKS_BYTES; i++)
		put_talk(core, core->talk[i], agent_put_summary);
	agent_end_hello(&core->json, &presence,
			core->how.catalog(core->how.context));
	hub_send(core, agent->seat, HUB_SAY);
}

struct putting {
	struct json_writer *json;
	uint64_t heard_seq;
};

static bool put_message(void *context, const struct store_message *message)
{
	const struct putting *putting = context;
	const struct agent_message words =
		words_of(message, putting->heard_seq);

	agent_put_message(putting->json, &words);
	return true;
}

bool hub_tell_conversation(struct hub_core *core, const struct hub_agent *agent,
			   const struct store_talk *talk, bool online,
			   const char *reply_to, uint64_t after_seq)
{
	char id[STORE_ID_TEXT_BYTES];
	struct agent_summary summary = summary_of(talk, online, id);
	struct putting putting = {&core->json, talk->heard_seq};
	enum store_status status;

	agent_begin_conversation(&core->json, reply_to, &summary);
	status = store_messages(core->how.store, &talk->visitor, after_seq,
				HUB_MESSAGES_MAX, put_message, &putting);
	agent_end_conversation(&core->json);
	if (status == STORE_OK)
		hub_send(core, agent->seat, HUB_SAY);
	json_writer_wipe(&core->json);
	return status == STORE_OK;
}
