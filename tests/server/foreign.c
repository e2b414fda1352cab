/* SPDX-License-Identifier: MIT */
/* Pages of other origins: what they may ask and read, and what they take in. */
#include "server/suite.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SHOP "Origin: https://shop.example\r\n"
#define EVIL "Origin: https://evil.example\r\n"
#define ALLOWED "access-control-allow-origin: https://shop.example\r\n"

static void send_head(struct suite *s, const struct server *server,
		      const char *line, const char *headers)
{
	char request[512];

	snprintf(request, sizeof(request), "%s HTTP/1.1\r\nHost: h\r\n%s\r\n",
		 line, headers);
	client_ask(server, request, &s->r);
}

static void a_listed_page_may_ask_and_read_answers_and_errors(struct suite *s)
{
	struct server server;

	CHECK(s, server_start(&server, "--origin https://shop.example"));
	send_head(s, &server, "OPTIONS /v1/ask",
		  SHOP "Access-Control-Request-Method: POST\r\n"
		       "Access-Control-Request-Headers: content-type\r\n");
	CHECK(s, s->r.status == 204 && has_header(&s->r, ALLOWED));
	CHECK(s, has_header(&s->r, "access-control-allow-headers: "
				   "content-type, traceparent\r\n"));
	client_post(&server, SHOP, "{\"text\":\"what is tea\"}", &s->r);
	CHECK(s, s->r.status == 200 && has_header(&s->r, ALLOWED));
	CHECK(s, has_header(&s->r, "vary: origin\r\n"));
	CHECK(s, !strstr(s->r.head, "credentials"));
	client_post(&server, SHOP, "{", &s->r);
	CHECK(s, s->r.status == 400 && has_header(&s->r, ALLOWED));
	send_head(s, &server, "GET /v1/ask", SHOP);
	CHECK(s, s->r.status == 405 && has_header(&s->r, ALLOWED));
	send_head(s, &server, "GET /v1/hello", SHOP);
	CHECK(s, s->r.status == 200 && has_header(&s->r, ALLOWED));
	send_head(s, &server, "GET /metrics", SHOP);
	CHECK(s, s->r.status == 200 && !has_header(&s->r, ALLOWED));
	CHECK(s, server_stop(&server, SIGTERM) == 0);
}

static void a_page_may_read_that_it_asked_too_fast(struct suite *s)
{
	const struct launch launch = {
		.options = "--origin https://shop.example --question-burst 1 "
			   "--questions-per-minute 1",
		.strict = true,
	};
	struct server server;

	CHECK(s, server_launch(&server, &launch));
	client_post(&server, SHOP, "{\"text\":\"what is tea\"}", &s->r);
	CHECK(s, s->r.status == 200);
	client_post(&server, SHOP, "{\"text\":\"what is tea\"}", &s->r);
	CHECK(s, s->r.status == 429 && has_header(&s->r, ALLOWED));
	CHECK(s, has_header(&s->r, "retry-after: "));
	CHECK(s, has_header(&s->r, "access-control-expose-headers: "
				   "retry-after, x-request-id\r\n"));
	CHECK(s, server_stop(&server, SIGTERM) == 0);
}

static void
any_other_page_is_refused_and_the_log_says_what_to_set(struct suite *s)
{
	static const char *const lines[] = {"OPTIONS /v1/ask",
					    "GET /v1/intents", "GET /v1/hello"};
	struct server server;
	size_t i;
	int fd;

	CHECK(s, server_start(&server, "--origin https://shop.example"));
	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		send_head(s, &server, lines[i], EVIL);
		CHECK(s, s->r.status == 403);
		CHECK(s, strstr(s->r.body, "see its setting --origin"));
		CHECK(s, !strstr(s->r.head, "access-control"));
	}
	send_head(s, &server, "GET /v1/intents", "Origin: null\r\n");
	CHECK(s, s->r.status == 403);
	CHECK(s,
	      ws_handshake(&server, NULL, WS_USUAL WS_CHAT EVIL, &fd) == 403);
	CHECK(s, server_soon_logged(&server, "https://evil.example"));
	CHECK(s, server_soon_logged(&server, "(--origin)"));
	CHECK(s, server_stop(&server, SIGTERM) == 0);
}

static void with_a_star_every_page_may_but_not_null(struct suite *s)
{
	struct server server;

	CHECK(s, server_start(&server, "--origin '*'"));
	client_post(&server, EVIL, "{\"text\":\"what is tea\"}", &s->r);
	CHECK(s, s->r.status == 200);
	CHECK(s, has_header(&s->r, "access-control-allow-origin: "
				   "https://evil.example\r\n"));
	client_post(&server, "Origin: null\r\n", "{\"text\":\"x\"}", &s->r);
	CHECK(s, s->r.status == 403);
	CHECK(s, server_stop(&server, SIGTERM) == 0);
}

static void a_preflight_and_its_post_share_a_connection(struct suite *s)
{
	static const char body[] = "{\"text\":\"what is tea\"}";
	char post[256];
	int fd = client_open(&s->server);

	client_say(fd, "OPTIONS /v1/ask HTTP/1.1\r\nHost: localhost:1\r\n"
		       "Origin: http://127.0.0.1:1\r\n\r\n");
	client_read(fd, &s->r, false);
	CHECK(s, s->r.status == 204 && !s->r.closed);
	snprintf(post, sizeof(post),
		 "POST /v1/ask HTTP/1.1\r\nHost: localhost:1\r\n"
		 "Origin: http://127.0.0.1:1\r\nContent-Length: %zu\r\n"
		 "Content-Type: application/json\r\n\r\n%s",
		 sizeof(body) - 1, body);
	client_say(fd, post);
	client_read(fd, &s->r, false);
	CHECK(s, s->r.status == 200);
	CHECK(s, has_header(&s->r, "access-control-allow-origin: "
				   "http://127.0.0.1:1\r\n"));
	close(fd);
}

static void the_widget_is_everybodys_and_the_page_is_ours(struct suite *s)
{
	static const char *const open[] = {"GET /widget.js",
					   "GET /widget/words/en.json"};
	static const char *const closed[] = {"GET /", "GET /page.js",
					     "GET /demo.js", "GET /page.css"};
	size_t i;

	for (i = 0; i < sizeof(open) / sizeof(open[0]); i++) {
		send_head(s, &s->server, open[i], EVIL);
		CHECK(s, s->r.status == 200);
		CHECK(s,
		      has_header(&s->r, "access-control-allow-origin: *\r\n"));
		CHECK(s, has_header(&s->r, "cross-origin-resource-policy: "
					   "cross-origin\r\n"));
		CHECK(s, has_header(&s->r, "cache-control: public, "
					   "max-age=300\r\n"));
	}
	for (i = 0; i < sizeof(closed) / sizeof(closed[0]); i++) {
		send_head(s, &s->server, closed[i], EVIL);
		CHECK(s, s->r.status == 200);
		CHECK(s, !strstr(s->r.head, "access-control"));
		CHECK(s, has_header(&s->r, "cross-origin-resource-policy: "
					   "same-origin\r\n"));
	}
	send_head(s, &s->server, "GET /widget/words/xx.json", "");
	CHECK(s, s->r.status == 404);
}

static void the_demo_loads_the_widget_from_another_origin(struct suite *s)
{
	struct server server;

	client_ask(&s->server,
		   "GET /demo HTTP/1.1\r\nHost: localhost:7\r\n\r\n", &s->r);
	CHECK(s, s->r.status == 200);
	CHECK(s, strstr(s->r.body,
			"<script src=\"http://127.0.0.1:7/widget.js\" defer>"));
	CHECK(s, strstr(s->r.head, "connect-src http://127.0.0.1:7 "
				   "ws://127.0.0.1:7;"));
	client_ask(&s->server, "GET /demo HTTP/1.1\r\nHost: a\"b\r\n\r\n",
		   &s->r);
	CHECK(s, s->r.status == 400);
	CHECK(s, server_start(&server, "--demo-origin https://faq.example"));
	client_ask(&server, "GET /demo HTTP/1.1\r\nHost: localhost:7\r\n\r\n",
		   &s->r);
	CHECK(s,
	      strstr(s->r.body,
		     "<script src=\"https://faq.example/widget.js\" defer>"));
	CHECK(s, server_stop(&server, SIGTERM) == 0);
}

static void a_demo_origin_that_is_none_stops_the_start(struct suite *s)
{
	struct server server;

	CHECK(s, server_run(&server, "--demo-origin faq.example") == 2);
	CHECK(s, server_logged(&server, "'demo-origin' must be an origin"));
}

const struct test tests_foreign[] = {
	TEST(a_listed_page_may_ask_and_read_answers_and_errors),
	TEST(a_page_may_read_that_it_asked_too_fast),
	TEST(any_other_page_is_refused_and_the_log_says_what_to_set),
	TEST(with_a_star_every_page_may_but_not_null),
	TEST(a_preflight_and_its_post_share_a_connection),
	TEST(the_widget_is_everybodys_and_the_page_is_ours),
	TEST(the_demo_loads_the_widget_from_another_origin),
	TEST(a_demo_origin_that_is_none_stops_the_start),
	{NULL, NULL},
};
