/* SPDX-License-Identifier: MIT */
/* The outbox between nodes; for one alone, test_sqlite_desk.c holds. */
#include "store/outbox.h"
#include "unit/store_fixture.h"

#include <pthread.h>

#define NODES 3u
#define TALKS 20u
#define EACH 10u /* messages of a conversation */

/* What all nodes have sent, in order. */
struct ledger {
	pthread_mutex_t lock;
	const char *path;
	const struct store_options *options;
	unsigned next[TALKS]; /* number of the message that is to come */
	unsigned sent, wrong;
};

struct node {
	struct ledger *ledger;
	int64_t id[8];
	size_t count;
};

/* A body is "CONVERSATION NUMBER". */
static bool send(void *context, const struct store_outgoing *message)
{
	struct node *node = context;
	struct ledger *ledger = node->ledger;
	unsigned talk = 0, number = 0;
	char body[32];

	snprintf(body, sizeof(body), "%.*s", (int)message->body_bytes,
		 message->body);
	assert_int_equal(sscanf(body, "%u %u", &talk, &number), 2);
	pthread_mutex_lock(&ledger->lock);
	ledger->wrong += talk >= TALKS || ledger->next[talk] != number;
	ledger->next[talk]++;
	ledger->sent++;
	pthread_mutex_unlock(&ledger->lock);
	node->id[node->count++] = message->id;
	return true;
}

static bool all_sent(struct ledger *ledger)
{
	bool done;

	pthread_mutex_lock(&ledger->lock);
	done = ledger->sent >= TALKS * EACH || ledger->wrong;
	pthread_mutex_unlock(&ledger->lock);
	return done;
}

static void *run_node(void *context)
{
	struct ledger *ledger = context;
	const struct store_take all = {
		.now_ms = 10, .lease_ms = 1000, .limit = 8};
	struct store_error error;
	struct store *store;
	void *fine = context;

	if (store_open(&store, ledger->path, ledger->options, &error) !=
	    STORE_OK)
		return NULL;
	while (!all_sent(ledger)) {
		struct node node = {.ledger = ledger};
		struct store_record done[8] = {0};

		if (store_outbox_take(store, &all, send, &node) != STORE_OK)
			fine = NULL;
		for (size_t i = 0; i < node.count; i++) {
			done[i].kind = STORE_SENT;
			done[i].as.sent.id = node.id[i];
			done[i].as.sent.state = STORE_OUTBOX_DONE;
		}
		if (!fine ||
		    (node.count && store_write(store, done, node.count,
					       STORE_DURABLE) != STORE_OK)) {
			fine = NULL;
			break;
		}
	}
	store_close(store);
	return fine;
}

static void nodes_share_the_outbox_and_keep_each_order(void **state)
{
	struct bench *bench = *state;
	struct ledger ledger = {.lock = PTHREAD_MUTEX_INITIALIZER,
				.path = bench->path,
				.options = &bench->options};
	pthread_t thread[NODES];
	char talk[16], body[32];

	for (unsigned n = 0; n < EACH; n++)
		for (unsigned i = 0; i < TALKS; i++) {
			snprintf(talk, sizeof(talk), "c%u", i);
			snprintf(body, sizeof(body), "%u %u", i, n);
			write_one(bench->store, outgoing_of(1, talk, body, 1));
		}
	for (size_t i = 0; i < NODES; i++)
		assert_int_equal(
			pthread_create(&thread[i], NULL, run_node, &ledger), 0);
	for (size_t i = 0; i < NODES; i++) {
		void *fine;

		pthread_join(thread[i], &fine);
		assert_non_null(fine);
	}
	assert_int_equal(ledger.wrong, 0);
	assert_int_equal(ledger.sent, TALKS * EACH);
}

static bool count_one(void *context, const struct store_outgoing *message)
{
	size_t *count = context;

	(void)message;
	++*count;
	return true;
}

static size_t take(struct store *store)
{
	const struct store_take all = {
		.now_ms = 10, .lease_ms = 100, .limit = 8};
	size_t count = 0;

	assert_int_equal(store_outbox_take(store, &all, count_one, &count),
			 STORE_OK);
	return count;
}

static void a_node_that_starts_takes_nothing_from_the_living(void **state)
{
	struct bench *bench = *state;
	struct store *other;
	size_t due;

	write_one(bench->store, outgoing_of(1, "c1", "a", 1));
	assert_int_equal(take(bench->store), 1);
	assert_int_equal(
		store_open(&other, bench->path, &bench->options, &bench->error),
		STORE_OK);
	assert_int_equal(
		store_outbox_change(other, STORE_OUTBOX_DUE, 0, 10, &due),
		STORE_OK);
	assert_int_equal(due, 0);
	assert_int_equal(take(other), 0);
	store_close(other);
	bench_reopen(bench); /* as if it had died */
	assert_int_equal(store_outbox_change(bench->store, STORE_OUTBOX_DUE, 0,
					     10, &due),
			 STORE_OK);
	assert_int_equal(due, 1);
	assert_int_equal(take(bench->store), 1);
}

/* Its owner may well be alive: an operator knows better. */
static void a_message_that_is_named_is_due_whoever_has_it(void **state)
{
	struct bench *bench = *state;
	size_t due;

	write_one(bench->store, outgoing_of(1, "c1", "a", 1));
	assert_int_equal(take(bench->store), 1);
	assert_int_equal(store_outbox_change(bench->store, STORE_OUTBOX_DUE, 1,
					     10, &due),
			 STORE_OK);
	assert_int_equal(due, 1);
}

static void names_that_are_no_utf8_are_kept(void **state)
{
	struct bench *bench = *state;
	struct store_record record = outgoing_of(1, "c\xff", "\xfe\x80", 1);

	record.as.outgoing.verbatim = true;
	write_one(bench->store, record);
	assert_true(store_holds(bench, "63ff", 4)); /* as bytea shows it */
	assert_int_equal(take(bench->store), 1);
}

int main(void)
{
#define WITH_STORE(test)                                                       \
	cmocka_unit_test_setup_teardown(test, bench_set_up_open,               \
					bench_tear_down)
	const struct CMUnitTest tests[] = {
		WITH_STORE(nodes_share_the_outbox_and_keep_each_order),
		WITH_STORE(a_node_that_starts_takes_nothing_from_the_living),
		WITH_STORE(a_message_that_is_named_is_due_whoever_has_it),
		WITH_STORE(names_that_are_no_utf8_are_kept),
	};

	return cmocka_run_group_tests_name("postgres_outbox", tests, NULL,
					   NULL);
}
