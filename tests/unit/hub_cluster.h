/* SPDX-License-Identifier: MIT */
/*
 * hub_cluster.h: two nodes over one store. What they say to each other goes
 * through a bus of the test's own, which takes notices as they are committed:
 * it can be heard late, or lost.
 */
#ifndef TESTS_HUB_CLUSTER_H
#define TESTS_HUB_CLUSTER_H

#include "unit/hub_fixture.h"

#include "server/desk/hub_word.h"
#include "store/backend.h"

#define NODES 2u
#define SAID_MAX 256u

#define VIC 1 /* a visitor, at node 0 */
#define ADA 2 /* agents, at node 0 and 1 */
#define BOB 3
#define TAB 4 /* the visitor again, at node 1 */

static struct {
	struct hub_core *core[NODES];
	struct store *store[NODES];
	struct store_ops ops[NODES]; /* those of the store, but for ours */
	enum store_status (*put)(struct store *store,
				 const struct store_record *clean);
	enum store_status (*commit)(struct store *store);
	size_t count, heard, begun; /* words; of the transaction from here */
	char word[SAID_MAX][STORE_NOTICE_BYTES];
	size_t failing; /* commits that are to fail */
} cluster;

static inline enum store_status put(struct store *store,
				    const struct store_record *clean)
{
	if (clean->kind == STORE_NOTICE) {
		assert_true(cluster.count < SAID_MAX);
		memcpy(cluster.word[cluster.count++], clean->as.notice.text,
		       STORE_NOTICE_BYTES);
		return STORE_OK;
	}
	return cluster.put(store, clean);
}

static inline enum store_status commit(struct store *store)
{
	enum store_status status = STORE_ERROR_IO;

	if (cluster.failing == 0)
		status = cluster.commit(store);
	else
		cluster.failing--;
	if (status != STORE_OK)
		cluster.count = cluster.begun;
	cluster.begun = cluster.count;
	return status;
}

static void (*roll_back)(struct store *store);

static inline void rollback(struct store *store)
{
	cluster.count = cluster.begun;
	roll_back(store);
}

static inline void open_node(size_t node)
{
	static const char *const names[NODES] = {"00000000000000aa",
						 "00000000000000bb"};
	struct bench bench = scene.bench;
	struct hub_options how = {
		.deliver = hear_letter,
		.now_ms = scene_now,
		.catalog = scene_catalog,
		.away_ms = 60000,
		.node = names[node],
	};

	bench.options.busy_ms = 1000;
	bench_open(&bench);
	cluster.store[node] = how.store = bench.store;
	cluster.ops[node] = *bench.store->ops;
	cluster.put = cluster.ops[node].put;
	cluster.commit = cluster.ops[node].commit;
	roll_back = cluster.ops[node].rollback;
	cluster.ops[node].put = put;
	cluster.ops[node].commit = commit;
	cluster.ops[node].rollback = rollback;
	bench.store->ops = &cluster.ops[node];
	assert_int_equal(hub_core_new(&cluster.core[node], &how), STORE_OK);
}

static inline void close_node(size_t node)
{
	hub_core_free(cluster.core[node]);
	store_close(cluster.store[node]);
	cluster.core[node] = NULL;
}

/* What follows happens there. */
static inline void at(size_t node)
{
	scene.core = cluster.core[node];
}

/* All hear all that was said. */
static inline void hear(void)
{
	while (cluster.heard < cluster.count) {
		const char *word = cluster.word[cluster.heard++];

		for (size_t i = 0; i < NODES; i++)
			if (cluster.core[i])
				hub_core_hears(cluster.core[i], word);
	}
}

static inline void lose_words(void)
{
	cluster.heard = cluster.count;
}

static inline void tick(void)
{
	for (size_t i = 0; i < NODES; i++)
		if (cluster.core[i])
			hub_core_tick(cluster.core[i]);
	hear();
}

static inline int set_up(void **state)
{
	scene_set_up(state);
	hub_core_free(scene.core);
	scene.core = NULL;
	memset(&cluster, 0, sizeof(cluster));
	for (size_t i = 0; i < NODES; i++)
		open_node(i);
	for (size_t i = 0; i < NODES; i++)
		hub_core_hears(cluster.core[i], NULL);
	hear();
	return 0;
}

static inline int tear_down(void **state)
{
	for (size_t i = 0; i < NODES; i++)
		if (cluster.core[i])
			close_node(i);
	scene.core = NULL;
	return scene_tear_down(state);
}

/* Vic waits at node 0, Ada is at node 0 and Bob at node 1. */
static inline int wait_for_two(void **state)
{
	set_up(state);
	at(0);
	agent_comes(ADA, "Ada");
	at(1);
	agent_comes(BOB, "Bob");
	hear();
	at(0);
	asks(VIC, 1);
	hear();
	forget();
	return 0;
}

static inline unsigned times(unsigned seat, const char *text)
{
	unsigned count = 0;

	for (const char *found = scene.heard[seat];
	     (found = strstr(found, text)); found++)
		count++;
	return count;
}

#define TEST(name)                                                             \
	cmocka_unit_test_setup_teardown(name, wait_for_two, tear_down)

#endif
