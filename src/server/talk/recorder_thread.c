/* SPDX-License-Identifier: MIT */
#include "server/talk/recorder_thread.h"

#include <errno.h>
#include <string.h>
#include <time.h>

#define BATCH_MAX 256u /* a commit; then the lock is looked at again */
#define PRUNE_ROWS 500u

int64_t recorder_clock_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

bool recorder_wait(pthread_cond_t *condition, pthread_mutex_t *lock,
		   int64_t until_ms)
{
	struct timespec until = {
		.tv_sec = (time_t)(until_ms / 1000),
		.tv_nsec = (long)(until_ms % 1000) * 1000000L,
	};

	return pthread_cond_timedwait(condition, lock, &until) != ETIMEDOUT;
}

/* With the lock: until so many records wait, the time has come, or the end. */
static void wait_for(struct recorder *recorder, size_t enough, int64_t until_ms)
{
	while (!recorder->stop && recorder->state.depth < enough &&
	       recorder_wait(&recorder->wake, &recorder->lock, until_ms))
		;
}

/* With the lock: until there is something to do. */
static void rest(struct recorder *recorder)
{
	if (recorder->state.failing) {
		wait_for(recorder, SIZE_MAX, recorder->retry_at);
		return;
	}
	wait_for(recorder, 1, recorder->prune_at);
	if (recorder->state.depth && recorder->options.gather_ms)
		wait_for(recorder, recorder->state.capacity / 2,
			 recorder_clock_ms() + recorder->options.gather_ms);
}

/* What waits, as far as it lies in one piece. */
static size_t next_batch(const struct recorder *recorder)
{
	size_t count = recorder->state.depth;
	size_t straight = recorder->state.capacity - recorder->head;

	if (count > straight)
		count = straight;
	return count > BATCH_MAX ? BATCH_MAX : count;
}

enum store_status recorder_open(struct recorder *recorder,
				struct store_error *error)
{
	struct store_key key;
	enum store_status status;

	status = store_open(&recorder->store, recorder->options.address,
			    recorder->options.store, error);
	if (status != STORE_OK)
		return status;
	store_get_key(recorder->store, &key);
	pthread_mutex_lock(&recorder->lock);
	recorder->key = key;
	pthread_mutex_unlock(&recorder->lock);
	return STORE_OK;
}

static int64_t before(int64_t now_ms, int64_t keep_ms)
{
	return keep_ms && now_ms > keep_ms ? now_ms - keep_ms : 0;
}

/* A step of pruning, when it is time; what is left comes after the next batch
 * of records. */
static enum store_status prune(struct recorder *recorder)
{
	const struct recorder_options *options = &recorder->options;
	int64_t now_ms = options->now_ms(options->now_context);
	const struct store_retention retention = {
		before(now_ms, options->keep_transcripts_ms),
		before(now_ms, options->keep_sessions_ms),
		before(now_ms, options->keep_deliveries_ms),
	};
	enum store_status status;
	size_t deleted;

	if (recorder_clock_ms() < recorder->prune_at)
		return STORE_OK;
	status = store_prune(recorder->store, &retention, PRUNE_ROWS, &deleted);
	if (status != STORE_OK)
		return status;
	if (deleted < PRUNE_ROWS)
		recorder->prune_at =
			recorder_clock_ms() + options->prune_every_ms;
	pthread_mutex_lock(&recorder->lock);
	recorder->state.pruned += deleted;
	pthread_mutex_unlock(&recorder->lock);
	return STORE_OK;
}

/* A record that the store refuses must not keep the others out for ever. */
static enum store_status write_singly(struct recorder *recorder,
				      const struct store_record *batch,
				      size_t count, size_t *written,
				      size_t *refused)
{
	enum store_status status = STORE_OK;

	for (size_t i = 0; i < count && status == STORE_OK; i++) {
		status = store_write(recorder->store, &batch[i], 1,
				     STORE_COMMITTED);
		if (status == STORE_OK)
			++*written;
		else if (status == STORE_ERROR_MISUSE)
			++*refused;
		if (status == STORE_ERROR_MISUSE)
			status = STORE_OK;
	}
	return status;
}

static enum store_status write_batch(struct recorder *recorder, size_t count)
{
	const struct store_record *batch = recorder->slot + recorder->head;
	size_t written = 0, refused = 0;
	enum store_status status;

	status = store_write(recorder->store, batch, count, STORE_COMMITTED);
	if (status == STORE_OK)
		written = count;
	else if (status == STORE_ERROR_MISUSE)
		status = write_singly(recorder, batch, count, &written,
				      &refused);
	pthread_mutex_lock(&recorder->lock);
	recorder->head =
		(recorder->head + written + refused) % recorder->state.capacity;
	recorder->state.depth -= written + refused;
	recorder->state.written += written;
	recorder->state.dropped += refused;
	recorder->settled += written + refused;
	recorder->refused += refused;
	pthread_mutex_unlock(&recorder->lock);
	return status;
}

void recorder_settle(struct recorder *recorder, enum store_status status,
		     const char *message)
{
	bool failing = status != STORE_OK;
	bool changed;

	if (failing) {
		recorder->retry_at = recorder_clock_ms() + recorder->retry_ms;
		recorder->retry_ms =
			recorder->retry_ms > recorder->options.retry_ms_max / 2
				? recorder->options.retry_ms_max
				: 2 * recorder->retry_ms;
	} else {
		recorder->retry_ms = recorder->options.retry_ms_min;
	}
	pthread_mutex_lock(&recorder->lock);
	changed = failing != recorder->state.failing;
	recorder->state.failing = failing;
	recorder->state.failures += changed && failing;
	memset(recorder->state.message, 0, sizeof(recorder->state.message));
	memcpy(recorder->state.message, message, strlen(message));
	pthread_mutex_unlock(&recorder->lock);
	if (changed && recorder->options.notice)
		recorder->options.notice(recorder->options.notice_context,
					 failing, message);
}

/* A handle is given up when opening it anew may help: the file was replaced,
 * the disk was mounted again. */
static bool needs_reopening(enum store_status status)
{
	return status == STORE_ERROR_IO || status == STORE_ERROR_FORMAT ||
	       status == STORE_ERROR_OPEN || status == STORE_ERROR_NEWER;
}

/* Opens, prunes and writes, as far as each is due. */
static bool work(struct recorder *recorder, size_t batch)
{
	struct store_error error = {""};
	enum store_status status = STORE_OK;

	if (!recorder->store)
		status = recorder_open(recorder, &error);
	if (status == STORE_OK)
		status = prune(recorder);
	if (status == STORE_OK && batch)
		status = write_batch(recorder, batch);
	if (status != STORE_OK && recorder->store) {
		memcpy(error.message, store_message(recorder->store),
		       strlen(store_message(recorder->store)) + 1);
		if (needs_reopening(status)) {
			store_close(recorder->store);
			recorder->store = NULL;
		}
	}
	recorder_settle(recorder, status,
			status == STORE_OK ? "" : error.message);
	return status == STORE_OK;
}

void *recorder_run(void *context)
{
	struct recorder *recorder = context;
	bool go_on = true;

	pthread_mutex_lock(&recorder->lock);
	while (go_on) {
		size_t batch;
		bool worked;

		rest(recorder);
		batch = next_batch(recorder);
		if (recorder->stop && batch == 0)
			break;
		pthread_mutex_unlock(&recorder->lock);
		worked = work(recorder, batch);
		pthread_mutex_lock(&recorder->lock);
		go_on = !recorder->stop ||
			(worked && recorder_clock_ms() < recorder->stop_at);
	}
	recorder->state.dropped += recorder->state.depth;
	pthread_mutex_unlock(&recorder->lock);
	store_close(recorder->store);
	pthread_mutex_lock(&recorder->lock);
	recorder->ended = true;
	pthread_cond_signal(&recorder->ended_now);
	pthread_mutex_unlock(&recorder->lock);
	return NULL;
}
