/* SPDX-License-Identifier: MIT */
#include "server/talk/recorder.h"
#include "server/talk/recorder_thread.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define CAPACITY 1024u
#define RETRY_MS_MIN 100u
#define RETRY_MS_MAX 30000u
#define PRUNE_EVERY_MS 60000u

static void set_defaults(struct recorder_options *options)
{
	if (options->capacity == 0)
		options->capacity = CAPACITY;
	if (options->retry_ms_min == 0)
		options->retry_ms_min = RETRY_MS_MIN;
	if (options->retry_ms_max == 0)
		options->retry_ms_max = RETRY_MS_MAX;
	if (options->retry_ms_max < options->retry_ms_min)
		options->retry_ms_max = options->retry_ms_min;
	if (options->prune_every_ms == 0)
		options->prune_every_ms = PRUNE_EVERY_MS;
}

static bool make_condition(pthread_cond_t *condition)
{
	pthread_condattr_t attributes;
	bool made;

	if (pthread_condattr_init(&attributes) != 0)
		return false;
	made = pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC) == 0 &&
	       pthread_cond_init(condition, &attributes) == 0;
	pthread_condattr_destroy(&attributes);
	return made;
}

static void free_recorder(struct recorder *recorder)
{
	pthread_cond_destroy(&recorder->ended_now);
	pthread_cond_destroy(&recorder->wake);
	pthread_mutex_destroy(&recorder->lock);
	free(recorder->slot);
	free(recorder);
}

static struct recorder *make_recorder(const struct recorder_options *options)
{
	struct recorder *recorder = calloc(1, sizeof(*recorder));

	if (!recorder)
		return NULL;
	recorder->options = *options;
	set_defaults(&recorder->options);
	recorder->retry_ms = recorder->options.retry_ms_min;
	recorder->state.capacity = recorder->options.capacity;
	memcpy(recorder->key.bytes, options->store->salt,
	       sizeof(recorder->key.bytes));
	recorder->slot =
		calloc(recorder->options.capacity, sizeof(*recorder->slot));
	/* On Linux these allocate nothing and can't fail. */
	if (recorder->slot && make_condition(&recorder->wake) &&
	    make_condition(&recorder->ended_now) &&
	    pthread_mutex_init(&recorder->lock, NULL) == 0)
		return recorder;
	free(recorder->slot);
	free(recorder);
	return NULL;
}

/* Will it pass by itself? */
static bool passes(enum store_status status)
{
	return status == STORE_ERROR_FULL || status == STORE_ERROR_IO ||
	       status == STORE_ERROR_BUSY;
}

enum store_status recorder_start(struct recorder **out,
				 const struct recorder_options *options,
				 struct store_error *error)
{
	struct recorder *recorder = make_recorder(options);
	static const struct store_error no_memory = {
		"cannot start the recorder: out of memory"};
	enum store_status status;

	*out = NULL;
	memset(error, 0, sizeof(*error));
	if (!recorder) {
		*error = no_memory;
		return STORE_ERROR_NOMEM;
	}
	status = recorder_open(recorder, error);
	if (status != STORE_OK && !passes(status)) {
		free_recorder(recorder);
		return status;
	}
	recorder_settle(recorder, status, error->message);
	if (pthread_create(&recorder->thread, NULL, recorder_run, recorder) !=
	    0) {
		*error = no_memory;
		store_close(recorder->store);
		free_recorder(recorder);
		return STORE_ERROR_NOMEM;
	}
	memset(error, 0, sizeof(*error));
	*out = recorder;
	return STORE_OK;
}

bool recorder_stop(struct recorder *recorder, unsigned deadline_ms)
{
	bool ended, complete;
	int64_t until_ms;

	if (!recorder)
		return true;
	pthread_mutex_lock(&recorder->lock);
	recorder->stop = true;
	/* The thread gives up a little earlier, so that it can be seen off. */
	recorder->stop_at = recorder_clock_ms() + deadline_ms / 4 * 3;
	until_ms = recorder_clock_ms() + deadline_ms;
	pthread_cond_signal(&recorder->wake);
	while (!recorder->ended &&
	       recorder_wait(&recorder->ended_now, &recorder->lock, until_ms))
		;
	ended = recorder->ended;
	complete = recorder->state.depth == 0;
	pthread_mutex_unlock(&recorder->lock);
	if (!ended) {
		pthread_detach(recorder->thread);
		return false;
	}
	pthread_join(recorder->thread, NULL);
	free_recorder(recorder);
	return complete;
}

/* ------------------------------------------------------------------ */
/* For the workers.                                                   */

/* The thread is woken by the first record and once half of the room is
 * taken; in between it gathers. */
static bool push(struct recorder *recorder, const struct store_record *record)
{
	struct recorder_state *state = &recorder->state;
	bool taken;

	pthread_mutex_lock(&recorder->lock);
	taken = state->depth < state->capacity && !recorder->stop;
	if (taken) {
		recorder->slot[(recorder->head + state->depth) %
			       state->capacity] = *record;
		state->depth++;
		recorder->taken++;
		if (state->depth == 1 || state->depth == state->capacity / 2)
			pthread_cond_signal(&recorder->wake);
	} else {
		state->dropped++;
	}
	pthread_mutex_unlock(&recorder->lock);
	return taken;
}

/* The rest of the array is overwritten too: it is the caller's raw text. */
static void put_text(char *out, size_t size, const char *text, size_t bytes)
{
	memset(out, 0, size);
	store_text(text, bytes, out, size);
}

bool recorder_turn(struct recorder *recorder, const struct store_turn *turn,
		   const char *question, size_t bytes)
{
	struct store_record record = {.kind = STORE_TURN};

	if (!recorder)
		return false;
	record.as.turn = *turn;
	put_text(record.as.turn.question, sizeof(record.as.turn.question),
		 question, bytes);
	return push(recorder, &record);
}

bool recorder_feedback(struct recorder *recorder,
		       const struct store_feedback *feedback,
		       const char *reason, size_t bytes)
{
	struct store_record record = {.kind = STORE_FEEDBACK};

	if (!recorder)
		return false;
	record.as.feedback = *feedback;
	put_text(record.as.feedback.reason, sizeof(record.as.feedback.reason),
		 reason, bytes);
	return push(recorder, &record);
}

bool recorder_session(struct recorder *recorder,
		      const struct store_session *session)
{
	struct store_record record = {.kind = STORE_SESSION};

	if (!recorder)
		return false;
	record.as.session = *session;
	return push(recorder, &record);
}

bool recorder_key_used(struct recorder *recorder, const char *id,
		       int64_t time_ms)
{
	struct store_record record = {.kind = STORE_API_KEY_USED};
	struct store_api_key_event *event = &record.as.api_key_event;

	if (!recorder || strnlen(id, sizeof(event->id)) == sizeof(event->id))
		return false;
	memcpy(event->id, id, strlen(id) + 1);
	event->time_ms = time_ms;
	return push(recorder, &record);
}

struct receipt recorder_receipt(struct recorder *recorder)
{
	struct receipt receipt = {0, 0};

	if (!recorder)
		return receipt;
	pthread_mutex_lock(&recorder->lock);
	receipt = (struct receipt){recorder->taken, recorder->refused};
	pthread_mutex_unlock(&recorder->lock);
	return receipt;
}

enum record_fate recorder_fate(struct recorder *recorder,
			       const struct receipt *receipt)
{
	enum record_fate fate = RECORD_WAITS;

	if (!recorder)
		return RECORD_LOST;
	pthread_mutex_lock(&recorder->lock);
	if (recorder->refused != receipt->refused)
		fate = RECORD_LOST;
	else if (recorder->settled >= receipt->number)
		fate = RECORD_KEPT;
	pthread_mutex_unlock(&recorder->lock);
	return fate;
}

bool recorder_id(struct recorder *recorder, const char *space, const char *name,
		 size_t name_bytes, struct store_id *id)
{
	struct store_key key;

	memset(id, 0, sizeof(*id));
	if (!recorder)
		return false;
	pthread_mutex_lock(&recorder->lock);
	key = recorder->key;
	pthread_mutex_unlock(&recorder->lock);
	return store_id_of(&key, space, name, name_bytes, id);
}

void recorder_state(struct recorder *recorder, struct recorder_state *out)
{
	memset(out, 0, sizeof(*out));
	if (!recorder)
		return;
	pthread_mutex_lock(&recorder->lock);
	*out = recorder->state;
	pthread_mutex_unlock(&recorder->lock);
}
