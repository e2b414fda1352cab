/* SPDX-License-Identifier: MIT */
#include "server/desk/batch.h"

#include "core/faq_wipe.h"

#include <stdlib.h>
#include <string.h>

bool batch_init(struct batch *batch)
{
	batch->count = 0;
	batch->record = calloc(BATCH_RECORDS, sizeof(*batch->record));
	return batch->record != NULL;
}

void batch_release(struct batch *batch)
{
	if (batch->record)
		batch_cut(batch, 0);
	free(batch->record);
	batch->record = NULL;
}

struct store_record *batch_add(struct batch *batch, enum store_kind kind)
{
	struct store_record *record;

	if (batch->count == BATCH_RECORDS)
		return NULL;
	record = &batch->record[batch->count++];
	memset(record, 0, sizeof(*record));
	record->kind = kind;
	return record;
}

/* The bodies of its messages are its own. */
void batch_cut(struct batch *batch, size_t count)
{
	while (batch->count > count) {
		struct store_record *record = &batch->record[--batch->count];

		if (record->kind == STORE_OUTGOING)
			free((void *)(uintptr_t)record->as.outgoing.body);
		faq_wipe(record, sizeof(*record));
	}
}

static bool same(const struct store_id *a, const struct store_id *b)
{
	return memcmp(a->bytes, b->bytes, sizeof(a->bytes)) == 0;
}

enum store_status batch_seen(const struct batch *batch, struct store *store,
			     const char *desk, const struct store_id *id)
{
	for (size_t i = 0; i < batch->count; i++) {
		const struct store_record *record = &batch->record[i];

		if (record->kind == STORE_DELIVERY &&
		    strcmp(record->as.delivery.desk, desk) == 0 &&
		    same(&record->as.delivery.id, id))
			return STORE_SEEN;
	}
	return store_delivery(store, desk, id);
}

enum store_status batch_session(const struct batch *batch, struct store *store,
				const struct store_id *visitor,
				struct store_session *out)
{
	for (size_t i = batch->count; i > 0; i--) {
		const struct store_record *record = &batch->record[i - 1];

		if (record->kind != STORE_SESSION ||
		    !same(&record->as.session.visitor, visitor))
			continue;
		*out = record->as.session;
		return STORE_OK;
	}
	return store_session(store, visitor, out);
}
