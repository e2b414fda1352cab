/* SPDX-License-Identifier: MIT */
/* The workers together: who gets what, who serves what, and the end. */
#include "server/run/pool.h"

#include "server_fixture.h"

#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define WORKERS 3u

static const struct pool_end at_once;

static void start(struct fixture *f, struct pool *pool)
{
	const char *why;

	log_quiet_lws(&f->log);
	assert_true(pool_start(pool, WORKERS, &f->shared, f->served, &why));
}

/* One end of a connection that a worker gets; returns the other. */
static int hand(struct pool *pool)
{
	struct arrival arrival;
	int ends[2];

	assert_int_equal(
		socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends), 0);
	arrival = (struct arrival){.fd = ends[0]};
	assert_true(pool_hand(pool, &arrival));
	return ends[1];
}

static void as_many_workers_as_wanted_and_not_too_many(void **state)
{
	(void)state;
	assert_int_equal(pool_size(3), 3);
	assert_in_range(pool_size(0), 1, POOL_WORKERS_MAX);
	assert_int_equal(pool_size(100000), POOL_WORKERS_MAX);
}

static void connections_go_to_the_worker_with_the_fewest(void **state)
{
	struct pool pool;
	int ends[2 * WORKERS];
	size_t i;

	start(*state, &pool);
	for (i = 0; i < 2 * WORKERS; i++)
		ends[i] = hand(&pool);
	assert_int_equal(pool_connections(&pool), 2 * WORKERS);
	for (i = 0; i < WORKERS; i++)
		assert_int_equal(worker_connections(&pool.worker[i]), 2);
	assert_int_equal(pool_stop(&pool, &at_once), WORKER_ENDED);
	for (i = 0; i < 2 * WORKERS; i++)
		close(ends[i]);
}

static void a_loop_that_goes_round_shows_it(void **state)
{
	uint64_t age_ms[POOL_WORKERS_MAX];
	struct pool pool;
	int looks;

	start(*state, &pool);
	nanosleep(&(struct timespec){.tv_nsec = 400000000}, NULL);
	for (looks = 0; looks < 100; looks++) {
		if (pool_ages(&pool, age_ms) < 350)
			break;
		nanosleep(&(struct timespec){.tv_nsec = 50000000}, NULL);
	}
	assert_in_range(looks, 0, 99);
	assert_in_range(age_ms[WORKERS - 1], 0, 349);
	assert_int_equal(pool_stop(&pool, &at_once), WORKER_ENDED);
}

static void count_second(void *context)
{
	++*(unsigned *)context;
}

/* One that came just now may still ask: it is waited for. */
static void who_waits_for_the_end_hears_of_each_second(void **state)
{
	unsigned seconds = 0;
	const struct pool_end end = {60, count_second, &seconds};
	struct pool pool;
	int peer;

	start(*state, &pool);
	peer = hand(&pool);
	assert_int_equal(pool_stop(&pool, &end), WORKER_ENDED);
	assert_in_range(seconds, 1, 20);
	close(peer);
}

/* Who still keeps the old one after the end would leak it. */
static void what_is_served_anew_is_kept_and_dropped_by_each(void **state)
{
	struct fixture *f = *state;
	struct pool pool;

	start(f, &pool);
	assert_int_equal(atomic_load(&f->served->counts), 2 + WORKERS);
	pool_serve(&pool, f->served);
	pool_serve(&pool, f->served);
	assert_int_equal(pool_stop(&pool, &at_once), WORKER_ENDED);
	assert_int_equal(atomic_load(&f->served->counts), 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(as_many_workers_as_wanted_and_not_too_many),
		cmocka_unit_test_setup_teardown(
			connections_go_to_the_worker_with_the_fewest,
			fixture_set_up, fixture_tear_down),
		cmocka_unit_test_setup_teardown(a_loop_that_goes_round_shows_it,
						fixture_set_up,
						fixture_tear_down),
		cmocka_unit_test_setup_teardown(
			who_waits_for_the_end_hears_of_each_second,
			fixture_set_up, fixture_tear_down),
		cmocka_unit_test_setup_teardown(
			what_is_served_anew_is_kept_and_dropped_by_each,
			fixture_set_up, fixture_tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
