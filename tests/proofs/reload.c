/* SPDX-License-Identifier: MIT */
/*
 * A content that changes between two versions while it is asked: no connection
 * drops, and each answer is all of one version. Bad contents in between are
 * refused.
 */
#include "proofs/proof.h"

#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define CHATS 8u

static const char *const versions[] = {"Alder", "Birch"};

static const char entries[] = "### What is tea?\n\nTea is %s.\n\n"
			      "```ask faq.tea\nwhat is tea\n```\n\n"
			      "### Where is coffee?\n\nCoffee is %s.\n\n"
			      "```ask faq.coffee\nwhere is coffee\n```\n";
static const char bad[] = "### Tea\n\nCedar.\n\n```ask faq.tea\n{no}\n```\n";
static const char both[] = "what is tea? and where is coffee?";

struct scene {
	struct suite *suite;
	struct server server;
	struct folder folder;
	int chat[CHATS];
	unsigned asked, seen[2];
};

static bool put_version(const struct scene *scene, unsigned version)
{
	char text[512];

	snprintf(text, sizeof(text), entries, versions[version],
		 versions[version]);
	return folder_put(&scene->folder, "c/en/tea.md", text);
}

/* The version that an answer is of; 2 when it is of none or of both. */
static unsigned version_of(const char *answer)
{
	bool whole[2];
	unsigned v;

	for (v = 0; v < 2; v++) {
		char tea[32], coffee[32];

		snprintf(tea, sizeof(tea), "Tea is %s.", versions[v]);
		snprintf(coffee, sizeof(coffee), "Coffee is %s.", versions[v]);
		whole[v] = strstr(answer, tea) && strstr(answer, coffee) &&
			   !strstr(answer, versions[1 - v]);
	}
	return whole[0] == whole[1] ? 2 : whole[1];
}

static bool is_whole(struct scene *scene, const char *answer)
{
	unsigned version = version_of(answer);

	scene->asked++;
	if (version == 2) {
		printf("    %.400s\n", answer);
		return false;
	}
	scene->seen[version]++;
	return true;
}

/* Every chat asks and hears; so does a POST. */
static bool all_are_answered(struct scene *scene)
{
	struct suite *s = scene->suite;
	char text[128];
	unsigned i;

	snprintf(text, sizeof(text), "{\"type\":\"ask\",\"text\":\"%s\"}",
		 both);
	for (i = 0; i < CHATS; i++)
		if (!ws_say(scene->chat[i], text))
			return false;
	for (i = 0; i < CHATS; i++) {
		ws_read(scene->chat[i], &s->frame);
		if (s->frame.opcode != WS_TEXT ||
		    !is_whole(scene, s->frame.bytes))
			return false;
	}
	snprintf(text, sizeof(text), "{\"text\":\"%s\"}", both);
	client_post(&scene->server, "", text, &s->r);
	return s->r.status == 200 && is_whole(scene, s->r.body);
}

/* As faqctl reload does; the reply is not waited for. */
static bool command(const struct scene *scene)
{
	struct sockaddr_un to = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	bool sent;

	snprintf(to.sun_path, sizeof(to.sun_path), "%s/control",
		 scene->folder.path);
	sent = fd >= 0 &&
	       connect(fd, (struct sockaddr *)&to, sizeof(to)) == 0 &&
	       client_say(fd, "{\"command\":\"reload\"}\n");
	if (sent)
		client_closed(fd, WAIT_MS);
	close(fd);
	return sent;
}

/* In turn: a signal, the socket, and nothing but the change itself. */
static bool trigger(const struct scene *scene, unsigned round)
{
	if (round % 3 == 0)
		return kill(scene->server.pid, SIGHUP) == 0;
	return round % 3 == 2 || command(scene);
}

/* Asks on until a new answer is seen, or a refusal is counted. */
static bool reload(struct scene *scene, unsigned round)
{
	unsigned next = (round + 1) % 2, before = scene->seen[next], turns;

	if (!put_version(scene, next) || !trigger(scene, round))
		return false;
	for (turns = 0; turns < 10000; turns++) {
		if (!all_are_answered(scene))
			return false;
		if (scene->seen[next] > before)
			return true;
	}
	return false;
}

static bool refusals_are(struct scene *scene, unsigned wanted)
{
	char line[64];

	snprintf(line, sizeof(line), "result=\"refused\"} %u\n", wanted);
	client_ask(&scene->server, "GET /metrics HTTP/1.1\r\nHost: h\r\n\r\n",
		   &scene->suite->r);
	return strstr(scene->suite->r.body, line) != NULL;
}

/* A bad content is refused while all are answered by the old one. */
static bool refuse(struct scene *scene)
{
	return folder_put(&scene->folder, "c/en/tea.md", bad) &&
	       command(scene) && all_are_answered(scene) &&
	       !refusals_are(scene, 0);
}

static bool open_scene(struct scene *scene)
{
	char text[160];
	unsigned i;

	if (!folder_make(&scene->folder))
		return false;
	snprintf(text, sizeof(text), "mkdir -p %s/c/en", scene->folder.path);
	if (system(text) != 0 ||
	    !folder_put(&scene->folder, "c/site.json", "{\"name\":\"Tea\"}") ||
	    !put_version(scene, 0))
		return false;
	snprintf(text, sizeof(text),
		 "--content %s/c --control %s/control --workers 2 --idle 600",
		 scene->folder.path, scene->folder.path);
	if (!server_start(&scene->server, text))
		return false;
	for (i = 0; i < CHATS; i++)
		scene->chat[i] = ws_open(&scene->server);
	return scene->chat[CHATS - 1] >= 0;
}

void a_reload_is_seen_by_nobody(struct suite *s, unsigned rounds)
{
	static struct scene scene;
	unsigned round;

	scene.suite = s;
	CHECK(s, open_scene(&scene));
	for (round = 0; round < rounds; round++) {
		CHECK(s, reload(&scene, round));
		if (round % 5 == 4)
			CHECK(s, refuse(&scene));
	}
	printf("    %u reloads, %u answers: %u and %u\n", rounds, scene.asked,
	       scene.seen[0], scene.seen[1]);
	for (round = 0; round < CHATS; round++)
		close(scene.chat[round]);
	CHECK(s, server_stop(&scene.server, SIGTERM) == 0);
	CHECK(s, folder_remove(&scene.folder));
}
