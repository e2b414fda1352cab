/* SPDX-License-Identifier: MIT */
/*
 * metrics_slots.h: where an intent is counted. The content changes with each
 * reload, and the counters must not: an id gets a slot when it is first seen
 * and keeps it while the process lives.
 *
 *	ids (process)         slots (one per catalogue)
 *	faq.tea    -> 0       intent 0 -> 0
 *	faq.coffee -> 1       intent 1 -> 2        faq.coffee is gone: its slot
 *	faq.milk   -> 2                            and its count stay
 *
 * An intent past METRICS_SLOTS ids, or when memory runs out, is counted as
 * "other".
 */
#ifndef FAQD_METRICS_SLOTS_H
#define FAQD_METRICS_SLOTS_H

#include "server/metrics/metrics.h"

struct metrics_ids;

FAQ_MUST_CHECK enum faq_status metrics_ids_new(struct metrics_ids **out);
void metrics_ids_free(struct metrics_ids *ids); /* NULL is fine */

/* The slot of that id, given to it now if it has none. Any thread; takes a
 * lock: for loading, not for answering. */
uint32_t metrics_ids_slot(struct metrics_ids *ids, const char *id);

/* Any thread, at any time: ids only become more and stay as they are. */
uint32_t metrics_ids_count(const struct metrics_ids *ids);
/* slot < metrics_ids_count(); lives as long as `ids`. */
const char *metrics_ids_name(const struct metrics_ids *ids, uint32_t slot);

/* Of one catalogue: immutable, so any thread may read it. */
struct metrics_slots;

/*
 * To be made when the catalogue is, and to be freed with it.
 * FAQ_ERROR_MISUSE when the engine's intents are not one array.
 */
FAQ_MUST_CHECK enum faq_status
metrics_slots_new(struct metrics_slots **out, struct metrics_ids *ids,
		  const struct faq_catalog *catalog);
void metrics_slots_free(struct metrics_slots *slots); /* NULL is fine */

/* An intent of that catalogue, or NULL: METRICS_SLOT_NONE. One load. */
uint32_t metrics_slots_of(const struct metrics_slots *slots,
			  const struct faq_intent *intent);

#endif
