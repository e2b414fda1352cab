/* SPDX-License-Identifier: MIT */
#include "server/desk/dispatcher.h"

#include "server/desk/sender.h"
#include "server/web/wipe.h"

#include <stdlib.h>
#include <string.h>

struct dispatcher {
	struct dispatcher_options options;
	struct responder responder;
	struct batch batch;
	struct deed deed;
	struct sender *sender;
	struct tally tally;
	struct call *done; /* in the batch, the newest first */
	pthread_t thread;
	struct door door[DISPATCHER_DOORS];
	pthread_mutex_t lock; /* of what follows */
	pthread_cond_t wake;
	struct call *first, **last;
	size_t waiting, doors;
	struct served *next; /* to change over to, or NULL */
	bool stop;
};

/* ---- its thread ---- */

/* Hands back what is in the batch, which is on the disk or lost. */
static void settle(struct dispatcher *dispatcher, bool kept)
{
	while (dispatcher->done) {
		struct call *call = dispatcher->done;

		dispatcher->done = call->next;
		if (!kept)
			call->fate = CALL_FAILED;
		door_leave(call->door, call);
	}
}

static bool has_letters(const struct batch *batch)
{
	for (size_t i = 0; i < batch->count; i++)
		if (batch->record[i].kind == STORE_OUTGOING)
			return true;
	return false;
}

static enum store_status write_batch(struct dispatcher *dispatcher,
				     const struct batch *batch)
{
	struct store *store = dispatcher->deed.store;
	enum store_status status =
		store_write(store, batch->record, batch->count, STORE_DURABLE);

	tally_withdrawn(&dispatcher->tally, store_withdrawn(store));
	if (status != STORE_OK)
		log_event(dispatcher->options.shared->log, LOG_LEVEL_ERROR,
			  "a desk's events could not be stored",
			  log_cause(store_message(store)));
	return status;
}

static bool commit(struct dispatcher *dispatcher)
{
	struct batch *batch = &dispatcher->batch;
	enum store_status status = STORE_OK;
	bool letters = has_letters(batch);

	if (batch->count > 0)
		status = write_batch(dispatcher, batch);
	batch_cut(batch, 0);
	settle(dispatcher, status == STORE_OK);
	if (letters && status == STORE_OK)
		sender_wake(dispatcher->sender);
	return status == STORE_OK;
}

/* A batch without room is committed, and then there is some. */
static bool take_event(struct dispatcher *dispatcher, struct call *call,
		       const struct desk_event *event)
{
	enum deed_outcome outcome = deed_do(&dispatcher->deed, call, event);

	if (outcome == DEED_FULL && dispatcher->batch.count > 0) {
		if (!commit(dispatcher))
			return false;
		outcome = deed_do(&dispatcher->deed, call, event);
	}
	tally_event(&dispatcher->tally, dispatcher->options.desks, call->desk,
		    outcome);
	log_event(dispatcher->options.shared->log, LOG_LEVEL_DEBUG,
		  "a desk's event", log_word("desk", call->desk->config.name),
		  log_word("event", desk_event_text(event->type)),
		  log_word("outcome", deed_outcome_text(outcome)));
	return outcome != DEED_FAILED && outcome != DEED_FULL;
}

static void take_call(struct dispatcher *dispatcher, struct call *call)
{
	bool ok = true;

	for (size_t i = 0; i < call->events.count && ok; i++)
		ok = take_event(dispatcher, call, &call->events.event[i]);
	call->fate = ok ? CALL_KEPT : CALL_FAILED;
	call->next = dispatcher->done;
	dispatcher->done = call;
}

static void work(struct dispatcher *dispatcher, struct call *call)
{
	dispatcher->deed.now_ms = dispatcher->options.now_ms(NULL);
	while (call) {
		struct call *next = call->next;

		take_call(dispatcher, call);
		call = next;
	}
	(void)commit(dispatcher);
	responder_forget(&dispatcher->responder);
	wipe_stack();
}

/* With the lock: waits for calls; NULL when it is to end and none is left. */
static struct call *next_calls(struct dispatcher *dispatcher)
{
	struct call *first;

	while (!dispatcher->first && !dispatcher->stop)
		pthread_cond_wait(&dispatcher->wake, &dispatcher->lock);
	first = dispatcher->first;
	dispatcher->first = NULL;
	dispatcher->last = &dispatcher->first;
	dispatcher->waiting = 0;
	return first;
}

static void *run(void *context)
{
	struct dispatcher *dispatcher = context;
	struct call *calls;

	pthread_mutex_lock(&dispatcher->lock);
	while ((calls = next_calls(dispatcher))) {
		struct served *next = dispatcher->next;

		dispatcher->next = NULL;
		pthread_mutex_unlock(&dispatcher->lock);
		if (next)
			responder_serve(&dispatcher->responder, next);
		work(dispatcher, calls);
		pthread_mutex_lock(&dispatcher->lock);
	}
	pthread_mutex_unlock(&dispatcher->lock);
	return NULL;
}

/* ---- start and end ---- */

static void release(struct dispatcher *dispatcher)
{
	sender_stop(dispatcher->sender);
	served_drop(dispatcher->next);
	responder_release(&dispatcher->responder);
	batch_release(&dispatcher->batch);
	store_close(dispatcher->deed.store);
	for (size_t i = 0; i < DISPATCHER_DOORS; i++)
		pthread_mutex_destroy(&dispatcher->door[i].lock);
	pthread_cond_destroy(&dispatcher->wake);
	pthread_mutex_destroy(&dispatcher->lock);
	free(dispatcher);
}

static void init(struct dispatcher *dispatcher,
		 const struct dispatcher_options *options)
{
	dispatcher->options = *options;
	dispatcher->last = &dispatcher->first;
	dispatcher->deed.responder = &dispatcher->responder;
	dispatcher->deed.batch = &dispatcher->batch;
	dispatcher->deed.transcripts = options->transcripts;
	pthread_mutex_init(&dispatcher->lock, NULL);
	pthread_cond_init(&dispatcher->wake, NULL);
	for (size_t i = 0; i < DISPATCHER_DOORS; i++)
		pthread_mutex_init(&dispatcher->door[i].lock, NULL);
}

static bool start(struct dispatcher *dispatcher, struct store_error *error)
{
	const struct dispatcher_options *options = &dispatcher->options;
	struct deed *deed = &dispatcher->deed;
	const struct sender_options sender = {
		.desks = options->desks,
		.database = options->database,
		.store = options->store,
		.log = options->shared->log,
		.tally = &dispatcher->tally,
		.now_ms = options->now_ms,
	};

	if (store_open(&deed->store, options->database, options->store,
		       error) != STORE_OK)
		return false;
	if (!sender_start(&dispatcher->sender, &sender, error))
		return false;
	*error = (struct store_error){"out of memory or threads"};
	store_get_key(deed->store, &deed->key);
	return batch_init(&dispatcher->batch) &&
	       responder_init(&dispatcher->responder, options->shared,
			      options->served, options->metrics) == FAQ_OK &&
	       pthread_create(&dispatcher->thread, NULL, run, dispatcher) == 0;
}

bool dispatcher_start(struct dispatcher **out,
		      const struct dispatcher_options *options,
		      struct store_error *error)
{
	struct dispatcher *dispatcher = calloc(1, sizeof(*dispatcher));

	*out = NULL;
	*error = (struct store_error){"out of memory"};
	if (!dispatcher)
		return false;
	init(dispatcher, options);
	if (!start(dispatcher, error)) {
		release(dispatcher);
		return false;
	}
	*out = dispatcher;
	return true;
}

void dispatcher_stop(struct dispatcher *dispatcher)
{
	if (!dispatcher)
		return;
	pthread_mutex_lock(&dispatcher->lock);
	dispatcher->stop = true;
	pthread_cond_signal(&dispatcher->wake);
	pthread_mutex_unlock(&dispatcher->lock);
	pthread_join(dispatcher->thread, NULL);
	release(dispatcher);
}

/* ---- for the workers ---- */

void dispatcher_refused(struct dispatcher *dispatcher,
			const struct desk_setup *desk,
			enum tally_refusal refusal)
{
	tally_refused(&dispatcher->tally, dispatcher->options.desks, desk,
		      refusal);
}

const struct desk_setup *dispatcher_desk(const struct dispatcher *dispatcher,
					 const char *name, size_t bytes)
{
	return dispatcher ? desks_find(dispatcher->options.desks, name, bytes)
			  : NULL;
}

struct door *dispatcher_door(struct dispatcher *dispatcher,
			     void (*wake)(void *context), void *context)
{
	struct door *door = NULL;

	if (!dispatcher)
		return NULL;
	pthread_mutex_lock(&dispatcher->lock);
	if (dispatcher->doors < DISPATCHER_DOORS)
		door = &dispatcher->door[dispatcher->doors++];
	pthread_mutex_unlock(&dispatcher->lock);
	if (door)
		door_open(door, wake, context);
	return door;
}

bool dispatcher_take(struct dispatcher *dispatcher, struct call *call)
{
	bool room;

	call->next = NULL;
	pthread_mutex_lock(&dispatcher->lock);
	room = dispatcher->waiting < DISPATCHER_QUEUE && !dispatcher->stop;
	if (room) {
		*dispatcher->last = call;
		dispatcher->last = &call->next;
		dispatcher->waiting++;
		pthread_cond_signal(&dispatcher->wake);
	}
	pthread_mutex_unlock(&dispatcher->lock);
	return room;
}

void dispatcher_serve(struct dispatcher *dispatcher, struct served *served)
{
	struct served *unused;

	if (!dispatcher)
		return;
	pthread_mutex_lock(&dispatcher->lock);
	unused = dispatcher->next;
	dispatcher->next = served_keep(served);
	pthread_mutex_unlock(&dispatcher->lock);
	served_drop(unused);
}

void dispatcher_state(struct dispatcher *dispatcher,
		      struct dispatcher_state *out)
{
	out->desks = dispatcher->options.desks;
	out->tally = &dispatcher->tally;
	sender_outbox(dispatcher->sender, &out->outbox);
	out->oldest_age_ms = 0;
	if (out->outbox.oldest_ms)
		out->oldest_age_ms = dispatcher->options.now_ms(NULL) -
				     out->outbox.oldest_ms;
}
