/* SPDX-License-Identifier: MIT */
/* Transactions whose end is not heard of. */
#include "unit/store_fixture.h"

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>

/* An administrator's connection, whose own commits wait for nobody. */
static void admin(const char *sql)
{
	char address[512];

	snprintf(address, sizeof(address), "%s%s", postgres_server(),
		 "&options=-csynchronous_commit%3Dlocal");
	free(postgres_text(address, sql));
}

/* Commits wait, once they are on the disk, for a replica that is not there. */
static void hold_commits(bool yes)
{
	admin(yes ? "ALTER SYSTEM SET synchronous_standby_names = 'nobody'"
		  : "ALTER SYSTEM RESET synchronous_standby_names");
	admin("SELECT pg_reload_conf()");
}

static const char waiting[] = "SELECT count(*) FROM pg_stat_activity"
			      " WHERE wait_event = 'SyncRep'";

/* Ends the connection of the commit that waits, then lets others pass. */
static void *cut_the_waiting(void *context)
{
	(void)context;
	while (postgres_number(postgres_server(), waiting) == 0)
		;
	admin("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
	      " WHERE wait_event = 'SyncRep'");
	hold_commits(false);
	return NULL;
}

static void *cut_and_lock_out(void *context)
{
	const struct bench *bench = context;
	const char *name = strstr(bench->path, "@/") + 2;
	char sql[128];

	while (postgres_number(postgres_server(), waiting) == 0)
		;
	snprintf(sql, sizeof(sql),
		 "ALTER DATABASE %.*s ALLOW_CONNECTIONS false",
		 (int)strcspn(name, "?"), name);
	admin(sql);
	return cut_the_waiting(context);
}

static enum store_status write_while(struct bench *bench,
				     void *(*meanwhile)(void *))
{
	struct store_record record = turn_of(1, 1, "a");
	enum store_status status;
	pthread_t thread;

	write_one(bench->store, record);
	hold_commits(true);
	/* until the store's own connection has heard of it */
	while (postgres_number(
		       bench->path,
		       "SELECT (current_setting("
		       "'synchronous_standby_names') = 'nobody')::int") == 0)
		;
	assert_int_equal(pthread_create(&thread, NULL, meanwhile, bench), 0);
	status = store_write(bench->store, &record, 1, STORE_DURABLE);
	pthread_join(thread, NULL);
	return status;
}

static void a_commit_that_was_made_is_found_out(void **state)
{
	struct bench *bench = *state;

	assert_int_equal(write_while(bench, cut_the_waiting), STORE_OK);
	assert_int_equal(count_turns(bench->store), 2);
}

static void a_commit_that_nobody_can_tell_of_is_told_so(void **state)
{
	struct bench *bench = *state;

	assert_int_equal(write_while(bench, cut_and_lock_out), STORE_ERROR_IO);
	assert_non_null(strstr(store_message(bench->store),
			       "it is not known whether it was stored"));
}

/* The server's process ends before its commit. */
static void a_commit_that_was_not_made_is_found_out(void **state)
{
	struct bench *bench = *state;
	struct store_record record = turn_of(1, 1, "a");

	free(postgres_text(
		bench->path,
		"CREATE FUNCTION faqd.die() RETURNS trigger LANGUAGE plpgsql"
		" AS $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid());"
		" RETURN NEW; END $$;"
		"CREATE CONSTRAINT TRIGGER die AFTER INSERT ON faqd.turns"
		" DEFERRABLE INITIALLY DEFERRED"
		" FOR EACH ROW EXECUTE FUNCTION faqd.die()"));
	assert_int_equal(store_write(bench->store, &record, 1, STORE_DURABLE),
			 STORE_ERROR_IO);
	if (!strstr(store_message(bench->store), "terminating"))
		fail_msg("%s", store_message(bench->store));
	assert_int_equal(count_turns(bench->store), 0);
}

#define CRASHES 8u

struct crashes {
	const struct bench *bench;
	atomic_bool done;
	unsigned made;
};

#define NOTICED_TRIES 1000

/* The server has noticed, and lets nobody in before it is whole again. */
static void await_end(PGconn *witness)
{
	for (int i = 0; i < NOTICED_TRIES && PQstatus(witness) == CONNECTION_OK;
	     i++) {
		poll(NULL, 0, 10);
		PQclear(PQexec(witness, "SELECT 1"));
	}
}

static void await_server(void)
{
	PGconn *conn = PQconnectdb(postgres_server());

	while (PQstatus(conn) != CONNECTION_OK) {
		poll(NULL, 0, 10);
		PQreset(conn);
	}
	PQfinish(conn);
}

/* A server one of whose processes is killed starts all of them anew and goes
 * through its log. Root, or the one who started it, may do so. */
static void *crash_now_and_then(void *context)
{
	static const char victim[] =
		"SELECT pid FROM pg_stat_activity WHERE state = 'active'"
		" AND application_name = 'faqd' UNION ALL"
		" SELECT pg_backend_pid() LIMIT 1";
	struct crashes *crashes = context;

	while (crashes->made < CRASHES && !crashes->done) {
		PGconn *conn = PQconnectdb(postgres_server());
		PGconn *witness = PQconnectdb(postgres_server());
		PGresult *rows;
		long pid = 0;

		PQsetNoticeProcessor(conn, postgres_silence, NULL);
		PQsetNoticeProcessor(witness, postgres_silence, NULL);
		rows = PQexec(conn, victim);
		if (PQresultStatus(rows) == PGRES_TUPLES_OK)
			pid = strtol(PQgetvalue(rows, 0, 0), NULL, 10);
		PQclear(rows);
		if (pid > 0 && PQstatus(witness) == CONNECTION_OK &&
		    kill((pid_t)pid, SIGKILL) == 0) {
			crashes->made++;
			await_end(witness);
		}
		PQfinish(conn);
		PQfinish(witness);
	}
	await_server();
	crashes->done = true;
	return NULL;
}

struct numbers {
	int64_t last;
	unsigned wrong;
};

static bool is_next(void *context, const struct store_turn *turn)
{
	struct numbers *numbers = context;

	numbers->wrong += turn->time_ms != numbers->last + 1;
	numbers->last = turn->time_ms;
	return true;
}

/* Once the server is there; each number must be one more than the last. */
static int64_t last_number(struct store *store)
{
	const struct store_range all = {0, INT64_MAX, NULL, false};
	struct numbers numbers = {0};

	while (store_turns(store, &all, is_next, &numbers) != STORE_OK)
		numbers = (struct numbers){0};
	assert_int_equal(numbers.wrong, 0);
	return numbers.last;
}

/* What fails is written again, as the recorder does. A server that takes long
 * to come back leaves it open what became of a turn. */
static void a_server_that_crashes_loses_and_doubles_nothing(void **state)
{
	struct bench *bench = *state;
	struct crashes crashes = {.bench = bench};
	int64_t written = 0;
	pthread_t thread;

	assert_int_equal(
		pthread_create(&thread, NULL, crash_now_and_then, &crashes), 0);
	while (!crashes.done) {
		struct store_record record = turn_of(1, written + 1, "a");
		enum store_status status =
			store_write(bench->store, &record, 1, STORE_DURABLE);

		if (status != STORE_OK &&
		    strstr(store_message(bench->store), "not known"))
			written = last_number(bench->store);
		else
			written += status == STORE_OK;
	}
	pthread_join(thread, NULL);
	assert_int_equal(crashes.made, CRASHES);
	assert_true(written > 0);
	assert_int_equal(last_number(bench->store), written);
}

static void durable_commits_wait_for_the_disk_whatever_is_set(void **state)
{
	struct bench *bench = *state;
	struct store_record record = turn_of(1, 1, "a");
	const char *name = strstr(bench->path, "@/") + 2;
	char sql[128];

	free(postgres_text(
		bench->path,
		"CREATE TABLE faqd.seen(x text);"
		"CREATE FUNCTION faqd.see() RETURNS trigger LANGUAGE plpgsql"
		" AS $$ BEGIN INSERT INTO faqd.seen"
		" VALUES(current_setting('synchronous_commit'));"
		" RETURN NEW; END $$;"
		"CREATE TRIGGER see BEFORE INSERT ON faqd.turns"
		" FOR EACH ROW EXECUTE FUNCTION faqd.see()"));
	snprintf(sql, sizeof(sql),
		 "ALTER DATABASE %.*s SET synchronous_commit = off",
		 (int)strcspn(name, "?"), name);
	free(postgres_text(postgres_server(), sql));
	bench_reopen(bench);
	write_one(bench->store, record);
	assert_int_equal(store_write(bench->store, &record, 1, STORE_DURABLE),
			 STORE_OK);
	write_one(bench->store, record);
	assert_int_equal(postgres_number(bench->path,
					 "SELECT (string_agg(x, ' ') ="
					 " 'off on off')::int FROM faqd.seen"),
			 1);
}

int main(void)
{
#define WITH_STORE(test)                                                       \
	cmocka_unit_test_setup_teardown(test, bench_set_up_open,               \
					bench_tear_down)
	const struct CMUnitTest tests[] = {
		WITH_STORE(a_commit_that_was_made_is_found_out),
		WITH_STORE(a_commit_that_nobody_can_tell_of_is_told_so),
		WITH_STORE(a_commit_that_was_not_made_is_found_out),
		WITH_STORE(a_server_that_crashes_loses_and_doubles_nothing),
		WITH_STORE(durable_commits_wait_for_the_disk_whatever_is_set),
	};

	return cmocka_run_group_tests_name("postgres", tests, NULL, NULL);
}
