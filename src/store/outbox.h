/* SPDX-License-Identifier: MIT */
/*
 * outbox.h: the store's outbox as its operator sees it: what waits, what was
 * given up, and what is to become of that. Rules of store.h hold.
 */
#ifndef STORE_OUTBOX_H
#define STORE_OUTBOX_H

#include "store/store.h"

/* What waits or was given up, the oldest first; only that of an id, unless it
 * is 0. `each` must not use this store; false ends the walk. */
STORE_MUST_CHECK enum store_status store_outbox(struct store *store, int64_t id,
						store_outgoing_fn *each,
						void *context);

struct store_outbox_count {
	uint64_t pending, dead;
	int64_t oldest_ms; /* when the oldest that waits was written; 0: none */
};

STORE_MUST_CHECK enum store_status
store_outbox_count(struct store *store, struct store_outbox_count *out);

/* Does it still wait, or has it been withdrawn, dropped, erased since it was
 * taken? STORE_OK or STORE_ABSENT. */
STORE_MUST_CHECK enum store_status store_outbox_waits(struct store *store,
						      int64_t id);

enum store_outbox_change {
	STORE_OUTBOX_DUE,   /* what was taken is due: its taker has died */
	STORE_OUTBOX_RETRY, /* what was given up waits again, and is due */
	STORE_OUTBOX_DROP   /* it is not sent, and wiped; not for id 0 */
};

/* Of one message, or of all with id 0. *count says how many it was. */
STORE_MUST_CHECK enum store_status
store_outbox_change(struct store *store, enum store_outbox_change what,
		    int64_t id, int64_t now_ms, size_t *count);

#endif
