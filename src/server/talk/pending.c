/* SPDX-License-Identifier: MIT */
#include "server/talk/pending.h"

#include "core/faq_wipe.h"

#include <stdlib.h>

bool pending_add(struct pending **first, const struct pending *pending)
{
	struct pending *added;
	size_t count = 0;

	for (; *first; first = &(*first)->next)
		count++;
	added = count < PENDING_MAX ? malloc(sizeof(*added)) : NULL;
	if (!added)
		return false;
	*added = *pending;
	added->next = NULL;
	*first = added;
	return true;
}

bool pending_drop(struct pending **first)
{
	struct pending *dropped = *first;

	if (!dropped)
		return false;
	*first = dropped->next;
	faq_wipe(dropped, sizeof(*dropped));
	free(dropped);
	return true;
}

enum record_fate pending_fate(const struct pending *pending,
			      const struct observer *observer, int64_t now_us)
{
	enum record_fate fate =
		observer->fate(observer->context, &pending->receipt);

	return fate == RECORD_WAITS && now_us >= pending->until_us ? RECORD_LOST
								   : fate;
}
