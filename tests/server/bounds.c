/* SPDX-License-Identifier: MIT */
/* How long one may be silent or deaf, and how much one may send. */
#include "server/suite.h"

#include <poll.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#define ASK "{\"type\":\"ask\",\"text\":\"what is tea\"}"
#define TYPING "{\"type\":\"typing\"}"
#define HEAD                                                                   \
	"POST /v1/ask HTTP/1.1\r\nHost: h\r\n"                                 \
	"Content-Type: application/json\r\n"
#define BODY "{\"text\":\"what is tea\"}"

static bool counted(struct suite *s, const struct server *server,
		    const char *limit)
{
	char line[96];

	snprintf(line, sizeof(line), "faqd_limit_hits_total{limit=\"%s\"} 1\n",
		 limit);
	client_get(server, "/metrics", &s->r);
	return strstr(s->r.body, line) != NULL;
}

static void a_chat_without_a_message_is_ended(struct suite *s)
{
	struct server server;
	int fd;

	CHECK(s, server_start(&server, "--idle 1"));
	fd = ws_open(&server);
	CHECK(s, ws_closes_with(fd, 1000));
	close(fd);
	CHECK(s, counted(s, &server, "idle"));
	CHECK(s, server_stop(&server, SIGTERM) == 0);
}

#define CROWD 100 /* visitors */
#define SOME 5    /* answers, and one more for each: past what fits */
#define MANY 900  /* answers: more than narrow kernels take */

static bool soon_counted(struct suite *s, const struct server *server,
			 const char *limit)
{
	int waited;

	for (waited = 0; waited < WAIT_MS; waited += 50) {
		if (counted(s, server, limit))
			return true;
		poll(NULL, 0, 50);
	}
	return false;
}

/* Asks and reads nothing until that limit has ended it. */
static bool is_cut_for_not_reading(struct suite *s, struct server *server,
				   const char *limit)
{
	bool cut;
	int fd, i;

	server->narrow = true;
	fd = ws_open(server);
	server->narrow = false;
	for (i = 0; i < MANY; i++)
		if (!ws_say(fd, ASK))
			break;
	cut = soon_counted(s, server, limit);
	cut = client_closed(fd, WAIT_MS) && cut;
	close(fd);
	return cut;
}

static void a_chat_that_takes_nothing_is_ended(struct suite *s)
{
	struct server server;

	CHECK(s, server_start(&server, "--queue-frames 1024 --stall 1"));
	CHECK(s, is_cut_for_not_reading(s, &server, "stall"));
	CHECK(s, server_stop(&server, SIGTERM) == 0);
}

static void so_many_answers_wait_for_one_visitor(struct suite *s)
{
	struct server server;

	CHECK(s, server_start(&server, "--queue-frames 4 --stall 600"));
	CHECK(s, is_cut_for_not_reading(s, &server, "queue_frames"));
	CHECK(s, server_stop(&server, SIGTERM) == 0);
}

static bool hears(struct suite *s, int fd, int opcode)
{
	ws_read(fd, &s->frame);
	return s->frame.opcode == opcode;
}

/*
 * With each the kernel is full at another answer, for one of them at the last.
 * What they hear after their answers is a ping and not the end.
 */
static void who_takes_it_late_stays(struct suite *s)
{
	struct server server;
	int fd[CROWD], i, k;

	CHECK(s, server_start(&server, "--queue-frames 1024 --stall 1 "
				       "--ping 4"));
	server.narrow = true;
	for (i = 0; i < CROWD; i++) {
		fd[i] = ws_open(&server);
		for (k = 0; k < SOME + i; k++)
			CHECK(s, ws_say(fd[i], ASK));
	}
	for (i = 0; i < CROWD; i++)
		for (k = 0; k < SOME + i; k++)
			CHECK(s, hears(s, fd[i], WS_TEXT));
	for (i = 0; i < CROWD; i++) {
		CHECK(s, hears(s, fd[i], WS_PING));
		close(fd[i]);
	}
	CHECK(s, server_stop(&server, SIGTERM) == 0);
}

static void a_message_may_be_so_long_and_no_longer(struct suite *s)
{
	static char text[300];
	struct server server;
	int fd;

	memset(text, ' ', sizeof(text));
	memcpy(text, TYPING, strlen(TYPING));
	CHECK(s, server_start(&server, "--message-bytes 256"));
	fd = ws_open(&server);
	CHECK(s, ws_send(fd, WS_TEXT, true, text, 256));
	CHECK(s, ws_say(fd, ASK));
	ws_read(fd, &s->frame);
	CHECK(s, strstr(s->frame.bytes, "\"type\":\"answer\""));
	CHECK(s, ws_send(fd, WS_TEXT, true, text, 257));
	CHECK(s, ws_closes_with(fd, 1009));
	close(fd);
	CHECK(s, counted(s, &server, "message_bytes"));
	CHECK(s, server_stop(&server, SIGTERM) == 0);
}

static void a_body_may_be_so_long_and_no_longer(struct suite *s)
{
	char body[300];
	struct server server;

	memset(body, ' ', sizeof(body));
	memcpy(body, BODY, strlen(BODY));
	CHECK(s, server_start(&server, "--body-bytes 256"));
	body[256] = '\0';
	client_post(&server, "", body, &s->r);
	CHECK(s, s->r.status == 200);
	body[256] = ' ';
	body[257] = '\0';
	client_post(&server, "", body, &s->r);
	CHECK(s, s->r.status == 413 && s->r.closed);
	CHECK(s, counted(s, &server, "body_bytes"));
	CHECK(s, server_stop(&server, SIGTERM) == 0);
}

/* GET with a cookie that makes its head so many bytes long. */
static void get_with_head(struct suite *s, const struct server *server,
			  size_t bytes)
{
	static const char start[] =
		"GET /v1/intents HTTP/1.1\r\nHost: x\r\nCookie: ";
	static char request[40000];
	size_t size = sizeof(start) - 1;
	int fd = client_open(server);

	memcpy(request, start, size);
	memset(request + size, 'a', bytes - size - 4);
	memcpy(request + bytes - 4, "\r\n\r\n", 5);
	client_say(fd, request);
	client_read(fd, &s->r, false);
	close(fd);
}

static void headers_may_be_so_long_and_no_longer(struct suite *s)
{
	struct server server;

	CHECK(s, server_start(&server, ""));
	get_with_head(s, &server, 5000);
	CHECK(s, s->r.status == 200);
	get_with_head(s, &server, 16384);
	CHECK(s, s->r.status == 200);
	get_with_head(s, &server, 16385);
	CHECK(s,
	      s->r.status == 431 && has_header(&s->r, "connection: close\r\n"));
	CHECK(s, has_header(&s->r, "content-type: application/problem+json"));
	CHECK(s, counted(s, &server, "header_bytes"));
	get_with_head(s, &server, 39000);
	CHECK(s,
	      s->r.status == 431 && has_header(&s->r, "connection: close\r\n"));
	CHECK(s, server_stop(&server, SIGTERM) == 0);
	CHECK(s, server_start(&server, "--header-bytes 4096"));
	get_with_head(s, &server, 4096);
	CHECK(s, s->r.status == 200);
	get_with_head(s, &server, 4097);
	CHECK(s, s->r.status == 431);
	CHECK(s, server_stop(&server, SIGTERM) == 0);
}

static void what_is_under_way_has_a_time_to_end(struct suite *s)
{
	struct server server;
	int half;

	CHECK(s, server_start(&server, "--drain 1 --timeout 600"));
	half = client_open(&server);
	client_say(half, HEAD "Content-Length: 50\r\n\r\n{");
	client_get(&server, "/healthz", &s->r);
	CHECK(s, kill(server.pid, SIGTERM) == 0);
	CHECK(s, client_closed(half, WAIT_MS));
	close(half);
	CHECK(s, server_stop(&server, SIGTERM) == 0);
}

/* The head is in before the signal, the body comes behind it. */
static void what_is_asked_before_the_end_is_answered(struct suite *s)
{
	struct server server;
	int fd;

	CHECK(s, server_start(&server, ""));
	fd = client_open(&server);
	client_say(fd, HEAD "Content-Length: 22\r\n\r\n");
	client_get(&server, "/healthz", &s->r);
	CHECK(s, kill(server.pid, SIGTERM) == 0);
	client_say(fd, BODY);
	client_read(fd, &s->r, false);
	CHECK(s, s->r.status == 200 && strstr(s->r.body, "Leaves"));
	CHECK(s, client_closed(fd, WAIT_MS));
	close(fd);
	CHECK(s, server_stop(&server, SIGTERM) == 0);
}

#define SHARED 40

static void several_workers_share_the_visitors(struct suite *s)
{
	struct server server;
	int fd[SHARED], i;

	CHECK(s, server_start(&server, "--workers 2"));
	for (i = 0; i < SHARED; i++) {
		fd[i] = ws_open(&server);
		CHECK(s, ws_say(fd[i], ASK));
	}
	for (i = 0; i < SHARED; i++) {
		ws_read(fd[i], &s->frame);
		CHECK(s, strstr(s->frame.bytes, "\"type\":\"answer\""));
	}
	client_get(&server, "/metrics", &s->r);
	CHECK(s, strstr(s->r.body, "faqd_questions_total{mouth=\"chat\","
				   "verdict=\"answer\"} 40\n"));
	CHECK(s,
	      strstr(s->r.body, "faqd_connections_open{kind=\"chat\"} 40\n"));
	client_get(&server, "/readyz", &s->r);
	CHECK(s, strstr(s->r.body, "\"workers\":[{\"status\":\"ok\""));
	for (i = 0; i < SHARED; i++)
		close(fd[i]);
	CHECK(s, server_stop(&server, SIGTERM) == 0);
}

const struct test tests_bounds[] = {
	TEST(a_chat_without_a_message_is_ended),
	TEST(a_chat_that_takes_nothing_is_ended),
	TEST(who_takes_it_late_stays),
	TEST(so_many_answers_wait_for_one_visitor),
	TEST(a_message_may_be_so_long_and_no_longer),
	TEST(a_body_may_be_so_long_and_no_longer),
	TEST(headers_may_be_so_long_and_no_longer),
	TEST(what_is_under_way_has_a_time_to_end),
	TEST(what_is_asked_before_the_end_is_answered),
	TEST(several_workers_share_the_visitors),
	{NULL, NULL},
};
