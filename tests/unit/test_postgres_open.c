/* SPDX-License-Identifier: MIT */
#include "unit/store_fixture.h"

#include <sys/stat.h>

/* How opening fails, and which words it says. */
static void refused(struct bench *bench, const char *address,
		    enum store_status status, const char *words)
{
	assert_int_equal(store_open(&bench->store, address, &bench->options,
				    &bench->error),
			 status);
	assert_null(bench->store);
	if (!strstr(bench->error.message, words))
		fail_msg("'%s' without '%s'", bench->error.message, words);
}

/* The address of the test's database as another user, with more behind it. */
static void address_of(const struct bench *bench, const char *user,
		       const char *more, char out[512])
{
	const char *rest = strstr(bench->path, "@/");

	assert_non_null(rest);
	snprintf(out, 512, "postgresql://%s%s%s", user, rest, more);
}

static void put_password(const struct bench *bench, const char *text,
			 mode_t mode, char path[128])
{
	FILE *file;

	snprintf(path, 128, "%s/password", bench->folder);
	unlink(path);
	file = fopen(path, "w");
	assert_non_null(file);
	fputs(text, file);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(chmod(path, mode), 0);
}

static void make_knocker(const struct bench *bench)
{
	char sql[512], address[288];
	const char *name = strstr(bench->path, "@/") + 2;

	free(postgres_text(postgres_server(), "DROP ROLE IF EXISTS knocker"));
	free(postgres_text(postgres_server(),
			   "CREATE ROLE knocker LOGIN PASSWORD 'open sesame'"));
	snprintf(sql, sizeof(sql), "GRANT CREATE ON DATABASE %.*s TO knocker",
		 (int)strcspn(name, "?"), name);
	snprintf(address, sizeof(address), "%s", bench->path);
	free(postgres_text(address, sql));
}

static void libpqs_words_are_an_address_too(void **state)
{
	struct bench *bench = *state;
	const char *name = strstr(bench->path, "@/") + 2;
	const char *host = strstr(bench->path, "host=");
	char address[512];

	snprintf(address, sizeof(address), "%s user=faqd dbname=%.*s", host,
		 (int)strcspn(name, "?"), name);
	assert_int_equal(store_open(&bench->store, address, &bench->options,
				    &bench->error),
			 STORE_OK);
}

static void a_password_in_the_address_is_refused_and_not_repeated(void **state)
{
	static const char *const addresses[] = {
		"postgresql://faqd:hunter2@db/faqd",
		"postgresql://faqd@db/faqd?password=hunter2",
		"postgresql://faqd@db/faqd?sslpassword=hunter2",
		"host=db password=hunter2",
	};
	struct bench *bench = *state;

	for (size_t i = 0; i < 4; i++) {
		refused(bench, addresses[i], STORE_ERROR_OPEN,
			"a password does not belong into an address");
		assert_null(strstr(bench->error.message, "hunter2"));
	}
}

static void an_address_that_is_none_is_not_repeated(void **state)
{
	static const char *const addresses[] = {
		"postgresql://faqd:hunter2@db:port:x/faqd?",
		"postgresql://faqd:hunter2@[db/faqd",
		"host=db hunter2",
		"postgresql://db/faqd?hunter2=1",
	};
	struct bench *bench = *state;

	for (size_t i = 0; i < 4; i++) {
		refused(bench, addresses[i], STORE_ERROR_OPEN, "cannot open");
		assert_null(strstr(bench->error.message, "hunter2"));
	}
}

static void a_server_that_is_not_there_may_come(void **state)
{
	struct bench *bench = *state;
	char address[128];

	snprintf(address, sizeof(address), "postgresql://faqd@/x?host=%s",
		 bench->folder);
	refused(bench, address, STORE_ERROR_IO, "No such file or directory");
	assert_non_null(strstr(bench->error.message, "cannot open '"));
}

static void a_database_that_is_not_there_is_named(void **state)
{
	struct bench *bench = *state;
	char address[256];

	postgres_address("nowhere", address, sizeof(address));
	refused(bench, address, STORE_ERROR_OPEN,
		"database \"nowhere\" does not exist");
}

static void a_report_makes_no_store(void **state)
{
	struct bench *bench = *state;

	bench->options.must_exist = true;
	refused(bench, bench->path, STORE_ERROR_OPEN, "there is no store");
	assert_int_equal(postgres_number(bench->path,
					 "SELECT count(*) FROM pg_namespace"
					 " WHERE nspname = 'faqd'"),
			 0);
}

static void the_password_comes_out_of_a_file(void **state)
{
	struct bench *bench = *state;
	char address[512], path[128];

	make_knocker(bench);
	address_of(bench, "knocker", "", address);
	refused(bench, address, STORE_ERROR_OPEN, "no password supplied");
	bench->options.password_file = path;
	put_password(bench, "open barley\n", 0600, path);
	refused(bench, address, STORE_ERROR_OPEN,
		"password authentication failed");
	assert_null(strstr(bench->error.message, "barley"));
	put_password(bench, "open sesame\n", 0600, path);
	assert_int_equal(store_open(&bench->store, address, &bench->options,
				    &bench->error),
			 STORE_OK);
	write_one(bench->store, turn_of(1, 1, "a"));
	unlink(path);
}

static void a_password_file_is_for_its_owner_only(void **state)
{
	struct bench *bench = *state;
	char path[128];

	bench->options.password_file = path;
	put_password(bench, "open sesame\n", 0644, path);
	refused(bench, bench->path, STORE_ERROR_OPEN, "chmod 600");
	put_password(bench, "\n", 0600, path);
	refused(bench, bench->path, STORE_ERROR_OPEN, "password file");
	unlink(path);
	refused(bench, bench->path, STORE_ERROR_OPEN, "password file");
}

static void the_key_of_ids_is_that_of_the_first_who_came(void **state)
{
	struct bench *bench = *state;
	struct store_key first, second;
	struct store *other;

	bench_open(bench);
	memset(bench->options.salt, 9, sizeof(bench->options.salt));
	assert_int_equal(
		store_open(&other, bench->path, &bench->options, &bench->error),
		STORE_OK);
	store_get_key(bench->store, &first);
	store_get_key(other, &second);
	store_close(other);
	assert_memory_equal(&first, &second, sizeof(first));
}

static void somebody_elses_schema_is_left_alone(void **state)
{
	struct bench *bench = *state;

	free(postgres_text(bench->path, "CREATE SCHEMA faqd"));
	free(postgres_text(bench->path, "CREATE TABLE faqd.notes(x text)"));
	refused(bench, bench->path, STORE_ERROR_FORMAT,
		"its schema 'faqd' is not one of faqd's");
	free(postgres_text(bench->path, "DROP TABLE faqd.notes"));
	bench_open(bench); /* one that was made for us */
}

static void a_newer_store_is_left_alone(void **state)
{
	struct bench *bench = *state;

	bench_open(bench);
	store_close(bench->store);
	free(postgres_text(bench->path,
			   "INSERT INTO faqd.faqd_schema VALUES(99)"));
	refused(bench, bench->path, STORE_ERROR_NEWER,
		"made by a newer faqd (schema 99, this one knows ");
}

static void an_owner_of_the_schema_needs_no_right_to_make_one(void **state)
{
	struct bench *bench = *state;
	char address[512], path[128];

	make_knocker(bench);
	free(postgres_text(bench->path,
			   "CREATE SCHEMA faqd AUTHORIZATION knocker"));
	free(postgres_text(bench->path,
			   "DO $$ BEGIN EXECUTE 'REVOKE CREATE ON DATABASE '"
			   " || current_database() || ' FROM knocker';"
			   " END $$"));
	address_of(bench, "knocker", "", address);
	put_password(bench, "open sesame", 0600, path);
	bench->options.password_file = path;
	assert_int_equal(store_open(&bench->store, address, &bench->options,
				    &bench->error),
			 STORE_OK);
	unlink(path);
}

int main(void)
{
#define IN_DATABASE(test)                                                      \
	cmocka_unit_test_setup_teardown(test, bench_set_up, bench_tear_down)
	const struct CMUnitTest tests[] = {
		IN_DATABASE(libpqs_words_are_an_address_too),
		IN_DATABASE(
			a_password_in_the_address_is_refused_and_not_repeated),
		IN_DATABASE(an_address_that_is_none_is_not_repeated),
		IN_DATABASE(a_server_that_is_not_there_may_come),
		IN_DATABASE(a_database_that_is_not_there_is_named),
		IN_DATABASE(a_report_makes_no_store),
		IN_DATABASE(the_password_comes_out_of_a_file),
		IN_DATABASE(a_password_file_is_for_its_owner_only),
		IN_DATABASE(the_key_of_ids_is_that_of_the_first_who_came),
		IN_DATABASE(somebody_elses_schema_is_left_alone),
		IN_DATABASE(a_newer_store_is_left_alone),
		IN_DATABASE(an_owner_of_the_schema_needs_no_right_to_make_one),
	};

	return cmocka_run_group_tests_name("postgres_open", tests, NULL, NULL);
}
