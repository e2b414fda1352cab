/* SPDX-License-Identifier: MIT */
/* A content is exchanged under those who ask, and a bad one is refused. */
#include "server/place.h"
#include "server/suite.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

static bool says(struct suite *s, const struct server *server, const char *text)
{
	client_post(server, "", "{\"text\":\"what is tea\"}", &s->r);
	return s->r.status == 200 && strstr(s->r.body, text);
}

static void a_changed_folder_is_served_without_a_dropped_chat(struct suite *s)
{
	struct place place;
	int chat;

	CHECK(s, place_open(&place, NULL));
	chat = ws_open(&place.server);
	CHECK(s, ws_say(chat, "{\"type\":\"ask\",\"text\":\"what is tea\"}"));
	ws_read(chat, &s->frame);
	CHECK(s, strstr(s->frame.bytes, "Green."));
	CHECK(s, place_put_answer(&place, "Black."));
	CHECK(s, server_soon_logged(&place.server, "generation 2"));
	CHECK(s, ws_say(chat, "{\"type\":\"ask\",\"text\":\"what is tea\"}"));
	ws_read(chat, &s->frame);
	CHECK(s, strstr(s->frame.bytes, "Black."));
	CHECK(s, says(s, &place.server, "Black."));
	close(chat);
	CHECK(s, place_close(&place));
}

static void a_bad_content_is_refused_and_the_old_one_serves_on(struct suite *s)
{
	struct place place;

	CHECK(s, place_open(&place, NULL));
	CHECK(s, place_put(&place, "en/tea.md", PLACE_FAULTY));
	CHECK(s, server_soon_logged(&place.server, "refused"));
	CHECK(s, server_logged(&place.server, "/en/tea.md:6:1: "));
	CHECK(s, says(s, &place.server, "Green."));
	CHECK(s, place_put_answer(&place, "White."));
	CHECK(s, server_soon_logged(&place.server, "generation 2"));
	CHECK(s, says(s, &place.server, "White."));
	CHECK(s, place_close(&place));
}

static void a_hangup_signal_reloads(struct suite *s)
{
	struct place place;

	CHECK(s, place_open(&place, NULL));
	CHECK(s, kill(place.server.pid, SIGHUP) == 0);
	CHECK(s, server_soon_logged(&place.server, "generation 2"));
	CHECK(s, says(s, &place.server, "Green."));
	CHECK(s, place_close(&place));
}

static void at_the_end_chats_are_told_and_answers_go_out(struct suite *s)
{
	struct server server;
	int chat, idle, half;

	CHECK(s, server_start(&server, ""));
	chat = ws_open(&server);
	idle = client_open(&server);
	client_say(idle, "GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n");
	client_read(idle, &s->r, false);
	half = client_open(&server);
	client_say(half, "POST /v1/ask HTTP/1.1\r\nHost: h\r\n"
			 "Content-Type: application/json\r\n"
			 "Content-Length: 13\r\n\r\n{\"text\"");
	/* Answered on another connection: so the head above is read. */
	client_ask(&server, "GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n", &s->r);
	CHECK(s, kill(server.pid, SIGTERM) == 0);
	CHECK(s, ws_closes_with(chat, 1001));
	CHECK(s, client_closed(idle, WAIT_MS));
	client_say(half, ":\"hi\"}");
	client_read(half, &s->r, false);
	CHECK(s, s->r.status == 200 && client_closed(half, WAIT_MS));
	close(chat);
	close(idle);
	close(half);
	CHECK(s, server_stop(&server, SIGTERM) == 0);
}

const struct test tests_reload[] = {
	TEST(a_changed_folder_is_served_without_a_dropped_chat),
	TEST(a_bad_content_is_refused_and_the_old_one_serves_on),
	TEST(a_hangup_signal_reloads),
	TEST(at_the_end_chats_are_told_and_answers_go_out),
	{NULL, NULL},
};
