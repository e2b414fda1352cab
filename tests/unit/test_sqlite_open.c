/* SPDX-License-Identifier: MIT */
#include "unit/store_fixture.h"

#include <fcntl.h>
#include <sqlite3.h>

/* How opening fails, and in which words behind "cannot open 'PATH': ". */
static void refused(struct bench *bench, enum store_status status,
		    const char *why)
{
	char expected[512];

	assert_int_equal(store_open(&bench->store, bench->path, &bench->options,
				    &bench->error),
			 status);
	assert_null(bench->store);
	snprintf(expected, sizeof(expected), "cannot open '%s': %s",
		 bench->path, why);
	assert_string_equal(bench->error.message, expected);
}

static void put_file(const struct bench *bench, const void *bytes, size_t size)
{
	FILE *file = fopen(bench->path, "wb");

	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, size, file), size);
	assert_int_equal(fclose(file), 0);
}

static void run_sql(const struct bench *bench, const char *sql)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(bench->path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void its_files_are_for_its_owner_only(void **state)
{
	static const char *const suffix[] = {"", "-wal", "-shm"};
	struct bench *bench = *state;
	mode_t mask = umask(0);
	struct stat info;
	char path[128];

	bench_open(bench);
	write_one(bench->store, turn_of(1, 1, "a"));
	umask(mask);
	for (size_t i = 0; i < 3; i++) {
		snprintf(path, sizeof(path), "%s%s", bench->path, suffix[i]);
		assert_int_equal(stat(path, &info), 0);
		assert_int_equal(info.st_mode & 0777, 0600);
	}
}

static void the_key_of_ids_outlives_a_restart(void **state)
{
	struct bench *bench = *state;
	struct store_key first, second, third;

	bench_open(bench);
	store_get_key(bench->store, &first);
	store_close(bench->store);
	memset(bench->options.salt, 9, sizeof(bench->options.salt));
	bench_open(bench);
	store_get_key(bench->store, &second);
	assert_memory_equal(&first, &second, sizeof(first));
	store_close(bench->store);
	bench->options.secret = "pepper";
	bench->options.secret_bytes = 6;
	bench_open(bench);
	store_get_key(bench->store, &third);
	assert_memory_not_equal(&first, &third, sizeof(first));
}

static void a_folder_is_no_store(void **state)
{
	struct bench *bench = *state;

	assert_int_equal(mkdir(bench->path, 0700), 0);
	refused(bench, STORE_ERROR_OPEN, "is a directory");
	assert_int_equal(rmdir(bench->path), 0);
}

static void a_missing_folder_is_not_made(void **state)
{
	struct bench *bench = *state;
	char *end = bench->path + strlen(bench->path);

	strcpy(end, "/y.db");
	refused(bench, STORE_ERROR_OPEN, "no such file or folder");
	*end = '\0';
}

static void a_part_of_the_path_may_be_a_file(void **state)
{
	struct bench *bench = *state;
	char *end = bench->path + strlen(bench->path);

	put_file(bench, "x", 1);
	strcpy(end, "/y.db");
	refused(bench, STORE_ERROR_OPEN, "a part of its path is no folder");
	*end = '\0';
}

static void a_report_makes_no_store(void **state)
{
	struct bench *bench = *state;

	bench->options.must_exist = true;
	refused(bench, STORE_ERROR_OPEN, "no such file or folder");
	assert_int_not_equal(access(bench->path, F_OK), 0);
}

static void a_name_is_needed(void **state)
{
	struct bench *bench = *state;

	bench->path[0] = '\0';
	refused(bench, STORE_ERROR_OPEN, "it has no name");
	assert_int_equal(store_open(&bench->store, "sqlite:", &bench->options,
				    &bench->error),
			 STORE_ERROR_OPEN);
}

static void a_forbidden_file_is_named_so(void **state)
{
	struct bench *bench = *state;

	put_file(bench, "", 0);
	assert_int_equal(chmod(bench->path, 0), 0);
	if (access(bench->path, R_OK) == 0)
		skip(); /* root may read everything */
	refused(bench, STORE_ERROR_OPEN, "permission denied");
	assert_int_equal(chmod(bench->path, 0400), 0);
	refused(bench, STORE_ERROR_OPEN, "read-only");
}

static void another_file_is_left_alone(void **state)
{
	static const char text[] = "These are my notes, and they are longer "
				   "than a header of SQLite: a hundred bytes "
				   "and then some more, to be quite sure of it";
	struct bench *bench = *state;

	put_file(bench, text, sizeof(text));
	refused(bench, STORE_ERROR_FORMAT, "not a database");
	assert_true(file_holds(bench->path, text, sizeof(text)));
}

static void another_database_is_left_alone(void **state)
{
	struct bench *bench = *state;

	run_sql(bench, "CREATE TABLE notes(text)");
	refused(bench, STORE_ERROR_FORMAT, "a database, but not one of faqd");
	run_sql(bench, "DROP TABLE notes; PRAGMA user_version = 3");
	refused(bench, STORE_ERROR_FORMAT, "a database, but not one of faqd");
}

static void a_newer_store_is_left_alone(void **state)
{
	struct bench *bench = *state;

	bench_open(bench);
	store_close(bench->store);
	run_sql(bench, "PRAGMA user_version = 9");
	refused(bench, STORE_ERROR_NEWER,
		"made by a newer faqd (schema 9, this one knows 2)");
	run_sql(bench, "PRAGMA user_version = 2");
	bench_open(bench);
}

/* Turns take many pages; the last one is filled with nonsense. */
static void a_damaged_store_is_found_out(void **state)
{
	struct bench *bench = *state;
	char question[1000], junk[4096];
	struct stat info;
	int fd;

	memset(question, 'q', sizeof(question) - 1);
	question[sizeof(question) - 1] = '\0';
	memset(junk, 0x5a, sizeof(junk));
	bench_open(bench);
	for (unsigned i = 1; i < 50; i++)
		write_one(bench->store, turn_of(i, i, question));
	store_close(bench->store);
	assert_int_equal(stat(bench->path, &info), 0);
	fd = open(bench->path, O_WRONLY);
	assert_true(fd >= 0);
	assert_int_equal(pwrite(fd, junk, sizeof(junk),
				info.st_size - (off_t)sizeof(junk)),
			 sizeof(junk));
	close(fd);
	refused(bench, STORE_ERROR_FORMAT, "the database is damaged");
	bench->options.check_all = true;
	refused(bench, STORE_ERROR_FORMAT, "the database is damaged");
}

static void a_whole_store_passes_the_full_check(void **state)
{
	struct bench *bench = *state;

	bench_open(bench);
	for (unsigned i = 1; i < 50; i++)
		write_one(bench->store, turn_of(i, i, "a"));
	store_close(bench->store);
	bench->options.check_all = true;
	bench_open(bench);
}

static void two_may_have_it_open(void **state)
{
	struct bench *bench = *state;
	struct store *other;

	bench_open(bench);
	assert_int_equal(
		store_open(&other, bench->path, &bench->options, &bench->error),
		STORE_OK);
	write_one(other, turn_of(1, 1, "a"));
	write_one(bench->store, turn_of(2, 2, "a"));
	assert_int_equal(count_turns(other), 2);
	store_close(other);
	assert_int_equal(count_turns(bench->store), 2);
}

int main(void)
{
#define IN_FOLDER(test)                                                        \
	cmocka_unit_test_setup_teardown(test, bench_set_up, bench_tear_down)
	const struct CMUnitTest tests[] = {
		IN_FOLDER(its_files_are_for_its_owner_only),
		IN_FOLDER(the_key_of_ids_outlives_a_restart),
		IN_FOLDER(a_folder_is_no_store),
		IN_FOLDER(a_missing_folder_is_not_made),
		IN_FOLDER(a_part_of_the_path_may_be_a_file),
		IN_FOLDER(a_report_makes_no_store),
		IN_FOLDER(a_name_is_needed),
		IN_FOLDER(a_forbidden_file_is_named_so),
		IN_FOLDER(another_file_is_left_alone),
		IN_FOLDER(another_database_is_left_alone),
		IN_FOLDER(a_newer_store_is_left_alone),
		IN_FOLDER(a_damaged_store_is_found_out),
		IN_FOLDER(a_whole_store_passes_the_full_check),
		IN_FOLDER(two_may_have_it_open),
	};

	return cmocka_run_group_tests_name("sqlite_open", tests, NULL, NULL);
}
