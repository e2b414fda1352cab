/* SPDX-License-Identifier: MIT */
/* Starting and ending a faqd. FAQD_UNDER may hold a program to run it under,
 * such as valgrind. */
#include "server/client.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *program, *folder, *usual;

void server_program(const char *faqd, const char *content, const char *options)
{
	program = faqd;
	folder = content;
	usual = options;
}

static const char *given(const char *text)
{
	return text ? text : "";
}

/* Neither lies in the other's place: the first gets that of a pipe. */
static void move(const struct launch *launch, int place)
{
	int second = launch->second ? fcntl(launch->second, F_DUPFD, 64) : -1;

	if (launch->socket)
		dup2(launch->socket, place);
	if (second >= 0) {
		dup2(second, place + 1);
		close(second);
	}
}

static void become(const struct launch *launch, int out, int err)
{
	char command[4096];

	snprintf(command, sizeof(command),
		 "exec env %s %s %s --content %s --port 0 %s %s",
		 given(launch->variables), given(getenv("FAQD_UNDER")), program,
		 folder, launch->strict ? "" : usual, given(launch->options));
	unsetenv("FAQD_UNDER"); /* faqd would take it for a setting */
	dup2(out, STDOUT_FILENO);
	dup2(err, STDERR_FILENO);
	move(launch, STDERR_FILENO + 1);
	execl("/bin/sh", "sh", "-c", command, (char *)NULL);
	_exit(127);
}

static int open_log(void)
{
	char name[] = "/tmp/faqd-test-XXXXXX";
	int fd = mkstemp(name);

	if (fd >= 0)
		unlink(name);
	return fd;
}

static bool spawn(struct server *server, const struct launch *launch, int *out)
{
	int ends[2];

	memset(server, 0, sizeof(*server));
	server->log_fd = open_log();
	if (server->log_fd < 0 || pipe(ends) != 0)
		return false;
	fflush(NULL);
	server->pid = fork();
	if (server->pid == 0) {
		close(ends[0]);
		become(launch, ends[1], server->log_fd);
	}
	close(ends[1]);
	*out = ends[0];
	return server->pid > 0;
}

/* "faqd serves ... at https://127.0.0.1:PORT/" */
static int read_port(int fd)
{
	char line[512];
	size_t size = 0;
	struct pollfd wait = {.fd = fd, .events = POLLIN};
	const char *at;

	while (size < sizeof(line) - 1 && !memchr(line, '\n', size)) {
		ssize_t n;

		if (poll(&wait, 1, WAIT_MS) != 1)
			return 0;
		n = read(fd, line + size, sizeof(line) - 1 - size);
		if (n <= 0)
			return 0;
		size += (size_t)n;
	}
	line[size] = '\0';
	at = strstr(line, "://127.0.0.1:");
	return at ? atoi(at + strlen("://127.0.0.1:")) : 0;
}

/* One that does not end is killed, so that no test waits for ever. */
static int reap(struct server *server)
{
	int status = 0, waited;
	pid_t got = 0;

	for (waited = 0; got == 0 && waited < 2 * WAIT_MS; waited += 10) {
		got = waitpid(server->pid, &status, WNOHANG);
		if (got == 0)
			poll(NULL, 0, 10);
	}
	if (got == 0) {
		kill(server->pid, SIGKILL);
		waitpid(server->pid, &status, 0);
		return -1;
	}
	return got == server->pid && WIFEXITED(status) ? WEXITSTATUS(status)
						       : -1;
}

bool server_launch(struct server *server, const struct launch *launch)
{
	int out;

	if (!spawn(server, launch, &out))
		return false;
	server->port = read_port(out);
	close(out);
	return server->port > 0;
}

bool server_start(struct server *server, const char *options)
{
	return server_launch(server, &(struct launch){.options = options});
}

int server_run(struct server *server, const char *options)
{
	int out, code;

	if (!spawn(server, &(struct launch){.options = options}, &out))
		return -1;
	code = reap(server); /* what it prints fits into the pipe */
	close(out);
	return code;
}

int server_stop(struct server *server, int signal_number)
{
	int code;

	kill(server->pid, signal_number);
	code = reap(server);
	close(server->log_fd);
	return code;
}

bool server_logged(const struct server *server, const char *text)
{
	static char log[BYTES_MAX];
	off_t at = 0;
	ssize_t n;

	/* Blocks overlap by the text, so that it is whole in one of them. */
	while ((n = pread(server->log_fd, log, sizeof(log) - 1, at)) > 0) {
		log[n] = '\0';
		if (strstr(log, text))
			return true;
		if ((size_t)n < sizeof(log) - 1)
			break;
		at += n - (ssize_t)strlen(text);
	}
	return false;
}

bool server_soon_logged(const struct server *server, const char *text)
{
	int waited;

	for (waited = 0; waited < WAIT_MS; waited += 20) {
		if (server_logged(server, text))
			return true;
		poll(NULL, 0, 20);
	}
	return false;
}

static bool read_proc(const struct server *server, const char *name, char *text,
		      size_t size)
{
	char path[64];
	FILE *file;
	size_t n;

	snprintf(path, sizeof(path), "/proc/%ld/%s", (long)server->pid, name);
	file = fopen(path, "r");
	if (!file)
		return false;
	n = fread(text, 1, size - 1, file);
	text[n] = '\0';
	fclose(file);
	return true;
}

long server_cpu(const struct server *server)
{
	char text[1024];
	unsigned long user = 0, kernel = 0;
	const char *at;

	if (!read_proc(server, "stat", text, sizeof(text)))
		return -1;
	at = strrchr(text, ')');
	if (!at || sscanf(at,
			  ") %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u "
			  "%lu %lu",
			  &user, &kernel) != 2)
		return -1;
	return (long)(user + kernel) * 100 / sysconf(_SC_CLK_TCK);
}

long server_memory(const struct server *server)
{
	char text[4096];
	const char *at;

	if (!read_proc(server, "status", text, sizeof(text)))
		return -1;
	at = strstr(text, "VmRSS:");
	return at ? atol(at + strlen("VmRSS:")) : -1;
}
