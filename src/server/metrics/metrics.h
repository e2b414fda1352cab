/* SPDX-License-Identifier: MIT */
/*
 * metrics.h: what faqd counts while it answers. Each thread has counters of
 * its own, on its own cache lines, which it alone writes: no lock and no
 * locked instruction. They are added up when someone asks (metrics_page.h).
 *
 *	worker 0  | counters ... | by intent ... |   <- relaxed stores
 *	worker 1  | counters ... | by intent ... |
 *	             '-- metrics_sum(): relaxed loads, any thread
 *
 * A counter never goes back: a thread writes only more than before, and a
 * reader sees each one's values in their order.
 *
 * Ownership: metrics own the counters of all threads; they are read and
 * written until metrics_free().
 */
#ifndef FAQD_METRICS_H
#define FAQD_METRICS_H

#include "core/faq.h"

#include <stddef.h>
#include <stdint.h>

#define METRICS_MOUTHS_MAX 8u
#define METRICS_CONNECTIONS_MAX 8u
#define METRICS_LIMITS_MAX 32u
#define METRICS_FEEDBACK_MAX 4u
#define METRICS_VERDICTS 3u /* enum faq_verdict */
#define METRICS_KINDS 9u    /* enum faq_kind */

/* Upper bounds of the histogram, 5 us to 100 ms; the last bucket has none. */
#define METRICS_BUCKETS 14u
extern const uint64_t metrics_bound_ns[METRICS_BUCKETS];

/* Intents are counted in slots (metrics_slots.h); one more for all others. */
#define METRICS_SLOTS 16384u
#define METRICS_SLOT_OTHER METRICS_SLOTS
#define METRICS_SLOT_NONE UINT32_MAX /* no intent answered */

/* The names of what is counted, by the index that the calls below take. Static
 * storage; names of ours, never a visitor's words. */
struct metrics_labels {
	const char *const *mouths;      /* "chat", "ask" ... */
	const char *const *connections; /* kinds: "http", "chat", "tls" ... */
	const char *const *limits;
	const char *const *feedback; /* what became of it */
	size_t mouth_count, connection_count, limit_count, feedback_count;
};

/* Where each family stands in the array of counters. */
enum metrics_counter {
	METRICS_QUESTIONS = 0, /* + mouth * METRICS_VERDICTS + verdict */
	METRICS_ANSWERS =
		METRICS_QUESTIONS + METRICS_MOUTHS_MAX * METRICS_VERDICTS,
	METRICS_BUCKET = METRICS_ANSWERS + METRICS_KINDS, /* + bucket */
	METRICS_LATENCY_NS = METRICS_BUCKET + METRICS_BUCKETS + 1,
	METRICS_UNANSWERED,
	METRICS_PATTERNS_TRIED,
	METRICS_PATTERN_BUDGET,
	METRICS_QUESTION_BUDGET,
	METRICS_OPENED, /* + kind */
	METRICS_CLOSED = METRICS_OPENED + METRICS_CONNECTIONS_MAX,
	METRICS_REFUSED = METRICS_CLOSED + METRICS_CONNECTIONS_MAX,
	METRICS_LIMIT = METRICS_REFUSED + METRICS_CONNECTIONS_MAX,
	METRICS_FEEDBACK = METRICS_LIMIT + METRICS_LIMITS_MAX,
	METRICS_COUNTERS = METRICS_FEEDBACK + METRICS_FEEDBACK_MAX
};

struct metrics;
struct metrics_worker; /* one thread's counters */

/*
 * Counters of `threads` threads, at least 1: the workers, and the acceptor.
 * FAQ_ERROR_MISUSE when there are more labels than the maxima. O(threads), and
 * memory is taken as it is used.
 */
FAQ_MUST_CHECK enum faq_status metrics_new(struct metrics **out,
					   const struct metrics_labels *labels,
					   size_t threads);
void metrics_free(struct metrics *metrics); /* NULL is fine */
const struct metrics_labels *metrics_labels(const struct metrics *metrics);
/* thread < threads; for that thread only. */
struct metrics_worker *metrics_worker(struct metrics *metrics, size_t thread);

/* ---- by the thread that owns `worker`; an index out of range is ignored ----
 */

/*
 * A question was answered, in `latency_ns`. `kind` and `slot` are those of the
 * intent that answered; a slot METRICS_SLOT_NONE says that none did.
 */
void metrics_question(struct metrics_worker *worker, unsigned mouth,
		      enum faq_verdict verdict, enum faq_kind kind,
		      uint32_t slot, uint64_t latency_ns);

/* What the engine's limits cut short, as faq_scratch_limits() says it; call it
 * now and then. A scratch that is made anew begins at 0 again: that is seen. */
void metrics_engine(struct metrics_worker *worker,
		    const struct faq_limits *limits);

/* A connection of a kind begins and ends, maybe on different threads. One that
 * is upgraded ends as the one and begins as the other. */
void metrics_opened(struct metrics_worker *worker, unsigned kind);
void metrics_closed(struct metrics_worker *worker, unsigned kind);
void metrics_refused(struct metrics_worker *worker, unsigned kind);

void metrics_limit(struct metrics_worker *worker, unsigned limit);

void metrics_feedback(struct metrics_worker *worker, unsigned result);

/* ---- any thread ---- */

struct metrics_sum {
	uint64_t count[METRICS_COUNTERS];
};

void metrics_sum(const struct metrics *metrics, struct metrics_sum *out);
/* slot <= METRICS_SLOT_OTHER */
uint64_t metrics_sum_slot(const struct metrics *metrics, uint32_t slot);

#endif
