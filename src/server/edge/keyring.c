/* SPDX-License-Identifier: MIT */
#include "server/edge/keyring.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct keys {
	struct store_api_key *item; /* owned */
	size_t count, room;
	bool failed; /* not all of them */
};

struct keyring {
	const char *address;
	const struct store_options *options;
	struct store *store; /* of the thread; NULL: not open */
	pthread_t thread;
	pthread_mutex_t lock; /* of what follows */
	pthread_cond_t ending;
	struct keys keys;
	bool stop;
};

static bool add(void *context, const struct store_api_key *key)
{
	struct keys *keys = context;

	if (keys->count == keys->room) {
		size_t room = keys->room ? 2 * keys->room : 16;
		struct store_api_key *item =
			realloc(keys->item, room * sizeof(*item));

		if (!item) {
			keys->failed = true;
			return false;
		}
		keys->item = item;
		keys->room = room;
	}
	keys->item[keys->count++] = *key;
	return keys->count < KEYRING_KEYS_MAX;
}

static bool is_open(struct keyring *keyring)
{
	struct store_error error;

	if (!keyring->store && store_open(&keyring->store, keyring->address,
					  keyring->options, &error) != STORE_OK)
		keyring->store = NULL;
	return keyring->store != NULL;
}

/* Keeps the old ones when the new can't be read. */
static void read_keys(struct keyring *keyring)
{
	struct keys keys = {NULL, 0, 0, false}, old;

	if (!is_open(keyring))
		return;
	if (store_api_keys(keyring->store, add, &keys) != STORE_OK) {
		store_close(keyring->store);
		keyring->store = NULL;
		keys.failed = true;
	}
	if (keys.failed) {
		free(keys.item);
		return;
	}
	pthread_mutex_lock(&keyring->lock);
	old = keyring->keys;
	keyring->keys = keys;
	pthread_mutex_unlock(&keyring->lock);
	free(old.item);
}

/* False: the end. */
static bool wait_for_next(struct keyring *keyring)
{
	struct timespec until;
	int error = 0;
	bool stop;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += KEYRING_SECONDS;
	pthread_mutex_lock(&keyring->lock);
	while (!keyring->stop && error == 0)
		error = pthread_cond_timedwait(&keyring->ending, &keyring->lock,
					       &until);
	stop = keyring->stop;
	pthread_mutex_unlock(&keyring->lock);
	return !stop;
}

static void *run(void *argument)
{
	struct keyring *keyring = argument;

	while (wait_for_next(keyring))
		read_keys(keyring);
	return NULL;
}

static void release(struct keyring *keyring)
{
	store_close(keyring->store);
	free(keyring->keys.item);
	pthread_cond_destroy(&keyring->ending);
	pthread_mutex_destroy(&keyring->lock);
	free(keyring);
}

struct keyring *keyring_start(const char *address,
			      const struct store_options *store)
{
	struct keyring *keyring = calloc(1, sizeof(*keyring));
	pthread_condattr_t how;

	if (!keyring)
		return NULL;
	keyring->address = address;
	keyring->options = store;
	pthread_mutex_init(&keyring->lock, NULL);
	pthread_condattr_init(&how);
	pthread_condattr_setclock(&how, CLOCK_MONOTONIC);
	pthread_cond_init(&keyring->ending, &how);
	pthread_condattr_destroy(&how);
	read_keys(keyring); /* so that those of before count at once */
	if (pthread_create(&keyring->thread, NULL, run, keyring) == 0)
		return keyring;
	release(keyring);
	return NULL;
}

void keyring_stop(struct keyring *keyring)
{
	if (!keyring)
		return;
	pthread_mutex_lock(&keyring->lock);
	keyring->stop = true;
	pthread_cond_signal(&keyring->ending);
	pthread_mutex_unlock(&keyring->lock);
	pthread_join(keyring->thread, NULL);
	release(keyring);
}

static bool find(struct keyring *keyring, const char *id,
		 struct store_api_key *out)
{
	bool found = false;
	size_t i;

	pthread_mutex_lock(&keyring->lock);
	for (i = 0; i < keyring->keys.count && !found; i++) {
		found = strcmp(keyring->keys.item[i].id, id) == 0;
		if (found)
			*out = keyring->keys.item[i];
	}
	pthread_mutex_unlock(&keyring->lock);
	return found;
}

bool keyring_holds(struct keyring *keyring, const char *id)
{
	struct store_api_key stored;

	return keyring && find(keyring, id, &stored) && stored.revoked_ms == 0;
}

void keyring_name(struct keyring *keyring, const char *id,
		  char out[STORE_API_KEY_NAME_BYTES])
{
	struct store_api_key stored;

	out[0] = '\0';
	if (keyring && find(keyring, id, &stored))
		memcpy(out, stored.name, sizeof(stored.name));
}

static enum keyring_verdict judge(struct keyring *keyring,
				  const struct apikey *presented,
				  enum apikey_scope scope,
				  struct keyring_use *use)
{
	struct store_api_key stored;

	if (!keyring || !find(keyring, presented->id, &stored) ||
	    !store_secret_matches(&stored, presented->secret,
				  APIKEY_SECRET_CHARACTERS))
		return KEYRING_UNKNOWN;
	memcpy(use->id, presented->id, sizeof(use->id));
	use->noted_ms = stored.used_ms;
	return apikey_allows(&stored, presented, scope) ? KEYRING_ALLOWED
							: KEYRING_SCOPE;
}

enum keyring_verdict keyring_check(struct keyring *keyring, const char *header,
				   size_t bytes, enum apikey_scope scope,
				   struct keyring_use *use)
{
	struct apikey presented;

	memset(use, 0, sizeof(*use));
	return apikey_parse_bearer(header, bytes, &presented)
		       ? judge(keyring, &presented, scope, use)
		       : KEYRING_UNKNOWN;
}

enum keyring_verdict keyring_check_key(struct keyring *keyring,
				       const char *text, size_t bytes,
				       enum apikey_scope scope,
				       struct keyring_use *use)
{
	struct apikey presented;

	memset(use, 0, sizeof(*use));
	return apikey_parse(text, bytes, &presented)
		       ? judge(keyring, &presented, scope, use)
		       : KEYRING_UNKNOWN;
}
