/* SPDX-License-Identifier: MIT */
#include "server/edge/limit.h"

#include "server/edge/siphash.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define SHARDS 16u /* power of two; threads seldom want the same */
#define WAYS 8u    /* places in a row: four cache lines */
#define PLACES_MIN 65536u
#define ROOM 8u /* places for each connection that may be open */
#define MINUTE_US INT64_C(60000000)
#define SECOND_US INT64_C(1000000)

#define FAMILY_BLOCK 16u /* beside those of addresses */

/* Of an address or a block; family 0: free. */
struct place {
	uint64_t key; /* its first 8 bytes: of IPv6, the site or the block */
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
	struct limit_rules rules, block; /* of an address, of a block */
	uint8_t seed[LIMIT_SEED_BYTES];
	size_t rows; /* of each shard; a power of two */
	struct shard shard[SHARDS];
	struct place *place; /* SHARDS * rows * WAYS */
	struct spent *spent; /* NULL: there are no other nodes */
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

/* `count` addresses' worth of a rate. */
static struct limit_rate times(struct limit_rate rate, unsigned count)
{
	return (struct limit_rate){rate.per_minute * count, rate.burst * count};
}

static struct limit_rules rules_of_block(const struct limit_rules *rules)
{
	return (struct limit_rules){
		.connections = rules->connections * rules->block,
		.arrivals = times(rules->arrivals, rules->block),
		.questions = times(rules->questions, rules->block),
	};
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
	limit->block = rules_of_block(rules);
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
	spent_free(limit->spent);
	free(limit->place);
	free(limit);
}

/* Where an address or a block may be, and what it may do. */
struct where {
	uint64_t key;
	uint32_t family;
	const struct limit_rules *rules;
	struct shard *shard;
	struct place *row[2];
};

static struct where find_rows(struct limit *limit, const struct address *key,
			      uint32_t family, const struct limit_rules *rules)
{
	struct where where = {.family = family, .rules = rules};
	struct place *first;
	uint64_t hash;
	size_t shard;

	memcpy(&where.key, key->bytes, sizeof(where.key));
	hash = siphash(limit->seed, where.key, where.family);
	shard = hash % SHARDS;
	hash /= SHARDS;
	where.shard = &limit->shard[shard];
	first = limit->place + shard * limit->rows * WAYS;
	where.row[0] = first + (hash & (limit->rows - 1)) * WAYS;
	where.row[1] = first + (hash >> 30 & (limit->rows - 1)) * WAYS;
	return where;
}

static struct where find_address(struct limit *limit,
				 const struct address *from)
{
	struct address key = address_key(from);

	return find_rows(limit, &key, key.family, &limit->rules);
}

static struct where find_block(struct limit *limit, const struct address *from)
{
	struct address key = address_block(from);

	return find_rows(limit, &key, FAMILY_BLOCK, &limit->block);
}

static bool has_block(const struct limit *limit, const struct address *from)
{
	return limit->rules.block && from->family == ADDRESS_IPV6;
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

/* Its place, made if it has none; NULL when every place that it may
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

static enum limit_verdict may_enter(const struct limit_rules *rules,
				    struct place *place, int64_t now_us,
				    int64_t *wait_us)
{
	if (rules->connections && place->connections >= rules->connections)
		return LIMIT_CONNECTIONS;
	if (!limit_take(&place->arrivals, &rules->arrivals, now_us, wait_us))
		return LIMIT_RATE;
	place->connections++;
	return LIMIT_ALLOWED;
}

static enum limit_verdict enter(struct limit *limit, struct where where,
				int64_t now_us, uint32_t *number,
				int64_t *wait_us)
{
	enum limit_verdict verdict = LIMIT_ALLOWED;
	struct place *place;

	pthread_mutex_lock(&where.shard->lock);
	place = find(&where, now_us);
	if (!place)
		where.shard->counts.uncounted++;
	else
		verdict = may_enter(where.rules, place, now_us, wait_us);
	if (place && verdict == LIMIT_ALLOWED)
		*number = (uint32_t)(place - limit->place);
	pthread_mutex_unlock(&where.shard->lock);
	return verdict;
}

enum limit_verdict limit_enter(struct limit *limit, const struct address *from,
			       int64_t now_us, struct limit_place *at,
			       int64_t *wait_us)
{
	enum limit_verdict verdict;

	*at = LIMIT_UNCOUNTED;
	*wait_us = 0;
	if (networks_hold(&limit->rules.trusted, from))
		return LIMIT_ALLOWED;
	verdict = enter(limit, find_address(limit, from), now_us, &at->number,
			wait_us);
	if (verdict != LIMIT_ALLOWED || !has_block(limit, from))
		return verdict;
	verdict = enter(limit, find_block(limit, from), now_us, &at->block,
			wait_us);
	if (verdict != LIMIT_ALLOWED) {
		limit_leave(limit, *at);
		*at = LIMIT_UNCOUNTED;
	}
	return verdict;
}

static void leave(struct limit *limit, uint32_t number)
{
	struct shard *shard;

	if (number == LIMIT_NOWHERE)
		return;
	shard = &limit->shard[number / (limit->rows * WAYS)];
	pthread_mutex_lock(&shard->lock);
	limit->place[number].connections--;
	pthread_mutex_unlock(&shard->lock);
}

void limit_leave(struct limit *limit, struct limit_place at)
{
	leave(limit, at.number);
	leave(limit, at.block);
}

static bool may_ask(struct where where, int64_t now_us, int64_t *wait_us)
{
	struct place *place;
	bool allowed;

	pthread_mutex_lock(&where.shard->lock);
	place = find(&where, now_us);
	allowed =
		!place || limit_take(&place->questions, &where.rules->questions,
				     now_us, wait_us);
	pthread_mutex_unlock(&where.shard->lock);
	return allowed;
}

enum limit_verdict limit_question(struct limit *limit,
				  const struct address *from, int64_t now_us,
				  int64_t *wait_us)
{
	const struct limit_rate *rate = &limit->rules.questions;

	*wait_us = 0;
	if (rate->per_minute == 0 || rate->burst == 0 ||
	    networks_hold(&limit->rules.trusted, from))
		return LIMIT_ALLOWED;
	if (!may_ask(find_address(limit, from), now_us, wait_us))
		return LIMIT_RATE;
	if (has_block(limit, from) &&
	    !may_ask(find_block(limit, from), now_us, wait_us))
		return LIMIT_RATE;
	if (limit->spent) {
		const struct address key = address_key(from);

		spent_note(limit->spent, &key);
	}
	return LIMIT_ALLOWED;
}

bool limit_share(struct limit *limit)
{
	limit->spent = spent_new(limit->seed);
	return limit->spent != NULL;
}

size_t limit_spent(struct limit *limit, struct limit_spent out[LIMIT_SPENT_MAX])
{
	return limit->spent ? spent_take(limit->spent, out) : 0;
}

/* Nobody is shut out for longer than a minute and what fills a bucket. */
static void owe(struct where where, unsigned count, int64_t now_us)
{
	const struct limit_rate *rate = &where.rules->questions;
	int64_t token_us = MINUTE_US / rate->per_minute;
	int64_t most_us = now_us + token_us * rate->burst + MINUTE_US;
	struct place *place;

	pthread_mutex_lock(&where.shard->lock);
	place = find(&where, now_us);
	if (place) {
		int64_t *full_us = &place->questions.full_us;

		*full_us = (*full_us > now_us ? *full_us : now_us) +
			   token_us * count;
		if (*full_us > most_us)
			*full_us = most_us;
	}
	pthread_mutex_unlock(&where.shard->lock);
}

void limit_charge(struct limit *limit, const struct address *from,
		  unsigned count, int64_t now_us)
{
	const struct limit_rate *rate = &limit->rules.questions;

	if (rate->per_minute == 0 || rate->burst == 0 ||
	    networks_hold(&limit->rules.trusted, from))
		return;
	owe(find_address(limit, from), count, now_us);
	if (has_block(limit, from))
		owe(find_block(limit, from), count, now_us);
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
