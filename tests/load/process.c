/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* sched_setaffinity() */
#include "load/process.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define START_MS 10000
#define STOP_MS 5000
#define LOOK_MS 5

static uint64_t read_clock(clockid_t id)
{
	struct timespec now = {0};

	clock_gettime(id, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

uint64_t process_now_ns(void)
{
	return read_clock(CLOCK_MONOTONIC);
}

bool process_cores(size_t *server, size_t *client)
{
	cpu_set_t mine;
	size_t i, found = 0;

	*server = *client = 0;
	if (sched_getaffinity(0, sizeof(mine), &mine) != 0)
		return false;
	for (i = 0; i < CPU_SETSIZE; i++) {
		if (!CPU_ISSET(i, &mine))
			continue;
		if (found++ == 0)
			*server = i;
		*client = i;
	}
	return found > 1;
}

bool process_pin(size_t core)
{
	cpu_set_t one;

	CPU_ZERO(&one);
	CPU_SET(core, &one);
	return sched_setaffinity(0, sizeof(one), &one) == 0;
}

size_t process_raise_files(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
		return 0;
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
	return (size_t)limit.rlim_max;
}

static void become(char *const argv[], size_t core, const int ends[2])
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	process_raise_files();
	close(ends[0]);
	if (process_pin(core) && dup2(ends[1], STDOUT_FILENO) >= 0)
		execvp(argv[0], argv);
	_exit(127);
}

/* The port of the first line that names one; 0 when none comes. */
static unsigned read_port(int fd)
{
	static const char before[] = "http://127.0.0.1:";
	char text[1024];
	size_t size = 0;
	const char *at;

	for (;;) {
		struct pollfd wait = {.fd = fd, .events = POLLIN};
		ssize_t n;

		if (size == sizeof(text) - 1 || poll(&wait, 1, START_MS) != 1)
			return 0;
		n = read(fd, text + size, sizeof(text) - 1 - size);
		if (n <= 0)
			return 0;
		size += (size_t)n;
		text[size] = '\0';
		at = strstr(text, before);
		if (at && strchr(at, '\n'))
			return (unsigned)strtoul(at + sizeof(before) - 1, NULL,
						 10);
	}
}

static struct sockaddr_in loopback(unsigned port)
{
	struct sockaddr_in address = {.sin_family = AF_INET};

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	address.sin_port = htons((unsigned short)port);
	return address;
}

static bool accepts(unsigned port)
{
	struct sockaddr_in to = loopback(port);
	int fd, waited;
	bool there = false;

	for (waited = 0; !there && waited < START_MS; waited += LOOK_MS) {
		fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
		there = fd >= 0 &&
			connect(fd, (struct sockaddr *)&to, sizeof(to)) == 0;
		if (fd >= 0)
			close(fd);
		if (!there)
			poll(NULL, 0, LOOK_MS);
	}
	return there;
}

bool process_start(struct process *process, char *const argv[], size_t core,
		   unsigned port, const char **why)
{
	uint64_t began = process_now_ns();
	int ends[2];

	*why = "no process to be had";
	memset(process, 0, sizeof(*process));
	if (pipe(ends) != 0)
		return false;
	fflush(NULL);
	process->pid = fork();
	if (process->pid == 0)
		become(argv, core, ends);
	close(ends[1]);
	if (process->pid > 0 && port)
		process->port = accepts(port) ? port : 0;
	else if (process->pid > 0)
		process->port = read_port(ends[0]);
	process->ready_ns = process_now_ns() - began;
	close(ends[0]);
	if (process->port)
		return true;
	*why = "it does not start";
	process_stop(process);
	return false;
}

void process_stop(struct process *process)
{
	int waited;

	if (process->pid <= 0)
		return;
	kill(process->pid, SIGTERM);
	for (waited = 0; waited < STOP_MS; waited += LOOK_MS) {
		if (waitpid(process->pid, NULL, WNOHANG) != 0)
			break;
		poll(NULL, 0, LOOK_MS);
	}
	if (waited >= STOP_MS) {
		kill(process->pid, SIGKILL);
		waitpid(process->pid, NULL, 0);
	}
	process->pid = 0;
}

uint64_t process_cpu_ns(const struct process *process)
{
	clockid_t id;

	/* as utime + stime of /proc/PID/stat, but not in ticks of 10 ms */
	if (clock_getcpuclockid(process->pid, &id) != 0)
		return 0;
	return read_clock(id);
}

/* A line "NAME   1234 kB" of a file of /proc. */
static size_t read_kilobytes(const char *path, const char *name)
{
	char line[256];
	size_t bytes = 0, length = strlen(name);
	FILE *file = fopen(path, "r");

	while (file && fgets(line, sizeof(line), file))
		if (strncmp(line, name, length) == 0)
			bytes = 1024 * strtoul(line + length, NULL, 10);
	if (file)
		fclose(file);
	return bytes;
}

size_t process_bytes(const struct process *process)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%ld/status", (long)process->pid);
	return read_kilobytes(path, "RssAnon:");
}

size_t process_kernel_bytes(void)
{
	return read_kilobytes("/proc/meminfo", "Slab:");
}

unsigned process_free_port(void)
{
	struct sockaddr_in address = loopback(0);
	socklen_t size = sizeof(address);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	unsigned port = 0;

	if (fd >= 0 &&
	    bind(fd, (struct sockaddr *)&address, sizeof(address)) == 0 &&
	    getsockname(fd, (struct sockaddr *)&address, &size) == 0)
		port = ntohs(address.sin_port);
	if (fd >= 0)
		close(fd);
	return port;
}
