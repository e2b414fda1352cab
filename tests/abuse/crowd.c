/* SPDX-License-Identifier: MIT */
/*
 * Thousands of connections from as many addresses, half of them chats: each is
 * let in, and what they cost must not grow with each question.
 */
#include "abuse/honest.h"
#include "abuse/swarm.h"

#include <stdio.h>
#include <unistd.h>

static void fill(struct swarm *swarm, const struct server *server)
{
	for (size_t i = 0; i < swarm->count; i++) {
		uint32_t from = SWARM_ATTACKER + (uint32_t)i;

		swarm->fd[i] = i % 2 ? swarm_connect(server, from)
				     : swarm_chat(server, from);
	}
}

static void judge_cost(struct abuse *abuse, const struct server *server,
		       const struct swarm *swarm, long before_kib)
{
	long kib = server_memory(server) - before_kib;
	size_t open = swarm_open(swarm);

	abuse_note("%zu connections open, %.1f KiB each", open,
		   (double)kib / (double)swarm->count);
	abuse_case(abuse, open == swarm->count,
		   "%zu of %zu connections are open", open, swarm->count);
}

static void attack(struct abuse *abuse, const struct server *server,
		   struct swarm *swarm)
{
	unsigned seconds = abuse->full ? 20 : 3;
	long before_kib = server_memory(server), cpu;
	struct honest honest;

	if (!honest_start(&honest, server, HONEST_ALL))
		return;
	abuse_wait_ms((int)seconds * 1000);
	honest_judge(abuse, &honest, seconds * 10, "nothing going on");
	if (!honest_start(&honest, server, HONEST_ALL))
		return;
	fill(swarm, server);
	honest_judge(abuse, &honest, 3, "a crowd coming in");
	judge_cost(abuse, server, swarm, before_kib);
	cpu = server_cpu(server);
	if (!honest_start(&honest, server, HONEST_ALL))
		return;
	abuse_wait_ms((int)seconds * 1000);
	honest_judge(abuse, &honest, seconds * 10, "a crowd sitting there");
	abuse_note("%.2f s of CPU in %u s",
		   (double)(server_cpu(server) - cpu) / 100, seconds);
}

void attack_crowd(struct abuse *abuse)
{
	struct server server;
	struct swarm swarm;

	if (!swarm_init(&swarm, abuse->full ? 10000 : 1000))
		return;
	if (!abuse_start(abuse, &server,
			 ABUSE_UNLIMITED
			 "--connections 12000 --timeout 600 --ping 600"))
		return;
	attack(abuse, &server, &swarm);
	swarm_release(&swarm);
	abuse_case(abuse, abuse_answers(&server), "no answer afterwards");
	abuse_stop(abuse, &server);
}
