/* SPDX-License-Identifier: MIT */
#include "server/desk/sender.h"

#include "core/faq_wipe.h"
#include "server/desk/backoff.h"
#include "server/desk/envelope.h"
#include "server/desk/post.h"
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
#define UNKNOWN_DESK_S 60u
#define MOUTH_PREFIX "desk:"

/* A message on its way. */
struct flight {
	struct sender *sender;
	const struct desk_setup *desk; /* NULL: none of that name */
	struct store_outgoing message; /* its body is the letter's */
	struct letter letter;
	bool readable; /* the letter is one */
};

struct sender {
	struct sender_options options;
	struct loop *loop;
	struct poster poster;
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
	batch_cut(batch, 0);
	sender->look_ms = 0;
}

static void note(const struct flight *flight, enum store_outbox_state state,
		 const struct desk_result *result)
{
	struct sender *sender = flight->sender;
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

static void give_up(const struct flight *flight)
{
	struct sender *sender = flight->sender;
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

static void settle(const struct flight *flight,
		   const struct desk_result *result)
{
	struct sender *sender = flight->sender;
	bool again =
		result->outcome == DESK_AGAIN &&
		(flight->message.attempts < BACKOFF_ATTEMPTS || !flight->desk);
	bool done =
		result->outcome == DESK_DONE || result->outcome == DESK_ALREADY;
	enum tally_attempt attempt = done    ? TALLY_DONE
				     : again ? TALLY_AGAIN
					     : TALLY_DEAD;

	if (flight->desk)
		tally_attempted(sender->options.tally, sender->options.desks,
				flight->desk, attempt);
	log_event(sender->options.log, level_of(attempt), "a message to a desk",
		  log_word("desk", flight->message.desk + strlen(MOUTH_PREFIX)),
		  log_word("outcome", tally_attempt_text(attempt)),
		  log_number("id", (uint64_t)flight->message.id),
		  log_number("attempts", flight->message.attempts),
		  log_cause(result->cause));
	note(flight,
	     done    ? STORE_OUTBOX_DONE
	     : again ? STORE_OUTBOX_PENDING
		     : STORE_OUTBOX_DEAD,
	     result);
	if (attempt == TALLY_DEAD)
		give_up(flight);
}

static void land(struct flight *flight)
{
	struct sender *sender = flight->sender;

	for (size_t i = 0; i < sender->flights; i++)
		if (sender->flight[i] == flight) {
			sender->flight[i] = sender->flight[--sender->flights];
			break;
		}
	letter_release(&flight->letter);
	faq_wipe(flight, sizeof(*flight));
	free(flight);
	loop_wake(sender->loop); /* to commit, and to take more */
}

static void on_done(void *context, const struct post_result *answer)
{
	struct flight *flight = context;
	struct desk_result result = desk_result(
		&flight->desk->config, answer->status, &answer->header,
		answer->header_count, answer->body, answer->bytes);

	settle(flight, &result);
	land(flight);
}

/* ---- sending ---- */

/* Under way; or `*result` says why not. */
static bool send_letter(struct flight *flight, struct desk_result *result)
{
	const struct desk_config *config = &flight->desk->config;
	struct sender *sender = flight->sender;
	char address[ADDRESS_TEXT_BYTES];
	struct desk_headers headers;
	struct reach_url url;
	struct post_request request = {
		.url = &url,
		.address = address,
		.method = flight->letter.request.method,
		.path = flight->letter.request.path,
		.headers = &headers,
		.body = flight->letter.request.body,
		.bytes = flight->letter.request.bytes,
	};
	const char *cause = "out of memory";
	bool started = false;

	result->outcome = DESK_AGAIN;
	if (!reach_parse(&url, config->url))
		cause = "its url has no port that is one";
	else if (reach_resolve(&url, flight->desk->allow_private, address) ==
		 REACH_ERROR_NAME)
		cause = "its host has no address";
	else if (!address[0])
		cause = "its host is on a private address";
	else if (desk_headers(config, &flight->letter.request,
			      sender->options.now_ms(NULL) / 1000,
			      &headers) == DESK_OK)
		started = post_start(&sender->poster, &request, clock_us(),
				     on_done, flight);
	faq_wipe(&headers, sizeof(headers));
	snprintf(result->cause, sizeof(result->cause), "%s", cause);
	return started;
}

/* An answer from before a person took the conversation over is not told any
 * more. One of the very moment is the bot's last word. */
static bool is_overtaken(const struct flight *flight)
{
	const struct store_outgoing *message = &flight->message;
	struct store_session session;

	return flight->readable && flight->letter.purpose == LETTER_REPLY &&
	       store_session(flight->sender->store, &message->visitor,
			     &session) == STORE_OK &&
	       session.state == STORE_SESSION_PERSON &&
	       session.updated_ms > message->created_ms;
}

static void begin(struct flight *flight)
{
	struct desk_result result = {.outcome = DESK_DEAD};

	if (is_overtaken(flight)) {
		result = (struct desk_result){DESK_DONE, 0,
					      "a person has taken over"};
	} else if (!flight->desk) {
		result = (struct desk_result){DESK_AGAIN, UNKNOWN_DESK_S,
					      "no such desk is set up"};
	} else if (!flight->readable) {
		snprintf(result.cause, sizeof(result.cause),
			 "it can't be read");
	} else if (send_letter(flight, &result)) {
		return;
	}
	settle(flight, &result);
	land(flight);
}

static bool take(void *context, const struct store_outgoing *message)
{
	struct sender *sender = context;
	struct flight *flight;
	const char *name = message->desk;

	if (sender->flights == SENDER_FLIGHTS)
		return false;
	flight = calloc(1, sizeof(*flight));
	if (!flight)
		return false;
	if (strncmp(name, MOUTH_PREFIX, strlen(MOUTH_PREFIX)) == 0)
		name += strlen(MOUTH_PREFIX);
	flight->sender = sender;
	flight->message = *message;
	flight->message.body = NULL;
	flight->readable = letter_read(&flight->letter, message->body,
				       message->body_bytes);
	flight->desk = desks_find(sender->options.desks, name, strlen(name));
	sender->flight[sender->flights++] = flight;
	return true;
}

static void look(struct sender *sender)
{
	int64_t now_ms = sender->options.now_ms(NULL);
	size_t before = sender->flights, count;
	struct flight *fresh[SENDER_FLIGHTS];

	if (before == SENDER_FLIGHTS || now_ms < sender->look_ms)
		return;
	sender->look_ms = now_ms + LOOK_MS;
	if (store_outbox_take(sender->store, now_ms, now_ms + SENDER_LEASE_MS,
			      SENDER_FLIGHTS - before, take,
			      sender) != STORE_OK)
		log_event(sender->options.log, LOG_LEVEL_ERROR,
			  "the outbox could not be read",
			  log_cause(store_message(sender->store)));
	count = sender->flights - before;
	memcpy(fresh, &sender->flight[before], count * sizeof(fresh[0]));
	for (size_t i = 0; i < count; i++)
		begin(fresh[i]);
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
	while (sender->flights > 0) {
		struct flight *flight = sender->flight[--sender->flights];

		letter_release(&flight->letter);
		free(flight);
	}
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
