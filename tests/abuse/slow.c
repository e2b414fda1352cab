/* SPDX-License-Identifier: MIT */
/*
 * Slowloris in four kinds: heads and bodies that come a byte at a time, chats
 * that say nothing, chats that ask and never read. Who is cut comes again at
 * once. None may live for long, and together they may not cost much memory.
 */
#include "abuse/honest.h"
#include "abuse/swarm.h"

#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define TICK_MS 250
#define OTHER_FILES 64u  /* of faqd, and the honest client */
#define DEAF_QUESTIONS 8 /* a tick; the kernel's buffers are to be filled */
/* A sanitizer keeps what is freed for a while: room for that too. */
#define MEMORY_KIB (128 * 1024)

enum kind {
	SLOW_HEAD,
	SLOW_BODY,
	SILENT_CHAT,
	DEAF_CHAT,
	KINDS
};

static const char *const kind_names[KINDS] = {
	"heads that drip", "bodies that drip", "silent chats",
	"chats that never read"};

struct slow {
	struct server server;
	struct swarm swarm;
	int64_t *since_ms;         /* of each connection */
	int64_t longest_ms[KINDS]; /* that one was let live */
	unsigned cut[KINDS];
	unsigned asked; /* by those who never read */
};

static enum kind kind_of(size_t i)
{
	return (enum kind)(i % KINDS);
}

static int begin(const struct server *server, enum kind kind, uint32_t from)
{
	int fd = kind < SILENT_CHAT ? swarm_connect(server, from)
				    : swarm_chat(server, from);
	int small = 1;

	if (fd < 0)
		return -1;
	if (kind == SLOW_HEAD)
		swarm_say(fd, "GET / HTTP/1.1\r\nX: ");
	if (kind == SLOW_BODY)
		swarm_say(fd, "POST /v1/ask HTTP/1.1\r\nHost: h\r\n"
			      "Content-Type: application/json\r\n"
			      "Content-Length: 8000\r\n\r\n{");
	if (kind == DEAF_CHAT) {
		setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof(small));
		fcntl(fd, F_SETFL, O_NONBLOCK);
	}
	return fd;
}

static void note_life(struct slow *slow, size_t i)
{
	int64_t ms = abuse_now_ms() - slow->since_ms[i];

	if (ms > slow->longest_ms[kind_of(i)])
		slow->longest_ms[kind_of(i)] = ms;
}

/* Is it still there? Who must not read learns of a reset only. */
static bool goes_on(int fd, enum kind kind)
{
	struct pollfd look = {.fd = fd};

	return kind == DEAF_CHAT ? poll(&look, 1, 0) == 0 : !swarm_ended(fd);
}

/* A repeated id would not be answered again. */
static void ask_much(struct slow *slow, int fd)
{
	char message[128];

	for (int i = 0; i < DEAF_QUESTIONS; i++) {
		snprintf(message, sizeof(message),
			 "{\"type\":\"ask\",\"id\":\"%u\",\"text\":\"%s\"}",
			 slow->asked++, ABUSE_QUESTION);
		ws_say(fd, message);
	}
}

static void go_on(struct slow *slow, size_t i)
{
	int fd = slow->swarm.fd[i];

	if (kind_of(i) < SILENT_CHAT)
		swarm_say(fd, "x");
	else if (kind_of(i) == DEAF_CHAT)
		ask_much(slow, fd);
}

static void tick(struct slow *slow)
{
	for (size_t i = 0; i < slow->swarm.count; i++) {
		int *fd = &slow->swarm.fd[i];

		if (*fd >= 0 && goes_on(*fd, kind_of(i))) {
			note_life(slow, i);
			go_on(slow, i);
			continue;
		}
		if (*fd >= 0) {
			close(*fd);
			slow->cut[kind_of(i)]++;
		}
		*fd = begin(&slow->server, kind_of(i),
			    SWARM_ATTACKER + (uint32_t)i);
		slow->since_ms[i] = abuse_now_ms();
	}
}

/* Who does not read never sees the end; but faqd must have let go of them. */
static void judge_deaf(struct abuse *abuse, const struct slow *slow)
{
	size_t files = abuse_files(&slow->server);
	size_t others = slow->swarm.count / KINDS * (KINDS - 1);

	abuse_note("faqd has %zu files open, %zu connections are read", files,
		   others);
	if (abuse->full) /* else there is no time to fill the buffers */
		abuse_case(abuse, files < others + OTHER_FILES,
			   "%zu files: chats that never read are kept", files);
}

/* `limit_s` is what faqd was told; twice that and two seconds are let pass. */
static void judge(struct abuse *abuse, const struct slow *slow, int limit_s)
{
	for (int kind = 0; kind < DEAF_CHAT; kind++) {
		abuse_note("%s: %u cut, the longest lived %.1f s",
			   kind_names[kind], slow->cut[kind],
			   (double)slow->longest_ms[kind] / 1000);
		abuse_case(abuse, slow->longest_ms[kind] < 2000 * (limit_s + 1),
			   "one of the %s lived for %lld ms", kind_names[kind],
			   (long long)slow->longest_ms[kind]);
	}
}

static void attack(struct abuse *abuse, struct slow *slow, int seconds)
{
	int64_t end = abuse_now_ms() + seconds * 1000;
	long cpu = server_cpu(&slow->server);
	long memory = server_memory(&slow->server);
	struct honest honest;

	if (!honest_start(&honest, &slow->server, HONEST_ALL))
		return;
	while (abuse_now_ms() < end) {
		int64_t next = abuse_now_ms() + TICK_MS;

		tick(slow);
		if (abuse_now_ms() < next)
			abuse_wait_ms((int)(next - abuse_now_ms()));
	}
	honest_judge(abuse, &honest, (unsigned)seconds * 10, "slow");
	memory = server_memory(&slow->server) - memory;
	abuse_note("%zu attackers for %d s: %ld KiB more, %.2f s of CPU",
		   slow->swarm.count, seconds, memory,
		   (double)(server_cpu(&slow->server) - cpu) / 100);
	abuse_case(abuse, memory < MEMORY_KIB, "it took %ld KiB", memory);
}

void attack_slow(struct abuse *abuse)
{
	int limit_s = abuse->full ? 5 : 1, seconds = abuse->full ? 40 : 6;
	size_t count = abuse->full ? 2000 : 200;
	static struct slow slow;
	char options[128];

	memset(&slow, 0, sizeof(slow));
	snprintf(options, sizeof(options),
		 ABUSE_UNLIMITED "--connections 4000 --timeout %d --ping %d "
				 "--stall %d",
		 limit_s, limit_s, limit_s);
	slow.since_ms = calloc(count, sizeof(*slow.since_ms));
	if (!slow.since_ms || !swarm_init(&slow.swarm, count) ||
	    !abuse_start(abuse, &slow.server, options))
		return;
	attack(abuse, &slow, seconds);
	judge(abuse, &slow, limit_s);
	judge_deaf(abuse, &slow);
	swarm_release(&slow.swarm);
	free(slow.since_ms);
	abuse_case(abuse, abuse_answers(&slow.server), "no answer afterwards");
	abuse_stop(abuse, &slow.server);
}
