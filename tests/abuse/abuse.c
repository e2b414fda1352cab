/* SPDX-License-Identifier: MIT */
#include "abuse/abuse.h"

#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

void abuse_case(struct abuse *abuse, bool holds, const char *format, ...)
{
	va_list args;

	if (holds) {
		abuse->passed++;
		return;
	}
	abuse->failed++;
	fputs("FAIL ", stdout);
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	putchar('\n');
}

void abuse_note(const char *format, ...)
{
	va_list args;

	fputs("# ", stdout);
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	putchar('\n');
}

/* xorshift64*: Vigna 2016. */
uint32_t abuse_random(struct abuse *abuse, uint32_t n)
{
	uint64_t x = abuse->random ? abuse->random : 1;

	x ^= x >> 12;
	x ^= x << 25;
	x ^= x >> 27;
	abuse->random = x;
	return (uint32_t)((x * 2685821657736338717u) >> 33) % n;
}

int64_t abuse_now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void abuse_wait_ms(int ms)
{
	poll(NULL, 0, ms);
}

bool abuse_alive(const struct server *server)
{
	siginfo_t info = {.si_pid = 0};

	return waitid(P_PID, (id_t)server->pid, &info,
		      WEXITED | WNOHANG | WNOWAIT) == 0 &&
	       info.si_pid == 0;
}

static void show_log(const struct server *server)
{
	char text[4096];
	ssize_t n = pread(server->log_fd, text, sizeof(text) - 1, 0);

	if (n > 0)
		printf("%.*s\n", (int)n, text);
}

bool abuse_start(struct abuse *abuse, struct server *server,
		 const char *options)
{
	bool started = server_start(server, options);

	if (!started)
		abuse_case(abuse, false, "faqd does not start with %s",
			   options);
	return started;
}

void abuse_stop(struct abuse *abuse, struct server *server)
{
	bool alive = abuse_alive(server);
	int kept = dup(server->log_fd), code;
	struct server ended = {.log_fd = kept};

	code = server_stop(server, SIGTERM);
	abuse_case(abuse, alive, "faqd has ended during the attack");
	abuse_case(abuse, code == 0, "faqd ends with %d", code);
	if (!alive || code != 0)
		show_log(&ended);
	close(kept);
}

long abuse_log_bytes(const struct server *server)
{
	struct stat stat;

	return fstat(server->log_fd, &stat) == 0 ? (long)stat.st_size : -1;
}

size_t abuse_files(const struct server *server)
{
	char command[64];
	unsigned count = 0;
	FILE *list;

	snprintf(command, sizeof(command), "ls /proc/%ld/fd | wc -l",
		 (long)server->pid);
	list = popen(command, "r");
	if (!list)
		return 0;
	if (fscanf(list, "%u", &count) != 1)
		count = 0;
	pclose(list);
	return count;
}

bool abuse_answers(const struct server *server)
{
	static struct response r;

	client_post(server, "", "{\"text\":\"" ABUSE_QUESTION "\"}", &r);
	return r.status == 200 && strstr(r.body, ABUSE_ANSWER);
}
