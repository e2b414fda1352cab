/* SPDX-License-Identifier: MIT */
/* Who is let in, who is turned away, and what signals do. The rest is seen
 * from outside, in tests/server. */
#include "server/edge/acceptor.h"

#include "reload_fixture.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/socket.h>

#define ROUNDS_MAX 20u /* seconds */

static const uint8_t seed[LIMIT_SEED_BYTES] = {1};

static void as_many_files_as_connections_need_are_asked_for(void **state)
{
	struct rlimit before, now;

	(void)state;
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
	assert_true(acceptor_set_file_limit(100, 1, 50));
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &now), 0);
	assert_in_range(now.rlim_cur, 151, 300);
	assert_int_equal(now.rlim_max, before.rlim_max);
	if (before.rlim_max != RLIM_INFINITY)
		assert_false(acceptor_set_file_limit(before.rlim_max, 1, 0));
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
}

struct door {
	struct place *place;
	unsigned rounds;
	uint64_t reloads; /* when the last round came */
};

/* After a second: a reload; when that is over: the end. */
static void each_second(void *context)
{
	struct door *door = context;
	struct reload last;

	reloader_last(&door->place->reloader, &last);
	door->reloads = last.done;
	door->rounds++;
	if (door->rounds == 1)
		raise(SIGHUP);
	if (last.done > 0 || door->rounds > ROUNDS_MAX)
		raise(SIGTERM);
}

static int connect_to(unsigned port)
{
	struct sockaddr_in address = {.sin_family = AF_INET};
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	address.sin_port = htons((uint16_t)port);
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_int_equal(
		connect(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	return fd;
}

static void read_all(int fd, char text[256])
{
	struct pollfd wait = {.fd = fd, .events = POLLIN};
	ssize_t n = 1;
	size_t size = 0;

	while (n > 0 && size < 255 && poll(&wait, 1, 5000) == 1) {
		n = recv(fd, text + size, 255 - size, 0);
		size += n > 0 ? (size_t)n : 0;
	}
	text[size] = '\0';
}

/* Two come from one address, which may hold one. */
static void one_is_let_in_the_next_turned_away_and_signals_heard(void **state)
{
	struct door door = {.place = *state};
	struct fixture *f = door.place->fixture;
	const struct limit_rules rules = {.connections = 1};
	struct acceptor acceptor = {.listener_count = 1,
				    .pool = &door.place->pool,
				    .shared = &f->shared,
				    .reloader = &door.place->reloader,
				    .connections_max = 8,
				    .each_second = each_second,
				    .context = &door};
	struct listener listener;
	char text[256];
	const char *why;
	int first, second;

	f->shared.limit = limit_new(&rules, 8, seed);
	assert_non_null(f->shared.limit);
	assert_true(place_start(door.place, &why));
	assert_true(listener_open(&listener, "127.0.0.1", "0", "http", &why));
	acceptor.listener = &listener;
	first = connect_to(listener.port);
	second = connect_to(listener.port);
	acceptor_run(&acceptor);
	assert_int_equal(pool_connections(&door.place->pool), 1);
	assert_int_equal(door.reloads, 1);
	read_all(second, text);
	assert_memory_equal(text, "HTTP/1.1 429 ", 13);
	close(first);
	close(second);
	listener_close(&listener);
	reloader_stop(&door.place->reloader);
}

static int tear_down(void **state)
{
	struct place *place = *state;
	struct limit *limit = place->fixture->shared.limit;
	int code = place_tear_down(state);

	limit_free(limit); /* when its connections have left */
	return code;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			as_many_files_as_connections_need_are_asked_for),
		cmocka_unit_test_setup_teardown(
			one_is_let_in_the_next_turned_away_and_signals_heard,
			place_set_up, tear_down),
	};

	acceptor_block_signals();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
