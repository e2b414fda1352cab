/* SPDX-License-Identifier: MIT */
/* Who gets a WebSocket and who does not. */
#include "server/suite.h"

#include <string.h>
#include <unistd.h>

static int status_of(struct suite *s, const char *path, const char *headers)
{
	int fd, status = ws_handshake(&s->server, path, headers, &fd);

	if (fd >= 0)
		close(fd);
	return status;
}

static void the_usual_handshake_is_welcome(struct suite *s)
{
	CHECK(s, status_of(s, NULL, NULL) == 101);
}

static void permessage_deflate_is_not_taken_up(struct suite *s)
{
	CHECK(s, status_of(s, NULL,
			   WS_USUAL WS_CHAT
			   "Sec-WebSocket-Extensions: permessage-deflate; "
			   "client_max_window_bits\r\n") == 101);
}

static void our_own_page_and_a_listed_one_may_chat(struct suite *s)
{
	char headers[1024];

	snprintf(headers, sizeof(headers),
		 WS_USUAL WS_CHAT "Origin: http://127.0.0.1:%d\r\n",
		 s->server.port);
	CHECK(s, status_of(s, NULL, headers) == 101);
	CHECK(s, status_of(s, NULL,
			   WS_USUAL WS_CHAT
			   "Origin: https://example.org\r\n") == 101);
}

static void a_page_elsewhere_may_not_chat(struct suite *s)
{
	CHECK(s, status_of(s, NULL,
			   WS_USUAL WS_CHAT
			   "Origin: https://evil.example\r\n") == 403);
	CHECK(s,
	      status_of(s, NULL, WS_USUAL WS_CHAT "Origin: null\r\n") == 403);
	CHECK(s,
	      status_of(s, NULL,
			WS_USUAL WS_CHAT
			"Origin: https://example.org.evil.example\r\n") == 403);
	CHECK(s, status_of(s, NULL,
			   WS_USUAL WS_CHAT
			   "Origin: https://evil.example\r\n"
			   "Origin: https://example.org\r\n") == 403);
}

static void an_origin_too_long_to_be_read_does_not_slip_through(struct suite *s)
{
	char headers[2048], big[600];

	memset(big, 'a', sizeof(big) - 1);
	big[sizeof(big) - 1] = '\0';
	snprintf(headers, sizeof(headers),
		 WS_USUAL WS_CHAT "Origin: https://%s\r\n", big);
	CHECK(s, status_of(s, NULL, headers) == 431);
}

static void another_version_is_told_ours(struct suite *s)
{
	struct response *r = &s->r;

	client_ask(&s->server,
		   "GET /v1/chat HTTP/1.1\r\nHost: h\r\n"
		   "Upgrade: websocket\r\nConnection: Upgrade\r\n"
		   "Sec-WebSocket-Version: 8\r\n"
		   "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" WS_CHAT
		   "\r\n",
		   r);
	CHECK(s, r->status == 426);
	CHECK(s, has_header(r, "sec-websocket-version: 13"));
	CHECK(s, r->closed);
	CHECK(s, status_of(s, NULL,
			   "Upgrade: websocket\r\nConnection: Upgrade\r\n"
			   "Sec-WebSocket-Key: "
			   "dGhlIHNhbXBsZSBub25jZQ==\r\n" WS_CHAT) == 426);
}

static void a_key_of_the_wrong_length_is_refused(struct suite *s)
{
	CHECK(s, status_of(s, NULL,
			   "Upgrade: websocket\r\nConnection: Upgrade\r\n"
			   "Sec-WebSocket-Version: 13\r\n"
			   "Sec-WebSocket-Key: AAAA\r\n" WS_CHAT) == 400);
	CHECK(s, status_of(s, NULL,
			   "Upgrade: websocket\r\nConnection: Upgrade\r\n"
			   "Sec-WebSocket-Version: 13\r\n" WS_CHAT) == 400);
}

static void our_subprotocol_must_be_asked_for(struct suite *s)
{
	CHECK(s, status_of(s, NULL, WS_USUAL) == 400);
	CHECK(s, status_of(s, NULL,
			   WS_USUAL "Sec-WebSocket-Protocol: http\r\n") == 400);
	CHECK(s, status_of(s, NULL,
			   WS_USUAL "Sec-WebSocket-Protocol: "
				    "http, faqd.chat.v1\r\n") != 101);
	CHECK(s, status_of(s, NULL,
			   WS_USUAL "Sec-WebSocket-Protocol: "
				    "soap, faqd.chat.v1\r\n") == 101);
}

static void only_one_path_is_a_chat(struct suite *s)
{
	CHECK(s, status_of(s, "/", NULL) == 404);
	CHECK(s, status_of(s, "/v1/ask", NULL) == 404);
}

static void without_an_upgrade_the_chat_says_what_it_is(struct suite *s)
{
	client_ask(&s->server, "GET /v1/chat HTTP/1.1\r\nHost: h\r\n\r\n",
		   &s->r);
	CHECK(s, s->r.status == 426);
	CHECK(s, has_header(&s->r, "upgrade: websocket"));
}

const struct test tests_handshake[] = {
	TEST(the_usual_handshake_is_welcome),
	TEST(permessage_deflate_is_not_taken_up),
	TEST(our_own_page_and_a_listed_one_may_chat),
	TEST(a_page_elsewhere_may_not_chat),
	TEST(an_origin_too_long_to_be_read_does_not_slip_through),
	TEST(another_version_is_told_ours),
	TEST(a_key_of_the_wrong_length_is_refused),
	TEST(our_subprotocol_must_be_asked_for),
	TEST(only_one_path_is_a_chat),
	TEST(without_an_upgrade_the_chat_says_what_it_is),
	{NULL, NULL},
};
