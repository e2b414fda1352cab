/* SPDX-License-Identifier: MIT */
/*
 * oom_store: a store is opened, written, read, pruned and erased from while
 * each allocation in turn fails, alone or with all that follow: those of ours
 * by the linker (--wrap), SQLite's by its own hook. OpenSSL's are not failed.
 */
#include "oom/sqlite.h"
#include "store/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* In memory where that is to be had: each round makes files. */
static char folder[32] = "/dev/shm/faqd-oom-XXXXXX", path[64];
static const struct store_options options = {.busy_ms = 1};
static bool count_turn(void *context, const struct store_turn *turn)
{
	(void)turn;
	++*(unsigned *)context;
	return true;
}

static bool count_session(void *context, const struct store_session *session)
{
	(void)session;
	++*(unsigned *)context;
	return true;
}

static const struct store_range all = {.to_ms = INT64_MAX};

/* A question, what was said of its answer, and where the visitor is. */
static bool count_talk(void *context, const struct store_talk *talk)
{
	(void)talk;
	++*(unsigned *)context;
	return true;
}

static bool count_message(void *context, const struct store_message *message)
{
	(void)message;
	++*(unsigned *)context;
	return true;
}

/* A conversation that waits, and its newest message. */
static bool finds_talk(struct store *store, const struct store_id *visitor,
		       unsigned before)
{
	unsigned talks = 0, messages = 0;

	return store_open_talks(store, 9, count_talk, &talks) == STORE_OK &&
	       talks == 1 &&
	       store_messages(store, visitor, before, 9, count_message,
			      &messages) == STORE_OK &&
	       messages == 1;
}

static enum store_status put(struct store *store, unsigned before)
{
	static struct store_record record[5]; /* one is 3 KB */

	memset(record, 0, sizeof(record));
	record[0].kind = STORE_TURN;
	record[1].kind = STORE_FEEDBACK;
	record[2].kind = STORE_SESSION;
	record[0].as.turn.visitor.bytes[0] = 1;
	record[0].as.turn.message.bytes[0] = 2;
	record[0].as.turn.time_ms = 5;
	strcpy(record[0].as.turn.mouth, "chat");
	strcpy(record[0].as.turn.question, "what is tea");
	record[1].as.feedback.visitor.bytes[0] = 1;
	record[1].as.feedback.message.bytes[0] = 2;
	record[1].as.feedback.time_ms = 6;
	record[2].as.session.visitor.bytes[0] = 1;
	record[2].as.session.updated_ms = 7;
	strcpy(record[2].as.session.mouth, "rasa");
	record[3].kind = STORE_TALK;
	record[3].as.talk.visitor.bytes[0] = 1;
	record[3].as.talk.updated_ms = 8;
	record[4].kind = STORE_MESSAGE;
	record[4].as.message.visitor.bytes[0] = 1;
	record[4].as.message.seq = before + 1;
	record[4].as.message.time_ms = 8;
	record[4].as.message.text = "hello";
	record[4].as.message.text_bytes = 5;
	return store_write(store, record, 5, STORE_DURABLE);
}

/* How many questions are there, whatever fails? */
static unsigned stored(void)
{
	struct meter *failing = meter;
	struct store_error error;
	struct store *store;
	unsigned turns = 0;

	meter = NULL;
	assert_int_equal(store_open(&store, path, &options, &error), STORE_OK);
	assert_int_equal(store_turns(store, &all, count_turn, &turns),
			 STORE_OK);
	store_close(store);
	meter = failing;
	return turns;
}

static bool use(struct store *store)
{
	const struct store_id visitor = {{1}};
	const struct store_retention retention = {.transcripts_before_ms = 1};
	struct store_session session;
	enum store_status status;
	unsigned before = stored(), turns = 0, sessions = 0;
	size_t deleted;

	status = put(store, before);
	assert_int_equal(stored(), before + (status == STORE_OK));
	if (status != STORE_OK) {
		assert_int_equal(status, STORE_ERROR_NOMEM);
		return false;
	}
	return store_session(store, &visitor, &session) == STORE_OK &&
	       store_turns(store, &all, count_turn, &turns) == STORE_OK &&
	       turns == before + 1 &&
	       store_sessions(store, "rasa", 0, 9, count_session, &sessions) ==
		       STORE_OK &&
	       sessions == 1 && finds_talk(store, &visitor, before) &&
	       store_prune(store, &retention, 9, &deleted) == STORE_OK &&
	       deleted == 0 &&
	       store_erase_visitor(store, &visitor, NULL) == STORE_OK;
}

static void remove_files(void)
{
	static const char *const endings[] = {"", "-wal", "-shm"};
	char name[80];

	for (unsigned i = 0; i < 3; i++) {
		snprintf(name, sizeof(name), "%s%s", path, endings[i]);
		remove(name);
	}
}

static bool open_store(struct store **store)
{
	struct store_error error;

	if (store_open(store, path, &options, &error) == STORE_OK)
		return true;
	assert_null(*store);
	assert_true(error.message[0]);
	return false;
}

static bool make_one(void)
{
	struct store *store;

	remove_files();
	if (!open_store(&store))
		return false;
	store_close(store);
	return true;
}

static bool use_one(void)
{
	struct store *store;
	bool worked;

	if (!open_store(&store))
		return false;
	worked = use(store);
	store_close(store);
	return worked;
}

static void a_store_is_made_or_said_not_to_be(void **state)
{
	(void)state;
	assert_true(fail_each(make_one, true) > 100);
}

/* SQLite goes on without some of its memory. */
static void what_is_acknowledged_is_there_and_nothing_else(void **state)
{
	(void)state;
	assert_true(make_one());
	assert_true(fail_each(use_one, true) > 100);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_store_is_made_or_said_not_to_be),
		cmocka_unit_test(
			what_is_acknowledged_is_there_and_nothing_else),
	};
	int failures;

	if (!mkdtemp(folder)) {
		snprintf(folder, sizeof(folder), "/tmp/faqd-oom-XXXXXX");
		if (!mkdtemp(folder))
			return 2;
	}
	if (!hook_sqlite())
		return 2;
	snprintf(path, sizeof(path), "%s/x.db", folder);
	failures = cmocka_run_group_tests(tests, NULL, NULL);
	remove_files();
	remove(folder);
	return failures;
}
