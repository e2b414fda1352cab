/* SPDX-License-Identifier: MIT */
#include "server/desk/sender.h"

#include "core/faq_wipe.h"
#include "server/desk/backoff.h"
#include "server/desk/envelope.h"
#include "server/desk/flight.h"
#include "server/run/clock.h"
#include "server/web/wipe.h"

#include <openssl/rand.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LOOK_MS 2000   /* when nothing has told that something is due */
#define COUNT_MS 15000 /* of what is only watched */

/* The names of the desks that may have their share, each with a line's end. */
#define EXCEPT_BYTES                                                           \
	(2 + SENDER_FLIGHTS / SENDER_DESK_FLIGHTS * STORE_MOUTH_BYTES)

struct sender {
	struct sender_options options;
	struct loop *loop;
	struct poster poster;
	struct flight_port port;
	struct store *store;
	struct flight *flight[SENDER_FLIGHTS];
	size_t flights;
	struct batch batch;
	int64_t look_ms;  /* when the outbox is looked at next */
	int64_t count_ms; /* ... and counted */
	atomic_bool stop;
	pthread_mutex_t lock; /* of `count` */
	struct store_outbox_count count;
	pthread_t thread;
};

/* ---- what came of it ---- */

static void commit(struct sender *sender)
{
	struct batch *batch = &sender->batch;

	if (batch->count == 0)
		return;
	/* What is not written is sent again after the lease. */
	if (store_write(sender->store, batch->record, batch->count,
			STORE_DURABLE) != STORE_OK)
		log_event(sender->options.log, LOG_LEVEL_ERROR,
			  "what was sent to a desk could not be noted",
			  log_cause(store_message(sender->store)));
	tally_withdrawn(sender->options.tally, store_withdrawn(sender->store));
	batch_cut(batch, 0);
	sender->look_ms = 0;
}

static void note(struct sender *sender, const struct flight *flight,
		 enum store_outbox_state state,
		 const struct desk_result *result)
{
	int64_t now_ms = sender->options.now_ms(NULL);
	struct store_record *record;
	uint32_t random = 0;

	(void)RAND_bytes((unsigned char *)&random, sizeof(random));
	record = batch_add(&sender->batch, STORE_SENT);
	if (!record)
		return;
	record->as.sent.id = flight->message.id;
	record->as.sent.state = state;
	record->as.sent.next_ms =
		now_ms + (int64_t)backoff_ms(flight->message.attempts,
					     result->after_s, random);
	snprintf(record->as.sent.cause, sizeof(record->as.sent.cause), "%s",
		 result->cause);
}

static void give_up(struct sender *sender, const struct flight *flight)
{
	size_t before = sender->batch.count;

	if (flight->desk && flight->letter.purpose == LETTER_REPLY &&
	    !envelope_give_up(&sender->batch, sender->store, flight->desk,
			      &flight->message, sender->options.now_ms(NULL)))
		batch_cut(&sender->batch, before);
}

static enum log_level level_of(enum tally_attempt attempt)
{
	switch (attempt) {
	case TALLY_DEAD:
		return LOG_LEVEL_ERROR;
	case TALLY_AGAIN:
		return LOG_LEVEL_WARNING;
	default:
		return LOG_LEVEL_DEBUG;
	}
}

static void tell(const struct sender *sender, const struct flight *flight,
		 enum log_level level, const char *outcome, const char *cause)
{
	log_event(sender->options.log, level, "a message to a desk",
		  log_word("desk", flight_desk_name(flight)),
		  log_word("outcome", outcome),
		  log_number("id", (uint64_t)flight->message.id),
		  log_number("attempts", flight->message.attempts),
		  log_cause(cause));
}

static enum tally_attempt attempt_of(const struct flight *flight,
				     const struct desk_result *result)
{
	if (result->outcome == DESK_DONE || result->outcome == DESK_ALREADY)
		return TALLY_DONE;
	if (result->outcome == DESK_AGAIN &&
	    (flight->message.attempts < BACKOFF_ATTEMPTS || !flight->desk))
		return TALLY_AGAIN;
	return TALLY_DEAD;
}

static void settle(struct sender *sender, const struct flight *flight,
		   const struct desk_result *result)
{
	static const enum store_outbox_state states[TALLY_ATTEMPTS] = {
		[TALLY_DONE] = STORE_OUTBOX_DONE,
		[TALLY_AGAIN] = STORE_OUTBOX_PENDING,
		[TALLY_DEAD] = STORE_OUTBOX_DEAD,
	};
	enum tally_attempt attempt = attempt_of(flight, result);

	if (flight->desk)
		tally_attempted(sender->options.tally, sender->options.desks,
				flight->desk, attempt);
	tell(sender, flight, level_of(attempt), tally_attempt_text(attempt),
	     result->cause);
	note(sender, flight, states[attempt], result);
	if (attempt == TALLY_DEAD)
		give_up(sender, flight);
}

static void land(struct sender *sender, struct flight *flight)
{
	for (size_t i = 0; i < sender->flights; i++)
		if (sender->flight[i] == flight) {
			sender->flight[i] = sender->flight[--sender->flights];
			break;
		}
	flight_free(flight);
	loop_wake(sender->loop); /* to commit, and to take more */
}

static void ended(void *context, struct flight *flight,
		  const struct desk_result *result)
{
	struct sender *sender = context;

	if (result)
		settle(sender, flight, result);
	else
		tell(sender, flight, LOG_LEVEL_DEBUG, "withdrawn",
		     "a person has taken over");
	land(sender, flight);
}

/* ---- sending ---- */

static bool waits(void *context, int64_t id)
{
	struct sender *sender = context;

	return store_outbox_waits(sender->store, id) != STORE_ABSENT;
}

static void wake(void *context)
{
	struct sender *sender = context;

	loop_wake(sender->loop);
}

static bool take(void *context, const struct store_outgoing *message)
{
	struct sender *sender = context;
	struct flight *flight;

	if (sender->flights == SENDER_FLIGHTS)
		return false;
	flight = flight_new(&sender->port, message);
	if (!flight)
		return false;
	sender->flight[sender->flights++] = flight;
	return true;
}

/* For each of the last `count` flights; one that ends leaves the others. */
static void each_flight(struct sender *sender, size_t count,
			void (*go)(struct flight *flight, int64_t now_us))
{
	struct flight *flight[SENDER_FLIGHTS];

	memcpy(flight, &sender->flight[sender->flights - count],
	       count * sizeof(flight[0]));
	for (size_t i = 0; i < count; i++)
		go(flight[i], clock_us());
}

/* A desk and how many messages are on the way to it. */
struct share {
	const char *desk;
	size_t flights;
};

static size_t count_shares(const struct sender *sender, struct share *share)
{
	size_t count = 0, at;

	for (size_t i = 0; i < sender->flights; i++) {
		const char *desk = sender->flight[i]->message.desk;

		for (at = 0; at < count; at++)
			if (strcmp(share[at].desk, desk) == 0)
				break;
		if (at == count)
			share[count++] = (struct share){.desk = desk};
		share[at].flights++;
	}
	return count;
}

/* How many messages may be taken, whosesoever they are; `except` becomes the
 * desks that have their share, as store_outbox_take() wants them. */
static size_t room(const struct sender *sender, char except[EXCEPT_BYTES])
{
	struct share share[SENDER_FLIGHTS];
	size_t shares = count_shares(sender, share);
	size_t least = SENDER_DESK_FLIGHTS, size = 1;

	memcpy(except, "\n", 2);
	for (size_t i = 0; i < shares; i++) {
		size_t left = SENDER_DESK_FLIGHTS - share[i].flights;

		if (left == 0)
			size += (size_t)snprintf(&except[size],
						 EXCEPT_BYTES - size, "%s\n",
						 share[i].desk);
		else if (left < least)
			least = left;
	}
	if (least > SENDER_FLIGHTS - sender->flights)
		least = SENDER_FLIGHTS - sender->flights;
	return least;
}

/* How many were taken and are on their way. */
static size_t take_some(struct sender *sender, const struct store_take *wanted)
{
	size_t taken = sender->flights;

	if (store_outbox_take(sender->store, wanted, take, sender) != STORE_OK)
		log_event(sender->options.log, LOG_LEVEL_ERROR,
			  "the outbox could not be read",
			  log_cause(store_message(sender->store)));
	taken = sender->flights - taken;
	each_flight(sender, taken, flight_begin);
	return taken;
}

static void look(struct sender *sender)
{
	int64_t now_ms = sender->options.now_ms(NULL);
	char except[EXCEPT_BYTES];
	struct store_take wanted = {.now_ms = now_ms,
				    .lease_ms = now_ms + SENDER_LEASE_MS,
				    .except = except};
	size_t taken, all = 0;

	if (sender->flights == SENDER_FLIGHTS || now_ms < sender->look_ms)
		return;
	sender->look_ms = now_ms + LOOK_MS;
	/* Fewer than wanted: no more are due. Some end at once and leave room:
	 * not for ever. */
	do {
		wanted.limit = room(sender, except);
		taken = wanted.limit ? take_some(sender, &wanted) : 0;
		all += taken;
	} while (taken > 0 && taken == wanted.limit && all < SENDER_FLIGHTS);
}

static void look_back(struct sender *sender)
{
	int64_t now_ms = sender->options.now_ms(NULL);
	struct store_outbox_count count;

	if (now_ms < sender->count_ms)
		return;
	sender->count_ms = now_ms + COUNT_MS;
	if (store_outbox_count(sender->store, &count) != STORE_OK)
		return;
	pthread_mutex_lock(&sender->lock);
	sender->count = count;
	pthread_mutex_unlock(&sender->lock);
}

static void on_wake(void *context)
{
	struct sender *sender = context;

	each_flight(sender, sender->flights, flight_look);
	commit(sender);
	sender->look_ms = 0;
	if (atomic_load(&sender->stop))
		loop_stop(sender->loop);
	else
		look(sender);
	wipe_stack();
}

static void on_tick(void *context)
{
	struct sender *sender = context;

	poster_tick(&sender->poster, clock_us());
	each_flight(sender, sender->flights, flight_look);
	commit(sender);
	look(sender);
	look_back(sender);
}

static void *run(void *context)
{
	struct sender *sender = context;

	loop_run(sender->loop);
	return NULL;
}

/* ---- start and end ---- */

static void release(struct sender *sender)
{
	if (sender->loop)
		poster_close(&sender->poster);
	while (sender->flights > 0)
		flight_free(sender->flight[--sender->flights]);
	loop_free(sender->loop);
	batch_release(&sender->batch);
	store_close(sender->store);
	pthread_mutex_destroy(&sender->lock);
	free(sender);
}

static bool start(struct sender *sender, struct store_error *error)
{
	const struct loop_events events = {
		.on_wake = on_wake, .on_tick = on_tick, .context = sender};
	size_t due;

	if (store_open(&sender->store, sender->options.database,
		       sender->options.store, error) != STORE_OK)
		return false;
	/* Leases of a process that has died. */
	if (store_outbox_change(sender->store, STORE_OUTBOX_DUE, 0,
				sender->options.now_ms(NULL),
				&due) != STORE_OK) {
		snprintf(error->message, sizeof(error->message), "%s",
			 store_message(sender->store));
		return false;
	}
	*error = (struct store_error){"libwebsockets does not start"};
	sender->loop = loop_new(&events);
	return sender->loop && batch_init(&sender->batch) &&
	       poster_open(&sender->poster, sender->loop) &&
	       pthread_create(&sender->thread, NULL, run, sender) == 0;
}

bool sender_start(struct sender **out, const struct sender_options *options,
		  struct store_error *error)
{
	struct sender *sender = calloc(1, sizeof(*sender));

	*out = NULL;
	*error = (struct store_error){"out of memory"};
	if (!sender)
		return false;
	sender->options = *options;
	sender->port = (struct flight_port){.poster = &sender->poster,
					    .desks = options->desks,
					    .now_ms = options->now_ms,
					    .waits = waits,
					    .ended = ended,
					    .wake = wake,
					    .context = sender};
	pthread_mutex_init(&sender->lock, NULL);
	if (!start(sender, error)) {
		release(sender);
		return false;
	}
	*out = sender;
	return true;
}

void sender_stop(struct sender *sender)
{
	if (!sender)
		return;
	atomic_store(&sender->stop, true);
	loop_wake(sender->loop);
	pthread_join(sender->thread, NULL);
	release(sender);
}

void sender_outbox(struct sender *sender, struct store_outbox_count *out)
{
	pthread_mutex_lock(&sender->lock);
	*out = sender->count;
	pthread_mutex_unlock(&sender->lock);
}

void sender_wake(struct sender *sender)
{
	loop_wake(sender->loop);
}
