/* SPDX-License-Identifier: MIT */
/*
 * malloc fails in faqd, at start and under traffic, at places that differ with
 * each run. It may say that it cannot start, drop a connection, answer with an
 * error; it may not crash, and when there is memory again it must answer.
 */
#include "abuse/abuse.h"
#include "abuse/swarm.h"
#include "abuse/wire.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* How faqd ends when it does not come up. */
#define FAILED 1
#define CANNOT_START 3
#define SILENT_MS 20
#define ROUNDS_MAX 500 /* of traffic, until all failures have been had */

#define UPGRADE "GET /v1/chat HTTP/1.1\r\nHost: h\r\n" WS_USUAL WS_CHAT "\r\n"
/* 34 bytes, as a frame with a mask of 0 */
#define ASK                                                                    \
	"\x81\xa2\0\0\0\0"                                                     \
	"{\"type\":\"ask\",\"text\":\"" ABUSE_QUESTION "\"}"
#define POST                                                                   \
	"POST /v1/ask HTTP/1.1\r\nHost: h\r\nConnection: close\r\n"            \
	"Content-Type: application/json\r\nContent-Length: 22\r\n\r\n"

/* What a visitor does; nobody waits for what does not come. */
static void traffic(const struct server *server)
{
	static const struct {
		const char *bytes;
		size_t size;
	} visits[] = {
		{"GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", 46},
		{POST "{\"text\":\"" ABUSE_QUESTION "\"}",
		 sizeof(POST) - 1 + 22},
		{POST "{\"text\":              ", sizeof(POST) - 1 + 22},
		{UPGRADE ASK ASK ASK "\x01\x81\0\0\0\0{",
		 sizeof(UPGRADE ASK ASK ASK) - 1 + 7},
	};

	for (size_t i = 0; i < sizeof(visits) / sizeof(visits[0]); i++) {
		int fd = swarm_connect(server, SWARM_ATTACKER);
		char got[4096];
		size_t size;

		if (fd < 0)
			continue;
		client_send(fd, visits[i].bytes, visits[i].size);
		wire_drain(fd, got, sizeof(got), &size, SILENT_MS);
		close(fd);
	}
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

/* A known fault: libev knows no other answer than abort(). */
static bool libev_gave_up(const struct server *server, const char *under)
{
	if (!server_logged(server, "(libev) cannot allocate"))
		return false;
	abuse_note("known fault: libev ends faqd: %s", under);
	return true;
}

static void judge_running(struct abuse *abuse, struct server *server,
			  const char *under)
{
	static const char over[] = "fail_malloc: over";
	bool good = false;
	int code;

	for (int i = 0; i < ROUNDS_MAX && abuse_alive(server); i++) {
		if (server_logged(server, over))
			break;
		traffic(server);
	}
	if (server_logged(server, over))
		good = abuse_answers(server);
	if (libev_gave_up(server, under)) {
		server_stop(server, SIGKILL);
		return;
	}
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
	if (!libev_gave_up(server, under)) {
		if (code != CANNOT_START && code != FAILED)
			tell(server, under);
		abuse_case(abuse, code == CANNOT_START || code == FAILED,
			   "faqd that cannot start ends with %d (%d): %s", code,
			   status, under);
	}
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
	return server_start(server, ABUSE_UNLIMITED "--timeout 1 --ping 2");
}

/* How many allocations it takes to come up, found by halves: all fail from the
 * one in the middle on. */
static unsigned allocations_to_start(struct abuse *abuse)
{
	unsigned low = 1, high = 1u << 22;
	char under[UNDER_BYTES];
	struct server server;

	while (high - low > 50) {
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
	unsigned count = 1 + abuse_random(abuse, 60);
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
	unsigned runs = abuse->full ? 300 : 12, up;
	char *kept;

	if (!abuse->shim) {
		abuse_note("not run: no --shim");
		return;
	}
	kept = before ? strdup(before) : NULL;
	up = allocations_to_start(abuse);
	abuse_note("it starts after some %u allocations", up);
	for (unsigned i = 0; i < runs; i++) {
		/* every fourth while it starts */
		fail_from(abuse, i % 4 ? up + abuse_random(abuse, 400)
				       : 1 + abuse_random(abuse, up));
	}
	if (kept)
		setenv("FAQD_UNDER", kept, 1);
	else
		unsetenv("FAQD_UNDER");
	free(kept);
}
