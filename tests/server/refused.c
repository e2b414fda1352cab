/* SPDX-License-Identifier: MIT */
/* Requests that two parsers could read in two ways, and other rude ones. */
#include "server/suite.h"

#include <string.h>
#include <unistd.h>

/* POST /v1/ask with these header lines, followed by what a smuggler would
 * hide; one answer of that status, then the end of the connection. */
static bool refused(struct suite *s, const char *headers, int status)
{
	char request[4096];
	bool one;

	snprintf(request, sizeof(request),
		 "POST /v1/ask HTTP/1.1\r\nHost: h\r\n"
		 "Content-Type: application/json\r\n%s\r\n"
		 "0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: h\r\n\r\n",
		 headers);
	client_ask(&s->server, request, &s->r);
	one = !strstr(s->r.body, "HTTP/1.1");
	if (s->r.status != status || !s->r.closed)
		printf("    %d instead of %d for %s\n", s->r.status, status,
		       headers);
	return s->r.status == status && s->r.closed && one;
}

static void a_transfer_coding_is_refused(struct suite *s)
{
	CHECK(s, refused(s, "Transfer-Encoding: chunked\r\n", 501));
	CHECK(s, refused(s, "Transfer-Encoding: identity\r\n", 501));
	CHECK(s, refused(s, "Transfer-Encoding: ,\r\n", 501));
	CHECK(s,
	      refused(s, "Content-Length: 13\r\nTransfer-Encoding: chunked\r\n",
		      501));
	CHECK(s,
	      refused(s, "Transfer-Encoding: xchunked\r\nContent-Length: 5\r\n",
		      501));
}

static void an_odd_content_length_is_refused(struct suite *s)
{
	CHECK(s, refused(s, "Content-Length: -1\r\n", 400));
	CHECK(s, refused(s, "Content-Length: abc\r\n", 400));
	CHECK(s, refused(s, "Content-Length: +5\r\n", 400));
	CHECK(s, refused(s, "Content-Length: 5 5\r\n", 400));
	CHECK(s, refused(s, "Content-Length: 0x5\r\n", 400));
	CHECK(s, refused(s, "Content-Length: 5,5\r\n", 400));
	CHECK(s, refused(s, "Content-Length: 1e1\r\n", 400));
	CHECK(s, refused(s, "Content-Length: 99999999999999999999\r\n", 400));
	CHECK(s, refused(s, "Content-Length: 5\r\nContent-Length: 5\r\n", 400));
	CHECK(s, refused(s, "Content-Length: 5\r\nContent-Length: 6\r\n", 400));
}

static void a_post_without_length_is_refused(struct suite *s)
{
	CHECK(s, refused(s, "", 411));
	CHECK(s, refused(s, "Content-Length:\r\n", 411));
	CHECK(s, refused(s, "Transfer-Encoding:\r\n", 411));
}

static void a_body_over_the_limit_is_refused_unread(struct suite *s)
{
	CHECK(s, refused(s, "Content-Length: 8193\r\n", 413));
	CHECK(s, refused(s, "Content-Length: 999999999\r\n", 413));
}

static void white_space_before_the_colon_is_refused(struct suite *s)
{
	CHECK(s, refused(s, "Content-Length : 5\r\n", 400));
	CHECK(s, refused(s, "Content-Length: 5\r\nTransfer-Encoding : x\r\n",
			 400));
}

static void a_get_with_a_body_is_refused(struct suite *s)
{
	client_ask(&s->server,
		   "GET /healthz HTTP/1.1\r\nHost: h\r\n"
		   "Content-Length: 5\r\n\r\nhello",
		   &s->r);
	CHECK(s, s->r.status == 400 && s->r.closed);
}

static void a_body_that_is_not_json_is_a_415(struct suite *s)
{
	client_ask(&s->server,
		   "POST /v1/ask HTTP/1.1\r\nHost: h\r\n"
		   "Content-Type: text/plain\r\nContent-Length: 2\r\n\r\nhi",
		   &s->r);
	CHECK(s, s->r.status == 415);
	client_ask(&s->server,
		   "POST /v1/ask HTTP/1.1\r\nHost: h\r\n"
		   "Content-Length: 2\r\n\r\nhi",
		   &s->r);
	CHECK(s, s->r.status == 415);
}

static void a_host_must_be_one_and_there(struct suite *s)
{
	client_ask(&s->server, "GET / HTTP/1.1\r\n\r\n", &s->r);
	CHECK(s, s->r.status == 400 && s->r.closed);
	client_ask(&s->server, "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
		   &s->r);
	CHECK(s, s->r.status == 400 && s->r.closed);
}

/* lws_hdr_copy() says -1 for it, which is easily taken for "no header". */
static void a_header_too_long_to_be_read_is_a_431(struct suite *s)
{
	char request[2048], big[600];

	memset(big, 'a', sizeof(big) - 1);
	big[sizeof(big) - 1] = '\0';
	snprintf(request, sizeof(request),
		 "GET / HTTP/1.1\r\nHost: h\r\nOrigin: https://%s\r\n\r\n",
		 big);
	client_ask(&s->server, request, &s->r);
	CHECK(s, s->r.status == 431 && s->r.closed);
	snprintf(request, sizeof(request),
		 "GET /%s HTTP/1.1\r\nHost: h\r\n\r\n", big);
	client_ask(&s->server, request, &s->r);
	CHECK(s, s->r.status == 431 && s->r.closed);
}

static void a_head_without_end_is_cut(struct suite *s)
{
	static char big[20000];
	int fd = client_open(&s->server);

	memset(big, 'a', sizeof(big));
	client_say(fd, "GET / HTTP/1.1\r\nHost: h\r\nX-Big: ");
	client_send(fd, big, sizeof(big));
	CHECK(s, client_closed(fd, WAIT_MS));
	close(fd);
}

static void connect_is_closed_without_a_word(struct suite *s)
{
	client_ask(&s->server,
		   "CONNECT example.com:443 HTTP/1.1\r\nHost: h\r\n\r\n",
		   &s->r);
	CHECK(s, s->r.status == 0 && s->r.closed);
}

static void what_is_no_http_is_closed(struct suite *s)
{
	static const char *const junk[] = {
		"\x16\x03\x01\x02\x01\x01",
		"BREW / HTTP/1.1\r\n\r\n",
		"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
		"\r\n\r\n\r\n\r\n",
		"GET\r\n\r\n",
		"GET /%00x HTTP/1.1\r\nHost: h\r\n\r\n",
		"GET /../../etc/passwd HTTP/1.1\r\nHost: h\r\n\r\n",
	};
	size_t i;

	for (i = 0; i < sizeof(junk) / sizeof(junk[0]); i++) {
		int fd = client_open(&s->server);

		client_say(fd, junk[i]);
		client_read(fd, &s->r, false);
		CHECK(s, s->r.status != 200 && s->r.status != 101);
		close(fd);
	}
	client_ask(&s->server, "GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n",
		   &s->r);
	CHECK(s, s->r.status == 200);
}

/* The use after free of CVE-2025-11677: run it under valgrind to see. */
static void an_upgrade_that_we_do_not_know_ends_the_connection(struct suite *s)
{
	int fd = client_open(&s->server);

	client_say(fd, "GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n");
	client_read(fd, &s->r, false);
	CHECK(s, s->r.status == 200);
	client_say(fd, "GET / HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\n"
		       "Upgrade: foobar\r\n\r\n");
	client_read(fd, &s->r, false);
	CHECK(s, s->r.status != 101 && s->r.status != 200);
	CHECK(s, client_closed(fd, WAIT_MS));
	close(fd);
	client_ask(&s->server, "GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n",
		   &s->r);
	CHECK(s, s->r.status == 200);
}

static void http2_in_the_clear_is_refused(struct suite *s)
{
	client_ask(&s->server,
		   "GET / HTTP/1.1\r\nHost: h\r\n"
		   "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
		   "HTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n",
		   &s->r);
	CHECK(s, s->r.status == 400 && s->r.closed);
}

const struct test tests_refused[] = {
	TEST(a_transfer_coding_is_refused),
	TEST(an_odd_content_length_is_refused),
	TEST(a_post_without_length_is_refused),
	TEST(a_body_over_the_limit_is_refused_unread),
	TEST(white_space_before_the_colon_is_refused),
	TEST(a_get_with_a_body_is_refused),
	TEST(a_body_that_is_not_json_is_a_415),
	TEST(a_host_must_be_one_and_there),
	TEST(a_header_too_long_to_be_read_is_a_431),
	TEST(a_head_without_end_is_cut),
	TEST(connect_is_closed_without_a_word),
	TEST(what_is_no_http_is_closed),
	TEST(an_upgrade_that_we_do_not_know_ends_the_connection),
	TEST(http2_in_the_clear_is_refused),
	{NULL, NULL},
};
