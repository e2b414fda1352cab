/* SPDX-License-Identifier: MIT */
/* A worker ends when told to, and holds nobody up when it can't. */
#include "server/run/worker.h"

#include "server_fixture.h"

#include <signal.h>
#include <time.h>
#include <unistd.h>

static void start(struct fixture *f, struct worker *worker)
{
	const char *why;

	log_quiet_lws(&f->log);
	assert_true(worker_start(worker, &f->shared, f->served, NULL, &why));
}

static void a_worker_ends_when_told_to(void **state)
{
	struct worker worker;

	start(*state, &worker);
	worker_drain(&worker, 0);
	assert_int_equal(worker_join(&worker, WORKER_STOP_SECONDS),
			 WORKER_ENDED);
}

static void hang(int number)
{
	(void)number;
	for (;;)
		pause();
}

/* Its memory stays: the thread is still in it. */
static void a_worker_that_hangs_is_given_up_in_time(void **state)
{
	static struct worker worker;
	struct sigaction action = {.sa_handler = hang};
	time_t begun;

	start(*state, &worker);
	assert_int_equal(sigaction(SIGUSR1, &action, NULL), 0);
	assert_int_equal(pthread_kill(worker.thread, SIGUSR1), 0);
	nanosleep(&(struct timespec){.tv_nsec = 100000000}, NULL);
	begun = time(NULL);
	worker_drain(&worker, 0);
	assert_int_equal(worker_join(&worker, WORKER_STOP_SECONDS),
			 WORKER_STUCK);
	assert_in_range(time(NULL) - begun, WORKER_STOP_SECONDS - 1,
			WORKER_STOP_SECONDS + 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_worker_ends_when_told_to,
						fixture_set_up,
						fixture_tear_down),
		cmocka_unit_test_setup(a_worker_that_hangs_is_given_up_in_time,
				       fixture_set_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
