/* SPDX-License-Identifier: MIT */
#include "server/run/pool.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

size_t pool_size(size_t wanted)
{
	long processors = sysconf(_SC_NPROCESSORS_ONLN);

	if (wanted == 0)
		wanted = processors > 0 ? (size_t)processors : 1;
	return wanted < POOL_WORKERS_MAX ? wanted : POOL_WORKERS_MAX;
}

static struct metrics_worker *counters(const struct shared *shared, size_t i)
{
	return shared->metrics ? metrics_worker(shared->metrics, i) : NULL;
}

bool pool_start(struct pool *pool, size_t count, const struct shared *shared,
		struct served *served, const char **why)
{
	memset(pool, 0, sizeof(*pool));
	*why = "out of memory";
	pool->worker = calloc(count, sizeof(*pool->worker));
	if (!pool->worker)
		return false;
	for (; pool->count < count; pool->count++) {
		if (!worker_start(&pool->worker[pool->count], shared, served,
				  counters(shared, pool->count), why)) {
			(void)pool_stop(pool, &(struct pool_end){0});
			return false;
		}
	}
	return true;
}

bool pool_hand(struct pool *pool, const struct arrival *arrival)
{
	size_t best = pool->next, i;

	for (i = 0; i < pool->count; i++) {
		size_t other = (pool->next + i) % pool->count;

		if (worker_connections(&pool->worker[other]) <
		    worker_connections(&pool->worker[best]))
			best = other;
	}
	pool->next = (best + 1) % pool->count;
	return worker_hand(&pool->worker[best], arrival);
}

size_t pool_connections(const struct pool *pool)
{
	size_t count = 0, i;

	for (i = 0; i < pool->count; i++)
		count += worker_connections(&pool->worker[i]);
	return count;
}

void pool_serve(struct pool *pool, struct served *served)
{
	size_t i;

	for (i = 0; i < pool->count; i++)
		worker_serve(&pool->worker[i], served);
}

void pool_renew_tls(struct pool *pool, struct ssl_ctx_st *pair)
{
	size_t i;

	for (i = 0; i < pool->count; i++)
		worker_renew_tls(&pool->worker[i], pair);
}

uint64_t pool_ages(const struct pool *pool, uint64_t age_ms[POOL_WORKERS_MAX])
{
	uint64_t oldest = 0;
	size_t i;

	for (i = 0; i < pool->count; i++) {
		age_ms[i] = worker_age_ms(&pool->worker[i]);
		if (age_ms[i] > oldest)
			oldest = age_ms[i];
	}
	return oldest;
}

/* `*seconds_left` are those of all workers together. */
static enum worker_end wait_for(struct worker *worker,
				const struct pool_end *end,
				unsigned *seconds_left)
{
	while (worker_join(worker, 1) == WORKER_STUCK) {
		if (*seconds_left == 0)
			return WORKER_STUCK;
		--*seconds_left;
		if (end->each_second)
			end->each_second(end->context);
	}
	return WORKER_ENDED;
}

enum worker_end pool_stop(struct pool *pool, const struct pool_end *end)
{
	unsigned seconds_left = end->drain_seconds + WORKER_STOP_SECONDS;
	enum worker_end worst = WORKER_ENDED;
	size_t i;

	for (i = 0; i < pool->count; i++)
		worker_drain(&pool->worker[i], end->drain_seconds);
	for (i = 0; i < pool->count; i++)
		if (wait_for(&pool->worker[i], end, &seconds_left) ==
		    WORKER_STUCK)
			worst = WORKER_STUCK;
	if (worst == WORKER_STUCK)
		return worst;
	free(pool->worker);
	memset(pool, 0, sizeof(*pool));
	return worst;
}
