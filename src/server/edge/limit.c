/* SPDX-License-Identifier: MIT */
#include "server/edge/limit.h"

#include "server/edge/siphash.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define SHARDS 16u /* power of two; threads seldom want the same */
#define WAYS 8u    /* places in a row: four cache lines */
#define PLACES_MIN 65536u
#define ROOM 4u /* places for each connection that may be open */
#define MINUTE_US INT64_C(60000000)
#define SECOND_US INT64_C(1000000)

/* Of an address; family 0: free. */
struct place {
	uint64_t key; /* the address's first 8 bytes: of IPv6, its site */
	uint32_t family;
	uint32_t connections; /* open now */
	struct limit_bucket arrivals, questions;
};

_Static_assert(sizeof(struct place) == 32, "two places are a cache line");

struct shard {
	pthread_mutex_t lock;
	struct limit_counts counts;
};

struct limit {
	struct limit_rules rules;
	uint8_t seed[LIMIT_SEED_BYTES];
	size_t rows; /* of each shard; a power of two */
	struct shard shard[SHARDS];
	struct place *place; /* SHARDS * rows * WAYS */
};

bool limit_take(struct limit_bucket *bucket, const struct limit_rate *rate,
		int64_t now_us, int64_t *wait_us)
{
	int64_t token_us, full_us;

	*wait_us = 0;
	if (rate->per_minute == 0 || rate->burst == 0)
		return true;
	token_us = MINUTE_US / rate->per_minute;
	full_us = bucket->full_us > now_us ? bucket->full_us : now_us;
	full_us += token_us;
	if (full_us - now_us > token_us * rate->burst) {
		*wait_us = full_us - now_us - token_us * rate->burst;
		return false;
	}
	bucket->full_us = full_us;
	return true;
}

unsigned limit_seconds(int64_t wait_us)
{
	int64_t seconds = (wait_us + SECOND_US - 1) / SECOND_US;

	return seconds > 1 ? (unsigned)seconds : 1;
}

struct limit *limit_new(const struct limit_rules *rules, size_t connections_max,
			const uint8_t seed[LIMIT_SEED_BYTES])
{
	struct limit *limit = calloc(1, sizeof(*limit));
	size_t places = PLACES_MIN;

	if (!limit)
		return NULL;
	while (places < connections_max * ROOM)
		places *= 2;
	limit->rules = *rules;
	memcpy(limit->seed, seed, sizeof(limit->seed));
	limit->rows = places / SHARDS / WAYS;
	limit->place = calloc(places, sizeof(*limit->place));
	if (!limit->place) {
		free(limit);
		return NULL;
	}
	for (unsigned i = 0; i < SHARDS; i++)
		pthread_mutex_init(&limit->shard[i].lock, NULL);
	return limit;
}

void limit_free(struct limit *limit)
{
	if (!limit)
		return;
	for (unsigned i = 0; i < SHARDS; i++)
		pthread_mutex_destroy(&limit->shard[i].lock);
	free(limit->place);
	free(limit);
}

/* Where an address may be. */
struct where {
	uint64_t key;
	uint32_t family;
	struct shard *shard;
	struct place *row[2];
};

static struct where find_rows(struct limit *limit, const struct address *from)
{
	struct address site = address_key(from);
	struct where where = {.family = site.family};
	struct place *first;
	uint64_t hash;
	size_t shard;

	memcpy(&where.key, site.bytes, sizeof(where.key));
	hash = siphash(limit->seed, where.key, where.family);
	shard = hash % SHARDS;
	hash /= SHARDS;
	where.shard = &limit->shard[shard];
	first = limit->place + shard * limit->rows * WAYS;
	where.row[0] = first + (hash & (limit->rows - 1)) * WAYS;
	where.row[1] = first + (hash >> 30 & (limit->rows - 1)) * WAYS;
	return where;
}

static int64_t idle_since(const struct place *place)
{
	int64_t arrivals = place->arrivals.full_us;
	int64_t questions = place->questions.full_us;

	return arrivals > questions ? arrivals : questions;
}

/* Would forgetting `a` cost less than forgetting `b`? */
static bool cheaper(const struct place *a, const struct place *b)
{
	return !b || idle_since(a) < idle_since(b);
}

static struct place *take_over(struct place *place, const struct where *where,
			       int64_t now_us)
{
	if (place->family && idle_since(place) > now_us)
		where->shard->counts.forgotten++;
	memset(place, 0, sizeof(*place));
	place->key = where->key;
	place->family = where->family;
	return place;
}

/* The address's place, made if it has none; NULL when every place that it may
 * take has connections open. A free place counts as idle for ever. */
static struct place *find(const struct where *where, int64_t now_us)
{
	struct place *victim = NULL;

	for (unsigned i = 0; i < 2 * WAYS; i++) {
		struct place *place = &where->row[i / WAYS][i % WAYS];

		if (place->family == where->family && place->key == where->key)
			return place;
		if (place->connections == 0 && cheaper(place, victim))
			victim = place;
	}
	return victim ? take_over(victim, where, now_us) : NULL;
}

static enum limit_verdict enter(struct limit *limit, struct place *place,
				int64_t now_us, int64_t *wait_us)
{
	const struct limit_rules *rules = &limit->rules;

	if (rules->connections && place->connections >= rules->connections)
		return LIMIT_CONNECTIONS;
	if (!limit_take(&place->arrivals, &rules->arrivals, now_us, wait_us))
		return LIMIT_RATE;
	place->connections++;
	return LIMIT_ALLOWED;
}

enum limit_verdict limit_enter(struct limit *limit, const struct address *from,
			       int64_t now_us, struct limit_place *at,
			       int64_t *wait_us)
{
	enum limit_verdict verdict = LIMIT_ALLOWED;
	struct where where;
	struct place *place;

	at->number = LIMIT_NOWHERE;
	*wait_us = 0;
	if (networks_hold(&limit->rules.trusted, from))
		return LIMIT_ALLOWED;
	where = find_rows(limit, from);
	pthread_mutex_lock(&where.shard->lock);
	place = find(&where, now_us);
	if (!place)
		where.shard->counts.uncounted++;
	else
		verdict = enter(limit, place, now_us, wait_us);
	if (place && verdict == LIMIT_ALLOWED)
		at->number = (uint32_t)(place - limit->place);
	pthread_mutex_unlock(&where.shard->lock);
	return verdict;
}

void limit_leave(struct limit *limit, struct limit_place at)
{
	struct shard *shard;

	if (at.number == LIMIT_NOWHERE)
		return;
	shard = &limit->shard[at.number / (limit->rows * WAYS)];
	pthread_mutex_lock(&shard->lock);
	limit->place[at.number].connections--;
	pthread_mutex_unlock(&shard->lock);
}

enum limit_verdict limit_question(struct limit *limit,
				  const struct address *from, int64_t now_us,
				  int64_t *wait_us)
{
	const struct limit_rate *rate = &limit->rules.questions;
	struct where where;
	struct place *place;
	bool allowed;

	*wait_us = 0;
	if (rate->per_minute == 0 || rate->burst == 0 ||
	    networks_hold(&limit->rules.trusted, from))
		return LIMIT_ALLOWED;
	where = find_rows(limit, from);
	pthread_mutex_lock(&where.shard->lock);
	place = find(&where, now_us);
	allowed =
		!place || limit_take(&place->questions, rate, now_us, wait_us);
	pthread_mutex_unlock(&where.shard->lock);
	return allowed ? LIMIT_ALLOWED : LIMIT_RATE;
}

struct limit_counts limit_counts(struct limit *limit)
{
	struct limit_counts sum = {0, 0};

	for (unsigned i = 0; i < SHARDS; i++) {
		struct shard *shard = &limit->shard[i];

		pthread_mutex_lock(&shard->lock);
		sum.forgotten += shard->counts.forgotten;
		sum.uncounted += shard->counts.uncounted;
		pthread_mutex_unlock(&shard->lock);
	}
	return sum;
}
