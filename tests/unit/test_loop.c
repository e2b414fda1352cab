/* SPDX-License-Identifier: MIT */
/* The loop ticks, wakes when told to by any thread, and stops. */
#include "server/run/loop.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <pthread.h>
#include <time.h>

struct counting {
	struct loop *loop;
	unsigned wakes, ticks, settled, stop_at_ticks, stop_at_wakes;
};

static void on_wake(void *context)
{
	struct counting *c = context;

	if (++c->wakes == c->stop_at_wakes)
		loop_stop(c->loop);
}

static void on_tick(void *context)
{
	struct counting *c = context;

	if (++c->ticks == c->stop_at_ticks)
		loop_stop(c->loop);
}

static void on_settled(void *context)
{
	struct counting *c = context;

	c->settled++;
}

static void make(struct counting *c)
{
	const struct loop_events events = {.on_wake = on_wake,
					   .on_tick = on_tick,
					   .on_settled = on_settled,
					   .context = c};

	c->loop = loop_new(&events);
	assert_non_null(c->loop);
	assert_non_null(loop_handle(c->loop));
}

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void it_ticks_until_it_is_stopped(void **state)
{
	struct counting c = {.stop_at_ticks = 3};
	double begun = seconds();

	(void)state;
	make(&c);
	loop_run(c.loop);
	assert_int_equal(c.ticks, 3);
	assert_int_equal(c.wakes, 0);
	assert_true(seconds() - begun > 2 * LOOP_TICK_SECONDS);
	loop_free(c.loop);
}

/* Once before each wait: each of these ticks ends one. */
static void it_says_when_it_is_about_to_wait(void **state)
{
	struct counting c = {.stop_at_ticks = 2};

	(void)state;
	make(&c);
	loop_run(c.loop);
	assert_in_range(c.settled, 2, 10);
	loop_free(c.loop);
}

/* Told before it runs, and often: one call will do. */
static void many_calls_wake_it_once_or_more(void **state)
{
	struct counting c = {.stop_at_wakes = 1, .stop_at_ticks = 100};

	(void)state;
	make(&c);
	loop_wake(c.loop);
	loop_wake(c.loop);
	loop_wake(c.loop);
	loop_run(c.loop);
	assert_int_equal(c.wakes, 1);
	assert_int_equal(c.ticks, 0);
	loop_free(c.loop);
}

static void *wake(void *context)
{
	loop_wake(context);
	return NULL;
}

static void another_thread_wakes_it(void **state)
{
	struct counting c = {.stop_at_wakes = 1, .stop_at_ticks = 100};
	pthread_t thread;

	(void)state;
	make(&c);
	assert_int_equal(pthread_create(&thread, NULL, wake, c.loop), 0);
	loop_run(c.loop);
	pthread_join(thread, NULL);
	assert_int_equal(c.wakes, 1);
	loop_free(c.loop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_ticks_until_it_is_stopped),
		cmocka_unit_test(it_says_when_it_is_about_to_wait),
		cmocka_unit_test(many_calls_wake_it_once_or_more),
		cmocka_unit_test(another_thread_wakes_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
