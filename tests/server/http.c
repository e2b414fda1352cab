/* SPDX-License-Identifier: MIT */
/* Pages, questions over POST, and connections that live on. */
#include "server/suite.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define GET(path_) "GET " path_ " HTTP/1.1\r\nHost: h\r\n\r\n"

static void the_page_has_the_chat_in_it(struct suite *s)
{
	client_ask(&s->server, GET("/"), &s->r);
	CHECK(s, s->r.status == 200);
	CHECK(s, has_header(&s->r, "content-type: text/html; charset=utf-8"));
	CHECK(s, strstr(s->r.body, "<faqd-chat>"));
	CHECK(s, strstr(s->r.body, "<script src=\"/widget.js\""));
	CHECK(s, !strstr(s->r.body, "{{"));
}

static void every_answer_carries_the_security_headers(struct suite *s)
{
	static const char *const paths[] = {GET("/"), GET("/page.js"),
					    GET("/nothing"), GET("/healthz")};
	size_t i;

	for (i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		client_ask(&s->server, paths[i], &s->r);
		CHECK(s, has_header(&s->r, "content-security-policy: "
					   "default-src 'none'; "
					   "script-src 'self'; "));
		CHECK(s, strstr(s->r.head, "frame-ancestors 'none'"));
		CHECK(s, !strstr(s->r.head, "unsafe"));
		CHECK(s, has_header(&s->r, "x-content-type-options: nosniff"));
		CHECK(s, has_header(&s->r, "referrer-policy: no-referrer"));
	}
}

static void the_page_holds_no_inline_code_or_style(struct suite *s)
{
	client_ask(&s->server, GET("/"), &s->r);
	CHECK(s, strstr(s->r.body, "<script src="));
	CHECK(s, !strstr(s->r.body, "<script>"));
	CHECK(s, !strstr(s->r.body, "<style"));
	CHECK(s, !strstr(s->r.body, " style="));
	CHECK(s, !strstr(s->r.body, " onclick="));
}

static void the_script_never_builds_markup_from_strings(struct suite *s)
{
	client_ask(&s->server, GET("/page.js"), &s->r);
	CHECK(s, s->r.status == 200);
	CHECK(s, has_header(&s->r, "content-type: text/javascript"));
	CHECK(s, !strstr(s->r.body, "innerHTML"));
	CHECK(s, !strstr(s->r.body, "insertAdjacentHTML"));
	CHECK(s, !strstr(s->r.body, "document.write"));
	CHECK(s, !strstr(s->r.body, "eval("));
}

static void style_and_icon_are_served(struct suite *s)
{
	client_ask(&s->server, GET("/page.css"), &s->r);
	CHECK(s, s->r.status == 200 &&
			 has_header(&s->r, "content-type: text/css"));
	client_ask(&s->server, GET("/icon.svg"), &s->r);
	CHECK(s, s->r.status == 200);
	CHECK(s, has_header(&s->r, "content-type: image/svg+xml"));
}

static void head_has_the_lengths_of_get_and_no_body(struct suite *s)
{
	char length[64];
	int fd;

	client_ask(&s->server, GET("/page.css"), &s->r);
	snprintf(length, sizeof(length), "content-length: %zu\r\n",
		 s->r.body_bytes);
	fd = client_open(&s->server);
	client_say(fd, "HEAD /page.css HTTP/1.1\r\nHost: h\r\n\r\n"
		       "HEAD /healthz HTTP/1.1\r\nHost: h\r\n\r\n");
	client_read(fd, &s->r, true);
	CHECK(s, s->r.status == 200 && has_header(&s->r, length));
	client_read(fd, &s->r, true);
	CHECK(s, s->r.status == 200 && has_header(&s->r, "content-length: 3"));
	close(fd);
}

static void healthz_says_ok(struct suite *s)
{
	client_ask(&s->server, GET("/healthz?x=1"), &s->r);
	CHECK(s, s->r.status == 200 && !strcmp(s->r.body, "ok\n"));
}

static void an_unknown_path_is_a_404_problem(struct suite *s)
{
	client_ask(&s->server, GET("/v1/nothing"), &s->r);
	CHECK(s, s->r.status == 404);
	CHECK(s, has_header(&s->r, "content-type: application/problem+json"));
	CHECK(s, strstr(s->r.body, "\"title\":\"Not Found\",\"status\":404"));
}

static void a_wrong_method_is_told_the_right_ones(struct suite *s)
{
	client_ask(&s->server, GET("/v1/ask"), &s->r);
	CHECK(s, s->r.status == 405 &&
			 has_header(&s->r, "allow: POST, OPTIONS\r\n"));
	client_ask(&s->server, "DELETE / HTTP/1.1\r\nHost: h\r\n\r\n", &s->r);
	CHECK(s, s->r.status == 405);
	CHECK(s, has_header(&s->r, "allow: GET, HEAD\r\n"));
	client_ask(&s->server, "OPTIONS / HTTP/1.1\r\nHost: h\r\n\r\n", &s->r);
	CHECK(s, s->r.status == 405);
}

static void one_connection_takes_many_requests_also_pipelined(struct suite *s)
{
	int fd = client_open(&s->server);

	client_say(fd, GET("/healthz") GET("/nothing") GET("/healthz"));
	client_read(fd, &s->r, false);
	CHECK(s, s->r.status == 200);
	client_read(fd, &s->r, false);
	CHECK(s, s->r.status == 404);
	client_read(fd, &s->r, false);
	CHECK(s, s->r.status == 200);
	client_say(fd, GET("/healthz"));
	client_read(fd, &s->r, false);
	CHECK(s, s->r.status == 200);
	close(fd);
}

static void a_connection_is_closed_when_asked_to(struct suite *s)
{
	client_ask(&s->server,
		   "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n",
		   &s->r);
	CHECK(s, s->r.status == 200 && s->r.closed);
	client_ask(&s->server, "GET / HTTP/1.0\r\n\r\n", &s->r);
	CHECK(s, s->r.status == 200 && s->r.closed);
}

static void a_question_gets_an_answer_and_a_session(struct suite *s)
{
	client_post(&s->server, "", "{\"text\":\"what is tea\",\"id\":\"7\"}",
		    &s->r);
	CHECK(s, s->r.status == 200);
	CHECK(s, has_header(&s->r, "content-type: application/json"));
	CHECK(s, has_header(&s->r, "cache-control: no-store"));
	CHECK(s, strstr(s->r.body, "\"type\":\"answer\""));
	CHECK(s, strstr(s->r.body, "\"reply_to\":\"7\""));
	CHECK(s, strstr(s->r.body, "\"session\":\""));
}

#define SESSION_CHARACTERS 200

/* Copies the session out of the last answer. */
static bool take_session(const struct suite *s, char session[256])
{
	const char *at = strstr(s->r.body, "\"session\":\"");

	if (!at)
		return false;
	snprintf(session, 256, "%.*s", SESSION_CHARACTERS,
		 at + strlen("\"session\":\""));
	return strlen(session) == SESSION_CHARACTERS && !strchr(session, '"');
}

static void ask_on(struct suite *s, const char *text, const char *session)
{
	char body[512];

	snprintf(body, sizeof(body), "{\"text\":\"%s\",\"session\":\"%s\"}",
		 text, session);
	client_post(&s->server, "", body, &s->r);
}

static void a_conversation_goes_on_from_its_session(struct suite *s)
{
	char session[256];

	client_post(&s->server, "", "{\"text\":\"make tea\"}", &s->r);
	CHECK(s, take_session(s, session));
	CHECK(s, strstr(s->r.body, "\"step\":1,\"steps\":2"));
	ask_on(s, "next", session);
	CHECK(s, s->r.status == 200);
	CHECK(s, strstr(s->r.body, "\"step\":2,\"steps\":2"));
}

static void a_session_that_we_have_not_signed_begins_anew(struct suite *s)
{
	char session[256];

	client_post(&s->server, "", "{\"text\":\"make tea\"}", &s->r);
	CHECK(s, take_session(s, session));
	session[20] = session[20] == 'A' ? 'B' : 'A';
	ask_on(s, "next", session);
	CHECK(s, s->r.status == 200);
	CHECK(s, strstr(s->r.body, "\"resumed\":false"));
	CHECK(s, !strstr(s->r.body, "\"step\":2"));
	client_post(&s->server, "", "{\"text\":\"hi\",\"session\":7}", &s->r);
	CHECK(s, s->r.status == 400);
	client_post(&s->server, "", "{\"text\":\"hi\",\"session\":null}",
		    &s->r);
	CHECK(s, s->r.status == 200);
}

static void a_body_may_come_byte_by_byte(struct suite *s)
{
	static const char body[] = "{\"text\":\"hi\"}";
	int fd = client_open(&s->server);
	size_t i;

	client_say(fd, "POST /v1/ask HTTP/1.1\r\nHost: h\r\n"
		       "Content-Type: application/json; charset=utf-8\r\n"
		       "Content-Length: 13\r\n\r\n");
	for (i = 0; i < strlen(body); i++)
		client_send(fd, body + i, 1);
	client_read(fd, &s->r, false);
	CHECK(s, s->r.status == 200);
	close(fd);
}

#define ASK                                                                    \
	"POST /v1/ask HTTP/1.1\r\nHost: h\r\n"                                 \
	"Content-Type: application/json\r\n"                                   \
	"Content-Length: 13\r\n\r\n{\"text\":\"hi\"}"

static void
questions_and_pages_follow_each_other_on_a_connection(struct suite *s)
{
	int fd = client_open(&s->server), i;

	for (i = 0; i < 30; i++) {
		const char *request = i % 3 ? ASK : GET("/healthz");

		client_say(fd, request);
		client_read(fd, &s->r, false);
		CHECK(s, s->r.status == 200 && !s->r.closed);
	}
	close(fd);
}

/* What lws has read too much it would take for the next body, wrongly. */
static void a_question_pipelined_behind_a_question_is_refused(struct suite *s)
{
	static const char *const pipelines[] = {ASK ASK, ASK ASK ASK,
						ASK ASK GET("/healthz")};
	size_t i;

	for (i = 0; i < sizeof(pipelines) / sizeof(pipelines[0]); i++) {
		int fd = client_open(&s->server);

		client_say(fd, pipelines[i]);
		client_read(fd, &s->r, false);
		CHECK(s, s->r.status == 200);
		client_read(fd, &s->r, false);
		CHECK(s, s->r.status == 400);
		client_read(fd, &s->r, false);
		CHECK(s, s->r.status == 0 && s->r.closed);
		close(fd);
	}
}

/* Its FIN comes with the question, before it or behind it. */
static void who_asks_and_says_no_more_is_answered(struct suite *s)
{
	int i;

	for (i = 0; i < 20; i++) {
		int fd = client_open(&s->server);

		client_say(fd, ASK);
		client_read(fd, &s->r, false);
		CHECK(s, s->r.status == 200);
		client_say(fd, ASK);
		shutdown(fd, SHUT_WR);
		client_read(fd, &s->r, false);
		CHECK(s,
		      s->r.status == 200 && strstr(s->r.body, "\"session\""));
		close(fd);
		fd = client_open(&s->server);
		client_say(fd, ASK ASK);
		shutdown(fd, SHUT_WR);
		client_read(fd, &s->r, false);
		CHECK(s, s->r.status == 200);
		client_read(fd, &s->r, false);
		CHECK(s, s->r.status != 200);
		close(fd);
	}
}

static void a_page_may_be_pipelined_behind_a_question(struct suite *s)
{
	int fd = client_open(&s->server);

	client_say(fd, ASK GET("/healthz") GET("/healthz"));
	client_read(fd, &s->r, false);
	CHECK(s, s->r.status == 200 && strstr(s->r.body, "\"session\""));
	client_read(fd, &s->r, false);
	CHECK(s, s->r.status == 200 && strcmp(s->r.body, "ok\n") == 0);
	client_read(fd, &s->r, false);
	CHECK(s, s->r.status == 200 && strcmp(s->r.body, "ok\n") == 0);
	close(fd);
}

/* The head of the second in the first one's packet, its body later. */
static void
a_question_cut_anywhere_behind_another_is_never_misread(struct suite *s)
{
	char all[1024];
	size_t at, size = strlen(ASK);

	for (at = 1; at < size; at += 7) {
		int fd = client_open(&s->server), n;

		n = snprintf(all, sizeof(all), "%s%.*s", ASK, (int)at, ASK);
		client_send(fd, all, (size_t)n);
		client_read(fd, &s->r, false);
		CHECK(s, s->r.status == 200);
		client_say(fd, &ASK[at]);
		client_read(fd, &s->r, false);
		CHECK(s, s->r.status == 200 || s->r.status == 400);
		if (s->r.status == 200)
			CHECK(s, strstr(s->r.body, "\"session\""));
		close(fd);
	}
	client_ask(&s->server, GET("/healthz"), &s->r);
	CHECK(s, s->r.status == 200);
}

static void a_body_pipelined_behind_a_request_is_refused(struct suite *s)
{
	static const char *const tails[] = {
		ASK,
		ASK ASK,
		"POST /v1/ask HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\n",
		"PUT / HTTP/1.1\r\nHost: h\r\n\r\nabcdef",
		"GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nabcde",
	};
	size_t i;

	for (i = 0; i < sizeof(tails) / sizeof(tails[0]); i++) {
		char all[1024];
		int fd = client_open(&s->server);

		snprintf(all, sizeof(all), "%s%s", GET("/healthz"), tails[i]);
		client_say(fd, all);
		client_read(fd, &s->r, false);
		CHECK(s, s->r.status == 200);
		client_read(fd, &s->r, false);
		CHECK(s, s->r.status == 400);
		CHECK(s, has_header(&s->r, "connection: close\r\n"));
		CHECK(s, client_closed(fd, WAIT_MS));
		close(fd);
	}
	client_ask(&s->server, GET("/healthz"), &s->r);
	CHECK(s, s->r.status == 200);
}

static void a_question_may_follow_a_page_that_was_awaited(struct suite *s)
{
	int fd = client_open(&s->server);

	client_say(fd, GET("/healthz"));
	client_read(fd, &s->r, false);
	CHECK(s, s->r.status == 200);
	client_say(fd, GET("/healthz") "POST /v1");
	client_read(fd, &s->r, false);
	CHECK(s, s->r.status == 200);
	client_say(fd, &ASK[strlen("POST /v1")]);
	client_read(fd, &s->r, false);
	CHECK(s, s->r.status == 200 && strstr(s->r.body, "\"session\""));
	close(fd);
}

static void what_lws_refuses_itself_ends_the_connection(struct suite *s)
{
	static const char *const odd[] = {
		"OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n",
		"GET http://h/ HTTP/1.1\r\nHost: h\r\n\r\n",
		"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
		"\x16\x03\x01 noise\r\n\r\n",
	};
	size_t i;

	for (i = 0; i < sizeof(odd) / sizeof(odd[0]); i++) {
		int fd = client_open(&s->server);

		client_say(fd, odd[i]);
		client_read(fd, &s->r, false);
		CHECK(s, s->r.status == 403);
		CHECK(s, client_closed(fd, WAIT_MS));
		close(fd);
	}
}

static void a_body_that_is_no_question_is_a_400_problem(struct suite *s)
{
	static const char *const bodies[] = {
		"",
		"{",
		"[]",
		"{\"text\":1}",
		"{\"txt\":\"x\"}",
		"null",
		"x",
		"{\"text\":\"a\",\"text\":\"b\"}",
		"{\"text\":\"\xff\"}",
		"{\"text\":\"a\"} b",
	};
	size_t i;

	for (i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++) {
		client_post(&s->server, "", bodies[i], &s->r);
		CHECK(s, s->r.status == 400);
		CHECK(s, has_header(&s->r, "content-type: "
					   "application/problem+json"));
	}
}

static void a_page_elsewhere_may_not_ask_unless_listed(struct suite *s)
{
	client_post(&s->server, "Origin: https://evil.example\r\n",
		    "{\"text\":\"hi\"}", &s->r);
	CHECK(s, s->r.status == 403);
	client_post(&s->server, "Origin: null\r\n", "{\"text\":\"hi\"}", &s->r);
	CHECK(s, s->r.status == 403);
	client_post(&s->server, "Origin: https://example.org\r\n",
		    "{\"text\":\"hi\"}", &s->r);
	CHECK(s, s->r.status == 200);
}

const struct test tests_http[] = {
	TEST(the_page_has_the_chat_in_it),
	TEST(every_answer_carries_the_security_headers),
	TEST(the_page_holds_no_inline_code_or_style),
	TEST(the_script_never_builds_markup_from_strings),
	TEST(style_and_icon_are_served),
	TEST(head_has_the_lengths_of_get_and_no_body),
	TEST(healthz_says_ok),
	TEST(an_unknown_path_is_a_404_problem),
	TEST(a_wrong_method_is_told_the_right_ones),
	TEST(one_connection_takes_many_requests_also_pipelined),
	TEST(a_connection_is_closed_when_asked_to),
	TEST(a_question_gets_an_answer_and_a_session),
	TEST(a_conversation_goes_on_from_its_session),
	TEST(a_session_that_we_have_not_signed_begins_anew),
	TEST(a_body_may_come_byte_by_byte),
	TEST(questions_and_pages_follow_each_other_on_a_connection),
	TEST(a_question_pipelined_behind_a_question_is_refused),
	TEST(who_asks_and_says_no_more_is_answered),
	TEST(a_page_may_be_pipelined_behind_a_question),
	TEST(a_question_cut_anywhere_behind_another_is_never_misread),
	TEST(a_body_pipelined_behind_a_request_is_refused),
	TEST(a_question_may_follow_a_page_that_was_awaited),
	TEST(what_lws_refuses_itself_ends_the_connection),
	TEST(a_body_that_is_no_question_is_a_400_problem),
	TEST(a_page_elsewhere_may_not_ask_unless_listed),
	{NULL, NULL},
};
