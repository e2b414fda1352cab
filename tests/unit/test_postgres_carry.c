/* SPDX-License-Identifier: MIT */
#include "store/backup.h"
#include "unit/store_fixture.h"

#include <sqlite3.h>

struct source {
	struct bench *bench; /* the database that it goes to */
	struct store *file;
	char path[128];
};

static int set_up(void **state)
{
	struct source *source = calloc(1, sizeof(*source));
	void *bench;

	assert_non_null(source);
	bench_set_up(&bench);
	source->bench = bench;
	snprintf(source->path, sizeof(source->path), "%s/x.db",
		 source->bench->folder);
	assert_int_equal(store_open(&source->file, source->path,
				    &source->bench->options,
				    &source->bench->error),
			 STORE_OK);
	*state = source;
	return 0;
}

static int tear_down(void **state)
{
	struct source *source = *state;
	void *bench = source->bench;

	store_close(source->file);
	unlink(source->path);
	free(source);
	return bench_tear_down(&bench);
}

/* A row of each table, with what is hard to carry. */
static void fill(struct store *store)
{
	struct store_record batch[] = {
		turn_of(1, 5, "what \\ next? \xc3\xa9 'quoted'"),
		feedback_of(1, 6, true, "well"),
		session_of(1, 7, 0xfe),
		delivery_of(3, 8),
		outgoing_of(1, "c\\x41\xff", "\\x00 body", 9),
		{.kind = STORE_API_KEY_ADD},
		{.kind = STORE_TALK},
		{.kind = STORE_MESSAGE},
		{.kind = STORE_CORRECTION},
	};

	batch[0].as.turn.handover = true;
	batch[0].as.turn.confidence = 1.0 / 3;
	strcpy(batch[5].as.api_key.id, "k1");
	batch[6].as.talk.visitor = id_of(1);
	batch[7].as.message.visitor = id_of(1);
	batch[7].as.message.seq = 1;
	batch[7].as.message.from = STORE_FROM_AGENT;
	batch[7].as.message.text = "a\0b\xff";
	batch[7].as.message.text_bytes = 4;
	batch[8].as.correction.visitor = id_of(1);
	batch[8].as.correction.seq = 1;
	batch[8].as.correction.question = "why";
	batch[8].as.correction.question_bytes = 3;
	assert_int_equal(store_write(store, batch, 9, STORE_DURABLE), STORE_OK);
}

static void add_up(void *context, const struct store_carried *carried)
{
	uint64_t *rows = context;

	assert_true(carried->rows == carried->there);
	*rows += carried->there;
}

static enum store_status carry(struct source *source, uint64_t *rows)
{
	*rows = 0;
	return store_carry(source->path, source->bench->path,
			   &source->bench->options, add_up, rows,
			   &source->bench->error);
}

static bool copy(void *context, const struct store_turn *turn)
{
	memcpy(context, turn, sizeof(*turn));
	return true;
}

static bool hear(void *context, const struct store_message *message)
{
	assert_int_equal(message->text_bytes, 4);
	assert_memory_equal(message->text, "a\0b\xff", 4);
	++*(unsigned *)context;
	return true;
}

static void every_table_arrives_as_it_was(void **state)
{
	const struct store_range all = {0, INT64_MAX, NULL, false};
	struct source *source = *state;
	struct bench *bench = source->bench;
	struct store_turn here, there;
	struct store_key before, after;
	struct store_id visitor = id_of(1);
	unsigned heard = 0;
	uint64_t rows;

	fill(source->file);
	store_get_key(source->file, &before);
	assert_int_equal(store_turns(source->file, &all, copy, &here),
			 STORE_OK);
	memset(bench->options.salt, 9, sizeof(bench->options.salt));
	assert_int_equal(carry(source, &rows), STORE_OK);
	assert_int_equal(rows, 10); /* and the key of ids */
	bench_open(bench);
	store_get_key(bench->store, &after);
	assert_memory_equal(&before, &after, sizeof(before));
	assert_int_equal(store_turns(bench->store, &all, copy, &there),
			 STORE_OK);
	assert_memory_equal(&here, &there, sizeof(here));
	assert_int_equal(
		store_messages(bench->store, &visitor, 0, 9, hear, &heard),
		STORE_OK);
	assert_int_equal(heard, 1);
	write_one(bench->store, turn_of(2, 9, "a number of its own"));
	write_one(bench->store, outgoing_of(2, "c2", "b", 9));
	assert_int_equal(count_turns(bench->store), 2);
}

static void a_database_with_rows_is_left_alone(void **state)
{
	struct source *source = *state;
	struct bench *bench = source->bench;
	uint64_t rows;

	fill(source->file);
	bench_open(bench);
	write_one(bench->store, turn_of(5, 5, "mine"));
	assert_int_equal(carry(source, &rows), STORE_SEEN);
	assert_non_null(strstr(bench->error.message, "rows in it already"));
	assert_int_equal(count_turns(bench->store), 1);
}

/* The last table fails: nothing of the first stays, and a second try does. */
static void it_is_all_or_nothing_and_may_be_tried_again(void **state)
{
	struct source *source = *state;
	struct bench *bench = source->bench;
	uint64_t rows;

	fill(source->file);
	bench_open(bench);
	free(postgres_text(bench->path, "ALTER TABLE faqd.corrections"
					" ADD CHECK (agent <> '')"));
	assert_int_equal(carry(source, &rows), STORE_ERROR_MISUSE);
	assert_non_null(strstr(bench->error.message, "corrections"));
	assert_int_equal(count_turns(bench->store), 0);
	free(postgres_text(bench->path,
			   "ALTER TABLE faqd.corrections"
			   " DROP CONSTRAINT corrections_agent_check"));
	assert_int_equal(carry(source, &rows), STORE_OK);
	assert_int_equal(count_turns(bench->store), 1);
}

static void many_rows_go_through(void **state)
{
	struct source *source = *state;
	struct bench *bench = source->bench;
	struct store_record *batch = calloc(4000, sizeof(*batch));
	uint64_t rows;

	assert_non_null(batch);
	for (unsigned i = 0; i < 4000; i++)
		batch[i] = turn_of(i + 1, i + 1, "what next");
	assert_int_equal(store_write(source->file, batch, 4000, STORE_DURABLE),
			 STORE_OK);
	free(batch);
	assert_int_equal(carry(source, &rows), STORE_OK);
	bench_open(bench);
	assert_int_equal(count_turns(bench->store), 4000);
}

static void a_file_that_is_not_there_is_not_made(void **state)
{
	struct source *source = *state;
	uint64_t rows;

	store_close(source->file);
	source->file = NULL;
	unlink(source->path);
	assert_int_equal(carry(source, &rows), STORE_ERROR_OPEN);
	assert_non_null(strstr(source->bench->error.message, "no such file"));
}

int main(void)
{
#define BOTH(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		BOTH(every_table_arrives_as_it_was),
		BOTH(a_database_with_rows_is_left_alone),
		BOTH(it_is_all_or_nothing_and_may_be_tried_again),
		BOTH(many_rows_go_through),
		BOTH(a_file_that_is_not_there_is_not_made),
	};

	return cmocka_run_group_tests_name("postgres_carry", tests, NULL, NULL);
}
