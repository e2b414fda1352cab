/* SPDX-License-Identifier: MIT */
#include "unit/store_fixture.h"
#include "unit/failing_disk.h"

static enum store_status write_turns(struct store *store, unsigned count)
{
	struct store_record record = turn_of(1, 1, "what do i do first");

	for (unsigned i = 0; i < count; i++) {
		enum store_status status =
			store_write(store, &record, 1, STORE_COMMITTED);

		if (status != STORE_OK)
			return status;
	}
	return STORE_OK;
}

static void a_full_disk_is_told_and_passes(void **state)
{
	struct bench *bench = *state;
	char expected[256];

	assert_int_equal(write_turns(bench->store, 3), STORE_OK);
	failing_disk_code = SQLITE_FULL;
	assert_int_equal(write_turns(bench->store, 1), STORE_ERROR_FULL);
	snprintf(expected, sizeof(expected),
		 "cannot write '%s': the disk is full", bench->path);
	assert_string_equal(store_message(bench->store), expected);
	assert_int_equal(count_turns(bench->store), 3);
	failing_disk_code = SQLITE_OK;
	assert_int_equal(write_turns(bench->store, 1), STORE_OK);
	assert_int_equal(count_turns(bench->store), 4);
}

static void a_disk_that_fails_is_told(void **state)
{
	struct bench *bench = *state;

	failing_disk_code = SQLITE_IOERR_WRITE;
	assert_int_equal(write_turns(bench->store, 1), STORE_ERROR_IO);
	failing_disk_code = SQLITE_OK;
	assert_int_equal(count_turns(bench->store), 0);
}

static void opening_on_a_full_disk_is_told(void **state)
{
	struct bench *bench = *state;

	failing_disk_code = SQLITE_FULL;
	assert_int_equal(store_open(&bench->store, bench->path, &bench->options,
				    &bench->error),
			 STORE_ERROR_FULL);
	failing_disk_code = SQLITE_OK;
	bench_open(bench);
}

/* The log is flushed with each durable commit, and with no other. */
static void only_a_durable_commit_waits_for_the_disk(void **state)
{
	struct bench *bench = *state;
	struct store_record record = turn_of(1, 1, "a");
	int before;

	assert_int_equal(write_turns(bench->store, 1), STORE_OK);
	before = failing_disk_syncs;
	assert_int_equal(write_turns(bench->store, 10), STORE_OK);
	assert_int_equal(failing_disk_syncs, before);
	assert_int_equal(store_write(bench->store, &record, 1, STORE_DURABLE),
			 STORE_OK);
	assert_true(failing_disk_syncs > before);
	before = failing_disk_syncs;
	assert_int_equal(write_turns(bench->store, 1), STORE_OK);
	assert_int_equal(failing_disk_syncs, before);
}

static void a_store_grows_to_its_limit(void **state)
{
	struct bench *bench = *state;
	struct store_retention all = {.transcripts_before_ms = 2};
	size_t deleted;

	bench->options.bytes_max = 256 * 1024;
	bench_open(bench);
	assert_int_equal(write_turns(bench->store, 5000), STORE_ERROR_FULL);
	store_close(bench->store);
	bench_open(bench);
	assert_int_equal(write_turns(bench->store, 100), STORE_ERROR_FULL);
	assert_int_equal(store_prune(bench->store, &all, 10000, &deleted),
			 STORE_OK);
	assert_true(deleted > 100);
	assert_int_equal(write_turns(bench->store, 100), STORE_OK);
}

static void another_writer_is_told(void **state)
{
	struct bench *bench = *state;
	sqlite3 *other;

	assert_int_equal(sqlite3_open(bench->path, &other), SQLITE_OK);
	assert_int_equal(
		sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL),
		SQLITE_OK);
	assert_int_equal(write_turns(bench->store, 1), STORE_ERROR_BUSY);
	assert_int_equal(sqlite3_close(other), SQLITE_OK);
	assert_int_equal(write_turns(bench->store, 1), STORE_OK);
}

static void a_deleted_file_is_not_written_on(void **state)
{
	struct bench *bench = *state;
	char expected[256];

	assert_int_equal(unlink(bench->path), 0);
	assert_int_equal(write_turns(bench->store, 1), STORE_ERROR_IO);
	snprintf(expected, sizeof(expected),
		 "cannot write '%s': it was moved or deleted", bench->path);
	assert_string_equal(store_message(bench->store), expected);
}

int main(void)
{
#define WITH_STORE(test)                                                       \
	cmocka_unit_test_setup_teardown(test, bench_set_up_open,               \
					bench_tear_down)
	const struct CMUnitTest tests[] = {
		WITH_STORE(a_full_disk_is_told_and_passes),
		WITH_STORE(a_disk_that_fails_is_told),
		cmocka_unit_test_setup_teardown(opening_on_a_full_disk_is_told,
						bench_set_up, bench_tear_down),
		WITH_STORE(only_a_durable_commit_waits_for_the_disk),
		cmocka_unit_test_setup_teardown(a_store_grows_to_its_limit,
						bench_set_up, bench_tear_down),
		WITH_STORE(another_writer_is_told),
		WITH_STORE(a_deleted_file_is_not_written_on),
	};

	return cmocka_run_group_tests_name("sqlite", tests, failing_disk_mount,
					   NULL);
}
