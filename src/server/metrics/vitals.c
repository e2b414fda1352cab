/* SPDX-License-Identifier: MIT */
#include "server/metrics/vitals.h"

#include "server/desk/desk_metrics.h"
#include "server/desk/hub_metrics.h"
#include "server/version.h"

struct gathered {
	struct reload reload;
	struct recorder_state store;
	struct health health;
	uint64_t age_ms[POOL_WORKERS_MAX];
};

static enum health_reload reload_state(const struct reload *reload)
{
	if (!reload->at_ms)
		return HEALTH_RELOAD_NONE;
	return reload->status == FAQ_OK ? HEALTH_RELOAD_OK
					: HEALTH_RELOAD_REFUSED;
}

static enum health_store store_state(const struct vitals *vitals,
				     const struct recorder_state *store)
{
	if (!vitals->recorder)
		return HEALTH_STORE_NONE;
	return store->failing ? HEALTH_STORE_FAILING : HEALTH_STORE_WRITING;
}

static void gather(const struct vitals *vitals, struct gathered *g)
{
	reloader_last(vitals->reloader, &g->reload);
	recorder_state(vitals->recorder, &g->store);
	(void)pool_ages(vitals->pool, g->age_ms);
	g->health = (struct health){
		.generation = g->reload.generation,
		.loaded_ms = g->reload.loaded_ms,
		.reload = reload_state(&g->reload),
		.reloaded_ms = g->reload.at_ms,
		.faults = &g->reload.faults,
		.certificate = g->reload.certificate,
		.store = store_state(vitals, &g->store),
		.store_queued = g->store.depth,
		.store_capacity = g->store.capacity,
		.store_dropped = g->store.dropped,
		.draining = atomic_load(&vitals->draining),
		.worker_age_ms = g->age_ms,
		.worker_count = vitals->pool->count,
		/* A worker that has drained does not beat any more. */
		.worker_age_max_ms = atomic_load(&vitals->draining)
					     ? UINT64_MAX
					     : VITALS_AGE_MAX_MS,
	};
}

struct health_answer vitals_ready(const struct vitals *vitals,
				  struct json_writer *json)
{
	struct gathered g;

	gather(vitals, &g);
	return health_ready(&g.health, json);
}

struct health_answer vitals_alive(const struct vitals *vitals,
				  struct json_writer *json)
{
	struct gathered g;

	gather(vitals, &g);
	return health_alive(&g.health, json);
}

bool vitals_beat(const struct vitals *vitals)
{
	uint64_t age_ms[POOL_WORKERS_MAX];

	return pool_ages(vitals->pool, age_ms) <= VITALS_AGE_MAX_MS;
}

void vitals_metrics(const struct vitals *vitals, struct metrics_text *text)
{
	struct metrics_process process;
	struct metrics_state state;
	struct gathered g;

	gather(vitals, &g);
	state = (struct metrics_state){
		.version = FAQD_VERSION,
		.content = {.generation = g.reload.generation,
			    .intents = g.reload.intents,
			    .patterns = g.reload.patterns,
			    .bytes = g.reload.bytes,
			    .load_seconds = g.reload.load_us / 1e6,
			    .loaded_ms = g.reload.loaded_ms,
			    .jit = g.reload.jit},
		.reloads_ok = g.reload.done,
		.reloads_refused = g.reload.refused,
		.certificate_expiry_s = g.reload.expiry_s,
		.store = {.present = vitals->recorder != NULL,
			  .failing = g.store.failing,
			  .queued = g.store.depth,
			  .capacity = g.store.capacity,
			  .written = g.store.written,
			  .dropped = g.store.dropped},
		.log_lost = log_lost(vitals->log),
		.log_folded = log_folded_lines(vitals->log),
	};
	if (metrics_process_read(&process))
		state.process = &process;
	metrics_page(text, vitals->metrics, vitals->ids, &state);
	desk_metrics(text, vitals->dispatcher);
	hub_metrics(text, vitals->hub);
}
