/* SPDX-License-Identifier: MIT */
/*
 * Who gives way when as many conversations are open as may be: of those that
 * wait while their visitor is gone the oldest in which the visitor has said
 * nothing to a person, else the oldest. Else a crowd that asks for a person
 * and goes would keep everybody out.
 */
#include "server/desk/hub_inner.h"

#define READS_MAX 64u /* conversations looked into for one who asks */

struct listening {
	bool open; /* the last message is a visitor's */
	bool spoken;
};

/* What the bot has answered was said to the bot. */
static bool listen_to(void *context, const struct store_message *message)
{
	struct listening *listening = context;

	listening->spoken = listening->open && message->from != STORE_FROM_BOT;
	listening->open = message->from == STORE_FROM_VISITOR;
	return !listening->spoken;
}

static void find_voice(struct hub_core *core, struct hub_talk *talk)
{
	struct listening listening = {false, false};

	if (store_messages(core->how.store, &talk->kept.visitor, 0,
			   HUB_MESSAGES_MAX, listen_to, &listening) == STORE_OK)
		talk->voice = listening.spoken || listening.open ? HUB_SPOKEN
								 : HUB_SILENT;
}

/* NULL: nobody. What is not known yet is found out by and by. */
static struct hub_talk *who_gives_way(struct hub_core *core)
{
	size_t waiting = hub_line_up(core);
	unsigned reads = READS_MAX;
	struct hub_talk *oldest = NULL;

	for (size_t i = 0; i < waiting; i++) {
		struct hub_talk *talk = core->queue[i];

		if (hub_is_online(talk))
			continue;
		if (!oldest)
			oldest = talk;
		if (talk->voice == HUB_VOICE_UNKNOWN && reads > 0) {
			reads--;
			find_voice(core, talk);
		}
		if (talk->voice == HUB_SILENT)
			return talk;
	}
	return oldest;
}

/* False: the store can't say. */
static bool give_way(struct hub_core *core, struct hub_talk *talk)
{
	const struct store_id visitor = talk->kept.visitor;

	core->behind = false;
	if (hub_change(core, talk, STORE_TALK_CLOSED, NULL, "gave way")) {
		hub_drop(core, talk);
		hub_tell_presence(core, NULL);
		core->gave_way++;
		return true;
	}
	if (!core->behind)
		return false;
	core->behind = false; /* it goes on elsewhere: another one */
	return hub_seek(core, &visitor, &talk);
}

bool hub_make_room(struct hub_core *core)
{
	for (unsigned tries = HUB_TRIES;
	     core->talk_count == HUB_TALKS_MAX && tries > 0; tries--) {
		struct hub_talk *talk = who_gives_way(core);

		if (!talk || !give_way(core, talk))
			return false;
	}
	return core->talk_count < HUB_TALKS_MAX;
}
