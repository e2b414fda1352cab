/* SPDX-License-Identifier: MIT */
/*
 * The other nodes: which are there, which agents and visitors are with them,
 * and what they say. A node that has said nothing for NODE_MS has died, or is
 * cut off, and its people with it; when it is heard again it is asked for them.
 */
#include "server/desk/hub_inner.h"

#include "proto/outgoing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NODE_MS 10000  /* five ticks */
#define WORDS_MAX 256u /* that go in one commit */

/* ---- speaking ---- */

static bool put(const struct hub_core *core, struct hub_word *word,
		struct store_record *record)
{
	if (!core->self[0])
		return false;
	memcpy(word->node, core->self, sizeof(word->node));
	*record = (struct store_record){.kind = STORE_NOTICE};
	hub_word_write(word, &record->as.notice);
	return true;
}

void hub_say(struct hub_core *core, struct hub_word *word)
{
	struct store_record record;

	if (put(core, word, &record) &&
	    store_write(core->how.store, &record, 1, STORE_COMMITTED) !=
		    STORE_OK)
		core->unsaid = true;
}

bool hub_put_word(const struct hub_core *core, const struct store_id *visitor,
		  struct store_record *record)
{
	struct hub_word word = {.kind = HUB_WORD_TALK, .visitor = *visitor};

	return put(core, &word, record);
}

static struct hub_word agent_word(const struct hub_core *core, const char *key,
				  const char *name)
{
	struct hub_word word = {.kind = HUB_WORD_AGENT, .gone = true};

	snprintf(word.key, sizeof(word.key), "%s", key);
	snprintf(word.name, sizeof(word.name), "%s", name);
	for (size_t i = 0; i < core->agent_count; i++) {
		const struct hub_agent *agent = &core->agent[i];

		if (strcmp(agent->key, key) != 0 ||
		    strcmp(agent->name, name) != 0)
			continue;
		word.gone = false;
		word.on = word.on || agent->available;
	}
	return word;
}

void hub_say_agent(struct hub_core *core, const char *key, const char *name)
{
	struct hub_word word = agent_word(core, key, name);

	hub_say(core, &word);
}

void hub_say_tab(struct hub_core *core, const struct hub_talk *talk)
{
	struct hub_word word = {.kind = HUB_WORD_TAB,
				.visitor = talk->kept.visitor,
				.on = talk->tab_count > 0};

	hub_say(core, &word);
}

void hub_say_typing(struct hub_core *core, const struct store_id *visitor,
		    bool on, const char *agent)
{
	struct hub_word word = {
		.kind = HUB_WORD_TYPING, .visitor = *visitor, .on = on};

	snprintf(word.name, sizeof(word.name), "%s", agent);
	hub_say(core, &word);
}

void hub_say_marks(struct hub_core *core, const struct hub_talk *talk)
{
	struct hub_word word = {.kind = HUB_WORD_MARKS,
				.visitor = talk->kept.visitor,
				.read_seq = talk->kept.read_seq,
				.heard_seq = talk->kept.heard_seq};

	hub_say(core, &word);
}

/* ---- who is here, said at once ---- */

struct speech {
	struct hub_core *core;
	struct store_record *record;
	size_t count;
	bool failed;
};

static void flush(struct speech *speech)
{
	if (speech->count > 0 &&
	    store_write(speech->core->how.store, speech->record, speech->count,
			STORE_COMMITTED) != STORE_OK)
		speech->failed = true;
	speech->count = 0;
}

static void add(struct speech *speech, struct hub_word *word)
{
	if (speech->count == WORDS_MAX)
		flush(speech);
	if (!speech->failed)
		speech->count +=
			put(speech->core, word, &speech->record[speech->count]);
}

static void announce(struct hub_core *core, enum hub_word_kind kind)
{
	struct speech speech = {
		.core = core,
		.record = calloc(WORDS_MAX, sizeof(*speech.record))};
	struct hub_word word = {.kind = kind};

	speech.failed = !speech.record;
	add(&speech, &word);
	for (size_t i = 0; i < core->agent_count; i++) {
		word = agent_word(core, core->agent[i].key,
				  core->agent[i].name);
		add(&speech, &word);
	}
	for (size_t i = 0; i < core->talk_count; i++) {
		word = (struct hub_word){.kind = HUB_WORD_TAB,
					 .visitor = core->talk[i]->kept.visitor,
					 .on = true};
		if (core->talk[i]->tab_count > 0)
			add(&speech, &word);
	}
	if (!speech.failed)
		flush(&speech);
	free(speech.record);
	core->unsaid = speech.failed;
}

/* ---- listening ---- */

bool hub_is_there(const struct hub_core *core, const char *key,
		  const char *name)
{
	bool found = !agent_word(core, key, name).gone;

	for (size_t i = 0; i < core->far_count && !found; i++)
		found = strcmp(core->far[i].key, key) == 0 &&
			strcmp(core->far[i].name, name) == 0;
	return found;
}

static void drop_far(struct hub_core *core, size_t at)
{
	const struct hub_far gone = core->far[at];

	core->far[at] = core->far[--core->far_count];
	if (!hub_is_there(core, gone.key, gone.name))
		hub_mark_away(core, gone.key, gone.name, hub_now(core));
}

static void forget_node(struct hub_core *core, size_t at)
{
	const struct hub_node gone = core->node[at];

	core->node[at] = core->node[--core->node_count];
	for (size_t i = core->far_count; i-- > 0;)
		if (strcmp(core->far[i].node, gone.name) == 0)
			drop_far(core, i);
	for (size_t i = 0; i < core->talk_count; i++) {
		struct hub_talk *talk = core->talk[i];

		if (strcmp(talk->far_tab, gone.name) != 0)
			continue;
		talk->far_tab[0] = '\0';
		hub_tell_agents(core, talk);
	}
	hub_tell_presence(core, NULL);
}

void hub_nodes_tick(struct hub_core *core)
{
	int64_t now_ms = hub_now(core);
	struct hub_word alive = {.kind = HUB_WORD_ALIVE};

	if (!core->self[0])
		return;
	for (size_t i = core->node_count; i-- > 0;)
		if (now_ms - core->node[i].seen_ms > NODE_MS)
			forget_node(core, i);
	if (core->stale)
		hub_look(core);
	if (core->unsaid)
		announce(core, HUB_WORD_ALIVE);
	else
		hub_say(core, &alive);
	hub_let_in(core);
}

/* False: it was not known, and is to be asked who is there. */
static bool note_node(struct hub_core *core, const char *name)
{
	int64_t now_ms = hub_now(core);
	size_t i = 0;

	while (i < core->node_count && strcmp(core->node[i].name, name) != 0)
		i++;
	if (i < core->node_count) {
		core->node[i].seen_ms = now_ms;
		return true;
	}
	if (core->node_count < HUB_NODES_MAX) {
		struct hub_node *node = &core->node[core->node_count++];

		node->seen_ms = now_ms;
		snprintf(node->name, sizeof(node->name), "%s", name);
		return false;
	}
	return true; /* there are too many to know who is with it */
}

static void on_agent(struct hub_core *core, const struct hub_word *word)
{
	size_t i = 0;

	while (i < core->far_count &&
	       (strcmp(core->far[i].node, word->node) != 0 ||
		strcmp(core->far[i].key, word->key) != 0 ||
		strcmp(core->far[i].name, word->name) != 0))
		i++;
	if (word->gone && i < core->far_count)
		drop_far(core, i);
	if (word->gone || i == HUB_FAR_MAX) {
		hub_tell_presence(core, NULL);
		return;
	}
	if (i == core->far_count)
		core->far_count++;
	core->far[i] = (struct hub_far){.available = word->on};
	memcpy(core->far[i].node, word->node, sizeof(word->node));
	memcpy(core->far[i].key, word->key, sizeof(word->key));
	memcpy(core->far[i].name, word->name, sizeof(word->name));
	hub_mark_away(core, word->key, word->name, 0);
	hub_tell_presence(core, NULL);
}

static void on_tab(struct hub_core *core, const struct hub_word *word)
{
	struct hub_talk *talk;

	if (!hub_seek(core, &word->visitor, &talk))
		core->stale = true;
	if (!talk || (!word->on && strcmp(talk->far_tab, word->node) != 0))
		return;
	snprintf(talk->far_tab, sizeof(talk->far_tab), "%s",
		 word->on ? word->node : "");
	hub_tell_agents(core, talk);
}

static void on_typing(struct hub_core *core, const struct hub_word *word)
{
	struct hub_talk *talk = hub_find(core, &word->visitor);

	if (!talk)
		return;
	if (!word->name[0]) {
		hub_tell_typing(core, &word->visitor, word->on);
		return;
	}
	outgoing_typing(&core->json, word->on, word->name);
	hub_send_tabs(core, talk, HUB_PERSON);
}

static void on_marks(struct hub_core *core, const struct hub_word *word)
{
	struct hub_talk *talk;
	uint64_t heard_seq;

	if (!hub_seek(core, &word->visitor, &talk) || !talk)
		return;
	heard_seq = talk->kept.heard_seq;
	if (word->read_seq > talk->kept.read_seq &&
	    word->read_seq <= talk->kept.last_seq) {
		talk->kept.read_seq = word->read_seq;
		outgoing_read(&core->json, word->read_seq);
		hub_send_tabs(core, talk, HUB_PERSON);
	}
	if (word->heard_seq <= heard_seq ||
	    word->heard_seq > talk->kept.last_seq)
		return;
	talk->kept.heard_seq = word->heard_seq;
	hub_tell_heard(core, &talk->kept, heard_seq);
}

static void obey(struct hub_core *core, const struct hub_word *word)
{
	struct hub_talk *talk;

	switch (word->kind) {
	case HUB_WORD_HELLO:
		announce(core, HUB_WORD_ALIVE);
		break;
	case HUB_WORD_ALIVE:
		break;
	case HUB_WORD_AGENT:
		on_agent(core, word);
		break;
	case HUB_WORD_TALK:
		if (!hub_seek(core, &word->visitor, &talk))
			core->stale = true;
		break;
	case HUB_WORD_TAB:
		on_tab(core, word);
		break;
	case HUB_WORD_TYPING:
		on_typing(core, word);
		break;
	case HUB_WORD_MARKS:
		on_marks(core, word);
		break;
	}
}

void hub_core_hears(struct hub_core *core, const char *text)
{
	struct hub_word word;

	if (!text) {
		hub_look(core);
		announce(core, HUB_WORD_HELLO);
		return;
	}
	/* A newer node may say what we don't know. */
	if (!hub_word_read(&word, text) || strcmp(word.node, core->self) == 0)
		return;
	if (!note_node(core, word.node) && word.kind != HUB_WORD_HELLO)
		announce(core, HUB_WORD_HELLO);
	obey(core, &word);
}
