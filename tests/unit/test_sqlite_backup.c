/* SPDX-License-Identifier: MIT */
/* Another program that has the file open is met in tests/store/commands.sh. */
#include "store/backup.h"
#include "unit/store_fixture.h"

#include <sqlite3.h>

static void copy_path(const struct bench *bench, char out[128])
{
	snprintf(out, 128, "%s/copy", bench->folder);
}

static void a_copy_is_made_while_others_write(void **state)
{
	struct bench *bench = *state;
	struct stat info;
	struct store *copy;
	char path[128], log[160];

	copy_path(bench, path);
	for (unsigned i = 1; i <= 300; i++)
		write_one(bench->store, turn_of(i, i, "what next"));
	assert_int_equal(store_backup(bench->path, path, false, &bench->error),
			 STORE_OK);
	write_one(bench->store, turn_of(1, 301, "later"));
	assert_int_equal(stat(path, &info), 0);
	assert_int_equal(info.st_mode & 0777, 0600);
	snprintf(log, sizeof(log), "%s-wal", path);
	assert_int_not_equal(access(log, F_OK), 0);
	assert_int_equal(
		store_open(&copy, path, &bench->options, &bench->error),
		STORE_OK);
	assert_int_equal(count_turns(copy), 300);
	store_close(copy);
	unlink(path);
}

static void a_copy_replaces_only_what_it_may(void **state)
{
	struct bench *bench = *state;
	char path[128];

	copy_path(bench, path);
	assert_int_equal(store_backup(bench->path, path, false, &bench->error),
			 STORE_OK);
	assert_int_equal(store_backup(bench->path, path, false, &bench->error),
			 STORE_SEEN);
	assert_non_null(strstr(bench->error.message, "is there already"));
	assert_int_equal(store_backup(bench->path, path, true, &bench->error),
			 STORE_OK);
	unlink(path);
}

static void what_is_put_back_is_as_it_was(void **state)
{
	struct bench *bench = *state;
	struct store_key before, after;
	char path[128];

	copy_path(bench, path);
	store_get_key(bench->store, &before);
	write_one(bench->store, turn_of(1, 1, "zebra"));
	assert_int_equal(store_backup(bench->path, path, false, &bench->error),
			 STORE_OK);
	write_one(bench->store, turn_of(2, 2, "quagga"));
	store_close(bench->store);
	bench->store = NULL;
	assert_int_equal(store_restore(path, bench->path, false, &bench->error),
			 STORE_SEEN);
	assert_int_equal(store_restore(path, bench->path, true, &bench->error),
			 STORE_OK);
	bench_open(bench);
	assert_int_equal(count_turns(bench->store), 1);
	store_get_key(bench->store, &after);
	assert_memory_equal(&before, &after, sizeof(before));
	unlink(path);
}

static void a_damaged_store_can_be_replaced(void **state)
{
	struct bench *bench = *state;
	char path[128];
	FILE *file;

	copy_path(bench, path);
	assert_int_equal(store_backup(bench->path, path, false, &bench->error),
			 STORE_OK);
	store_close(bench->store);
	bench->store = NULL;
	file = fopen(bench->path, "w");
	assert_non_null(file);
	fputs("rubbish", file);
	fclose(file);
	assert_int_equal(store_restore(path, bench->path, true, &bench->error),
			 STORE_OK);
	bench_open(bench);
	unlink(path);
}

/* What is put back, and what is said of it. */
static void refused(struct bench *bench, const char *path,
		    enum store_status status, const char *words)
{
	assert_int_equal(store_restore(path, bench->path, true, &bench->error),
			 status);
	if (!strstr(bench->error.message, words))
		fail_msg("%s", bench->error.message);
	assert_int_equal(count_turns(bench->store), 1);
}

static void what_is_no_store_is_not_put_back(void **state)
{
	struct bench *bench = *state;
	char path[128];
	sqlite3 *db;
	FILE *file;

	copy_path(bench, path);
	write_one(bench->store, turn_of(1, 1, "a"));
	refused(bench, path, STORE_ERROR_OPEN, "no such file");
	refused(bench, bench->folder, STORE_ERROR_OPEN, "no regular file");
	file = fopen(path, "w");
	assert_non_null(file);
	fclose(file);
	refused(bench, path, STORE_ERROR_FORMAT, "there is no store in it");
	file = fopen(path, "w");
	assert_non_null(file);
	fputs("these are notes", file);
	fclose(file);
	refused(bench, path, STORE_ERROR_FORMAT, "not a database");
	unlink(path);
	assert_int_equal(store_backup(bench->path, path, false, &bench->error),
			 STORE_OK);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(
		sqlite3_exec(db, "PRAGMA user_version = 99", NULL, NULL, NULL),
		SQLITE_OK);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
	refused(bench, path, STORE_ERROR_NEWER,
		"made by a newer faqd (schema 99");
	unlink(path);
}

static void a_damaged_copy_is_not_put_back(void **state)
{
	struct bench *bench = *state;
	char path[128], junk[4096];
	struct stat info;
	FILE *file;

	copy_path(bench, path);
	for (unsigned i = 1; i <= 300; i++)
		write_one(bench->store, turn_of(i, i, "what next"));
	assert_int_equal(store_backup(bench->path, path, false, &bench->error),
			 STORE_OK);
	assert_int_equal(stat(path, &info), 0);
	memset(junk, 0x5a, sizeof(junk));
	file = fopen(path, "r+");
	assert_non_null(file);
	fseek(file, (long)info.st_size - (long)sizeof(junk), SEEK_SET);
	assert_int_equal(fwrite(junk, 1, sizeof(junk), file), sizeof(junk));
	fclose(file);
	assert_int_equal(store_restore(path, bench->path, true, &bench->error),
			 STORE_ERROR_FORMAT);
	assert_int_equal(count_turns(bench->store), 300);
	unlink(path);
}

int main(void)
{
#define WITH_STORE(test)                                                       \
	cmocka_unit_test_setup_teardown(test, bench_set_up_open,               \
					bench_tear_down)
	const struct CMUnitTest tests[] = {
		WITH_STORE(a_copy_is_made_while_others_write),
		WITH_STORE(a_copy_replaces_only_what_it_may),
		WITH_STORE(what_is_put_back_is_as_it_was),
		WITH_STORE(a_damaged_store_can_be_replaced),
		WITH_STORE(what_is_no_store_is_not_put_back),
		WITH_STORE(a_damaged_copy_is_not_put_back),
	};

	return cmocka_run_group_tests_name("sqlite_backup", tests, NULL, NULL);
}
