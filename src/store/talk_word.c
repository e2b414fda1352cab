/* SPDX-License-Identifier: MIT */
/* The words of conversation.h, as columns and agents' tools have them. */
#include "store/backend.h"

#include <string.h>

static const char *const states[] = {
	[STORE_TALK_WAITING] = "waiting",
	[STORE_TALK_JOINED] = "joined",
	[STORE_TALK_RETURNED] = "returned",
	[STORE_TALK_CLOSED] = "closed",
};
static const char *const reasons[] = {
	[STORE_TALK_ASKED] = "asked",
	[STORE_TALK_MISSES] = "misses",
	[STORE_TALK_ANGER] = "anger",
};
static const char *const senders[] = {
	[STORE_FROM_VISITOR] = "visitor", [STORE_FROM_BOT] = "bot",
	[STORE_FROM_AGENT] = "agent",     [STORE_FROM_NOTE] = "note",
	[STORE_FROM_SYSTEM] = "system",
};

#define COUNT(words) (sizeof(words) / sizeof((words)[0]))

/* Which of the words it is; the last one when it is none. */
static size_t find(const char *word, const char *const words[], size_t count)
{
	size_t i = 0;

	while (i + 1 < count && strcmp(word, words[i]) != 0)
		i++;
	return i;
}

const char *store_talk_state_text(enum store_talk_state state)
{
	return states[state];
}

const char *store_talk_reason_text(enum store_talk_reason reason)
{
	return reasons[reason];
}

const char *store_from_text(enum store_from from)
{
	return senders[from];
}

enum store_talk_state store_talk_state_of(const char *word)
{
	return (enum store_talk_state)find(word, states, COUNT(states));
}

enum store_talk_reason store_talk_reason_of(const char *word)
{
	return (enum store_talk_reason)find(word, reasons, COUNT(reasons));
}

enum store_from store_from_of(const char *word)
{
	return (enum store_from)find(word, senders, COUNT(senders));
}
