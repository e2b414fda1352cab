/* SPDX-License-Identifier: MIT */
#include "unit/store_fixture.h"

#include "server/desk/batch.h"

#define DESK "desk:own"

static void a_record_is_new_and_of_its_kind(void **state)
{
	struct store_record empty = {.kind = STORE_DELIVERY};
	struct store_record *record;
	struct batch batch;

	(void)state;
	assert_true(batch_init(&batch));
	record = batch_add(&batch, STORE_TURN);
	memset(record, 0xff, sizeof(*record));
	record->kind = STORE_TURN;
	batch_cut(&batch, 0);
	record = batch_add(&batch, STORE_DELIVERY);
	assert_memory_equal(record, &empty, sizeof(empty));
	batch_release(&batch);
}

static void a_batch_holds_so_many_and_no_more(void **state)
{
	struct batch batch;

	(void)state;
	assert_true(batch_init(&batch));
	for (unsigned i = 0; i < BATCH_RECORDS; i++)
		assert_non_null(batch_add(&batch, STORE_DELIVERY));
	assert_null(batch_add(&batch, STORE_DELIVERY));
	batch_cut(&batch, BATCH_RECORDS - 1);
	assert_non_null(batch_add(&batch, STORE_DELIVERY));
	batch_release(&batch);
}

/* Words of a visitor's stay nowhere. */
static void what_is_cut_off_is_overwritten(void **state)
{
	struct store_record *first, *second;
	struct batch batch;

	(void)state;
	assert_true(batch_init(&batch));
	first = batch_add(&batch, STORE_TURN);
	second = batch_add(&batch, STORE_TURN);
	strcpy(first->as.turn.question, "kept words");
	strcpy(second->as.turn.question, "cut words");
	batch_cut(&batch, 1);
	assert_int_equal(batch.count, 1);
	assert_string_equal(first->as.turn.question, "kept words");
	assert_string_equal(second->as.turn.question, "");
	batch_release(&batch);
	assert_null(batch.record);
}

static void a_delivery_of_the_batch_has_been_seen(void **state)
{
	struct store_id one = id_of(1), two = id_of(2);
	struct bench *bench = *state;
	struct store_record *record;
	struct batch batch;

	assert_true(batch_init(&batch));
	record = batch_add(&batch, STORE_DELIVERY);
	strcpy(record->as.delivery.desk, DESK);
	record->as.delivery.id = one;
	assert_int_equal(batch_seen(&batch, bench->store, DESK, &one),
			 STORE_SEEN);
	assert_int_equal(batch_seen(&batch, bench->store, DESK, &two),
			 STORE_ABSENT);
	assert_int_equal(batch_seen(&batch, bench->store, "desk:other", &one),
			 STORE_ABSENT);
	batch_release(&batch);
}

static void a_delivery_of_the_store_has_been_seen(void **state)
{
	struct store_id one = id_of(1);
	struct bench *bench = *state;
	struct batch batch;

	assert_true(batch_init(&batch));
	write_one(bench->store, delivery_of(1, 5));
	assert_int_equal(batch_seen(&batch, bench->store, "chatwoot", &one),
			 STORE_SEEN);
	batch_release(&batch);
}

static void a_conversation_is_where_the_batch_leaves_it(void **state)
{
	struct store_id one = id_of(1), two = id_of(2);
	struct bench *bench = *state;
	struct store_session session;
	struct batch batch;

	assert_true(batch_init(&batch));
	assert_int_equal(batch_session(&batch, bench->store, &one, &session),
			 STORE_ABSENT);
	write_one(bench->store, session_of(1, 5, 0xd1));
	assert_int_equal(batch_session(&batch, bench->store, &one, &session),
			 STORE_OK);
	assert_int_equal(session.updated_ms, 5);
	for (int64_t at = 6; at < 8; at++)
		batch_add(&batch, STORE_SESSION)->as =
			session_of(1, at, 0xd2).as;
	assert_int_equal(batch_session(&batch, bench->store, &one, &session),
			 STORE_OK);
	assert_int_equal(session.updated_ms, 7);
	assert_int_equal(batch_session(&batch, bench->store, &two, &session),
			 STORE_ABSENT);
	batch_release(&batch);
}

int main(void)
{
#define WITH_STORE(test)                                                       \
	cmocka_unit_test_setup_teardown(test, bench_set_up_open,               \
					bench_tear_down)
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_record_is_new_and_of_its_kind),
		cmocka_unit_test(a_batch_holds_so_many_and_no_more),
		cmocka_unit_test(what_is_cut_off_is_overwritten),
		WITH_STORE(a_delivery_of_the_batch_has_been_seen),
		WITH_STORE(a_delivery_of_the_store_has_been_seen),
		WITH_STORE(a_conversation_is_where_the_batch_leaves_it),
	};

	return cmocka_run_group_tests_name("batch", tests, NULL, NULL);
}
