/* SPDX-License-Identifier: MIT */
#include "server/metrics/metrics_slots.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define PLACES (2u * METRICS_SLOTS) /* of the hash table: half are free */

struct metrics_ids {
	pthread_mutex_t lock; /* of adding, and of `place` */
	atomic_uint_fast32_t count;
	char *name[METRICS_SLOTS]; /* the first `count` are there for good */
	uint32_t place[PLACES];    /* slot + 1, or 0: free */
};

struct metrics_slots {
	const struct faq_intent *first;
	size_t count;
	uint32_t slot[];
};

enum faq_status metrics_ids_new(struct metrics_ids **out)
{
	struct metrics_ids *ids = calloc(1, sizeof(*ids));

	*out = NULL;
	if (!ids)
		return FAQ_ERROR_NOMEM;
	if (pthread_mutex_init(&ids->lock, NULL) != 0) {
		free(ids);
		return FAQ_ERROR_NOMEM;
	}
	*out = ids;
	return FAQ_OK;
}

void metrics_ids_free(struct metrics_ids *ids)
{
	uint32_t i;

	if (!ids)
		return;
	for (i = 0; i < metrics_ids_count(ids); i++)
		free(ids->name[i]);
	pthread_mutex_destroy(&ids->lock);
	free(ids);
}

uint32_t metrics_ids_count(const struct metrics_ids *ids)
{
	return (uint32_t)atomic_load_explicit(&ids->count,
					      memory_order_acquire);
}

const char *metrics_ids_name(const struct metrics_ids *ids, uint32_t slot)
{
	return ids->name[slot];
}

/* FNV-1a. */
static uint32_t hash_of(const char *id)
{
	uint32_t hash = 2166136261u;

	for (; *id; id++)
		hash = (hash ^ (unsigned char)*id) * 16777619u;
	return hash;
}

/* Its place in the table, or the free one where it belongs. */
static uint32_t *find(struct metrics_ids *ids, const char *id)
{
	uint32_t at = hash_of(id) % PLACES;

	while (ids->place[at] && strcmp(ids->name[ids->place[at] - 1], id) != 0)
		at = (at + 1) % PLACES;
	return &ids->place[at];
}

static uint32_t take(struct metrics_ids *ids, const char *id)
{
	uint32_t *place = find(ids, id), count = metrics_ids_count(ids);

	if (*place)
		return *place - 1;
	if (count == METRICS_SLOTS)
		return METRICS_SLOT_OTHER;
	ids->name[count] = strdup(id);
	if (!ids->name[count])
		return METRICS_SLOT_OTHER;
	*place = count + 1;
	/* Released: who sees the count sees the name. */
	atomic_store_explicit(&ids->count, count + 1, memory_order_release);
	return count;
}

uint32_t metrics_ids_slot(struct metrics_ids *ids, const char *id)
{
	uint32_t slot;

	pthread_mutex_lock(&ids->lock);
	slot = take(ids, id);
	pthread_mutex_unlock(&ids->lock);
	return slot;
}

enum faq_status metrics_slots_new(struct metrics_slots **out,
				  struct metrics_ids *ids,
				  const struct faq_catalog *catalog)
{
	size_t count = faq_catalog_intents(catalog), i; /* FAQ_INTENTS_MAX */
	struct metrics_slots *slots;

	*out = NULL;
	slots = malloc(sizeof(*slots) + count * sizeof(slots->slot[0]));
	if (!slots)
		return FAQ_ERROR_NOMEM;
	slots->count = count;
	slots->first = count ? faq_catalog_intent(catalog, 0) : NULL;
	for (i = 0; i < count; i++) {
		const struct faq_intent *intent =
			faq_catalog_intent(catalog, i);

		if (intent != slots->first + i) {
			free(slots);
			return FAQ_ERROR_MISUSE;
		}
		slots->slot[i] = metrics_ids_slot(ids, intent->id);
	}
	*out = slots;
	return FAQ_OK;
}

void metrics_slots_free(struct metrics_slots *slots)
{
	free(slots);
}

uint32_t metrics_slots_of(const struct metrics_slots *slots,
			  const struct faq_intent *intent)
{
	size_t i;

	if (!intent)
		return METRICS_SLOT_NONE;
	i = ((uintptr_t)intent - (uintptr_t)slots->first) / sizeof(*intent);
	return i < slots->count ? slots->slot[i] : METRICS_SLOT_OTHER;
}
