/* SPDX-License-Identifier: MIT */
#include "server/talk/recorder.h"
#include "unit/store_fixture.h"
#include "unit/failing_disk.h"

#include <pthread.h>
#include <sched.h>

#define STOP_MS 20000u

struct notices {
	pthread_mutex_t lock;
	unsigned failing, working;
	char message[256];
};

static void take_notice(void *context, bool failing, const char *message)
{
	struct notices *notices = context;

	pthread_mutex_lock(&notices->lock);
	notices->failing += failing;
	notices->working += !failing;
	if (failing)
		snprintf(notices->message, sizeof(notices->message), "%s",
			 message);
	pthread_mutex_unlock(&notices->lock);
}

static int64_t fixed_time(void *context)
{
	return *(const int64_t *)context;
}

static int64_t now = 1000 * DAY_MS;

static struct recorder_options options_of(const struct bench *bench,
					  struct notices *notices)
{
	return (struct recorder_options){.address = bench->path,
					 .store = &bench->options,
					 .now_ms = fixed_time,
					 .now_context = &now,
					 .notice = take_notice,
					 .notice_context = notices,
					 .capacity = 16,
					 .retry_ms_min = 1,
					 .retry_ms_max = 4,
					 .prune_every_ms = 1};
}

static struct recorder *start(const struct recorder_options *options)
{
	struct recorder *recorder;
	struct store_error error;

	if (recorder_start(&recorder, options, &error) != STORE_OK)
		fail_msg("%s", error.message);
	return recorder;
}

static bool record(struct recorder *recorder, unsigned visitor,
		   const char *question)
{
	struct store_record turn = turn_of(visitor, now, "");

	return recorder_turn(recorder, &turn.as.turn, question,
			     strlen(question));
}

static struct recorder_state state_of(struct recorder *recorder)
{
	struct recorder_state state;

	recorder_state(recorder, &state);
	return state;
}

static void what_is_recorded_is_stored_when_it_stops(void **state)
{
	struct notices notices = {.lock = PTHREAD_MUTEX_INITIALIZER};
	struct bench *bench = *state;
	struct recorder_options options = options_of(bench, &notices);
	struct store_record other = feedback_of(1, now, true, "");
	struct store_record session = session_of(1, now, 3);
	struct recorder *recorder;

	options.gather_ms = 1000000;
	recorder = start(&options);
	assert_true(record(recorder, 1, "a"));
	assert_true(recorder_feedback(recorder, &other.as.feedback, "ok", 2));
	assert_true(recorder_session(recorder, &session.as.session));
	assert_true(recorder_key_used(recorder, "k1", now));
	assert_false(
		recorder_key_used(recorder, "a-key-id-that-is-too-long", 1));
	assert_true(recorder_stop(recorder, STOP_MS));
	bench_open(bench);
	assert_int_equal(count_turns(bench->store), 1);
	assert_int_equal(notices.failing + notices.working, 0);
}

static void a_full_queue_drops_and_counts(void **state)
{
	struct notices notices = {.lock = PTHREAD_MUTEX_INITIALIZER};
	struct bench *bench = *state;
	struct recorder_options options = options_of(bench, &notices);
	struct recorder *recorder;
	unsigned taken = 0;

	options.retry_ms_min = options.retry_ms_max = 1000000;
	failing_disk_code = SQLITE_FULL;
	recorder = start(&options);
	for (unsigned i = 0; i < 20; i++)
		taken += record(recorder, i + 1, "a");
	assert_int_equal(taken, 16);
	assert_int_equal(state_of(recorder).depth, 16);
	assert_int_equal(state_of(recorder).dropped, 4);
	assert_true(state_of(recorder).failing);
	assert_non_null(strstr(state_of(recorder).message, "disk is full"));
	assert_false(recorder_stop(recorder, STOP_MS));
	failing_disk_code = SQLITE_OK;
}

/* Whether it failed at the start or later, each change is told once. */
static void it_recovers_by_itself_and_loses_nothing_that_it_took(void **state)
{
	struct notices notices = {.lock = PTHREAD_MUTEX_INITIALIZER};
	struct bench *bench = *state;
	struct recorder_options options = options_of(bench, &notices);
	struct recorder *recorder;
	static const int codes[] = {SQLITE_FULL, SQLITE_IOERR_WRITE};

	recorder = start(&options);
	for (unsigned i = 0; i < 2; i++) {
		failing_disk_code = codes[i];
		assert_true(record(recorder, i + 1, "a"));
		while (!state_of(recorder).failing)
			sched_yield();
		failing_disk_code = SQLITE_OK;
		while (state_of(recorder).failing || state_of(recorder).depth)
			sched_yield();
		assert_string_equal(state_of(recorder).message, "");
	}
	assert_int_equal(state_of(recorder).written, 2);
	assert_int_equal(state_of(recorder).failures, 2);
	assert_int_equal(state_of(recorder).dropped, 0);
	assert_true(recorder_stop(recorder, STOP_MS));
	assert_int_equal(notices.failing, 2);
	assert_int_equal(notices.working, 2);
	bench_open(bench);
	assert_int_equal(count_turns(bench->store), 2);
}

static void a_store_that_was_deleted_is_made_anew(void **state)
{
	struct notices notices = {.lock = PTHREAD_MUTEX_INITIALIZER};
	struct bench *bench = *state;
	struct recorder_options options = options_of(bench, &notices);
	struct recorder *recorder = start(&options);
	char path[128];

	assert_int_equal(unlink(bench->path), 0);
	snprintf(path, sizeof(path), "%s-wal", bench->path);
	unlink(path);
	snprintf(path, sizeof(path), "%s-shm", bench->path);
	unlink(path);
	assert_true(record(recorder, 1, "a"));
	while (state_of(recorder).written == 0)
		sched_yield();
	assert_true(recorder_stop(recorder, STOP_MS));
	bench_open(bench);
	assert_int_equal(count_turns(bench->store), 1);
}

static void a_refused_record_does_not_keep_the_others_out(void **state)
{
	struct notices notices = {.lock = PTHREAD_MUTEX_INITIALIZER};
	struct bench *bench = *state;
	struct recorder_options options = options_of(bench, &notices);
	struct recorder *recorder;

	options.gather_ms = 1000000;
	recorder = start(&options);
	assert_true(record(recorder, 1, "a"));
	struct store_record bad = turn_of(2, now, "");
	bad.as.turn.mouth[0] = '\0';
	assert_true(recorder_turn(recorder, &bad.as.turn, "b", 1));
	assert_true(record(recorder, 3, "c"));
	assert_true(recorder_stop(recorder, STOP_MS));
	assert_int_equal(notices.failing, 0);
	bench_open(bench);
	assert_int_equal(count_turns(bench->store), 2);
}

static void what_is_too_old_is_pruned(void **state)
{
	struct notices notices = {.lock = PTHREAD_MUTEX_INITIALIZER};
	struct bench *bench = *state;
	struct recorder_options options = options_of(bench, &notices);
	struct recorder *recorder;

	bench_open(bench);
	for (unsigned i = 1; i <= 1200; i++)
		write_one(bench->store, turn_of(i, now - 2 * DAY_MS, "old"));
	write_one(bench->store, turn_of(1, now, "new"));
	store_close(bench->store);
	options.keep_transcripts_ms = DAY_MS;
	recorder = start(&options);
	while (state_of(recorder).pruned < 1200)
		sched_yield();
	assert_true(recorder_stop(recorder, STOP_MS));
	bench_open(bench);
	assert_int_equal(count_turns(bench->store), 1);
}

static void a_fault_of_the_operator_stops_the_start(void **state)
{
	struct notices notices = {.lock = PTHREAD_MUTEX_INITIALIZER};
	struct bench *bench = *state;
	struct recorder_options options = options_of(bench, &notices);
	struct recorder *recorder;
	struct store_error error;

	options.address = bench->folder;
	assert_int_equal(recorder_start(&recorder, &options, &error),
			 STORE_ERROR_OPEN);
	assert_null(recorder);
	assert_non_null(strstr(error.message, "is a directory"));
}

static void ids_are_those_of_the_store(void **state)
{
	struct notices notices = {.lock = PTHREAD_MUTEX_INITIALIZER};
	struct bench *bench = *state;
	struct recorder_options options = options_of(bench, &notices);
	struct recorder *recorder = start(&options);
	struct store_id id, same;
	struct store_key key;

	assert_true(recorder_id(recorder, "rasa", "ann", 3, &id));
	assert_true(recorder_stop(recorder, STOP_MS));
	bench_open(bench);
	store_get_key(bench->store, &key);
	assert_true(store_id_of(&key, "rasa", "ann", 3, &same));
	assert_memory_equal(&id, &same, sizeof(id));
}

static void without_a_store_nothing_is_kept(void **state)
{
	struct store_id id;

	(void)state;
	assert_false(record(NULL, 1, "a"));
	assert_false(recorder_id(NULL, "rasa", "ann", 3, &id));
	assert_true(store_id_none(&id));
	assert_int_equal(state_of(NULL).capacity, 0);
	assert_true(recorder_stop(NULL, 1));
}

static void *record_many(void *recorder)
{
	for (unsigned i = 1; i <= 5000; i++)
		record(recorder, i, "what do i do first");
	return NULL;
}

static void each_record_is_written_or_counted_as_dropped(void **state)
{
	struct notices notices = {.lock = PTHREAD_MUTEX_INITIALIZER};
	struct bench *bench = *state;
	struct recorder_options options = options_of(bench, &notices);
	struct recorder *recorder = start(&options);
	struct recorder_state end;
	pthread_t thread[3];

	for (size_t i = 0; i < 3; i++)
		assert_int_equal(
			pthread_create(&thread[i], NULL, record_many, recorder),
			0);
	for (size_t i = 0; i < 3; i++)
		pthread_join(thread[i], NULL);
	do {
		end = state_of(recorder);
		sched_yield();
	} while (end.depth);
	assert_int_equal(end.written + end.dropped, 15000);
	assert_true(recorder_stop(recorder, STOP_MS));
	bench_open(bench);
	assert_int_equal(count_turns(bench->store), end.written);
}

int main(void)
{
#define IN_FOLDER(test)                                                        \
	cmocka_unit_test_setup_teardown(test, bench_set_up, bench_tear_down)
	const struct CMUnitTest tests[] = {
		IN_FOLDER(what_is_recorded_is_stored_when_it_stops),
		IN_FOLDER(a_full_queue_drops_and_counts),
		IN_FOLDER(it_recovers_by_itself_and_loses_nothing_that_it_took),
		IN_FOLDER(a_store_that_was_deleted_is_made_anew),
		IN_FOLDER(a_refused_record_does_not_keep_the_others_out),
		IN_FOLDER(what_is_too_old_is_pruned),
		IN_FOLDER(a_fault_of_the_operator_stops_the_start),
		IN_FOLDER(ids_are_those_of_the_store),
		cmocka_unit_test(without_a_store_nothing_is_kept),
		IN_FOLDER(each_record_is_written_or_counted_as_dropped),
	};

	return cmocka_run_group_tests_name("recorder", tests,
					   failing_disk_mount, NULL);
}
