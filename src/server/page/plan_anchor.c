/* SPDX-License-Identifier: MIT */
/* Links to what gave way to an entry lead to the entry. */
#include "server/page/plan_work.h"

static void hand_over(struct plan *plan, size_t anchor, size_t intent)
{
	plan->next_anchor[anchor] = plan->places[intent].anchor;
	plan->places[intent].anchor = anchor + 1;
}

static void hand_item(struct plan *plan, size_t chapter, struct slice item)
{
	size_t intent = plan_teller(plan, chapter, item), at = 0;
	const struct outline_anchor *anchor;
	struct outline_tag tag;

	while (outline_next_tag(item, &at, &tag)) {
		anchor = outline_find(&plan->outline, tag.anchor);
		if (anchor)
			hand_over(plan,
				  (size_t)(anchor - plan->outline.anchors),
				  intent);
	}
}

void plan_hand_anchors(struct plan *plan, const size_t *said_by)
{
	struct slice list, item;
	size_t i, at, in;

	for (i = 0; i < plan->outline.anchor_count; i++) {
		size_t section = plan->outline.anchors[i].section;

		if (said_by[section] != PLAN_NONE)
			hand_over(plan, i, said_by[section]);
	}
	for (i = 0; i < plan->chapter_count; i++)
		for (at = 0; plan_next_told(plan, i, &at, &list);)
			for (in = 0; plan_next_item(list, &in, &item);)
				hand_item(plan, i, item);
}
