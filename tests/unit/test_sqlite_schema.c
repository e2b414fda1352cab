/* SPDX-License-Identifier: MIT */
#include "store/sqlite.h"
#include "unit/store_fixture.h"

/* Two steps of an imaginary schema, the second in need of the first. */
static const char *const steps[] = {
	"CREATE TABLE a(x); INSERT INTO a VALUES(1)",
	"CREATE TABLE b(x); INSERT INTO b SELECT x + 1 FROM a"};
static const char *const broken[] = {
	"CREATE TABLE a(x); INSERT INTO a VALUES(1)",
	"CREATE TABLE b(x); INSERT INTO nowhere VALUES(1)"};
static const struct sqlite_schema old = {steps, 1}, new = {steps, 2},
				  bad = {broken, 2};

static struct sqlite_store *open_raw(const struct bench *bench)
{
	struct sqlite_store *store = calloc(1, sizeof(*store));

	assert_non_null(store);
	store->base.ops = &sqlite_ops;
	strcpy(store->path, "x.db");
	assert_int_equal(sqlite3_open(bench->path, &store->db), SQLITE_OK);
	return store;
}

static int64_t number(struct sqlite_store *store, const char *sql)
{
	int64_t value = -1;

	if (sqlite_number(store, sql, &value) != SQLITE_OK)
		return -1;
	return value;
}

static void an_older_store_is_brought_up_to_date(void **state)
{
	struct sqlite_store *store = open_raw(*state);

	assert_int_equal(sqlite_migrate(store, &old), STORE_OK);
	assert_int_equal(number(store, "PRAGMA user_version"), 1);
	assert_int_equal(sqlite_migrate(store, &new), STORE_OK);
	assert_int_equal(number(store, "PRAGMA user_version"), 2);
	assert_int_equal(number(store, "SELECT x FROM b"), 2);
	store_close(&store->base);
}

static void what_is_up_to_date_is_left(void **state)
{
	struct sqlite_store *store = open_raw(*state);

	assert_int_equal(sqlite_migrate(store, &new), STORE_OK);
	assert_int_equal(sqlite_migrate(store, &new), STORE_OK);
	assert_int_equal(number(store, "SELECT count(*) FROM b"), 1);
	assert_int_equal(sqlite_examine(store, &new), STORE_OK);
	store_close(&store->base);
}

/* The step before it stays, so that a repaired faqd goes on from there. */
static void a_step_that_fails_changes_nothing(void **state)
{
	struct sqlite_store *store = open_raw(*state);

	assert_int_not_equal(sqlite_migrate(store, &bad), STORE_OK);
	assert_int_equal(number(store, "PRAGMA user_version"), 1);
	assert_int_equal(number(store, "SELECT x FROM b"), -1);
	assert_int_equal(sqlite_migrate(store, &new), STORE_OK);
	assert_int_equal(number(store, "SELECT x FROM b"), 2);
	store_close(&store->base);
}

static void a_newer_schema_is_refused(void **state)
{
	struct sqlite_store *store = open_raw(*state);

	assert_int_equal(sqlite_migrate(store, &new), STORE_OK);
	assert_int_equal(sqlite_examine(store, &old), STORE_ERROR_NEWER);
	assert_string_equal(store_message(&store->base),
			    "cannot open 'x.db': made by a newer faqd (schema "
			    "2, this one knows 1)");
	store_close(&store->base);
}

/* Two processes start at once: the one that waited finds the step taken. */
static void a_step_is_taken_once(void **state)
{
	struct sqlite_store *first = open_raw(*state);
	struct sqlite_store *second = open_raw(*state);

	assert_int_equal(sqlite_migrate(first, &new), STORE_OK);
	assert_int_equal(sqlite_migrate(second, &new), STORE_OK);
	assert_int_equal(number(second, "SELECT count(*) FROM a"), 1);
	store_close(&first->base);
	store_close(&second->base);
}

static void a_store_of_an_earlier_faqd_takes_conversations(void **state)
{
	const struct sqlite_schema first = {sqlite_schema.steps, 1};
	struct sqlite_store *store = open_raw(*state);

	assert_int_equal(sqlite_migrate(store, &first), STORE_OK);
	assert_int_equal(sqlite_run(store,
				    "INSERT INTO sessions VALUES("
				    "x'01', 'rasa', 1, 'bot', x'', 0, 0)"),
			 SQLITE_OK);
	assert_int_equal(number(store, "SELECT count(*) FROM messages"), -1);
	assert_int_equal(sqlite_migrate(store, &sqlite_schema), STORE_OK);
	assert_int_equal(number(store, "SELECT count(*) FROM messages"), 0);
	assert_int_equal(number(store, "SELECT count(*) FROM sessions"), 1);
	store_close(&store->base);
}

static void last_column(struct sqlite_store *store, const char *sql, char *out,
			size_t size)
{
	sqlite3_stmt *query = sqlite_query(store, sql);

	assert_non_null(query);
	assert_int_equal(sqlite3_step(query), SQLITE_ROW);
	sqlite_get_text(query, sqlite3_column_count(query) - 1, out, size);
	sqlite3_finalize(query);
}

/* It is asked every 15 seconds, of an outbox that keeps weeks. */
static void what_was_given_up_is_counted_by_an_index(void **state)
{
	struct sqlite_store *store = open_raw(*state);
	char plan[160];

	assert_int_equal(sqlite_migrate(store, &sqlite_schema), STORE_OK);
	last_column(store,
		    "EXPLAIN QUERY PLAN"
		    " SELECT count(*) FROM outbox WHERE state = 'dead'",
		    plan, sizeof(plan));
	assert_non_null(strstr(plan, "outbox_dead"));
	store_close(&store->base);
}

int main(void)
{
#define IN_FOLDER(test)                                                        \
	cmocka_unit_test_setup_teardown(test, bench_set_up, bench_tear_down)
	const struct CMUnitTest tests[] = {
		IN_FOLDER(an_older_store_is_brought_up_to_date),
		IN_FOLDER(what_is_up_to_date_is_left),
		IN_FOLDER(a_step_that_fails_changes_nothing),
		IN_FOLDER(a_newer_schema_is_refused),
		IN_FOLDER(a_step_is_taken_once),
		IN_FOLDER(a_store_of_an_earlier_faqd_takes_conversations),
		IN_FOLDER(what_was_given_up_is_counted_by_an_index),
	};

	return cmocka_run_group_tests_name("sqlite_schema", tests, NULL, NULL);
}
