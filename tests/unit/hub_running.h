/* SPDX-License-Identifier: MIT */
/*
 * hub_running.h: a session over a small catalogue, with a hub that runs beside
 * it, a store, and API keys: one for the desk, one for asking.
 */
#ifndef TESTS_HUB_RUNNING_H
#define TESTS_HUB_RUNNING_H

#include "unit/server_fixture.h"
#include "unit/store_fixture.h"

#include "server/desk/hub.h"
#include "server/edge/keyring.h"

#include <time.h>

#define WAIT_SECONDS 15

struct running {
	struct fixture *f;
	struct bench *bench;
	struct hub *hub;
	struct keyring *keyring;
	struct letterbox *box;
	pthread_mutex_t lock;
	pthread_cond_t came; /* a letter */
	unsigned wakes;
	char key[APIKEY_TEXT_BYTES], ask_key[APIKEY_TEXT_BYTES];
	char id[STORE_API_KEY_ID_BYTES]; /* of `key` */
	char heard[65536];               /* a frame a line */
	enum hub_say say;                /* of the last letter */
};

static inline int64_t running_now(void *context)
{
	(void)context;
	return 1700000000000;
}

static inline void running_wake(void *context)
{
	struct running *r = context;

	pthread_mutex_lock(&r->lock);
	r->wakes++;
	pthread_cond_signal(&r->came);
	pthread_mutex_unlock(&r->lock);
}

static inline void running_make_key(struct running *r, uint8_t seed,
				    unsigned scopes, const char *name,
				    char text[APIKEY_TEXT_BYTES])
{
	struct store_record record = {.kind = STORE_API_KEY_ADD};
	uint8_t random[APIKEY_RANDOM_BYTES];

	memset(random, seed, sizeof(random));
	assert_true(apikey_make(random, &record.as.api_key, text));
	snprintf(record.as.api_key.name, sizeof(record.as.api_key.name), "%s",
		 name);
	apikey_scopes_text(scopes, record.as.api_key.scopes);
	assert_int_equal(
		store_write(r->bench->store, &record, 1, STORE_DURABLE),
		STORE_OK);
	if (scopes == APIKEY_DESK)
		memcpy(r->id, record.as.api_key.id, sizeof(r->id));
}

static inline void running_start(struct running *r)
{
	const struct hub_settings settings = {
		.database = r->bench->path,
		.store = &r->bench->options,
		.log = &r->f->log,
		.served = r->f->served,
		.now_ms = running_now,
		.away_ms = 60000,
	};
	struct store_error error;

	assert_true(hub_start(&r->hub, &settings, &error));
	r->box = hub_letterbox(r->hub, running_wake, r);
	assert_non_null(r->box);
	r->f->shared.hub = r->hub;
	r->f->responder.letterbox = r->box;
}

/* faqd ends and comes back. */
static inline void running_restart(struct running *r)
{
	letterbox_close(r->box);
	hub_stop(r->hub);
	running_start(r);
}

static inline int running_set_up(void **state)
{
	struct running *r = calloc(1, sizeof(*r));
	void *made = NULL;

	assert_non_null(r);
	pthread_mutex_init(&r->lock, NULL);
	pthread_cond_init(&r->came, NULL);
	fixture_set_up(&made);
	r->f = made;
	bench_set_up_open(&made);
	r->bench = made;
	r->bench->options.busy_ms = 10000;
	running_make_key(r, 1, APIKEY_DESK, "Key of Ada", r->key);
	running_make_key(r, 2, APIKEY_ASK, "shop", r->ask_key);
	running_start(r);
	r->keyring = keyring_start(r->bench->path, &r->bench->options);
	assert_non_null(r->keyring);
	r->f->shared.keyring = r->keyring;
	*state = r;
	return 0;
}

static inline int running_tear_down(void **state)
{
	struct running *r = *state;
	void *made = r->f;

	seats_leave(&r->f->session);
	letterbox_close(r->box);
	hub_stop(r->hub);
	r->f->shared.hub = NULL;
	keyring_stop(r->keyring);
	fixture_tear_down(&made);
	made = r->bench;
	bench_tear_down(&made);
	pthread_cond_destroy(&r->came);
	pthread_mutex_destroy(&r->lock);
	free(r);
	return 0;
}

static inline void running_take(struct running *r)
{
	bool lost;
	struct parcel *parcel = letterbox_take(r->box, &lost);

	while (parcel) {
		struct parcel *next = parcel->next;
		size_t size = strlen(r->heard);

		assert_true(size + parcel->letter.size + 2 < sizeof(r->heard));
		snprintf(r->heard + size, sizeof(r->heard) - size, "%.*s\n",
			 (int)parcel->letter.size, parcel->letter.bytes);
		r->say = parcel->letter.say;
		parcel_free(parcel);
		parcel = next;
	}
}

/* Will a letter with that text come? */
static inline bool running_hears(struct running *r, const char *text)
{
	struct timespec until;
	int error = 0;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += WAIT_SECONDS;
	running_take(r);
	while (!strstr(r->heard, text) && error == 0) {
		pthread_mutex_lock(&r->lock);
		while (r->wakes == 0 && error == 0)
			error = pthread_cond_timedwait(&r->came, &r->lock,
						       &until);
		r->wakes = 0;
		pthread_mutex_unlock(&r->lock);
		running_take(r);
	}
	return strstr(r->heard, text) != NULL;
}

#endif
