/* SPDX-License-Identifier: MIT */
/*
 * metrics_page.h: what GET /metrics says: the counters of all threads, and
 * what others know, which the caller brings. Any thread.
 */
#ifndef FAQD_METRICS_PAGE_H
#define FAQD_METRICS_PAGE_H

#include "server/metrics/metrics.h"
#include "server/metrics/metrics_process.h"
#include "server/metrics/metrics_slots.h"
#include "server/metrics/metrics_text.h"

/* 12,000 intents take 1 MB. */
#define METRICS_PAGE_BYTES_MAX (4u * 1024u * 1024u)

struct metrics_content {
	uint64_t generation; /* 1: the one it started with */
	uint64_t intents, patterns, bytes;
	double load_seconds;
	int64_t loaded_ms; /* from 1970 */
	bool jit;          /* faq_catalog_jit() */
};

struct metrics_store {
	bool present, failing;
	uint64_t queued, capacity; /* records */
	uint64_t written, dropped;
};

struct metrics_state {
	const char *version;
	struct metrics_content content;
	uint64_t reloads_ok, reloads_refused;
	int64_t certificate_expiry_s; /* from 1970; 0: left out */
	struct metrics_store store;   /* left out unless present */
	uint64_t log_lost, log_folded;
	const struct metrics_process *process; /* NULL: left out */
};

/* Appends the whole page; see `text->failed` afterwards. */
void metrics_page(struct metrics_text *text, const struct metrics *metrics,
		  const struct metrics_ids *ids,
		  const struct metrics_state *state);

#endif
