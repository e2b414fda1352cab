/* SPDX-License-Identifier: MIT */
#include "server/edge/spent.h"

#include "server/edge/siphash.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define TRIES 16u /* places that an address may have */

/* A count of 0 is a free place. */
struct spent {
	pthread_mutex_t lock;
	uint8_t seed[16];
	struct limit_spent item[LIMIT_SPENT_MAX];
};

struct spent *spent_new(const uint8_t seed[16])
{
	struct spent *spent = calloc(1, sizeof(*spent));

	if (!spent)
		return NULL;
	memcpy(spent->seed, seed, sizeof(spent->seed));
	pthread_mutex_init(&spent->lock, NULL);
	return spent;
}

void spent_free(struct spent *spent)
{
	if (!spent)
		return;
	pthread_mutex_destroy(&spent->lock);
	free(spent);
}

void spent_note(struct spent *spent, const struct address *key)
{
	uint64_t first;
	size_t at;

	memcpy(&first, key->bytes, sizeof(first));
	at = (size_t)siphash(spent->seed, first, key->family);
	pthread_mutex_lock(&spent->lock);
	for (size_t i = 0; i < TRIES; i++) {
		struct limit_spent *item =
			&spent->item[(at + i) % LIMIT_SPENT_MAX];

		if (item->count && !address_equal(&item->from, key))
			continue;
		item->from = *key;
		item->count++;
		break;
	}
	pthread_mutex_unlock(&spent->lock);
}

size_t spent_take(struct spent *spent, struct limit_spent out[LIMIT_SPENT_MAX])
{
	size_t count = 0;

	pthread_mutex_lock(&spent->lock);
	for (size_t i = 0; i < LIMIT_SPENT_MAX; i++)
		if (spent->item[i].count)
			out[count++] = spent->item[i];
	memset(spent->item, 0, sizeof(spent->item));
	pthread_mutex_unlock(&spent->lock);
	return count;
}
