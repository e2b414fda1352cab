/* SPDX-License-Identifier: MIT */
/*
 * kill -9 while questions come in, and start again. What was answered is
 * written down; a command of the caller's (--check) gets the file after each
 * kill and fails when something of it is lost.
 */
#include "abuse/abuse.h"
#include "abuse/swarm.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define START_MS 5000
#define ASKERS 4

/* Asks for ever, each question with a number of its own, which goes to `out`
 * when the answer is there. */
static void ask_on(const struct server *server, int out, unsigned first)
{
	static struct response r;
	char body[128], line[32];

	for (unsigned n = first;; n += ASKERS) {
		snprintf(body, sizeof(body), "{\"text\":\"%s %u\"}",
			 ABUSE_QUESTION, n);
		client_post(server, "", body, &r);
		if (r.status != 200)
			_exit(0);
		snprintf(line, sizeof(line), "%u\n", n);
		if (write(out, line, strlen(line)) < 0)
			_exit(1);
	}
}

static void start_askers(const struct server *server, int out, unsigned first,
			 pid_t asker[ASKERS])
{
	fflush(NULL);
	for (unsigned i = 0; i < ASKERS; i++) {
		asker[i] = fork();
		if (asker[i] == 0)
			ask_on(server, out, first + i);
	}
}

static void stop_askers(const pid_t asker[ASKERS])
{
	for (unsigned i = 0; i < ASKERS; i++) {
		kill(asker[i], SIGKILL);
		waitpid(asker[i], NULL, 0);
	}
}

static void check(struct abuse *abuse, const char *acknowledged, unsigned round)
{
	char command[1024];

	if (!abuse->check)
		return;
	snprintf(command, sizeof(command), "%s %s", abuse->check, acknowledged);
	abuse_case(abuse, system(command) == 0,
		   "after kill %u what was answered is lost", round);
}

/* One life: up, load, kill. False when it does not come up. */
static bool live_and_die(struct abuse *abuse, unsigned round, int out)
{
	int64_t start = abuse_now_ms();
	struct server server;
	pid_t asker[ASKERS];

	if (!abuse_start(abuse, &server, ABUSE_UNLIMITED))
		return false;
	abuse_case(abuse, abuse_answers(&server), "no answer after kill %u",
		   round);
	abuse_case(abuse, abuse_now_ms() - start < START_MS,
		   "start %u took %lld ms", round,
		   (long long)(abuse_now_ms() - start));
	start_askers(&server, out, round * 1000000, asker);
	abuse_wait_ms(20 + (int)abuse_random(abuse, 150));
	abuse_case(abuse, abuse_alive(&server), "life %u ended by itself",
		   round);
	server_stop(&server, SIGKILL);
	stop_askers(asker);
	return true;
}

void attack_killer(struct abuse *abuse)
{
	char name[] = "/tmp/faqd-killer-XXXXXX";
	unsigned rounds = abuse->full ? 200 : 10, round;
	int out = mkstemp(name);

	if (out < 0) {
		abuse_case(abuse, false, "no file for what was answered");
		return;
	}
	for (round = 0; round < rounds; round++) {
		if (!live_and_die(abuse, round, out))
			break;
		check(abuse, name, round);
	}
	abuse_note("%u kills, %ld bytes of numbers acknowledged", round,
		   (long)lseek(out, 0, SEEK_END));
	abuse_case(abuse, lseek(out, 0, SEEK_END) > 0,
		   "nothing was answered before any kill");
	close(out);
	unlink(name);
}
