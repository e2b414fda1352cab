/* SPDX-License-Identifier: MIT */
/*
 * dispatch_fixture.h: a dispatcher at work on a store in a folder of its own,
 * for a desk "own" whose API nobody listens at and a Mattermost "room"; and a
 * door that tells when a call has come back.
 */
#ifndef TEST_DISPATCH_FIXTURE_H
#define TEST_DISPATCH_FIXTURE_H

#include "unit/own_threads.h"
#include "unit/server_fixture.h"
#include "unit/store_fixture.h"

#include "server/desk/dispatcher.h"
#include "server/run/clock.h"

#define OWN_SECRET "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

static const char dispatch_desks[] =
	"{\"desks\":[{\"name\":\"own\",\"kind\":\"webhook\",\"http\":true,"
	"\"url\":\"http://127.0.0.1:1\",\"secret-env\":\"DESK_SECRET\","
	"\"map\":{\"text\":\"/text\",\"conversation\":\"/room\","
	"\"reply\":{\"path\":\"/reply\",\"body\":\"\\\"{{text}}\\\"\"}}},"
	"{\"name\":\"room\",\"kind\":\"mattermost\","
	"\"secret-env\":\"DESK_SECRET\"}]}";

struct dispatch {
	void *engine_state, *store_state;
	struct fixture *engine;
	struct bench *bench;
	struct desks desks;
	struct dispatcher *dispatcher;
	struct door *door;
	pthread_mutex_t lock; /* of what follows */
	pthread_cond_t rung;
	unsigned rings;
};

static inline int64_t dispatch_now_ms(void *unused)
{
	(void)unused;
	return clock_unix_ms();
}

static inline void dispatch_ring(void *context)
{
	struct dispatch *d = context;

	pthread_mutex_lock(&d->lock);
	d->rings++;
	pthread_cond_signal(&d->rung);
	pthread_mutex_unlock(&d->lock);
}

static inline void dispatch_start(struct dispatch *d)
{
	const struct dispatcher_options options = {
		.desks = &d->desks,
		.database = d->bench->path,
		.store = &d->bench->options,
		.shared = &d->engine->shared,
		.served = d->engine->served,
		.transcripts = true,
		.now_ms = dispatch_now_ms,
	};
	struct store_error error;

	if (!dispatcher_start(&d->dispatcher, &options, &error))
		fail_msg("%s", error.message);
	d->door = dispatcher_door(d->dispatcher, dispatch_ring, d);
	assert_non_null(d->door);
	d->engine->shared.dispatcher = d->dispatcher;
	d->engine->responder.door = d->door;
}

static inline int dispatch_set_up(void **state)
{
	struct dispatch *d = calloc(1, sizeof(*d));

	assert_non_null(d);
	fixture_set_up(&d->engine_state);
	bench_set_up(&d->store_state);
	d->engine = d->engine_state;
	d->bench = d->store_state;
	d->bench->options.busy_ms = 0;
	d->engine->limits.desk_body_bytes = 4096;
	log_quiet_lws(&d->engine->log);
	pthread_mutex_init(&d->lock, NULL);
	pthread_cond_init(&d->rung, NULL);
	assert_int_equal(setenv("DESK_SECRET", OWN_SECRET, 1), 0);
	assert_int_equal(desks_parse(&d->desks, "desks.json", dispatch_desks,
				     sizeof(dispatch_desks) - 1, fixture_report,
				     NULL),
			 DESK_OK);
	dispatch_start(d);
	*state = d;
	return 0;
}

static inline int dispatch_tear_down(void **state)
{
	struct dispatch *d = *state;

	door_close(d->door);
	dispatcher_stop(d->dispatcher);
	desks_release(&d->desks);
	bench_tear_down(&d->store_state);
	fixture_tear_down(&d->engine_state);
	pthread_cond_destroy(&d->rung);
	pthread_mutex_destroy(&d->lock);
	free(d);
	return own_threads_ended() ? 0 : -1;
}

/* The next call that comes back. */
static inline struct call *dispatch_wait(struct dispatch *d)
{
	pthread_mutex_lock(&d->lock);
	while (d->rings == 0)
		pthread_cond_wait(&d->rung, &d->lock);
	d->rings--;
	pthread_mutex_unlock(&d->lock);
	return door_take(d->door);
}

#endif
