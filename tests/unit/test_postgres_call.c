/* SPDX-License-Identifier: MIT */
#include "unit/store_fixture.h"

static void a_batch_longer_than_the_pipe_is_one_transaction(void **state)
{
	struct bench *bench = *state;
	struct store_record *batch = calloc(1000, sizeof(*batch));

	assert_non_null(batch);
	for (unsigned i = 0; i < 1000; i++)
		batch[i] = turn_of(i + 1, i + 1, "a");
	batch[700] = delivery_of(7, 1);
	assert_int_equal(store_write(bench->store, batch, 1000, STORE_DURABLE),
			 STORE_OK);
	assert_int_equal(count_turns(bench->store), 999);
	assert_int_equal(store_write(bench->store, batch, 1000, STORE_DURABLE),
			 STORE_SEEN);
	assert_int_equal(count_turns(bench->store), 999);
	batch[700] = delivery_of(8, 1);
	batch[999].as.turn.mouth[0] = '\0';
	assert_int_equal(store_write(bench->store, batch, 1000, STORE_DURABLE),
			 STORE_ERROR_MISUSE);
	assert_int_equal(count_turns(bench->store), 999);
	free(batch);
}

static void bodies_of_many_megabytes_go_through(void **state)
{
	static char body[STORE_BODY_BYTES];
	struct bench *bench = *state;
	struct store_record *batch = calloc(200, sizeof(*batch));

	assert_non_null(batch);
	memset(body, 'x', sizeof(body));
	for (unsigned i = 0; i < 200; i++) {
		batch[i] = outgoing_of(1, "c1", "", 1);
		batch[i].as.outgoing.verbatim = true;
		batch[i].as.outgoing.body = body;
		batch[i].as.outgoing.body_bytes = sizeof(body);
	}
	assert_int_equal(store_write(bench->store, batch, 200, STORE_DURABLE),
			 STORE_OK);
	assert_int_equal(postgres_number(bench->path, "SELECT sum(length(body))"
						      " FROM faqd.outbox"),
			 200 * sizeof(body));
	free(batch);
}

struct walk {
	int64_t last_ms;
	unsigned count, most;
};

static bool in_order(void *context, const struct store_turn *turn)
{
	struct walk *walk = context;

	assert_true(turn->time_ms == walk->last_ms + 1);
	walk->last_ms = turn->time_ms;
	return ++walk->count != walk->most;
}

static void a_walk_fetches_portions_and_may_end_in_any(void **state)
{
	static const unsigned most[] = {0, 1, 500, 501, 1200};
	const struct store_range all = {0, INT64_MAX, NULL, false};
	struct bench *bench = *state;
	struct store_record *batch = calloc(1500, sizeof(*batch));

	assert_non_null(batch);
	for (unsigned i = 0; i < 1500; i++)
		batch[i] = turn_of(i + 1, i + 1, "a");
	assert_int_equal(store_write(bench->store, batch, 1500, STORE_DURABLE),
			 STORE_OK);
	free(batch);
	for (size_t i = 0; i < 5; i++) {
		struct walk walk = {.most = most[i]};

		assert_int_equal(
			store_turns(bench->store, &all, in_order, &walk),
			STORE_OK);
		assert_int_equal(walk.count, most[i] ? most[i] : 1500);
	}
	write_one(bench->store, turn_of(1, 1501, "a"));
}

/* Makes every question fail with that code. */
static void fail_with(const struct bench *bench, const char *code)
{
	char sql[512];

	snprintf(sql, sizeof(sql),
		 "CREATE OR REPLACE FUNCTION faqd.fail() RETURNS trigger"
		 " LANGUAGE plpgsql AS $$ BEGIN RAISE 'on purpose' USING"
		 " ERRCODE = '%s', DETAIL = 'zebra'; END $$;"
		 "CREATE OR REPLACE TRIGGER fail BEFORE INSERT ON faqd.turns"
		 " FOR EACH ROW EXECUTE FUNCTION faqd.fail()",
		 code);
	free(postgres_text(bench->path, sql));
}

static void what_the_server_refuses_is_told_by_its_kind(void **state)
{
	static const struct {
		const char *code;
		enum store_status status;
	} kinds[] = {
		{"53100", STORE_ERROR_FULL},   {"53200", STORE_ERROR_NOMEM},
		{"40001", STORE_ERROR_BUSY},   {"40P01", STORE_ERROR_BUSY},
		{"55P03", STORE_ERROR_BUSY},   {"57014", STORE_ERROR_BUSY},
		{"42501", STORE_ERROR_OPEN},   {"42P01", STORE_ERROR_FORMAT},
		{"22021", STORE_ERROR_MISUSE}, {"23505", STORE_ERROR_MISUSE},
		{"25006", STORE_ERROR_IO},     {"XX000", STORE_ERROR_IO},
		{"57P01", STORE_ERROR_IO},     {"P0001", STORE_ERROR_IO},
	};
	struct bench *bench = *state;
	struct store_record batch[] = {delivery_of(1, 1), turn_of(1, 1, "a")};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		fail_with(bench, kinds[i].code);
		assert_int_equal(
			store_write(bench->store, batch, 2, STORE_DURABLE),
			kinds[i].status);
		assert_non_null(
			strstr(store_message(bench->store), "': on purpose"));
		assert_null(strstr(store_message(bench->store), "zebra"));
	}
	free(postgres_text(bench->path, "DROP TRIGGER fail ON faqd.turns"));
	assert_int_equal(store_write(bench->store, batch, 2, STORE_DURABLE),
			 STORE_OK);
}

static void a_held_lock_is_waited_for_and_told(void **state)
{
	struct bench *bench = *state;
	struct store_record record = turn_of(1, 1, "a");
	PGconn *other = PQconnectdb(bench->path);

	PQclear(PQexec(other, "BEGIN; LOCK TABLE faqd.turns"));
	assert_int_equal(store_write(bench->store, &record, 1, STORE_DURABLE),
			 STORE_ERROR_BUSY);
	PQclear(PQexec(other, "COMMIT"));
	PQfinish(other);
	write_one(bench->store, record);
	assert_int_equal(count_turns(bench->store), 1);
}

static void a_statement_that_takes_too_long_is_given_up(void **state)
{
	struct bench *bench = *state;
	struct store_record record = turn_of(1, 1, "a");

	store_close(bench->store);
	bench->options.wait_ms = 1000;
	bench_open(bench);
	free(postgres_text(
		bench->path,
		"CREATE FUNCTION faqd.slow() RETURNS trigger LANGUAGE plpgsql"
		" AS $$ BEGIN PERFORM pg_sleep(60); RETURN NEW; END $$;"
		"CREATE TRIGGER slow BEFORE INSERT ON faqd.turns"
		" FOR EACH ROW EXECUTE FUNCTION faqd.slow()"));
	assert_int_equal(store_write(bench->store, &record, 1, STORE_DURABLE),
			 STORE_ERROR_BUSY);
	assert_int_equal(count_turns(bench->store), 0);
}

static void a_visitor_that_is_erased_is_in_no_table(void **state)
{
	struct bench *bench = *state;
	struct store_id id = id_of(1);
	size_t rows;

	write_one(bench->store, turn_of(1, 1, "zebra"));
	write_one(bench->store, session_of(1, 1, 3));
	assert_true(store_holds(bench, "zebra", 5));
	assert_int_equal(store_erase_visitor(bench->store, &id, &rows),
			 STORE_OK);
	assert_int_equal(rows, 2);
	assert_false(store_holds(bench, "zebra", 5));
	assert_false(store_holds(bench, id.bytes, sizeof(id.bytes)));
}

int main(void)
{
#define WITH_STORE(test)                                                       \
	cmocka_unit_test_setup_teardown(test, bench_set_up_open,               \
					bench_tear_down)
	const struct CMUnitTest tests[] = {
		WITH_STORE(a_batch_longer_than_the_pipe_is_one_transaction),
		WITH_STORE(bodies_of_many_megabytes_go_through),
		WITH_STORE(a_walk_fetches_portions_and_may_end_in_any),
		WITH_STORE(what_the_server_refuses_is_told_by_its_kind),
		WITH_STORE(a_held_lock_is_waited_for_and_told),
		WITH_STORE(a_statement_that_takes_too_long_is_given_up),
		WITH_STORE(a_visitor_that_is_erased_is_in_no_table),
	};

	return cmocka_run_group_tests_name("postgres_call", tests, NULL, NULL);
}
