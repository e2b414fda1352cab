/* SPDX-License-Identifier: MIT */
#include "cli/sessions.h"

#include <stdlib.h>
#include <string.h>

#define SESSIONS_FIRST 64u

struct session_slot {
	char *name; /* NULL: free */
	struct faq_dialog dialog;
};

/* FNV-1a, 64 bits. */
static size_t hash_of(const char *name)
{
	uint64_t hash = 0xcbf29ce484222325u;
	for (; *name; name++)
		hash = (hash ^ (unsigned char)*name) * 0x100000001b3u;
	return (size_t)(hash ^ hash >> 32);
}

/* The slot of that name, or the free one where it belongs. */
static struct session_slot *slot_of(struct session_slot *slots, size_t room,
				    const char *name)
{
	size_t at = hash_of(name) & (room - 1);
	while (slots[at].name && strcmp(slots[at].name, name) != 0)
		at = (at + 1) & (room - 1);
	return &slots[at];
}

/* Half of the slots stay free. */
static bool grow(struct sessions *sessions)
{
	size_t room = sessions->room ? 2 * sessions->room : SESSIONS_FIRST;

	if (sessions->slots && 2 * (sessions->count + 1) <= sessions->room)
		return true;
	struct session_slot *slots = calloc(room, sizeof(*slots));
	if (!slots)
		return false;
	for (size_t i = 0; i < sessions->room; i++)
		if (sessions->slots[i].name)
			*slot_of(slots, room, sessions->slots[i].name) =
				sessions->slots[i];
	free(sessions->slots);
	sessions->slots = slots;
	sessions->room = room;
	return true;
}

struct faq_dialog *sessions_get(struct sessions *sessions, const char *name)
{
	if (!grow(sessions))
		return NULL;
	struct session_slot *slot =
		slot_of(sessions->slots, sessions->room, name);
	if (slot->name)
		return &slot->dialog;
	if (sessions->count == SESSIONS_MAX)
		return NULL;
	slot->name = strdup(name);
	if (!slot->name)
		return NULL;
	sessions->count++;
	faq_dialog_init(&slot->dialog);
	return &slot->dialog;
}

void sessions_release(struct sessions *sessions)
{
	for (size_t i = 0; i < sessions->room; i++)
		free(sessions->slots[i].name);
	free(sessions->slots);
	*sessions = (struct sessions){0};
}
