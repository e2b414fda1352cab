/* SPDX-License-Identifier: MIT */
/*
 * One address wants everything: more connections than it may have, more
 * questions than it may ask. It gets its share, is told so, and does not fill
 * the log; another address notices nothing.
 */
#include "abuse/honest.h"
#include "abuse/swarm.h"
#include "abuse/wire.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define ADDRESS_CONNECTIONS 20
#define BURST 10
#define LOG_BYTES_MAX 8192

/* The honest client is another address, and asks more than a visitor does. */
#define OPTIONS                                                                \
	"--connections-per-address 20 --questions-per-minute 60 "              \
	"--question-burst 10 --session-questions-per-minute 60 "               \
	"--session-burst 5 --trusted 127.0.0.2 --connections 200 --timeout 60"

/* As many as it gets, and as many again from the address beside. */
static void take_connections(struct abuse *abuse, const struct server *server,
			     unsigned tries)
{
	struct swarm swarm;
	size_t open;
	int other;

	if (!swarm_init(&swarm, tries))
		return;
	for (unsigned i = 0; i < tries; i++)
		swarm.fd[i] = swarm_connect(server, SWARM_ATTACKER);
	abuse_wait_ms(200); /* whom it turns away has been told */
	open = swarm_open(&swarm);
	abuse_case(abuse, open == ADDRESS_CONNECTIONS,
		   "one address has %zu connections, not %d", open,
		   ADDRESS_CONNECTIONS);
	other = swarm_chat(server, SWARM_ATTACKER + 1);
	abuse_case(abuse, other >= 0, "the address beside gets none");
	close(other);
	swarm_release(&swarm);
	abuse_wait_ms(200); /* it has seen that they are closed */
	other = swarm_chat(server, SWARM_ATTACKER);
	abuse_case(abuse, other >= 0, "who has left may not come again");
	close(other);
}

/* Counts answers among so many questions in one chat. */
static void flood_chat(struct abuse *abuse, const struct server *server,
		       unsigned questions)
{
	static struct frame frame;
	int fd = swarm_chat(server, SWARM_ATTACKER + 2);
	unsigned answers = 0, refusals = 0;
	char message[128];

	for (unsigned i = 0; i < questions; i++) {
		snprintf(message, sizeof(message),
			 "{\"type\":\"ask\",\"id\":\"%u\",\"text\":\"%s\"}", i,
			 ABUSE_QUESTION);
		ws_say(fd, message);
		ws_read(fd, &frame);
		if (frame.opcode != WS_TEXT)
			break;
		if (strstr(frame.bytes, ABUSE_ANSWER))
			answers++;
		else
			refusals += strstr(frame.bytes, "\"type\":\"error\"") !=
				    NULL;
	}
	if (fd >= 0)
		close(fd);
	abuse_note("a chat: %u answers, %u refusals to %u questions", answers,
		   refusals, questions);
	abuse_case(abuse, answers >= 5 && answers <= 10,
		   "a chat got %u answers, its burst is 5", answers);
	abuse_case(abuse, refusals > 0, "a chat is never told to wait");
}

static void flood_posts(struct abuse *abuse, const struct server *server,
			unsigned questions)
{
	static const char request[] =
		"POST /v1/ask HTTP/1.1\r\nHost: h\r\nConnection: close\r\n"
		"Content-Type: application/json\r\nContent-Length: 22\r\n\r\n"
		"{\"text\":\"" ABUSE_QUESTION "\"}";
	unsigned answers = 0, refusals = 0;

	for (unsigned i = 0; i < questions; i++) {
		char statuses[64];

		/* from SWARM_ATTACKER, which has asked nothing before */
		wire_statuses(server, request, sizeof(request) - 1, statuses,
			      sizeof(statuses));
		answers += strcmp(statuses, "200") == 0;
		refusals += strcmp(statuses, "429") == 0;
	}
	abuse_note("POST: %u answers, %u refusals to %u questions", answers,
		   refusals, questions);
	abuse_case(abuse, answers >= BURST && answers <= BURST + 5,
		   "one address got %u answers, its burst is %d", answers,
		   BURST);
	abuse_case(abuse, answers + refusals == questions,
		   "%u of %u questions got neither an answer nor a 429",
		   questions - answers - refusals, questions);
}

void attack_greedy(struct abuse *abuse)
{
	struct server server;
	struct honest honest;
	long log;

	if (!abuse_start(abuse, &server, OPTIONS))
		return;
	log = abuse_log_bytes(&server);
	if (!honest_start(&honest, &server, HONEST_ALL))
		return;
	take_connections(abuse, &server, abuse->full ? 5000 : 500);
	flood_chat(abuse, &server, abuse->full ? 20000 : 1000);
	flood_posts(abuse, &server, abuse->full ? 5000 : 300);
	honest_judge(abuse, &honest, 10, "one address wants all");
	log = abuse_log_bytes(&server) - log;
	abuse_note("%ld bytes logged", log);
	abuse_case(abuse, log < LOG_BYTES_MAX, "it logs %ld bytes", log);
	abuse_stop(abuse, &server);
}
