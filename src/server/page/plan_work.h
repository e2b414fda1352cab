/* SPDX-License-Identifier: MIT */
/*
 * plan_work.h: lists of a section that give way to entries. For plan*.c.
 */
#ifndef FAQD_PLAN_WORK_H
#define FAQD_PLAN_WORK_H

#include "server/page/plan.h"

#include <stdint.h>

#define PLAN_NONE SIZE_MAX

/* The next list of the chapter's section, from `*at` of its body on, that the
 * chapter's entries tell; moves `*at` behind it. */
bool plan_next_told(const struct plan *plan, size_t chapter, size_t *at,
		    struct slice *list);

/* The next item of a list, from `*at` on, 0 at first; moves `*at` behind it. */
bool plan_next_item(struct slice list, size_t *at, struct slice *item);

/* Which intent, the chapter's first, tells an item; PLAN_NONE: none does. */
size_t plan_teller(const struct plan *plan, size_t chapter, struct slice item);

/* Gives the anchors of what gave way to the entries in its place. `said_by` is
 * of each section the intent that says it, or PLAN_NONE. */
void plan_hand_anchors(struct plan *plan, const size_t *said_by);

#endif
