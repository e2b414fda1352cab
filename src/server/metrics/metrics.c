/* SPDX-License-Identifier: MIT */
#include "server/metrics/metrics.h"

#include <stdalign.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define CACHE_LINE 64u

typedef atomic_uint_fast64_t counter;

struct metrics_worker {
	alignas(CACHE_LINE) counter count[METRICS_COUNTERS];
	counter slot[METRICS_SLOTS + 1];
	struct faq_limits seen; /* of the scratch; the owner's only */
};

struct metrics {
	struct metrics_labels labels;
	size_t threads;
	struct metrics_worker *worker; /* within `memory`, aligned */
	void *memory;
};

const uint64_t metrics_bound_ns[METRICS_BUCKETS] = {
	5000,    10000,   25000,   50000,    100000,   250000,   500000,
	1000000, 2500000, 5000000, 10000000, 25000000, 50000000, 100000000};

_Static_assert(METRICS_VERDICTS == FAQ_VERDICT_NONE + 1, "all verdicts");
_Static_assert(METRICS_KINDS == FAQ_KIND_ACT + 1, "all kinds");

enum faq_status metrics_new(struct metrics **out,
			    const struct metrics_labels *labels, size_t threads)
{
	struct metrics *metrics;

	*out = NULL;
	if (threads == 0 || labels->mouth_count > METRICS_MOUTHS_MAX ||
	    labels->connection_count > METRICS_CONNECTIONS_MAX ||
	    labels->limit_count > METRICS_LIMITS_MAX ||
	    labels->feedback_count > METRICS_FEEDBACK_MAX)
		return FAQ_ERROR_MISUSE;
	metrics = calloc(1, sizeof(*metrics));
	if (!metrics)
		return FAQ_ERROR_NOMEM;
	/* One more than needed: calloc() aligns to less than a cache line, and
	 * unlike aligned_alloc() leaves untouched pages to the system. */
	metrics->memory = calloc(threads + 1, sizeof(*metrics->worker));
	if (!metrics->memory) {
		free(metrics);
		return FAQ_ERROR_NOMEM;
	}
	metrics->worker =
		(void *)(((uintptr_t)metrics->memory + CACHE_LINE - 1) &
			 ~(uintptr_t)(CACHE_LINE - 1));
	metrics->labels = *labels;
	metrics->threads = threads;
	*out = metrics;
	return FAQ_OK;
}

void metrics_free(struct metrics *metrics)
{
	if (!metrics)
		return;
	free(metrics->memory);
	free(metrics);
}

const struct metrics_labels *metrics_labels(const struct metrics *metrics)
{
	return &metrics->labels;
}

struct metrics_worker *metrics_worker(struct metrics *metrics, size_t thread)
{
	return &metrics->worker[thread];
}

/* No other thread writes it: a load and a store will do. */
static void add(counter *count, uint64_t n)
{
	atomic_store_explicit(
		count, atomic_load_explicit(count, memory_order_relaxed) + n,
		memory_order_relaxed);
}

static uint64_t value(const counter *count)
{
	return atomic_load_explicit(count, memory_order_relaxed);
}

static unsigned bucket_of(uint64_t latency_ns)
{
	unsigned i = 0;

	while (i < METRICS_BUCKETS && latency_ns > metrics_bound_ns[i])
		i++;
	return i;
}

void metrics_question(struct metrics_worker *worker, unsigned mouth,
		      enum faq_verdict verdict, enum faq_kind kind,
		      uint32_t slot, uint64_t latency_ns)
{
	counter *count = worker->count;

	if (mouth >= METRICS_MOUTHS_MAX ||
	    (unsigned)verdict >= METRICS_VERDICTS)
		return;
	add(&count[METRICS_QUESTIONS + mouth * METRICS_VERDICTS +
		   (unsigned)verdict],
	    1);
	add(&count[METRICS_BUCKET + bucket_of(latency_ns)], 1);
	add(&count[METRICS_LATENCY_NS], latency_ns);
	if (slot <= METRICS_SLOT_OTHER && (unsigned)kind < METRICS_KINDS) {
		add(&count[METRICS_ANSWERS + (unsigned)kind], 1);
		add(&worker->slot[slot], 1);
	}
	if (verdict == FAQ_VERDICT_NONE ||
	    (slot <= METRICS_SLOT_OTHER && kind == FAQ_KIND_LIMIT))
		add(&count[METRICS_UNANSWERED], 1);
}

static void add_since(counter *count, uint64_t *seen, uint64_t now)
{
	add(count, now >= *seen ? now - *seen : now);
	*seen = now;
}

void metrics_engine(struct metrics_worker *worker,
		    const struct faq_limits *limits)
{
	struct faq_limits *seen = &worker->seen;

	/* Questions always grow: only a new scratch has had fewer. */
	if (limits->questions < seen->questions)
		memset(seen, 0, sizeof(*seen));
	seen->questions = limits->questions;
	add_since(&worker->count[METRICS_PATTERNS_TRIED], &seen->patterns_tried,
		  limits->patterns_tried);
	add_since(&worker->count[METRICS_PATTERN_BUDGET], &seen->pattern_budget,
		  limits->pattern_budget);
	add_since(&worker->count[METRICS_QUESTION_BUDGET],
		  &seen->question_budget, limits->question_budget);
}

void metrics_opened(struct metrics_worker *worker, unsigned kind)
{
	if (kind < METRICS_CONNECTIONS_MAX)
		add(&worker->count[METRICS_OPENED + kind], 1);
}

void metrics_closed(struct metrics_worker *worker, unsigned kind)
{
	if (kind < METRICS_CONNECTIONS_MAX)
		add(&worker->count[METRICS_CLOSED + kind], 1);
}

void metrics_refused(struct metrics_worker *worker, unsigned kind)
{
	if (kind < METRICS_CONNECTIONS_MAX)
		add(&worker->count[METRICS_REFUSED + kind], 1);
}

void metrics_limit(struct metrics_worker *worker, unsigned limit)
{
	if (limit < METRICS_LIMITS_MAX)
		add(&worker->count[METRICS_LIMIT + limit], 1);
}

void metrics_feedback(struct metrics_worker *worker, unsigned result)
{
	if (result < METRICS_FEEDBACK_MAX)
		add(&worker->count[METRICS_FEEDBACK + result], 1);
}

void metrics_sum(const struct metrics *metrics, struct metrics_sum *out)
{
	size_t i, thread;

	memset(out, 0, sizeof(*out));
	for (thread = 0; thread < metrics->threads; thread++)
		for (i = 0; i < METRICS_COUNTERS; i++)
			out->count[i] +=
				value(&metrics->worker[thread].count[i]);
}

uint64_t metrics_sum_slot(const struct metrics *metrics, uint32_t slot)
{
	uint64_t sum = 0;
	size_t thread;

	for (thread = 0; thread < metrics->threads; thread++)
		sum += value(&metrics->worker[thread].slot[slot]);
	return sum;
}
