/* SPDX-License-Identifier: MIT */
/* Slow, silent and too many: each with a faqd of its own. */
#include "server/suite.h"

#include <poll.h>
#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static long now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* A byte every so many ms until the other side closes; how long that took. */
static long drip(int fd, int every_ms)
{
	long start = now_ms();

	while (now_ms() - start < WAIT_MS) {
		if (client_closed(fd, every_ms))
			break;
		if (!client_say(fd, "x"))
			break;
	}
	return now_ms() - start;
}

static void a_head_that_drips_is_cut(struct suite *s)
{
	struct server server;
	long ms;
	int fd;

	CHECK(s, server_start(&server, "--timeout 1"));
	fd = client_open(&server);
	client_say(fd, "GET / HTTP/1.1\r\nX: ");
	ms = drip(fd, 100);
	close(fd);
	CHECK(s, server_stop(&server, SIGTERM) == 0);
	CHECK(s, ms < 5000);
}

static long drip_body(int fd, int every_ms)
{
	client_say(fd, "POST /v1/ask HTTP/1.1\r\nHost: h\r\n"
		       "Content-Type: application/json\r\n"
		       "Content-Length: 8000\r\n\r\n");
	return drip(fd, every_ms);
}

/* lws starts its own timeout anew with every byte of a body. */
static void a_body_that_drips_is_cut(struct suite *s)
{
	struct server server;
	long ms;
	int fd;

	CHECK(s, server_start(&server, "--timeout 1"));
	fd = client_open(&server);
	ms = drip_body(fd, 100);
	close(fd);
	CHECK(s, server_stop(&server, SIGTERM) == 0);
	CHECK(s, ms < 5000);
}

/* Also when a byte comes between what ends it and the end. */
static void a_body_that_trickles_is_cut(struct suite *s)
{
	struct server server;
	long ms;
	int fd;

	CHECK(s, server_start(&server, "--timeout 1"));
	fd = client_open(&server);
	ms = drip_body(fd, 1);
	close(fd);
	CHECK(s, server_stop(&server, SIGTERM) == 0);
	CHECK(s, ms < 5000);
}

static void a_connection_that_says_nothing_is_cut(struct suite *s)
{
	struct server server;
	bool closed;
	int fd;

	CHECK(s, server_start(&server, "--timeout 1"));
	fd = client_open(&server);
	closed = client_closed(fd, WAIT_MS);
	close(fd);
	CHECK(s, server_stop(&server, SIGTERM) == 0);
	CHECK(s, closed);
}

/* With one answer had, so that it is kept alive. */
static int open_answered(struct suite *s, const struct server *server)
{
	int fd = client_open(server);

	client_say(fd, "GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n");
	client_read(fd, &s->r, false);
	return fd;
}

static void who_asks_nothing_more_is_let_go(struct suite *s)
{
	struct server server;
	long start, ms;
	bool closed;
	int fd;

	CHECK(s, server_start(&server, "--timeout 60"));
	fd = open_answered(s, &server);
	start = now_ms();
	closed = client_closed(fd, WAIT_MS);
	ms = now_ms() - start;
	close(fd);
	CHECK(s, server_stop(&server, SIGTERM) == 0);
	CHECK(s, s->r.status == 200);
	CHECK(s, closed);
	CHECK(s, ms > 4000);
}

/* It begins while the connection is only kept alive. */
static void a_second_head_that_drips_is_cut(struct suite *s)
{
	struct server server;
	long ms;
	int fd;

	CHECK(s, server_start(&server, "--timeout 1"));
	fd = open_answered(s, &server);
	client_say(fd, "GET / HTTP/1.1\r\nX: ");
	ms = drip(fd, 100);
	close(fd);
	CHECK(s, server_stop(&server, SIGTERM) == 0);
	CHECK(s, s->r.status == 200);
	CHECK(s, ms < 4000);
}

/* Longer than a connection is kept alive for nothing. */
static void a_slow_second_head_may_take_the_timeout(struct suite *s)
{
	struct server server;
	bool closed;
	int fd;

	CHECK(s, server_start(&server, "--timeout 60"));
	fd = open_answered(s, &server);
	client_say(fd, "GET /healthz HTTP/1.1\r\nHost: ");
	closed = client_closed(fd, 7000);
	client_say(fd, "h\r\n\r\n");
	client_read(fd, &s->r, false);
	close(fd);
	CHECK(s, server_stop(&server, SIGTERM) == 0);
	CHECK(s, !closed);
	CHECK(s, s->r.status == 200);
}

static void a_silent_chat_is_pinged_and_then_closed(struct suite *s)
{
	struct server server;
	bool closed;
	int fd;

	CHECK(s, server_start(&server, "--ping 1"));
	fd = ws_open(&server);
	ws_read(fd, &s->frame);
	closed = client_closed(fd, WAIT_MS);
	close(fd);
	CHECK(s, server_stop(&server, SIGTERM) == 0);
	CHECK(s, s->frame.opcode == WS_PING);
	CHECK(s, closed);
}

static void a_chat_that_answers_pings_stays(struct suite *s)
{
	struct server server;
	int fd, i;

	CHECK(s, server_start(&server, "--ping 1"));
	fd = ws_open(&server);
	for (i = 0; i < 3; i++) {
		ws_read(fd, &s->frame);
		if (s->frame.opcode != WS_PING)
			break;
		ws_send(fd, WS_PONG, true, s->frame.bytes, s->frame.size);
	}
	close(fd);
	CHECK(s, server_stop(&server, SIGTERM) == 0);
	CHECK(s, i == 3);
}

/* More than may come in: they wait, nobody spins, and who leaves makes room. */
static void at_the_limit_newcomers_wait_their_turn(struct suite *s)
{
	struct server server;
	int held[8], late, i;
	long cpu;
	bool early;

	CHECK(s, server_start(&server, "--connections 8 --timeout 60"));
	for (i = 0; i < 8; i++)
		held[i] = ws_open(&server);
	late = client_open(&server);
	client_say(late, "GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n");
	cpu = server_cpu(&server);
	early = poll(&(struct pollfd){.fd = late, .events = POLLIN}, 1, 500);
	cpu = server_cpu(&server) - cpu;
	for (i = 0; i < 8; i++)
		close(held[i]);
	client_read(late, &s->r, false);
	close(late);
	CHECK(s, server_stop(&server, SIGTERM) == 0);
	CHECK(s, !early);
	CHECK(s, cpu < 10);
	CHECK(s, s->r.status == 200);
}

static void connections_are_counted_down_however_they_end(struct suite *s)
{
	struct server server;
	bool all = true;
	int i;

	CHECK(s, server_start(&server, "--connections 4"));
	for (i = 0; i < 40; i++) {
		int fd = i % 4 == 0 ? ws_open(&server) : client_open(&server);

		if (i % 4 == 1)
			client_say(fd, "CONNECT a:1 HTTP/1.1\r\n\r\n");
		if (i % 4 == 2)
			client_say(fd, "GET / HTTP/1.1\r\nHo");
		if (i % 4 == 3) {
			client_say(fd, "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
			client_read(fd, &s->r, false);
			all = all && s->r.status == 200;
		}
		all = all && fd >= 0;
		close(fd);
	}
	CHECK(s, server_stop(&server, SIGTERM) == 0);
	CHECK(s, all);
}

const struct test tests_limits[] = {
	TEST(a_head_that_drips_is_cut),
	TEST(a_body_that_drips_is_cut),
	TEST(a_body_that_trickles_is_cut),
	TEST(a_connection_that_says_nothing_is_cut),
	TEST(who_asks_nothing_more_is_let_go),
	TEST(a_second_head_that_drips_is_cut),
	TEST(a_slow_second_head_may_take_the_timeout),
	TEST(a_silent_chat_is_pinged_and_then_closed),
	TEST(a_chat_that_answers_pings_stays),
	TEST(at_the_limit_newcomers_wait_their_turn),
	TEST(connections_are_counted_down_however_they_end),
	{NULL, NULL},
};
