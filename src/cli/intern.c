/* SPDX-License-Identifier: MIT */
#include "cli/intern.h"

#include <stdlib.h>
#include <string.h>

/* FNV-1a, 64 bits. Whoever aims at it slows his own report down. */
static uint64_t hash_of(const void *bytes, size_t size)
{
	const unsigned char *at = bytes;
	uint64_t hash = 0xcbf29ce484222325u;

	for (size_t i = 0; i < size; i++)
		hash = (hash ^ at[i]) * 0x100000001b3u;
	return hash;
}

/* The slot where it is, or the free one where it belongs. */
static uint32_t *find_slot(const struct intern *intern, const void *bytes,
			   size_t size, uint64_t hash)
{
	size_t mask = intern->slot_count - 1;

	for (size_t at = (size_t)hash & mask;; at = (at + 1) & mask) {
		uint32_t *slot = &intern->slot[at];
		if (!*slot)
			return slot;
		const struct intern_item *item = &intern->item[*slot - 1];
		if (item->hash == hash && item->size == size &&
		    (!size ||
		     memcmp(intern->bytes + item->start, bytes, size) == 0))
			return slot;
	}
}

/* Keeps at least half of the slots free. */
static bool grow_slots(struct intern *intern)
{
	size_t count = intern->slot_count ? 2 * intern->slot_count : 64;

	if (intern->count < intern->slot_count / 2)
		return true;
	uint32_t *slot = calloc(count, sizeof(*slot));
	if (!slot)
		return false;
	free(intern->slot);
	intern->slot = slot;
	intern->slot_count = count;
	for (uint32_t i = 0; i < intern->count; i++) {
		size_t at = (size_t)intern->item[i].hash & (count - 1);
		while (slot[at])
			at = (at + 1) & (count - 1);
		slot[at] = i + 1;
	}
	return true;
}

static bool make_room(struct intern *intern, size_t size)
{
	if (size >= INTERN_BYTES_MAX - intern->used)
		return false;
	if (intern->used + size + 1 > intern->room) {
		size_t room = 2 * (intern->used + size + 1);
		char *bytes = realloc(intern->bytes, room);
		if (!bytes)
			return false;
		intern->bytes = bytes;
		intern->room = room;
	}
	if (intern->count == intern->item_room) {
		size_t room = intern->item_room ? 2 * intern->item_room : 64;
		struct intern_item *item =
			realloc(intern->item, room * sizeof(*item));
		if (!item)
			return false;
		intern->item = item;
		intern->item_room = room;
	}
	return true;
}

uint32_t intern_add(struct intern *intern, const void *bytes, size_t size)
{
	uint64_t hash = hash_of(bytes, size);

	if (!grow_slots(intern))
		return INTERN_NONE;
	uint32_t *slot = find_slot(intern, bytes, size, hash);
	if (*slot)
		return *slot - 1;
	if (!make_room(intern, size))
		return INTERN_NONE;
	intern->item[intern->count] =
		(struct intern_item){.start = (uint32_t)intern->used,
				     .size = (uint32_t)size,
				     .hash = hash};
	if (size)
		memcpy(intern->bytes + intern->used, bytes, size);
	intern->bytes[intern->used + size] = '\0';
	intern->used += size + 1;
	*slot = ++intern->count;
	return intern->count - 1;
}

const char *intern_bytes(const struct intern *intern, uint32_t number,
			 size_t *size)
{
	if (size)
		*size = intern->item[number].size;
	return intern->bytes + intern->item[number].start;
}

void intern_release(struct intern *intern)
{
	free(intern->bytes);
	free(intern->item);
	free(intern->slot);
	*intern = (struct intern){0};
}
