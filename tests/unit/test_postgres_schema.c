/* SPDX-License-Identifier: MIT */
#include "store/postgres.h"
#include "unit/store_fixture.h"

#include <pthread.h>

/* Two steps of an imaginary schema, the second in need of the first. */
static const char *const steps[] = {
	"CREATE TABLE a(x integer); INSERT INTO a VALUES(1)",
	"CREATE TABLE b(x integer); INSERT INTO b SELECT x + 1 FROM a"};
static const char *const broken[] = {
	"CREATE TABLE a(x integer); INSERT INTO a VALUES(1)",
	"CREATE TABLE b(x integer); INSERT INTO nowhere VALUES(1)"};
static const char *const slow[] = {
	"CREATE TABLE a(x integer); SELECT pg_sleep(0.3)"};
static const struct postgres_schema old = {steps, 1}, new = {steps, 2},
				    bad = {broken, 2}, late = {slow, 1};

static struct postgres_store *open_raw(const struct bench *bench)
{
	struct postgres_store *s = calloc(1, sizeof(*s));

	assert_non_null(s);
	s->base.ops = &postgres_ops;
	s->address = strdup(bench->path);
	strcpy(s->shown, "x");
	s->wait_ms = 5000;
	s->busy_ms = 50;
	assert_int_equal(postgres_connect(s), STORE_OK);
	s->pinned = true;
	return s;
}

static int64_t number(const struct bench *bench, const char *sql)
{
	return postgres_number(bench->path, sql);
}

static void an_older_store_is_brought_up_to_date(void **state)
{
	struct postgres_store *s = open_raw(*state);
	unsigned version = 9;

	assert_int_equal(postgres_examine(s, &old, &version), STORE_ABSENT);
	assert_int_equal(postgres_migrate(s, &old), STORE_OK);
	assert_int_equal(postgres_examine(s, &old, &version), STORE_OK);
	assert_int_equal(version, 1);
	assert_int_equal(postgres_migrate(s, &new), STORE_OK);
	assert_int_equal(number(*state, "SELECT x FROM faqd.b"), 2);
	assert_int_equal(postgres_migrate(s, &new), STORE_OK);
	assert_int_equal(number(*state, "SELECT count(*) FROM faqd.b"), 1);
	store_close(&s->base);
}

/* The step before it stays, so that a repaired faqd goes on from there. */
static void a_step_that_fails_changes_nothing(void **state)
{
	struct postgres_store *s = open_raw(*state);
	unsigned version;

	assert_int_equal(postgres_migrate(s, &bad), STORE_ERROR_FORMAT);
	assert_non_null(strstr(store_message(&s->base), "nowhere"));
	assert_int_equal(postgres_examine(s, &new, &version), STORE_OK);
	assert_int_equal(version, 1);
	assert_int_equal(number(*state, "SELECT count(*) FROM pg_class"
					" WHERE relname = 'b'"),
			 0);
	assert_int_equal(postgres_migrate(s, &new), STORE_OK);
	store_close(&s->base);
}

static void a_newer_schema_is_refused(void **state)
{
	struct postgres_store *s = open_raw(*state);
	unsigned version;

	assert_int_equal(postgres_migrate(s, &new), STORE_OK);
	assert_int_equal(postgres_examine(s, &old, &version),
			 STORE_ERROR_NEWER);
	assert_int_equal(postgres_migrate(s, &old), STORE_ERROR_NEWER);
	assert_string_equal(store_message(&s->base),
			    "cannot open 'x': made by a newer faqd (schema 2, "
			    "this one knows 1)");
	store_close(&s->base);
}

static void *migrate(void *context)
{
	struct postgres_store *s = context;

	return postgres_migrate(s, &late) == STORE_OK ? s : NULL;
}

/* Longer than they may wait for a lock otherwise. */
static void nodes_that_start_at_once_take_a_step_once(void **state)
{
	struct postgres_store *node[4];
	pthread_t thread[4];

	for (size_t i = 0; i < 4; i++)
		node[i] = open_raw(*state);
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(
			pthread_create(&thread[i], NULL, migrate, node[i]), 0);
	for (size_t i = 0; i < 4; i++) {
		void *done;

		pthread_join(thread[i], &done);
		assert_ptr_equal(done, node[i]);
		store_close(&node[i]->base);
	}
	assert_int_equal(number(*state, "SELECT count(*) FROM"
					" faqd.faqd_schema"),
			 1);
}

int main(void)
{
#define IN_DATABASE(test)                                                      \
	cmocka_unit_test_setup_teardown(test, bench_set_up, bench_tear_down)
	const struct CMUnitTest tests[] = {
		IN_DATABASE(an_older_store_is_brought_up_to_date),
		IN_DATABASE(a_step_that_fails_changes_nothing),
		IN_DATABASE(a_newer_schema_is_refused),
		IN_DATABASE(nodes_that_start_at_once_take_a_step_once),
	};

	return cmocka_run_group_tests_name("postgres_schema", tests, NULL,
					   NULL);
}
