/* SPDX-License-Identifier: MIT */
/* A content is exchanged under those who ask, and a bad one is refused. */
#include "server/suite.h"

#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char good[] = "### What is tea?\n\n%s\n\n"
			   "```ask faq.tea\nwhat is tea\n```\n";

struct place {
	char folder[32];
	struct server server;
};

static bool put(const struct place *place, const char *name, const char *text)
{
	char path[96], part[112];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", place->folder, name);
	snprintf(part, sizeof(part), "%s.part", path);
	file = fopen(part, "w");
	if (!file)
		return false;
	fputs(text, file);
	return fclose(file) == 0 && rename(part, path) == 0;
}

static bool put_answer(const struct place *place, const char *answer)
{
	char text[512];

	snprintf(text, sizeof(text), good, answer);
	return put(place, "en/tea.md", text);
}

static bool open_place(struct place *place, const char *options)
{
	char all[256];

	memcpy(place->folder, "/tmp/faqd-test-XXXXXX", 22);
	if (!mkdtemp(place->folder))
		return false;
	snprintf(all, sizeof(all), "mkdir %s/en", place->folder);
	if (system(all) != 0 ||
	    !put(place, "site.json", "{\"name\":\"Tea\"}") ||
	    !put_answer(place, "Green."))
		return false;
	snprintf(all, sizeof(all), "--content %s %s", place->folder, options);
	return server_start(&place->server, all);
}

static bool close_place(struct place *place)
{
	char command[64];
	bool ended = server_stop(&place->server, SIGTERM) == 0;

	snprintf(command, sizeof(command), "rm -r %s", place->folder);
	return system(command) == 0 && ended;
}

static bool says(struct suite *s, const struct server *server, const char *text)
{
	client_post(server, "", "{\"text\":\"what is tea\"}", &s->r);
	return s->r.status == 200 && strstr(s->r.body, text);
}

static bool soon_logged(const struct server *server, const char *text)
{
	int waited;

	for (waited = 0; waited < WAIT_MS; waited += 20) {
		if (server_logged(server, text))
			return true;
		poll(NULL, 0, 20);
	}
	return false;
}

static void a_changed_folder_is_served_without_a_dropped_chat(struct suite *s)
{
	struct place place;
	int chat;

	CHECK(s, open_place(&place, ""));
	chat = ws_open(&place.server);
	CHECK(s, ws_say(chat, "{\"type\":\"ask\",\"text\":\"what is tea\"}"));
	ws_read(chat, &s->frame);
	CHECK(s, strstr(s->frame.bytes, "Green."));
	CHECK(s, put_answer(&place, "Black."));
	CHECK(s, soon_logged(&place.server, "generation 2"));
	CHECK(s, ws_say(chat, "{\"type\":\"ask\",\"text\":\"what is tea\"}"));
	ws_read(chat, &s->frame);
	CHECK(s, strstr(s->frame.bytes, "Black."));
	CHECK(s, says(s, &place.server, "Black."));
	close(chat);
	CHECK(s, close_place(&place));
}

static void a_bad_content_is_refused_and_the_old_one_serves_on(struct suite *s)
{
	struct place place;

	CHECK(s, open_place(&place, ""));
	CHECK(s, put(&place, "en/tea.md",
		     "### Tea\n\nNo.\n\n```ask faq.tea\n{nothing}\n```\n"));
	CHECK(s, soon_logged(&place.server, "refused"));
	CHECK(s, server_logged(&place.server, "/en/tea.md:6:1: "));
	CHECK(s, says(s, &place.server, "Green."));
	CHECK(s, put_answer(&place, "White."));
	CHECK(s, soon_logged(&place.server, "generation 2"));
	CHECK(s, says(s, &place.server, "White."));
	CHECK(s, close_place(&place));
}

static void a_hangup_signal_reloads(struct suite *s)
{
	struct place place;

	CHECK(s, open_place(&place, ""));
	CHECK(s, kill(place.server.pid, SIGHUP) == 0);
	CHECK(s, soon_logged(&place.server, "generation 2"));
	CHECK(s, says(s, &place.server, "Green."));
	CHECK(s, close_place(&place));
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
