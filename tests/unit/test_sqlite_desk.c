/* SPDX-License-Identifier: MIT */
#include "unit/store_fixture.h"
#include "store/outbox.h"

struct taken {
	size_t count, stop_after;
	int64_t id[8];
	char body[8][32];
	char conversation[8][32];
	unsigned attempts[8];
};

static bool take_message(void *context, const struct store_outgoing *message)
{
	struct taken *taken = context;
	size_t i = taken->count++;

	assert_true(i < 8 && message->body_bytes < 32);
	taken->id[i] = message->id;
	taken->attempts[i] = message->attempts;
	memset(taken->body[i], 0, sizeof(taken->body[i]));
	memcpy(taken->body[i], message->body, message->body_bytes);
	snprintf(taken->conversation[i], 32, "%.31s", message->conversation);
	return taken->count != taken->stop_after;
}

static size_t take(struct store *store, int64_t now_ms, size_t limit,
		   struct taken *taken)
{
	const struct store_take wanted = {
		.now_ms = now_ms, .lease_ms = now_ms + 100, .limit = limit};

	memset(taken, 0, sizeof(*taken));
	assert_int_equal(store_outbox_take(store, &wanted, take_message, taken),
			 STORE_OK);
	return taken->count;
}

static struct store_record sent_of(int64_t id, enum store_outbox_state state,
				   int64_t next_ms)
{
	struct store_record record = {.kind = STORE_SENT};

	record.as.sent.id = id;
	record.as.sent.state = state;
	record.as.sent.next_ms = next_ms;
	strcpy(record.as.sent.cause, "status 503");
	return record;
}

static void a_session_is_found_again_and_replaced(void **state)
{
	struct bench *bench = *state;
	struct store_record record = session_of(1, 5, 0xd1);
	struct store_id id = id_of(1), nobody = id_of(2);
	struct store_session session;

	assert_int_equal(store_session(bench->store, &id, &session),
			 STORE_ABSENT);
	write_one(bench->store, record);
	assert_int_equal(store_session(bench->store, &id, &session), STORE_OK);
	assert_memory_equal(&session, &record.as.session, sizeof(session));
	record = session_of(1, 6, 0xd2);
	record.as.session.state = STORE_SESSION_BOT;
	record.as.session.taken_order = 41;
	record.as.session.turned_order = 42;
	write_one(bench->store, record);
	assert_int_equal(store_session(bench->store, &id, &session), STORE_OK);
	assert_memory_equal(&session, &record.as.session, sizeof(session));
	assert_int_equal(store_session(bench->store, &nobody, &session),
			 STORE_ABSENT);
}

struct walk {
	unsigned count, most;
	int64_t last_ms;
};

static bool on_session(void *context, const struct store_session *session)
{
	struct walk *walk = context;

	assert_true(session->updated_ms > walk->last_ms);
	assert_memory_equal(session->dialog, "\xd1\xd1", 2);
	walk->last_ms = session->updated_ms;
	return ++walk->count < walk->most;
}

static void the_latest_sessions_of_a_mouth_come_the_oldest_first(void **state)
{
	struct bench *bench = *state;
	struct walk some = {.most = 9}, one = {.most = 1};
	struct store_record other = session_of(9, 5, 0xd2);

	strcpy(other.as.session.mouth, "rasa");
	write_one(bench->store, other);
	for (unsigned i = 1; i < 6; i++)
		write_one(bench->store, session_of(i, 10 - (int64_t)i, 0xd1));
	assert_int_equal(store_sessions(bench->store, "desk:chatwoot", 6, 3,
					on_session, &some),
			 STORE_OK);
	assert_int_equal(some.count, 3);
	assert_int_equal(some.last_ms, 9);
	assert_int_equal(store_sessions(bench->store, "desk:chatwoot", 6, 3,
					on_session, &one),
			 STORE_OK);
	assert_int_equal(one.count, 1);
	assert_int_equal(one.last_ms, 7);
}

static void messages_of_a_conversation_leave_one_by_one_in_order(void **state)
{
	struct bench *bench = *state;
	struct taken taken;

	write_one(bench->store, outgoing_of(1, "c1", "first", 10));
	write_one(bench->store, outgoing_of(1, "c1", "second", 5));
	write_one(bench->store, outgoing_of(2, "c2", "other", 10));
	assert_int_equal(take(bench->store, 9, 8, &taken), 0);
	assert_int_equal(take(bench->store, 10, 8, &taken), 2);
	assert_string_equal(taken.body[0], "first");
	assert_string_equal(taken.body[1], "other");
	assert_int_equal(take(bench->store, 10, 8, &taken), 0);
	write_one(bench->store, sent_of(1, STORE_OUTBOX_DONE, 0));
	assert_int_equal(take(bench->store, 10, 8, &taken), 1);
	assert_string_equal(taken.body[0], "second");
	assert_string_equal(taken.conversation[0], "c1");
}

static void a_message_comes_again_when_its_taker_died(void **state)
{
	struct bench *bench = *state;
	struct taken taken;

	write_one(bench->store, outgoing_of(1, "c1", "a", 10));
	assert_int_equal(take(bench->store, 10, 8, &taken), 1);
	assert_int_equal(taken.attempts[0], 1);
	assert_int_equal(take(bench->store, 109, 8, &taken), 0);
	assert_int_equal(take(bench->store, 110, 8, &taken), 1);
	assert_int_equal(taken.attempts[0], 2);
}

static void a_failed_message_waits_for_its_next_time(void **state)
{
	struct bench *bench = *state;
	struct taken taken;

	write_one(bench->store, outgoing_of(1, "c1", "a", 10));
	assert_int_equal(take(bench->store, 10, 8, &taken), 1);
	write_one(bench->store, sent_of(taken.id[0], STORE_OUTBOX_PENDING, 50));
	assert_int_equal(take(bench->store, 49, 8, &taken), 0);
	assert_int_equal(take(bench->store, 50, 8, &taken), 1);
}

static size_t change(struct bench *bench, enum store_outbox_change what,
		     int64_t id)
{
	size_t count;

	assert_int_equal(
		store_outbox_change(bench->store, what, id, 10, &count),
		STORE_OK);
	return count;
}

static void what_was_sent_or_dropped_is_wiped(void **state)
{
	struct bench *bench = *state;
	struct store_id nobody = id_of(99);
	struct taken taken;

	write_one(bench->store, outgoing_of(1, "talk-17", "body-one", 1));
	write_one(bench->store, outgoing_of(2, "talk-18", "body-two", 1));
	assert_int_equal(take(bench->store, 1, 8, &taken), 2);
	write_one(bench->store, sent_of(taken.id[0], STORE_OUTBOX_DONE, 0));
	write_one(bench->store, sent_of(taken.id[1], STORE_OUTBOX_DEAD, 0));
	assert_int_equal(change(bench, STORE_OUTBOX_DROP, taken.id[1]), 1);
	assert_int_equal(take(bench->store, 1000, 8, &taken), 0);
	/* empties the log */
	assert_int_equal(store_erase_visitor(bench->store, &nobody, NULL),
			 STORE_OK);
	assert_false(store_holds(bench, "talk-1", 6));
	assert_false(store_holds(bench, "body-", 5));
	assert_true(store_holds(bench, "status 503", 10));
}

static void what_was_given_up_is_kept_and_may_be_tried_again(void **state)
{
	struct store_outbox_count count;
	struct bench *bench = *state;
	struct taken taken;

	write_one(bench->store, outgoing_of(1, "c1", "a", 10));
	write_one(bench->store, outgoing_of(1, "c2", "b", 10));
	assert_int_equal(take(bench->store, 10, 1, &taken), 1);
	write_one(bench->store, sent_of(taken.id[0], STORE_OUTBOX_DEAD, 0));
	assert_int_equal(store_outbox_count(bench->store, &count), STORE_OK);
	assert_int_equal(count.pending, 1);
	assert_int_equal(count.dead, 1);
	assert_int_equal(count.oldest_ms, 10);
	assert_int_equal(change(bench, STORE_OUTBOX_RETRY, 77), 0);
	assert_int_equal(change(bench, STORE_OUTBOX_RETRY, 0), 1);
	assert_int_equal(take(bench->store, 5000, 8, &taken), 2);
}

static void what_a_dead_process_had_taken_is_due_at_once(void **state)
{
	struct bench *bench = *state;
	struct taken taken;

	write_one(bench->store, outgoing_of(1, "c1", "a", 10));
	assert_int_equal(take(bench->store, 10, 8, &taken), 1);
	assert_int_equal(take(bench->store, 10, 8, &taken), 0);
	bench_reopen(bench);
	assert_int_equal(change(bench, STORE_OUTBOX_DUE, 0), 1);
	assert_int_equal(take(bench->store, 10, 8, &taken), 1);
}

/* A desk that said when to come back is not asked before that. */
static void what_waits_for_its_time_is_not_due_after_a_restart(void **state)
{
	struct bench *bench = *state;
	struct taken taken;

	write_one(bench->store, outgoing_of(1, "c1", "a", 10));
	assert_int_equal(take(bench->store, 10, 8, &taken), 1);
	write_one(bench->store, sent_of(taken.id[0], STORE_OUTBOX_PENDING, 50));
	assert_int_equal(change(bench, STORE_OUTBOX_DUE, 0), 0);
	assert_int_equal(take(bench->store, 49, 8, &taken), 0);
	assert_int_equal(take(bench->store, 50, 8, &taken), 1);
	bench_reopen(bench);
	assert_int_equal(change(bench, STORE_OUTBOX_DUE, 0), 1);
}

static void what_waits_for_a_conversation_is_withdrawn(void **state)
{
	struct store_record record = {.kind = STORE_WITHDRAWAL};
	struct bench *bench = *state;
	struct taken taken;

	write_one(bench->store, outgoing_of(1, "c1", "a", 10));
	write_one(bench->store, outgoing_of(2, "c2", "b", 10));
	record.as.withdrawal.visitor = id_of(1);
	memcpy(record.as.withdrawal.desk,
	       outgoing_of(1, "c1", "a", 10).as.outgoing.desk,
	       sizeof(record.as.withdrawal.desk));
	assert_int_equal(store_outbox_waits(bench->store, 1), STORE_OK);
	write_one(bench->store, record);
	assert_int_equal(store_withdrawn(bench->store), 1);
	assert_int_equal(store_outbox_waits(bench->store, 1), STORE_ABSENT);
	assert_int_equal(store_outbox_waits(bench->store, 2), STORE_OK);
	assert_int_equal(take(bench->store, 10, 8, &taken), 1);
	assert_int_equal(taken.id[0], 2);
	write_one(bench->store, sent_of(2, STORE_OUTBOX_DONE, 0));
	assert_int_equal(store_withdrawn(bench->store), 0);
	assert_int_equal(store_outbox_waits(bench->store, 2), STORE_ABSENT);
}

/* A takeover that is not stored has taken nothing back. */
static void a_batch_that_fails_withdraws_nothing(void **state)
{
	struct store_record batch[] = {{.kind = STORE_WITHDRAWAL},
				       delivery_of(1, 10),
				       delivery_of(1, 10)};
	struct bench *bench = *state;

	write_one(bench->store, outgoing_of(1, "c1", "a", 10));
	batch[0].as.withdrawal.visitor = id_of(1);
	strcpy(batch[0].as.withdrawal.desk, "chatwoot");
	assert_int_equal(store_write(bench->store, batch, 3, STORE_COMMITTED),
			 STORE_SEEN);
	assert_int_equal(store_withdrawn(bench->store), 0);
	assert_int_equal(store_outbox_waits(bench->store, 1), STORE_OK);
}

static bool count_listed(void *context, const struct store_outgoing *message)
{
	size_t *bytes = context;

	*bytes += message->body_bytes;
	return true;
}

static void the_outbox_can_be_looked_at(void **state)
{
	struct bench *bench = *state;
	size_t bytes = 0;

	write_one(bench->store, outgoing_of(1, "c1", "one", 10));
	write_one(bench->store, outgoing_of(1, "c2", "three", 10));
	assert_int_equal(store_outbox(bench->store, 0, count_listed, &bytes),
			 STORE_OK);
	assert_int_equal(bytes, 8);
	assert_int_equal(store_outbox(bench->store, 2, count_listed, &bytes),
			 STORE_OK);
	assert_int_equal(bytes, 13);
}

static void an_outbox_is_taken_from_within_a_limit(void **state)
{
	struct bench *bench = *state;
	struct store_take wanted = {.now_ms = 9, .lease_ms = 9, .limit = 1};
	struct taken taken = {.stop_after = 1};

	write_one(bench->store, outgoing_of(1, "c1", "a", 1));
	write_one(bench->store, outgoing_of(1, "c2", "b", 2));
	write_one(bench->store, outgoing_of(1, "c3", "c", 3));
	assert_int_equal(
		store_outbox_take(bench->store, &wanted, take_message, &taken),
		STORE_ERROR_MISUSE);
	wanted.lease_ms = 10;
	wanted.limit = STORE_TAKE_MAX + 1;
	assert_int_equal(
		store_outbox_take(bench->store, &wanted, take_message, &taken),
		STORE_ERROR_MISUSE);
	assert_int_equal(take(bench->store, 9, 1, &taken), 1);
	assert_string_equal(taken.body[0], "a");
	memset(&taken, 0, sizeof(taken));
	taken.stop_after = 1;
	wanted.lease_ms = 20;
	wanted.limit = 8;
	assert_int_equal(
		store_outbox_take(bench->store, &wanted, take_message, &taken),
		STORE_OK);
	assert_int_equal(taken.count, 1);
	assert_string_equal(taken.body[0], "b");
}

/* "ow" is a part of the name of one that is passed over, and is not. */
static void an_outbox_is_taken_from_but_for_some_desks(void **state)
{
	static const char *const desks[] = {"own", "ow", "room"};
	struct bench *bench = *state;
	struct store_take wanted = {.now_ms = 9,
				    .lease_ms = 10,
				    .limit = 8,
				    .except = "\nown\nroom\n"};
	struct taken taken = {0};

	for (int i = 0; i < 3; i++) {
		struct store_record record = outgoing_of(1, "c", desks[i], i);

		strcpy(record.as.outgoing.desk, desks[i]);
		write_one(bench->store, record);
	}
	assert_int_equal(
		store_outbox_take(bench->store, &wanted, take_message, &taken),
		STORE_OK);
	assert_int_equal(taken.count, 1);
	assert_string_equal(taken.body[0], "ow");
	wanted.except = NULL;
	memset(&taken, 0, sizeof(taken));
	assert_int_equal(
		store_outbox_take(bench->store, &wanted, take_message, &taken),
		STORE_OK);
	assert_int_equal(taken.count, 2);
}

static bool count_key(void *context, const struct store_api_key *key)
{
	size_t *count = context;

	assert_true(key->id[0] != '\0');
	++*count;
	return true;
}

static void an_api_key_is_kept_used_and_revoked(void **state)
{
	struct bench *bench = *state;
	struct store_record add = {.kind = STORE_API_KEY_ADD},
			    event = {.kind = STORE_API_KEY_USED,
				     .as.api_key_event = {"k1", 20}};
	struct store_api_key *key = &add.as.api_key, back;
	size_t count = 0;

	strcpy(key->id, "k1");
	strcpy(key->name, "the shop");
	strcpy(key->scopes, "ask report");
	key->created_ms = 10;
	assert_true(store_secret_hash(key->salt, "secret", 6, key->hash));
	write_one(bench->store, add);
	assert_int_equal(store_write(bench->store, &add, 1, STORE_DURABLE),
			 STORE_ERROR_MISUSE);
	assert_int_equal(store_api_key(bench->store, "k1", &back), STORE_OK);
	assert_memory_equal(&back, key, sizeof(back));
	assert_true(store_secret_matches(&back, "secret", 6));
	write_one(bench->store, event);
	event.as.api_key_event.time_ms = 15; /* came late */
	write_one(bench->store, event);
	event.kind = STORE_API_KEY_REVOKED;
	event.as.api_key_event.time_ms = 30;
	write_one(bench->store, event);
	assert_int_equal(store_api_key(bench->store, "k1", &back), STORE_OK);
	assert_int_equal(back.used_ms, 20);
	assert_int_equal(back.revoked_ms, 30);
	assert_false(store_secret_matches(&back, "secret", 6));
	assert_int_equal(store_api_key(bench->store, "k2", &back),
			 STORE_ABSENT);
	assert_int_equal(store_api_keys(bench->store, count_key, &count),
			 STORE_OK);
	assert_int_equal(count, 1);
}

int main(void)
{
#define WITH_STORE(test)                                                       \
	cmocka_unit_test_setup_teardown(test, bench_set_up_open,               \
					bench_tear_down)
	const struct CMUnitTest tests[] = {
		WITH_STORE(a_session_is_found_again_and_replaced),
		WITH_STORE(
			the_latest_sessions_of_a_mouth_come_the_oldest_first),
		WITH_STORE(
			messages_of_a_conversation_leave_one_by_one_in_order),
		WITH_STORE(a_message_comes_again_when_its_taker_died),
		WITH_STORE(a_failed_message_waits_for_its_next_time),
		WITH_STORE(what_was_sent_or_dropped_is_wiped),
		WITH_STORE(what_was_given_up_is_kept_and_may_be_tried_again),
		WITH_STORE(what_a_dead_process_had_taken_is_due_at_once),
		WITH_STORE(what_waits_for_its_time_is_not_due_after_a_restart),
		WITH_STORE(what_waits_for_a_conversation_is_withdrawn),
		WITH_STORE(a_batch_that_fails_withdraws_nothing),
		WITH_STORE(the_outbox_can_be_looked_at),
		WITH_STORE(an_outbox_is_taken_from_within_a_limit),
		WITH_STORE(an_outbox_is_taken_from_but_for_some_desks),
		WITH_STORE(an_api_key_is_kept_used_and_revoked),
	};

	return cmocka_run_group_tests_name("sqlite_desk", tests, NULL, NULL);
}
