/* SPDX-License-Identifier: MIT */
/*
 * deed_fixture.h: a store, an engine that knows what tea is, a desk set up by
 * a webhook's map, and events of it.
 */
#ifndef TEST_DEED_FIXTURE_H
#define TEST_DEED_FIXTURE_H

#include "unit/server_fixture.h"
#include "unit/store_fixture.h"

#include "server/desk/deed.h"
#include "store/outbox.h"

#define NOW_MS 1700000000000LL
#define NONSENSE "xqzv blorp wuggle"

static const struct desk_setup deed_desk = {
	.config = {.name = "own",
		   .kind = DESK_WEBHOOK,
		   .secret = {"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"},
		   .secret_count = 1,
		   .url = "http://127.0.0.1:9",
		   .http = true,
		   .map = {.text = "/text",
			   .conversation = "/room",
			   .reply = {.path = "/reply",
				     .body = "{\"text\":\"{{text}}\"}"},
			   .note = {.path = "/note",
				    .body = "{\"text\":\"{{text}}\"}"},
			   .handover = {.path = "/handover",
					.body = "\"{{reason}}\""}}},
	.allow_private = true,
};

struct deed_bench {
	void *store_state, *engine_state;
	struct bench *bench;
	struct fixture *engine;
	struct batch batch;
	struct deed deed;
	struct desk_setup desk; /* a test may change it */
	struct call call;
};

static inline int deed_set_up(void **state)
{
	struct deed_bench *b = calloc(1, sizeof(*b));

	assert_non_null(b);
	bench_set_up_open(&b->store_state);
	fixture_set_up(&b->engine_state);
	b->bench = b->store_state;
	b->engine = b->engine_state;
	assert_true(batch_init(&b->batch));
	b->deed = (struct deed){.responder = &b->engine->responder,
				.store = b->bench->store,
				.batch = &b->batch,
				.now_ms = NOW_MS,
				.transcripts = true};
	store_get_key(b->bench->store, &b->deed.key);
	b->desk = deed_desk;
	b->call.desk = &b->desk;
	*state = b;
	return 0;
}

static inline int deed_tear_down(void **state)
{
	struct deed_bench *b = *state;

	free(b->call.reply);
	batch_release(&b->batch);
	fixture_tear_down(&b->engine_state);
	bench_tear_down(&b->store_state);
	free(b);
	return 0;
}

/* Message `id` of the conversation "room", at a moment of the desk's. */
static inline struct desk_event event_of(enum desk_event_type type,
					 const char *id, int64_t order)
{
	return (struct desk_event){.type = type,
				   .person = type == DESK_TAKEN,
				   .delivery = id,
				   .message = id,
				   .conversation = "room",
				   .account = "",
				   .contact = "",
				   .order = order,
				   .order_span = 1,
				   .text = "what is tea",
				   .text_bytes = 11,
				   .choice = ""};
}

static inline enum deed_outcome happens(struct deed_bench *b,
					enum desk_event_type type,
					const char *id, int64_t order)
{
	const struct desk_event event = event_of(type, id, order);

	return deed_do(&b->deed, &b->call, &event);
}

static inline enum deed_outcome says(struct deed_bench *b, const char *id,
				     const char *text)
{
	struct desk_event event = event_of(DESK_MESSAGE, id, 0);

	event.text = text;
	event.text_bytes = strlen(text);
	return deed_do(&b->deed, &b->call, &event);
}

static inline void commit(struct deed_bench *b)
{
	if (b->batch.count > 0)
		assert_int_equal(store_write(b->bench->store, b->batch.record,
					     b->batch.count, STORE_COMMITTED),
				 STORE_OK);
	batch_cut(&b->batch, 0);
}

static inline size_t count_kind(const struct batch *batch, enum store_kind kind)
{
	size_t count = 0;

	for (size_t i = 0; i < batch->count; i++)
		count += batch->record[i].kind == kind;
	return count;
}

static inline size_t waiting(struct deed_bench *b)
{
	struct store_outbox_count count;

	assert_int_equal(store_outbox_count(b->bench->store, &count), STORE_OK);
	return count.pending;
}

static inline struct store_id visitor_of(const struct deed_bench *b)
{
	struct store_id id;

	assert_true(store_id_of(&b->deed.key, "desk:own", "room", 4, &id));
	return id;
}

#endif
