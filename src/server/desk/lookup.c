/* SPDX-License-Identifier: MIT */
#include "server/desk/lookup.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct lookup {
	struct reach_url url;
	bool allow_private;
	pthread_mutex_t lock; /* of what follows */
	unsigned holders;     /* its owner, its thread */
	lookup_wake_fn *wake; /* NULL: dropped */
	void *context;
	bool ended;
	enum reach_status status;
	char address[ADDRESS_TEXT_BYTES];
};

/* With the lock, which is given back. */
static void let_go(struct lookup *lookup)
{
	bool last = --lookup->holders == 0;

	pthread_mutex_unlock(&lookup->lock);
	if (!last)
		return;
	pthread_mutex_destroy(&lookup->lock);
	free(lookup);
}

static void *run(void *context)
{
	struct lookup *lookup = context;
	char address[ADDRESS_TEXT_BYTES];
	enum reach_status status =
		reach_resolve(&lookup->url, lookup->allow_private, address);

	pthread_mutex_lock(&lookup->lock);
	lookup->status = status;
	memcpy(lookup->address, address, sizeof(address));
	lookup->ended = true;
	if (lookup->wake)
		lookup->wake(lookup->context);
	let_go(lookup);
	return NULL;
}

static bool start_thread(struct lookup *lookup)
{
	pthread_attr_t attributes;
	pthread_t thread;
	bool started;

	if (pthread_attr_init(&attributes) != 0)
		return false;
	started = pthread_attr_setdetachstate(&attributes,
					      PTHREAD_CREATE_DETACHED) == 0 &&
		  pthread_create(&thread, &attributes, run, lookup) == 0;
	pthread_attr_destroy(&attributes);
	return started;
}

struct lookup *lookup_start(const struct reach_url *url, bool allow_private,
			    lookup_wake_fn *wake, void *context)
{
	struct lookup *lookup = calloc(1, sizeof(*lookup));

	if (!lookup)
		return NULL;
	lookup->url = *url;
	lookup->allow_private = allow_private;
	lookup->holders = 2;
	lookup->wake = wake;
	lookup->context = context;
	pthread_mutex_init(&lookup->lock, NULL);
	if (start_thread(lookup))
		return lookup;
	pthread_mutex_destroy(&lookup->lock);
	free(lookup);
	return NULL;
}

bool lookup_ended(struct lookup *lookup, enum reach_status *status,
		  char out[ADDRESS_TEXT_BYTES])
{
	bool ended;

	pthread_mutex_lock(&lookup->lock);
	ended = lookup->ended;
	if (ended) {
		*status = lookup->status;
		memcpy(out, lookup->address, sizeof(lookup->address));
	}
	pthread_mutex_unlock(&lookup->lock);
	return ended;
}

void lookup_drop(struct lookup *lookup)
{
	if (!lookup)
		return;
	pthread_mutex_lock(&lookup->lock);
	lookup->wake = NULL;
	let_go(lookup);
}
