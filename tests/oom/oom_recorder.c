/* SPDX-License-Identifier: MIT */
/*
 * oom_recorder: a recorder starts, takes records and stops while each
 * allocation in turn fails, alone or with all that follow: those of ours, which
 * are the store's too, and SQLite's. Only one thread allocates at a time.
 */
#include "oom/sqlite.h"
#include "server/talk/recorder.h"

#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RECORDS 3u
#define STOP_MS 60000u

/* In memory where that is to be had: each round makes files. */
static char folder[32] = "/dev/shm/faqd-oom-XXXXXX", path[64];
static const struct store_options store_options = {.busy_ms = 1};

static void remove_files(void)
{
	static const char *const endings[] = {"", "-wal", "-shm"};
	char name[80];

	for (unsigned i = 0; i < 3; i++) {
		snprintf(name, sizeof(name), "%s%s", path, endings[i]);
		remove(name);
	}
}

static bool count_turn(void *context, const struct store_turn *turn)
{
	(void)turn;
	++*(unsigned *)context;
	return true;
}

/* How many questions are there, whatever fails? */
static unsigned stored(void)
{
	static const struct store_range all = {.to_ms = INT64_MAX};
	struct meter *failing = meter;
	struct store_error error;
	struct store *store;
	unsigned turns = 0;

	meter = NULL;
	assert_int_equal(store_open(&store, path, &store_options, &error),
			 STORE_OK);
	assert_int_equal(store_turns(store, &all, count_turn, &turns),
			 STORE_OK);
	store_close(store);
	meter = failing;
	return turns;
}

static int64_t now_ms(void *context)
{
	(void)context;
	return 1000;
}

static void take(struct recorder *recorder)
{
	struct store_turn turn = {.time_ms = 5, .mouth = "chat"};

	for (unsigned i = 0; i < RECORDS; i++) {
		turn.visitor.bytes[0] = 1;
		turn.message.bytes[0] = (unsigned char)(i + 1);
		assert_true(recorder_turn(recorder, &turn, "what is tea", 11));
	}
}

/* Until all is written, or it has found that it can't be. */
static bool settles(struct recorder *recorder)
{
	struct recorder_state state;

	do {
		sched_yield();
		recorder_state(recorder, &state);
	} while (state.depth && !state.failures);
	return !state.depth && !state.failures;
}

static bool record(void)
{
	const struct recorder_options options = {
		.address = path,
		.store = &store_options,
		.now_ms = now_ms,
		.capacity = 16,
		.retry_ms_min = 1,
	};
	struct recorder *recorder;
	struct store_error error;
	struct receipt receipt;
	unsigned before = stored();
	bool kept, complete, smooth;

	if (recorder_start(&recorder, &options, &error) != STORE_OK) {
		assert_null(recorder);
		assert_true(error.message[0]);
		return false;
	}
	take(recorder);
	receipt = recorder_receipt(recorder);
	smooth = settles(recorder);
	kept = recorder_fate(recorder, &receipt) == RECORD_KEPT;
	complete = recorder_stop(recorder, STOP_MS);
	assert_true(complete || !kept);
	if (complete)
		assert_int_equal(stored(), before + RECORDS);
	else
		assert_in_range(stored(), before, before + RECORDS);
	return complete && smooth;
}

/* SQLite goes on without some of its memory. */
static void what_is_acknowledged_is_kept(void **state)
{
	(void)state;
	assert_true(fail_each(record, true) > 100);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_acknowledged_is_kept),
	};
	int failures;

	if (!mkdtemp(folder)) {
		snprintf(folder, sizeof(folder), "/tmp/faqd-oom-XXXXXX");
		if (!mkdtemp(folder))
			return 2;
	}
	if (!hook_sqlite())
		return 2;
	snprintf(path, sizeof(path), "%s/x.db", folder);
	failures = cmocka_run_group_tests(tests, NULL, NULL);
	remove_files();
	remove(folder);
	return failures;
}
