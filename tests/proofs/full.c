/* SPDX-License-Identifier: MIT */
/*
 * A disk that fills up while faqd serves: answers go out, and everybody who
 * watches is told; with room again it records again.
 *
 * It takes a file system that is small: without the right to mount one nothing
 * is proved, and that is said.
 */
#include "proofs/proof.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ALARM "nothing is recorded just now"

struct scene {
	struct suite *suite;
	struct server server;
	struct folder folder;
	const char *awaited; /* in /readyz */
};

/* A command and what follows the folder in it. */
static bool shell(const struct scene *scene, const char *command,
		  const char *rest)
{
	char line[256];

	snprintf(line, sizeof(line), "%s %s%s", command, scene->folder.path,
		 rest);
	return system(line) == 0;
}

static bool answers(struct scene *scene)
{
	client_post(&scene->server, "", "{\"text\":\"what is tea\"}",
		    &scene->suite->r);
	return scene->suite->r.status == 200 &&
	       strstr(scene->suite->r.body, "\"verdict\"");
}

static bool page_says(struct scene *scene, const char *path, const char *text)
{
	char request[128];

	snprintf(request, sizeof(request), "GET %s HTTP/1.1\r\nHost: h\r\n\r\n",
		 path);
	client_ask(&scene->server, request, &scene->suite->r);
	return strstr(scene->suite->r.body, text) != NULL;
}

/* There is always something to be recorded. */
static bool is_ready_as_awaited(void *context)
{
	struct scene *scene = context;

	return answers(scene) && page_says(scene, "/readyz", scene->awaited) &&
	       !strncmp(scene->suite->r.body, scene->awaited,
			strlen(scene->awaited));
}

static bool becomes(struct scene *scene, const char *awaited)
{
	scene->awaited = awaited;
	return comes_true(is_ready_as_awaited, scene);
}

/* All of the file system, to the last byte. */
static bool fill_up(const struct scene *scene)
{
	static const char block[4096];
	char path[64];
	int fd;

	snprintf(path, sizeof(path), "%s/filler", scene->folder.path);
	fd = open(path, O_WRONLY | O_CREAT, 0600);
	if (fd < 0)
		return false;
	while (write(fd, block, sizeof(block)) > 0)
		;
	close(fd);
	return true;
}

static unsigned times_logged(const struct server *server, const char *text)
{
	static char log[65536];
	ssize_t n = pread(server->log_fd, log, sizeof(log) - 1, 0);
	unsigned times = 0;
	const char *at;

	log[n > 0 ? n : 0] = '\0';
	for (at = log; (at = strstr(at, text)); at++)
		times++;
	return times;
}

/* Not kept, and said so. */
static bool feedback_is_refused(struct scene *scene)
{
	struct frame *f = &scene->suite->frame;
	int chat = ws_open(&scene->server);
	char answer[64], text[128];
	bool refused;

	ws_say(chat, "{\"type\":\"ask\",\"text\":\"what is tea\"}");
	ws_read(chat, f);
	refused = ws_answer_id(f->bytes, answer, sizeof(answer));
	snprintf(text, sizeof(text),
		 "{\"type\":\"feedback\",\"answer\":\"%s\",\"helpful\":true}",
		 refused ? answer : "");
	ws_say(chat, text);
	ws_read(chat, f);
	refused = f->opcode == WS_TEXT && strstr(f->bytes, "not_recorded");
	close(chat);
	return refused;
}

static void fill_and_empty(struct suite *s, struct scene *scene)
{
	CHECK(s, becomes(scene, "{\"status\":\"ok\""));
	CHECK(s, fill_up(scene));
	CHECK(s, becomes(scene, "{\"status\":\"degraded\""));
	CHECK(s, page_says(scene, "/metrics", "faqd_store_failing 1"));
	CHECK(s, feedback_is_refused(scene));
	CHECK(s, answers(scene));
	CHECK(s, times_logged(&scene->server, ALARM) == 1);
	CHECK(s, shell(scene, "rm", "/filler"));
	CHECK(s, becomes(scene, "{\"status\":\"ok\""));
	CHECK(s, page_says(scene, "/metrics", "faqd_store_failing 0"));
	CHECK(s, times_logged(&scene->server, ALARM) == 1);
	CHECK(s, server_logged(&scene->server, "recording again"));
}

void a_full_disk_costs_no_answer(struct suite *s, unsigned rounds)
{
	struct scene scene = {.suite = s};
	char options[96];
	unsigned i;

	CHECK(s, folder_make(&scene.folder));
	if (!shell(&scene, "mount -t tmpfs -o size=512k proof",
		   " 2>/dev/null")) {
		puts("    skipped: no file system may be mounted here");
		CHECK(s, folder_remove(&scene.folder));
		return;
	}
	snprintf(options, sizeof(options), "--database %s/x.db",
		 scene.folder.path);
	for (i = 0; !s->fault && i < rounds; i++) {
		CHECK(s, server_start(&scene.server, options));
		fill_and_empty(s, &scene);
		(void)server_stop(&scene.server, SIGTERM);
	}
	CHECK(s, shell(&scene, "umount", "") && folder_remove(&scene.folder));
}
