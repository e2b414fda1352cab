/* SPDX-License-Identifier: MIT */
/* How much one client may do, and which client that is behind a proxy. */
#include "server/suite.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TEA "{\"text\":\"what is tea\"}"
#define ASK "{\"type\":\"ask\",\"id\":\"7\",\"text\":\"what is tea\"}"
#define FEW "--questions-per-minute 1 --question-burst 2 "
#define NO_LIMIT_OF_CHATS "--session-questions-per-minute 0 "

static bool start(struct server *server, const char *options)
{
	return server_launch(
		server, &(struct launch){.options = options, .strict = true});
}

static int post_from(struct suite *s, struct server *server, const char *from,
		     const char *headers)
{
	server->from = from;
	client_post(server, headers, TEA, &s->r);
	return s->r.status;
}

static bool is_limited(const struct suite *s)
{
	const char *after = strstr(s->r.head, "\r\nretry-after: ");

	return s->r.status == 429 && after &&
	       atoi(after + strlen("\r\nretry-after: ")) > 0 &&
	       has_header(&s->r, "content-type: application/problem+json") &&
	       strstr(s->r.body, "\"status\":429");
}

static void who_asks_too_much_is_told_when_to_come_back(struct suite *s)
{
	struct server server;

	CHECK(s, start(&server, FEW));
	CHECK(s, post_from(s, &server, NULL, "") == 200);
	CHECK(s, post_from(s, &server, NULL, "") == 200);
	post_from(s, &server, NULL, "");
	CHECK(s, is_limited(s));
	client_post_to(&server, "/v1/chat/completions", "",
		       "{\"model\":\"faqd\",\"messages\":[{\"role\":\"user\","
		       "\"content\":\"what is tea\"}]}",
		       &s->r);
	CHECK(s, s->r.status == 429 && strstr(s->r.body, "{\"error\":{"));
	client_get(&server, "/", &s->r);
	CHECK(s, s->r.status == 200);
	CHECK(s, post_from(s, &server, "127.0.0.9", "") == 200);
	CHECK(s, server_logged(&server, "too many questions"));
	CHECK(s, server_stop(&server, SIGTERM) == 0);
}

static void a_chat_that_asks_too_much_lives_on(struct suite *s)
{
	struct server server;
	int fd, i;

	CHECK(s, start(&server, FEW NO_LIMIT_OF_CHATS));
	fd = ws_open(&server);
	for (i = 0; i < 3; i++) {
		CHECK(s, ws_say(fd, ASK));
		ws_read(fd, &s->frame);
		CHECK(s, s->frame.opcode == WS_TEXT);
		CHECK(s, !strstr(s->frame.bytes, "rate_limited") == (i < 2));
	}
	CHECK(s, strstr(s->frame.bytes, "\"type\":\"error\""));
	CHECK(s, strstr(s->frame.bytes, "\"reply_to\":\"7\""));
	CHECK(s, strstr(s->frame.bytes, "\"retry_after\":"));
	CHECK(s, ws_send(fd, WS_PING, true, "x", 1));
	ws_read(fd, &s->frame);
	CHECK(s, s->frame.opcode == WS_PONG);
	close(fd);
	CHECK(s, server_stop(&server, SIGTERM) == 0);
}

static void a_new_chat_begins_with_a_burst_of_its_own(struct suite *s)
{
	struct server server;
	int i;

	CHECK(s, start(&server, "--session-questions-per-minute 1 "
				"--session-burst 1"));
	for (i = 0; i < 2; i++) {
		int fd = ws_open(&server);

		ws_say(fd, ASK);
		ws_read(fd, &s->frame);
		CHECK(s, strstr(s->frame.bytes, "\"type\":\"answer\""));
		ws_say(fd, ASK);
		ws_read(fd, &s->frame);
		CHECK(s, strstr(s->frame.bytes, "rate_limited"));
		close(fd);
	}
	CHECK(s, post_from(s, &server, NULL, "") == 200);
	CHECK(s, server_logged(&server, "session_questions_per_minute"));
	CHECK(s, server_stop(&server, SIGTERM) == 0);
}

/* Such messages are nothing to answer, but each costs its reading. */
static void a_flood_of_typing_ends_the_chat(struct suite *s)
{
	struct server server;
	int chat, i;

	CHECK(s, start(&server, ""));
	chat = ws_open(&server);
	for (i = 0; i < 230; i++)
		if (!ws_say(chat, "{\"type\":\"typing\",\"on\":true}"))
			break;
	/* lws leaves out the goodbye when there is more to read at once. */
	ws_read(chat, &s->frame);
	CHECK(s, s->frame.opcode == -1 || s->frame.close_code == 1008);
	close(chat);
	client_get(&server, "/metrics", &s->r);
	CHECK(s, strstr(s->r.body, "\nfaqd_limit_hits_total{limit=\"session_"
				   "questions_per_minute\"} 1\n"));
	CHECK(s, server_stop(&server, SIGTERM) == 0);
}

static void one_address_holds_so_many_connections_and_no_more(struct suite *s)
{
	struct server server;
	int first, second, tries;

	CHECK(s, start(&server, "--connections-per-address 2"));
	first = ws_open(&server);
	second = ws_open(&server);
	CHECK(s, first >= 0 && second >= 0);
	client_get(&server, "/healthz", &s->r);
	CHECK(s, s->r.status == 429 && s->r.closed);
	CHECK(s, has_header(&s->r, "retry-after: "));
	server.from = "127.0.0.2";
	client_get(&server, "/healthz", &s->r);
	CHECK(s, s->r.status == 200);
	server.from = NULL;
	close(first);
	for (tries = 0; tries < 500; tries++) {
		client_get(&server, "/healthz", &s->r);
		if (s->r.status == 200)
			break;
	}
	CHECK(s, s->r.status == 200);
	client_get(&server, "/metrics", &s->r);
	CHECK(s, !strstr(s->r.body, "faqd_connections_refused_total"
				    "{kind=\"http\"} 0\n"));
	CHECK(s, !strstr(s->r.body, "limit=\"connections_per_address\"} 0\n"));
	close(second);
	CHECK(s, server_stop(&server, SIGTERM) == 0);
}

static void one_address_comes_in_so_often_and_no_more(struct suite *s)
{
	struct server server;

	CHECK(s, start(&server, "--connections-per-minute 1 "
				"--connection-burst 3"));
	while (client_get(&server, "/healthz", &s->r), s->r.status == 200)
		;
	CHECK(s, s->r.status == 429 && s->r.closed);
	CHECK(s, has_header(&s->r, "retry-after: "));
	CHECK(s, !has_header(&s->r, "retry-after: 10\r"));
	server.from = "127.0.0.2";
	client_get(&server, "/metrics", &s->r);
	CHECK(s, strstr(s->r.body, "limit=\"connections_per_minute\"} 1\n"));
	CHECK(s, server_stop(&server, SIGTERM) == 0);
}

static void the_trusted_are_not_counted(struct suite *s)
{
	struct server server;
	int i, fd[4];

	CHECK(s, start(&server, FEW "--connections-per-address 1 "
				    "--trusted 127.0.0.5"));
	server.from = "127.0.0.5";
	for (i = 0; i < 4; i++) {
		fd[i] = ws_open(&server);
		CHECK(s, fd[i] >= 0);
	}
	for (i = 0; i < 4; i++) {
		CHECK(s, post_from(s, &server, "127.0.0.5", "") == 200);
		close(fd[i]);
	}
	CHECK(s, server_stop(&server, SIGTERM) == 0);
}

#define FOR(address_) "X-Forwarded-For: " address_ "\r\n"

static void behind_a_proxy_it_is_the_client_that_counts(struct suite *s)
{
	struct server server;

	CHECK(s, start(&server, FEW "--proxy 127.0.0.3 --log-level debug"));
	CHECK(s,
	      post_from(s, &server, "127.0.0.3", FOR("198.51.100.1")) == 200);
	CHECK(s,
	      post_from(s, &server, "127.0.0.3", FOR("198.51.100.1")) == 200);
	CHECK(s,
	      post_from(s, &server, "127.0.0.3", FOR("198.51.100.1")) == 429);
	CHECK(s,
	      post_from(s, &server, "127.0.0.3", FOR("198.51.100.2")) == 200);
	CHECK(s, server_logged(&server, "198.51.100.1"));
	CHECK(s, server_stop(&server, SIGTERM) == 0);
}

/* What the client itself has claimed stands to the left, or in a line above. */
static void only_what_the_proxy_has_seen_counts(struct suite *s)
{
	static const char *const claims[] = {
		FOR("203.0.113.1, 198.51.100.1"),
		FOR("203.0.113.2") FOR("198.51.100.1"),
		FOR("203.0.113.3,203.0.113.4") FOR("198.51.100.1, 127.0.0.3"),
	};
	struct server server;
	int i;

	CHECK(s, start(&server, FEW "--proxy 127.0.0.3"));
	for (i = 0; i < 3; i++)
		CHECK(s, post_from(s, &server, "127.0.0.3", claims[i]) ==
				 (i < 2 ? 200 : 429));
	CHECK(s, server_stop(&server, SIGTERM) == 0);
}

static void a_chat_behind_a_proxy_is_counted_by_its_client(struct suite *s)
{
	struct server server;
	int fd, i;

	CHECK(s, start(&server, FEW NO_LIMIT_OF_CHATS "--proxy 127.0.0.3"));
	server.from = "127.0.0.3";
	for (i = 0; i < 3; i++) {
		CHECK(s, ws_handshake(&server, NULL,
				      FOR("198.51.100.4") WS_USUAL WS_CHAT,
				      &fd) == 101);
		ws_say(fd, ASK);
		ws_read(fd, &s->frame);
		CHECK(s, !strstr(s->frame.bytes, "rate_limited") == (i < 2));
		close(fd);
	}
	CHECK(s,
	      post_from(s, &server, "127.0.0.3", FOR("198.51.100.5")) == 200);
	CHECK(s, server_stop(&server, SIGTERM) == 0);
}

static void who_is_no_proxy_speaks_for_himself_alone(struct suite *s)
{
	struct server server;

	CHECK(s, start(&server, FEW "--proxy 127.0.0.3 --log-level debug"));
	CHECK(s, post_from(s, &server, NULL, FOR("198.51.100.1")) == 200);
	CHECK(s, post_from(s, &server, NULL, FOR("198.51.100.2")) == 200);
	CHECK(s, post_from(s, &server, NULL, FOR("198.51.100.3")) == 429);
	CHECK(s, !server_logged(&server, "198.51.100."));
	CHECK(s, server_stop(&server, SIGTERM) == 0);
}

/* The connections of a proxy are those of many. */
static void a_proxy_may_hold_more_connections(struct suite *s)
{
	struct server server;
	int fd[3], i;

	CHECK(s, start(&server, "--connections-per-address 1 "
				"--proxy 127.0.0.3"));
	server.from = "127.0.0.3";
	for (i = 0; i < 3; i++) {
		fd[i] = ws_open(&server);
		CHECK(s, fd[i] >= 0);
	}
	for (i = 0; i < 3; i++)
		close(fd[i]);
	CHECK(s, server_stop(&server, SIGTERM) == 0);
}

#define ID "X-Request-Id: from-outside-1\r\n"
#define TRACE_ID "0af7651916cd43dd8448eb211c80319c"
#define PARENT "traceparent: 00-" TRACE_ID "-b7ad6b7169203331-01\r\n"

static void a_request_keeps_the_name_that_a_proxy_gave_it(struct suite *s)
{
	struct server server;

	CHECK(s, start(&server, "--proxy 127.0.0.3 --log-level debug"));
	CHECK(s, post_from(s, &server, "127.0.0.3", ID PARENT) == 200);
	CHECK(s, has_header(&s->r, "x-request-id: from-outside-1\r\n"));
	CHECK(s, server_logged(&server, "from-outside-1"));
	CHECK(s, server_logged(&server, TRACE_ID));
	CHECK(s, post_from(s, &server, NULL, ID) == 200);
	CHECK(s, has_header(&s->r, "x-request-id: "));
	CHECK(s, !has_header(&s->r, "x-request-id: from-outside-1\r\n"));
	CHECK(s, post_from(s, &server, "127.0.0.3", "X-Request-Id: a b\r\n") ==
			 200);
	CHECK(s, has_header(&s->r, "x-request-id: "));
	CHECK(s, !has_header(&s->r, "x-request-id: a b\r\n"));
	CHECK(s, server_stop(&server, SIGTERM) == 0);
}

const struct test tests_rates[] = {
	TEST(who_asks_too_much_is_told_when_to_come_back),
	TEST(a_chat_that_asks_too_much_lives_on),
	TEST(a_new_chat_begins_with_a_burst_of_its_own),
	TEST(a_flood_of_typing_ends_the_chat),
	TEST(one_address_holds_so_many_connections_and_no_more),
	TEST(one_address_comes_in_so_often_and_no_more),
	TEST(the_trusted_are_not_counted),
	TEST(behind_a_proxy_it_is_the_client_that_counts),
	TEST(only_what_the_proxy_has_seen_counts),
	TEST(a_chat_behind_a_proxy_is_counted_by_its_client),
	TEST(who_is_no_proxy_speaks_for_himself_alone),
	TEST(a_proxy_may_hold_more_connections),
	TEST(a_request_keeps_the_name_that_a_proxy_gave_it),
	{NULL, NULL},
};
