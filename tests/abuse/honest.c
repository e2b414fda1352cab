/* SPDX-License-Identifier: MIT */
#include "abuse/honest.h"

#include "abuse/swarm.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PAUSE_MS 25
#define SAMPLES 65536u

struct client {
	const struct server *server;
	int chat, witness; /* sockets */
	unsigned number;   /* of the question */
	struct honest_result result;
	int64_t sample[SAMPLES];
};

static int64_t now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* Says when it was woken; ends with the other end of its socket. */
static void witness(int fd)
{
	char byte;

	while (read(fd, &byte, 1) == 1) {
		int64_t woken = now_us();

		if (write(fd, &woken, sizeof(woken)) != sizeof(woken))
			break;
	}
	_exit(0);
}

static int start_witness(void)
{
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0)
		return -1;
	if (fork() == 0) {
		close(ends[0]);
		witness(ends[1]);
	}
	close(ends[1]);
	return ends[0];
}

static bool ask_in(int fd, unsigned number)
{
	static struct frame frame;
	char text[128], wanted[64];

	snprintf(text, sizeof(text),
		 "{\"type\":\"ask\",\"id\":\"%u\",\"text\":\"%s\"}", number,
		 ABUSE_QUESTION);
	snprintf(wanted, sizeof(wanted), "\"reply_to\":\"%u\"", number);
	if (fd < 0 || !ws_say(fd, text))
		return false;
	do
		ws_read(fd, &frame);
	while (frame.opcode == WS_PING &&
	       ws_send(fd, WS_PONG, true, frame.bytes, frame.size));
	return frame.opcode == WS_TEXT && strstr(frame.bytes, wanted) &&
	       strstr(frame.bytes, ABUSE_ANSWER);
}

static bool ask_by_post(const struct server *server)
{
	static const char request[] =
		"POST /v1/ask HTTP/1.1\r\nHost: h\r\n"
		"Content-Type: application/json\r\nContent-Length: 22\r\n\r\n"
		"{\"text\":\"" ABUSE_QUESTION "\"}";
	static struct response r;
	int fd = swarm_connect(server, SWARM_HONEST);

	if (fd < 0)
		return false;
	client_say(fd, request);
	client_read(fd, &r, false);
	close(fd);
	return r.status == 200 && strstr(r.body, ABUSE_ANSWER);
}

static bool ask_in_new_chat(const struct server *server, unsigned number)
{
	int fd = swarm_chat(server, SWARM_HONEST);
	bool right = ask_in(fd, number);

	if (fd >= 0)
		close(fd);
	return right;
}

static bool ask(struct client *client, int way)
{
	client->number++;
	switch (way) {
	case HONEST_OLD_CHAT:
		return ask_in(client->chat, client->number);
	case HONEST_POST:
		return ask_by_post(client->server);
	default:
		return ask_in_new_chat(client->server, client->number);
	}
}

static void count(struct client *client, bool right, int64_t us,
		  int64_t witness_us)
{
	struct honest_result *result = &client->result;
	bool late = us > HONEST_LATE_MS * 1000;

	if (witness_us > result->witness_us)
		result->witness_us = witness_us;
	if (!right) {
		result->wrong++;
		return;
	}
	client->sample[result->answers++ % SAMPLES] = us;
	if (late && witness_us > HONEST_WITNESS_MS * 1000)
		result->excused++;
	else if (late)
		result->late++;
}

static void ask_and_count(struct client *client, int way)
{
	int64_t start = now_us(), woken = 0, us;
	bool right;

	if (write(client->witness, "", 1) != 1)
		_exit(1);
	right = ask(client, way);
	us = now_us() - start;
	if (recv(client->witness, &woken, sizeof(woken), MSG_WAITALL) !=
	    sizeof(woken))
		_exit(1);
	count(client, right, us, woken - start);
}

static int by_size(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static void sum_up(struct client *client)
{
	struct honest_result *result = &client->result;
	size_t n = result->answers < SAMPLES ? result->answers : SAMPLES;

	if (n == 0)
		return;
	qsort(client->sample, n, sizeof(client->sample[0]), by_size);
	result->p50_us = client->sample[n / 2];
	result->p99_us = client->sample[n - 1 - n / 100];
	result->max_us = client->sample[n - 1];
}

static void live(const struct server *server, int ways, int stop, int out)
{
	static struct client client;
	struct pollfd wait = {.fd = stop, .events = POLLIN};

	setpriority(PRIO_PROCESS, 0, -10); /* see main.c; it may be refused */
	client.server = server;
	client.witness = start_witness();
	client.chat = swarm_chat(server, SWARM_HONEST);
	do
		for (int way = 1; way < HONEST_ALL; way *= 2)
			if (ways & way)
				ask_and_count(&client, way);
	while (poll(&wait, 1, PAUSE_MS) == 0);
	sum_up(&client);
	if (write(out, &client.result, sizeof(client.result)) < 0)
		_exit(1);
	_exit(0);
}

bool honest_start(struct honest *honest, const struct server *server, int ways)
{
	int stop[2], result[2];

	if (pipe(stop) != 0)
		return false;
	if (pipe(result) != 0) {
		close(stop[0]);
		close(stop[1]);
		return false;
	}
	fflush(NULL);
	honest->pid = fork();
	if (honest->pid == 0) {
		close(stop[1]);
		close(result[0]);
		live(server, ways, stop[0], result[1]);
	}
	close(stop[0]);
	close(result[1]);
	honest->stop = stop[1];
	honest->result = result[0];
	return honest->pid > 0;
}

struct honest_result honest_stop(struct honest *honest)
{
	struct honest_result result;
	ssize_t n;

	close(honest->stop);
	n = read(honest->result, &result, sizeof(result));
	close(honest->result);
	waitpid(honest->pid, NULL, 0);
	if (n != (ssize_t)sizeof(result))
		memset(&result, 0, sizeof(result));
	return result;
}

void honest_judge(struct abuse *abuse, struct honest *honest, unsigned least,
		  const char *during)
{
	struct honest_result r = honest_stop(honest);

	abuse_note("honest, %s: %u answers, p50 %.1f ms, p99 %.1f, max %.1f; "
		   "%u late, %u more with a late witness (%.1f ms)",
		   during, r.answers, (double)r.p50_us / 1000,
		   (double)r.p99_us / 1000, (double)r.max_us / 1000, r.late,
		   r.excused, (double)r.witness_us / 1000);
	abuse_case(abuse, r.wrong == 0, "honest, %s: %u answers are wrong",
		   during, r.wrong);
	abuse_case(abuse, r.answers >= least, "honest, %s: %u answers, not %u",
		   during, r.answers, least);
	/* Another's load, or a sanitizer, must not fail a build. */
	if (abuse->timed)
		abuse_case(abuse, r.late <= 1 + r.answers / 100,
			   "honest, %s: %u of %u answers came after %d ms",
			   during, r.late, r.answers, HONEST_LATE_MS);
}
