/* SPDX-License-Identifier: MIT */
/*
 * served.h: what is answered from: a catalogue and all that is made of it.
 * Immutable once loaded, so that workers share it without a lock; a reload
 * makes a new one beside it and each worker changes over between two messages.
 *
 * Ownership: counted. served_load() gives one count, served_keep() another;
 * served_drop() of the last one frees it. Any thread.
 */
#ifndef FAQD_SERVED_H
#define FAQD_SERVED_H

#include "core/faq.h"
#include "proto/message_cache.h"
#include "server/web/files.h"
#include "server/metrics/metrics_slots.h"

#include <stdatomic.h>
#include <stdint.h>

struct served {
	atomic_uint counts;
	struct faq_catalog *catalog;
	struct files files;
	struct message_cache *cache;
	struct metrics_slots *slots; /* NULL: nobody counts */
	unsigned generation;         /* 1: the one of the start */
	uint32_t load_us;            /* what loading took */
	int64_t loaded_at_ms;        /* Unix time */
};

/* Where the content is, and where its intents are counted; the caller's. */
struct served_source {
	const char *folder;
	const char *language;    /* NULL: the first of site.json */
	struct metrics_ids *ids; /* NULL: nobody counts */
};

/*
 * Reads and builds. Faults of the content go to `report`. FAQ_ERROR_NOMEM also
 * when the page would be too long (see files.h).
 */
FAQ_MUST_CHECK enum faq_status
served_load(struct served **out, const struct served_source *source,
	    unsigned generation, faq_report_fn *report, void *report_context);

/* Why that failed, for the operator. */
const char *served_why(const struct served_source *source,
		       enum faq_status status);

/* Takes over a catalogue that is built already; with it on success only. */
FAQ_MUST_CHECK enum faq_status served_new(struct served **out,
					  struct faq_catalog *catalog,
					  struct metrics_ids *ids,
					  unsigned generation);

/* Where an intent of its catalogue, or NULL, is counted. */
uint32_t served_slot(const struct served *served,
		     const struct faq_intent *intent);

struct served *served_keep(struct served *served);
void served_drop(struct served *served); /* NULL is fine */

#endif
