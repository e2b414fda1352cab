/* SPDX-License-Identifier: MIT */
#include "unit/store_fixture.h"

#include <sqlite3.h>

#define MARK "zebra-canary"

/* Enough of others around them that pages fill, split and merge. */
static void fill(struct store *store, unsigned visitors, unsigned turns)
{
	char question[600];

	for (unsigned i = 0; i < turns; i++) {
		unsigned visitor = 1 + i % visitors;
		struct store_record batch[] = {
			turn_of(visitor, i + 1, ""),
			feedback_of(visitor, i + 1, true, ""),
			session_of(visitor, i + 1, (uint8_t)visitor),
			outgoing_of(visitor, "c", "x", i + 1),
		};

		snprintf(question, sizeof(question), "%s %u %.*s",
			 visitor == 1 ? MARK : "somebody", i,
			 (int)(i * 37 % 500),
			 "................................................."
			 "................................................."
			 "................................................."
			 "................................................."
			 "................................................."
			 "................................................."
			 "................................................."
			 "................................................."
			 "................................................."
			 ".................................................");
		strcpy(batch[0].as.turn.question, question);
		snprintf(batch[1].as.feedback.reason, STORE_REASON_BYTES,
			 "%.500s", question);
		batch[3].as.outgoing.body = question;
		batch[3].as.outgoing.body_bytes = strlen(question);
		assert_int_equal(store_write(store, batch, 4, STORE_COMMITTED),
				 STORE_OK);
	}
}

static void no_byte_of_an_erased_visitor_is_left(void **state)
{
	struct bench *bench = *state;
	struct store_id id = id_of(1);
	size_t rows;

	fill(bench->store, 5, 1500);
	assert_true(store_holds(bench, MARK, strlen(MARK)));
	assert_true(store_holds(bench, id.bytes, sizeof(id.bytes)));
	assert_int_equal(store_erase_visitor(bench->store, &id, &rows),
			 STORE_OK);
	assert_int_equal(rows, 300 + 1 + 1 + 300);
	assert_false(store_holds(bench, MARK, strlen(MARK)));
	assert_false(store_holds(bench, id.bytes, sizeof(id.bytes)));
	assert_int_equal(count_turns(bench->store), 1200);
}

static void an_unknown_visitor_is_erased_too(void **state)
{
	struct bench *bench = *state;
	struct store_id id = id_of(8), none = {{0}};
	size_t rows = 9;

	assert_int_equal(store_erase_visitor(bench->store, &id, &rows),
			 STORE_OK);
	assert_int_equal(rows, 0);
	assert_int_equal(store_erase_visitor(bench->store, &none, &rows),
			 STORE_ERROR_MISUSE);
}

/* A reader that began before keeps the log as it was. */
static void a_reader_in_the_way_of_erasure_is_told(void **state)
{
	struct bench *bench = *state;
	struct store_id id = id_of(1);
	sqlite3 *reader;

	if (postgres_server())
		skip(); /* its log is the server's */
	fill(bench->store, 2, 4);
	assert_int_equal(sqlite3_open(bench->path, &reader), SQLITE_OK);
	assert_int_equal(sqlite3_exec(reader,
				      "BEGIN; SELECT count(*) FROM turns", NULL,
				      NULL, NULL),
			 SQLITE_OK);
	assert_int_equal(store_erase_visitor(bench->store, &id, NULL),
			 STORE_ERROR_BUSY);
	assert_int_equal(count_turns(bench->store), 2);
	assert_int_equal(sqlite3_close(reader), SQLITE_OK);
	assert_int_equal(store_erase_visitor(bench->store, &id, NULL),
			 STORE_OK);
	assert_false(store_holds(bench, MARK, strlen(MARK)));
}

static void pruning_goes_in_steps_by_age(void **state)
{
	struct bench *bench = *state;
	const struct store_retention old = {.transcripts_before_ms = 51};
	size_t deleted;

	fill(bench->store, 100, 99);
	write_one(bench->store, turn_of(1, 1, "quagga"));
	assert_int_equal(store_prune(bench->store, &old, 30, &deleted),
			 STORE_OK);
	assert_int_equal(deleted, 30);
	assert_int_equal(count_turns(bench->store), 70);
	assert_int_equal(store_prune(bench->store, &old, 80, &deleted),
			 STORE_OK);
	assert_int_equal(deleted, 71); /* and the feedback */
	assert_int_equal(count_turns(bench->store), 49);
	assert_int_equal(store_prune(bench->store, &old, 80, &deleted),
			 STORE_OK);
	assert_int_equal(deleted, 0);
	assert_false(store_holds(bench, "quagga", 6));
	assert_int_equal(store_prune(bench->store, &old, 0, &deleted),
			 STORE_ERROR_MISUSE);
}

static void each_kind_has_its_own_age(void **state)
{
	struct bench *bench = *state;
	struct store_retention old = {0};
	struct store_record sent = {.kind = STORE_SENT};
	struct store_session session;
	struct store_id id = id_of(1);
	size_t deleted;

	fill(bench->store, 2, 2);
	write_one(bench->store, delivery_of(5, 1));
	sent.as.sent.id = 1;
	sent.as.sent.state = STORE_OUTBOX_DONE;
	write_one(bench->store, sent);
	assert_int_equal(store_prune(bench->store, &old, 10, &deleted),
			 STORE_OK);
	assert_int_equal(deleted, 0);
	old.sessions_before_ms = 2;
	assert_int_equal(store_prune(bench->store, &old, 10, &deleted),
			 STORE_OK);
	assert_int_equal(deleted, 1);
	assert_int_equal(store_session(bench->store, &id, &session),
			 STORE_ABSENT);
	old.deliveries_before_ms = 100;
	assert_int_equal(store_prune(bench->store, &old, 10, &deleted),
			 STORE_OK);
	assert_int_equal(deleted, 2); /* what still waits in the outbox stays */
	id = id_of(5);
	assert_int_equal(store_delivery(bench->store, "chatwoot", &id),
			 STORE_ABSENT);
	assert_int_equal(count_turns(bench->store), 2);
}

int main(void)
{
#define WITH_STORE(test)                                                       \
	cmocka_unit_test_setup_teardown(test, bench_set_up_open,               \
					bench_tear_down)
	const struct CMUnitTest tests[] = {
		WITH_STORE(no_byte_of_an_erased_visitor_is_left),
		WITH_STORE(an_unknown_visitor_is_erased_too),
		WITH_STORE(a_reader_in_the_way_of_erasure_is_told),
		WITH_STORE(pruning_goes_in_steps_by_age),
		WITH_STORE(each_kind_has_its_own_age),
	};

	return cmocka_run_group_tests_name("sqlite_forget", tests, NULL, NULL);
}
