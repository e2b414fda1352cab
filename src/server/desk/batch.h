/* SPDX-License-Identifier: MIT */
/*
 * batch.h: records of several calls that are committed together, and what they
 * point to. Reading it back, a conversation is where the batch leaves it.
 *
 * Threads: the dispatcher's.
 */
#ifndef FAQD_BATCH_H
#define FAQD_BATCH_H

#include "store/store.h"

#include <stdbool.h>
#include <stddef.h>

#define BATCH_RECORDS 512u

struct batch {
	struct store_record *record; /* BATCH_RECORDS */
	size_t count;
};

__attribute__((warn_unused_result)) bool batch_init(struct batch *batch);
void batch_release(struct batch *batch);

/* Zeroed but for its kind; NULL when the batch is full. */
struct store_record *batch_add(struct batch *batch, enum store_kind kind);

/* Overwrites the records behind the first `count`: they are not to be. */
void batch_cut(struct batch *batch, size_t count);

/* Was it delivered, in the store or in this batch? STORE_SEEN, STORE_ABSENT or
 * an error. */
STORE_MUST_CHECK enum store_status batch_seen(const struct batch *batch,
					      struct store *store,
					      const char *desk,
					      const struct store_id *id);

/* Where a visitor is: STORE_OK, STORE_ABSENT or an error. */
STORE_MUST_CHECK enum store_status batch_session(const struct batch *batch,
						 struct store *store,
						 const struct store_id *visitor,
						 struct store_session *out);

#endif
