/* SPDX-License-Identifier: MIT */
#include "store/words.h"

#include <string.h>

const char *const words_state[WORDS_STATES] = {
	[STORE_TALK_WAITING] = "waiting",
	[STORE_TALK_JOINED] = "joined",
	[STORE_TALK_RETURNED] = "returned",
	[STORE_TALK_CLOSED] = "closed",
};
const char *const words_reason[WORDS_REASONS] = {
	[STORE_TALK_ASKED] = "asked",
	[STORE_TALK_MISSES] = "misses",
	[STORE_TALK_ANGER] = "anger",
};
const char *const words_sender[WORDS_SENDERS] = {
	[STORE_FROM_VISITOR] = "visitor", [STORE_FROM_BOT] = "bot",
	[STORE_FROM_AGENT] = "agent",     [STORE_FROM_NOTE] = "note",
	[STORE_FROM_SYSTEM] = "system",
};

size_t words_find(const char *word, const char *const words[], size_t count)
{
	size_t i = 0;

	while (i + 1 < count && strcmp(word, words[i]) != 0)
		i++;
	return i;
}
