/* SPDX-License-Identifier: MIT */
#include "store/backend.h"
#include "store/clean.h"

#include <stdio.h>
#include <string.h>

const char *store_status_text(enum store_status status)
{
	switch (status) {
	case STORE_OK:
		return "ok";
	case STORE_ABSENT:
		return "not there";
	case STORE_SEEN:
		return "seen before";
	case STORE_UNSHARED:
		return "not shared with others";
	case STORE_BEHIND:
		return "somebody was faster";
	case STORE_ERROR_NOMEM:
		return "out of memory";
	case STORE_ERROR_MISUSE:
		return "a call that the contract forbids";
	case STORE_ERROR_OPEN:
		return "cannot be opened";
	case STORE_ERROR_FORMAT:
		return "not a database of faqd, or damaged";
	case STORE_ERROR_NEWER:
		return "made by a newer faqd";
	case STORE_ERROR_FULL:
		return "the disk is full";
	case STORE_ERROR_IO:
		return "the disk fails";
	case STORE_ERROR_BUSY:
		return "held by another writer";
	}
	return "unknown";
}

void store_close(struct store *store)
{
	if (store)
		store->ops->close(store);
}

const char *store_message(const struct store *store)
{
	return store->error.message;
}

void store_get_key(const struct store *store, struct store_key *key)
{
	*key = store->key;
}

enum store_status store_common(struct store *store, const char *name,
			       const uint8_t fresh[STORE_SALT_BYTES],
			       uint8_t out[STORE_SALT_BYTES])
{
	store->error.message[0] = '\0';
	memset(out, 0, STORE_SALT_BYTES);
	return store->ops->common(store, name, fresh, out);
}

static enum store_status misuse(struct store *store, const char *what)
{
	snprintf(store->error.message, sizeof(store->error.message), "%s",
		 what);
	return STORE_ERROR_MISUSE;
}

/* Ends a transaction: commits when all went well so far. */
static enum store_status finish(struct store *store, enum store_status status)
{
	if (status == STORE_OK)
		status = store->ops->commit(store);
	if (status != STORE_OK)
		store->ops->rollback(store);
	return status;
}

static enum store_status put(struct store *store,
			     const struct store_record *record)
{
	const char *what;

	if (clean_record(record, &store->clean, store->clean_body, &what))
		return misuse(store, what);
	return store->ops->put(store, &store->clean);
}

enum store_status store_write(struct store *store,
			      const struct store_record *records, size_t count,
			      enum store_durability durability)
{
	enum store_status status;

	store->error.message[0] = '\0';
	store->withdrawn = 0;
	if (count == 0 || count > STORE_BATCH_MAX)
		return misuse(store, "a batch is empty or too long");
	status = store->ops->begin(store, durability);
	if (status != STORE_OK)
		return status;
	for (size_t i = 0; i < count && status == STORE_OK; i++)
		status = put(store, &records[i]);
	status = finish(store, status);
	if (status != STORE_OK)
		store->withdrawn = 0;
	return status;
}

size_t store_withdrawn(const struct store *store)
{
	return store->withdrawn;
}

enum store_status store_notify(struct store *store, const char *topic,
			       const char *text)
{
	struct store_record record = {.kind = STORE_NOTICE};
	struct store_notice *notice = &record.as.notice;

	store->error.message[0] = '\0';
	if (strlen(topic) >= sizeof(notice->topic) ||
	    strlen(text) >= sizeof(notice->text))
		return misuse(store, "a notice is too long");
	snprintf(notice->topic, sizeof(notice->topic), "%s", topic);
	snprintf(notice->text, sizeof(notice->text), "%s", text);
	if (!store->ops->shared)
		return STORE_UNSHARED;
	return store_write(store, &record, 1, STORE_COMMITTED);
}

enum store_status store_session(struct store *store,
				const struct store_id *visitor,
				struct store_session *out)
{
	store->error.message[0] = '\0';
	memset(out, 0, sizeof(*out));
	return store->ops->session(store, visitor, out);
}

enum store_status store_sessions(struct store *store, const char *mouth,
				 int64_t since_ms, size_t limit,
				 store_session_fn *each, void *context)
{
	store->error.message[0] = '\0';
	return store->ops->sessions(store, mouth, since_ms, limit, each,
				    context);
}

enum store_status store_delivery(struct store *store, const char *desk,
				 const struct store_id *id)
{
	store->error.message[0] = '\0';
	return store->ops->delivery(store, desk, id);
}

enum store_status store_outbox_take(struct store *store,
				    const struct store_take *take,
				    store_outgoing_fn *each, void *context)
{
	int64_t ids[STORE_TAKE_MAX];
	size_t count = 0;
	bool more = true;
	enum store_status status;

	store->error.message[0] = '\0';
	if (take->limit == 0 || take->limit > STORE_TAKE_MAX ||
	    take->lease_ms <= take->now_ms)
		return misuse(store, "the outbox is taken from without a lease "
				     "or a limit");
	status = store->ops->begin(store, STORE_COMMITTED);
	if (status != STORE_OK)
		return status;
	status = finish(store, store->ops->claim(store, take, ids, &count));
	for (size_t i = 0; i < count && more && status == STORE_OK; i++) {
		status = store->ops->outgoing(store, ids[i], each, context,
					      &more);
		if (status == STORE_ABSENT) /* erased meanwhile */
			status = STORE_OK;
	}
	return status;
}

enum store_status store_outbox(struct store *store, int64_t id,
			       store_outgoing_fn *each, void *context)
{
	store->error.message[0] = '\0';
	return store->ops->outbox(store, id, each, context);
}

enum store_status store_outbox_waits(struct store *store, int64_t id)
{
	store->error.message[0] = '\0';
	return store->ops->outbox_waits(store, id);
}

enum store_status store_outbox_count(struct store *store,
				     struct store_outbox_count *out)
{
	store->error.message[0] = '\0';
	memset(out, 0, sizeof(*out));
	return store->ops->outbox_count(store, out);
}

enum store_status store_outbox_change(struct store *store,
				      enum store_outbox_change what, int64_t id,
				      int64_t now_ms, size_t *count)
{
	enum store_status status;

	*count = 0;
	store->error.message[0] = '\0';
	if (id == 0 && what == STORE_OUTBOX_DROP)
		return misuse(store, "no message is named");
	status = store->ops->begin(store, STORE_DURABLE);
	if (status != STORE_OK)
		return status;
	status = finish(store, store->ops->outbox_change(store, what, id,
							 now_ms, count));
	if (status != STORE_OK)
		*count = 0;
	return status;
}

/* Takes the one that was asked for. */
static bool keep_api_key(void *context, const struct store_api_key *key)
{
	struct store_api_key *out = context;

	*out = *key;
	return false;
}

enum store_status store_api_key(struct store *store, const char *id,
				struct store_api_key *out)
{
	enum store_status status;

	store->error.message[0] = '\0';
	memset(out, 0, sizeof(*out));
	status = store->ops->api_keys(store, id, keep_api_key, out);
	return status == STORE_OK && out->id[0] == '\0' ? STORE_ABSENT : status;
}

enum store_status store_api_keys(struct store *store, store_api_key_fn *each,
				 void *context)
{
	store->error.message[0] = '\0';
	return store->ops->api_keys(store, NULL, each, context);
}

enum store_status store_turns(struct store *store,
			      const struct store_range *range,
			      store_turn_fn *each, void *context)
{
	store->error.message[0] = '\0';
	return store->ops->turns(store, range, each, context);
}

enum store_status store_last_turns(struct store *store,
				   const struct store_id *visitor,
				   int64_t since_ms, size_t limit,
				   store_turn_fn *each, void *context)
{
	store->error.message[0] = '\0';
	return store->ops->last_turns(store, visitor, since_ms, limit, each,
				      context);
}

enum store_status store_feedback(struct store *store,
				 const struct store_range *range,
				 store_feedback_fn *each, void *context)
{
	store->error.message[0] = '\0';
	return store->ops->feedback(store, range, each, context);
}

enum store_status store_intent_counts(struct store *store, int64_t from_ms,
				      int64_t to_ms,
				      store_intent_count_fn *each,
				      void *context)
{
	store->error.message[0] = '\0';
	return store->ops->intent_counts(store, from_ms, to_ms, each, context);
}

enum store_status store_day_counts(struct store *store, int64_t from_ms,
				   int64_t to_ms, store_day_count_fn *each,
				   void *context)
{
	store->error.message[0] = '\0';
	return store->ops->day_counts(store, from_ms, to_ms, each, context);
}

enum store_status store_talk(struct store *store,
			     const struct store_id *visitor,
			     struct store_talk *out)
{
	store->error.message[0] = '\0';
	memset(out, 0, sizeof(*out));
	return store->ops->talk(store, visitor, out);
}

enum store_status store_open_talks(struct store *store, size_t limit,
				   store_talk_fn *each, void *context)
{
	store->error.message[0] = '\0';
	return store->ops->open_talks(store, limit, each, context);
}

enum store_status store_messages(struct store *store,
				 const struct store_id *visitor,
				 uint64_t after_seq, size_t limit,
				 store_message_fn *each, void *context)
{
	store->error.message[0] = '\0';
	return store->ops->messages(store, visitor, after_seq, limit, each,
				    context);
}

enum store_status store_message_seq(struct store *store,
				    const struct store_id *visitor,
				    const struct store_id *message,
				    uint64_t *seq)
{
	store->error.message[0] = '\0';
	*seq = 0;
	return store->ops->message_seq(store, visitor, message, seq);
}

enum store_status store_corrections(struct store *store, int64_t from_ms,
				    int64_t to_ms, store_correction_fn *each,
				    void *context)
{
	store->error.message[0] = '\0';
	return store->ops->corrections(store, from_ms, to_ms, each, context);
}

enum store_status store_prune(struct store *store,
			      const struct store_retention *retention,
			      size_t limit, size_t *deleted)
{
	enum store_status status;

	*deleted = 0;
	store->error.message[0] = '\0';
	if (limit == 0)
		return misuse(store, "pruning needs a limit");
	status = store->ops->begin(store, STORE_COMMITTED);
	if (status != STORE_OK)
		return status;
	status = finish(store, store->ops->delete_old(store, retention, limit,
						      deleted));
	if (status != STORE_OK) {
		*deleted = 0;
		return status;
	}
	store->unscrubbed = store->unscrubbed || *deleted;
	if (*deleted < limit && store->unscrubbed &&
	    store->ops->scrub(store, false) == STORE_OK)
		store->unscrubbed = false;
	store->error.message[0] = '\0';
	return STORE_OK;
}

enum store_status store_erase_visitor(struct store *store,
				      const struct store_id *visitor,
				      size_t *rows)
{
	size_t gone = 0;
	enum store_status status;

	store->error.message[0] = '\0';
	if (rows)
		*rows = 0;
	if (store_id_none(visitor))
		return misuse(store, "no visitor is named");
	status = store->ops->begin(store, STORE_DURABLE);
	if (status != STORE_OK)
		return status;
	status = finish(store,
			store->ops->delete_visitor(store, visitor, &gone));
	if (status != STORE_OK)
		return status;
	if (rows)
		*rows = gone;
	return store->ops->scrub(store, true);
}
