/* SPDX-License-Identifier: MIT */
#include "store/postgres.h"
#include "unit/store_fixture.h"

#include <signal.h>

static enum store_status write_turn(struct bench *bench)
{
	struct store_record record = turn_of(1, 1, "a");

	return store_write(bench->store, &record, 1, STORE_DURABLE);
}

/* Ends the store's connections, as a restart would. */
static void cut(const struct bench *bench)
{
	const char *name = strstr(bench->path, "@/") + 2;
	char sql[160];

	snprintf(sql, sizeof(sql),
		 "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
		 " WHERE datname = '%.*s'",
		 (int)strcspn(name, "?"), name);
	free(postgres_text(postgres_server(), sql));
}

/* Whether anybody may come to the test's database. */
static void allow(const struct bench *bench, bool yes)
{
	const char *name = strstr(bench->path, "@/") + 2;
	char sql[128];

	snprintf(sql, sizeof(sql), "ALTER DATABASE %.*s ALLOW_CONNECTIONS %s",
		 (int)strcspn(name, "?"), name, yes ? "true" : "false");
	free(postgres_text(postgres_server(), sql));
}

static void a_connection_that_ended_is_replaced_unnoticed(void **state)
{
	struct bench *bench = *state;

	for (int i = 0; i < 3; i++) {
		cut(bench);
		assert_int_equal(write_turn(bench), STORE_OK);
	}
	cut(bench);
	assert_int_equal(count_turns(bench->store), 3);
}

static void a_server_that_is_away_is_asked_less_and_less(void **state)
{
	struct bench *bench = *state;
	int64_t start;
	unsigned tried = 0, failed = 0;

	allow(bench, false);
	cut(bench);
	start = postgres_clock_ms();
	while (postgres_clock_ms() - start < 1000) {
		assert_true(write_turn(bench) < 0);
		failed++;
		tried += strstr(store_message(bench->store),
				"the connection is lost") == NULL;
	}
	/* at 0, 100, 300 and 700 ms; the rest is told at once */
	assert_in_range(tried, 1, 5);
	assert_true(failed > 2 * tried);
	allow(bench, true);
	start = postgres_clock_ms();
	while (write_turn(bench) != STORE_OK)
		assert_true(postgres_clock_ms() - start <
			    2 * POSTGRES_RETRY_MS_MAX);
	assert_int_equal(count_turns(bench->store), 1);
}

/* Root, or the one who started the server, may stop it. */
static void a_server_that_stands_still_is_given_up(void **state)
{
	struct bench *bench = *state;
	enum store_status still, again;
	int64_t start, took_ms;
	pid_t server;

	store_close(bench->store);
	bench->options.wait_ms = 500;
	bench_open(bench);
	server = (pid_t)postgres_number(bench->path,
					"SELECT pid FROM pg_stat_activity WHERE"
					" datname = current_database() AND"
					" pid <> pg_backend_pid()");
	assert_int_equal(write_turn(bench), STORE_OK);
	assert_int_equal(kill(server, SIGSTOP), 0);
	start = postgres_clock_ms();
	still = write_turn(bench);
	took_ms = postgres_clock_ms() - start;
	again = write_turn(bench);
	assert_int_equal(kill(server, SIGCONT), 0);
	assert_int_equal(still, STORE_ERROR_IO);
	assert_in_range(took_ms, 500,
			500 + 2 * POSTGRES_GRACE_MS + POSTGRES_DOUBT_MS);
	assert_int_equal(again, STORE_OK);
	assert_int_equal(count_turns(bench->store), 2);
}

static void another_store_at_the_address_is_not_written_to(void **state)
{
	struct bench *bench = *state;
	struct store_key before, after;

	store_get_key(bench->store, &before);
	free(postgres_text(bench->path, "UPDATE faqd.meta SET value ="
					" sha256('x') WHERE name = 'salt'"));
	cut(bench);
	assert_int_equal(write_turn(bench), STORE_ERROR_FORMAT);
	assert_non_null(strstr(store_message(bench->store), "another store"));
	store_get_key(bench->store, &after);
	assert_memory_equal(&before, &after, sizeof(before));
	bench_reopen(bench);
	assert_int_equal(write_turn(bench), STORE_OK);
	store_get_key(bench->store, &after);
	assert_memory_not_equal(&before, &after, sizeof(before));
}

static void a_store_that_was_taken_away_is_not_made_anew(void **state)
{
	struct bench *bench = *state;

	free(postgres_text(bench->path, "DROP SCHEMA faqd CASCADE"));
	assert_int_equal(write_turn(bench), STORE_ERROR_FORMAT);
	cut(bench);
	assert_int_equal(write_turn(bench), STORE_ERROR_OPEN);
	assert_int_equal(postgres_number(bench->path,
					 "SELECT count(*) FROM pg_namespace"
					 " WHERE nspname = 'faqd'"),
			 0);
}

int main(void)
{
#define WITH_STORE(test)                                                       \
	cmocka_unit_test_setup_teardown(test, bench_set_up_open,               \
					bench_tear_down)
	const struct CMUnitTest tests[] = {
		WITH_STORE(a_connection_that_ended_is_replaced_unnoticed),
		WITH_STORE(a_server_that_is_away_is_asked_less_and_less),
		WITH_STORE(a_server_that_stands_still_is_given_up),
		WITH_STORE(another_store_at_the_address_is_not_written_to),
		WITH_STORE(a_store_that_was_taken_away_is_not_made_anew),
	};

	return cmocka_run_group_tests_name("postgres_link", tests, NULL, NULL);
}
