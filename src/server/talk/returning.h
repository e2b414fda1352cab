/* SPDX-License-Identifier: MIT */
/*
 * returning.h: takes up after a restart the dialogues of visitors whose client
 * carries none (visitors.h), as the store has them.
 *
 * All at once and before anyone is served, so that no answer waits for the
 * disk: they are as many as visitors.h remembers, and those of an hour.
 */
#ifndef FAQD_RETURNING_H
#define FAQD_RETURNING_H

#include "server/talk/visitors.h"
#include "store/store.h"

struct returning_time {
	int64_t unix_ms; /* now, by the calendar */
	int64_t clock_s; /* now, by the clock of visitors_find() */
};

/* How many dialogues of a mouth there were. Those of a store that can't be
 * read begin anew. */
size_t returning_read(struct visitors *visitors, const char *address,
		      const struct store_options *options, const char *mouth,
		      const struct returning_time *now);

#endif
