/* SPDX-License-Identifier: MIT */
/*
 * malloc fails in faqd, at start and under traffic, at places that differ with
 * each run. It may say that it cannot start, drop a connection, answer with an
 * error; it may not crash, and when there is memory again it must answer.
 */
#include "abuse/abuse.h"
#include "abuse/script.h"
#include "abuse/swarm.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Of faqd: could not start, or wrong usage told. */
#define CANNOT_START 3
#define ROUNDS_MAX 500 /* of traffic, until all failures have been had */

/* One of each thing that a visitor does. */
static void traffic(const struct server *server)
{
	static const struct script_frame question =
		BYTES(FINAL | WS_TEXT, "{\"type\":\"ask\",\"id\":\"1\","
				       "\"text\":\"" ABUSE_QUESTION "\"}");
	static const struct script_frame half =
		BYTES(WS_TEXT, "{\"type\":\"ask\",");
	static const char get[] = "GET / HTTP/1.1\r\nHost: h\r\n"
				  "Connection: close\r\n\r\n";
	static struct response r;
	int chat = swarm_chat(server, SWARM_ATTACKER);
	int page = swarm_connect(server, SWARM_ATTACKER);

	if (chat >= 0) {
		for (int i = 0; i < 8; i++)
			script_send(chat, &question, 0);
		script_send(chat, &half, 0);
	}
	if (page >= 0) {
		client_send(page, get, sizeof(get) - 1);
		client_closed(page, 2000);
		close(page);
	}
	client_post(server, "", "{\"text\":\"" ABUSE_QUESTION "\"}", &r);
	client_post(server, "", "{\"text\":", &r);
	if (chat >= 0)
		close(chat);
}

/* Its log, for the run that went wrong. */
static void tell(const struct server *server, const char *under)
{
	char text[2000];
	ssize_t n = pread(server->log_fd, text, sizeof(text) - 1, 0);

	abuse_note("FAQD_UNDER='%s'", under);
	if (n > 0)
		printf("%.*s\n", (int)n, text);
}

static void judge_running(struct abuse *abuse, struct server *server,
			  const char *under)
{
	bool good = false;
	int code;

	for (int i = 0; i < ROUNDS_MAX; i++) {
		if (server_logged(server, "fail_malloc: over"))
			break;
		traffic(server);
	}
	if (server_logged(server, "fail_malloc: over"))
		good = abuse_answers(server);
	if (!good)
		tell(server, under);
	abuse_case(abuse, good, "no answer when there is memory again");
	code = server_stop(server, SIGTERM);
	abuse_case(abuse, code == 0, "faqd ends with %d: %s", code, under);
}

/* It has not announced itself: then it must say so and end. */
static void judge_start(struct abuse *abuse, struct server *server,
			const char *under)
{
	int status = 0, code = -1;

	if (server->pid > 0 && waitpid(server->pid, &status, 0) > 0 &&
	    WIFEXITED(status))
		code = WEXITSTATUS(status);
	if (code != CANNOT_START)
		tell(server, under);
	abuse_case(abuse, code == CANNOT_START,
		   "faqd that cannot start ends with %d (status %d): %s", code,
		   status, under);
	close(server->log_fd);
}

#define UNDER_BYTES 512u

static bool start(struct abuse *abuse, struct server *server, unsigned first,
		  unsigned step, unsigned count, char under[UNDER_BYTES])
{
	snprintf(under, UNDER_BYTES,
		 "env LD_PRELOAD=%s FAIL_FIRST=%u FAIL_STEP=%u FAIL_COUNT=%u",
		 abuse->shim, first, step, count);
	setenv("FAQD_UNDER", under, 1);
	return server_start(server, "--timeout 2 --ping 2");
}

/* How many allocations it takes to come up, found by halves: all fail from the
 * one in the middle on. */
static unsigned allocations_to_start(struct abuse *abuse)
{
	unsigned low = 1, high = 1u << 22;
	char under[UNDER_BYTES];
	struct server server;

	while (high - low > 1000) {
		unsigned middle = low + (high - low) / 2;

		if (start(abuse, &server, middle, 1, 1u << 30, under)) {
			high = middle;
			server_stop(&server, SIGKILL);
		} else {
			low = middle;
			judge_start(abuse, &server, under);
		}
	}
	return high;
}

static void fail_from(struct abuse *abuse, unsigned first)
{
	unsigned step = 1 + abuse_random(abuse, 7);
	unsigned count = 1 + abuse_random(abuse, 200);
	char under[UNDER_BYTES];
	struct server server;

	if (start(abuse, &server, first, step, count, under))
		judge_running(abuse, &server, under);
	else
		judge_start(abuse, &server, under);
}

void attack_memory(struct abuse *abuse)
{
	char *before = getenv("FAQD_UNDER");
	char *kept = before ? strdup(before) : NULL;
	unsigned runs = abuse->full ? 300 : 12, up;

	if (!abuse->shim) {
		abuse_note("not run: no --shim");
		return;
	}
	up = allocations_to_start(abuse);
	abuse_note("it starts after some %u allocations", up);
	for (unsigned i = 0; i < runs; i++) {
		/* every fourth while it starts */
		fail_from(abuse, i % 4 ? up + abuse_random(abuse, 2000)
				       : 1 + abuse_random(abuse, up));
	}
	if (kept)
		setenv("FAQD_UNDER", kept, 1);
	else
		unsetenv("FAQD_UNDER");
	free(kept);
}
