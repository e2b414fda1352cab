/* SPDX-License-Identifier: MIT */
#include "server/talk/returning.h"

#include <string.h>

_Static_assert(VISITOR_ID_BYTES == STORE_ID_BYTES,
	       "the store knows a visitor by the same id");

struct reading {
	struct visitors *visitors;
	const struct returning_time *now;
	size_t count;
};

static bool take(void *context, const struct store_session *session)
{
	struct reading *reading = context;
	const struct returning_time *now = reading->now;
	int64_t age_s = (now->unix_ms - session->updated_ms) / 1000;
	struct visitor_id id;
	struct faq_dialog dialog;

	if (age_s < 0) /* the calendar was put back */
		age_s = 0;
	memcpy(id.bytes, session->visitor.bytes, sizeof(id.bytes));
	if (!faq_dialog_load(&dialog, session->dialog, sizeof(session->dialog)))
		return true;
	visitors_keep(reading->visitors, &id, now->clock_s - age_s, &dialog);
	reading->count++;
	return true;
}

size_t returning_read(struct visitors *visitors, const char *address,
		      const struct store_options *options, const char *mouth,
		      const struct returning_time *now)
{
	int64_t since_ms = now->unix_ms - (int64_t)VISITORS_TTL_SECONDS * 1000;
	struct reading reading = {visitors, now, 0};
	struct store_error error;
	struct store *store;

	if (store_open(&store, address, options, &error) != STORE_OK)
		return 0;
	/* What was read before a failure is as good as it was. */
	(void)!store_sessions(store, mouth, since_ms, VISITORS_MAX, take,
			      &reading);
	store_close(store);
	return reading.count;
}
