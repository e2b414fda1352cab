/* SPDX-License-Identifier: MIT */
/*
 * The system takes file descriptors away from a running faqd: accept() fails
 * while many wait. It may neither spin nor fill the log, those who are in go
 * on, and when some leave, others come in.
 */
#include "abuse/honest.h"
#include "abuse/swarm.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define LOG_BYTES_MAX 4096

static bool limit_files(const struct server *server, size_t files)
{
	char command[128];

	snprintf(command, sizeof(command),
		 "prlimit --pid %ld --nofile=%zu:", (long)server->pid, files);
	return system(command) == 0;
}

/* All that are in are answered; the rest wait, and cost nothing. */
static void press(struct abuse *abuse, const struct server *server,
		  struct swarm *swarm)
{
	int seconds = abuse->full ? 10 : 3;
	long cpu, log = abuse_log_bytes(server);
	struct honest honest;
	size_t limit;

	if (!honest_start(&honest, server, HONEST_OLD_CHAT))
		return;
	abuse_wait_ms(200); /* its chat is open */
	limit = abuse_files(server) + 20;
	abuse_case(abuse, limit_files(server, limit),
		   "prlimit does not work here");
	for (size_t i = 0; i < swarm->count; i++)
		swarm->fd[i] =
			swarm_connect(server, SWARM_ATTACKER + (uint32_t)i);
	cpu = server_cpu(server);
	abuse_wait_ms(seconds * 1000);
	abuse_case(abuse, abuse_files(server) < limit + swarm->count / 2,
		   "%zu files are open in spite of the limit",
		   abuse_files(server));

	cpu = server_cpu(server) - cpu;
	log = abuse_log_bytes(server) - log;
	honest_judge(abuse, &honest, (unsigned)seconds * 10, "no files");
	abuse_note("%.2f s of CPU in %d s, %ld bytes logged", (double)cpu / 100,
		   seconds, log);
	abuse_case(abuse, cpu <= 10 * seconds, "it spins: %.2f s in %d s",
		   (double)cpu / 100, seconds);
	abuse_case(abuse, log < LOG_BYTES_MAX, "it logs %ld bytes", log);
}

void attack_files(struct abuse *abuse)
{
	struct server server;
	struct swarm swarm;

	if (!swarm_init(&swarm, 200))
		return;
	if (!abuse_start(abuse, &server,
			 ABUSE_UNLIMITED "--connections 1000 --timeout 60"))
		return;
	abuse_case(abuse, abuse_answers(&server), "no answer at first");
	press(abuse, &server, &swarm);
	swarm_release(&swarm);
	abuse_case(abuse, abuse_answers(&server),
		   "no answer when there is room again");
	abuse_stop(abuse, &server);
}
