/* SPDX-License-Identifier: MIT */
/*
 * recorder_thread.h: inside of a recorder; for recorder*.c only.
 *
 *	     head        head + depth
 *	[ ... | record record | free ... ]      a ring of slots
 *
 * The thread reads from `head` on, workers write behind. So a batch is written
 * from its slots without the lock, and leaves the ring only when it is
 * committed.
 */
#ifndef FAQD_RECORDER_THREAD_H
#define FAQD_RECORDER_THREAD_H

#include "server/talk/recorder.h"

#include <pthread.h>

struct recorder {
	struct recorder_options options;
	struct store *store; /* the thread's; NULL: to be opened */
	unsigned retry_ms;   /* the thread's: the next pause */
	int64_t retry_at, prune_at;
	pthread_t thread;
	pthread_mutex_t lock; /* of all that follows */
	pthread_cond_t wake;  /* there is work, or the end */
	pthread_cond_t ended_now;
	struct store_record *slot;
	size_t head;
	struct store_key key;
	struct recorder_state state;
	uint64_t taken, settled, refused; /* records, since the start */
	bool stop, ended;
	int64_t stop_at;
};

/* Opens the store and takes its key over. */
STORE_MUST_CHECK enum store_status recorder_open(struct recorder *recorder,
						 struct store_error *error);

/* Notes how it went and tells of a change. */
void recorder_settle(struct recorder *recorder, enum store_status status,
		     const char *message);

/* The thread, for pthread_create(). It ends when it has been told to stop and
 * all is written, the store fails, or stop_at has come. */
void *recorder_run(void *recorder);

/* Milliseconds of the clock that recorder_wait() goes by. */
int64_t recorder_clock_ms(void);

/* pthread_cond_timedwait() until then; false when the time has come. */
bool recorder_wait(pthread_cond_t *condition, pthread_mutex_t *lock,
		   int64_t until_ms);

#endif
