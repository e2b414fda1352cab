/* SPDX-License-Identifier: MIT */
#include "server/acceptor.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>

#define OTHER_FILES 64u    /* listener, pipes, stdio, libraries */
#define FULL_WAIT_MS 20    /* between looks while no one may come in */
#define ACCEPTS_AT_ONCE 64 /* then signals are looked at again */

/* The only mutable globals: a signal handler has no argument. */
static volatile sig_atomic_t ended, reload;

static void on_signal(int number)
{
	if (number == SIGHUP)
		reload = 1;
	else
		ended = 1;
}

void acceptor_block_signals(void)
{
	struct sigaction action = {.sa_handler = on_signal};
	struct sigaction ignore = {.sa_handler = SIG_IGN};
	sigset_t blocked;

	sigemptyset(&action.sa_mask);
	sigemptyset(&ignore.sa_mask);
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGHUP, &action, NULL);
	sigaction(SIGPIPE, &ignore, NULL);
	sigemptyset(&blocked);
	sigaddset(&blocked, SIGTERM);
	sigaddset(&blocked, SIGINT);
	sigaddset(&blocked, SIGHUP);
	pthread_sigmask(SIG_BLOCK, &blocked, NULL);
}

bool acceptor_set_file_limit(size_t connections_max)
{
	rlim_t wanted = (rlim_t)connections_max + OTHER_FILES;
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
		return false;
	limit.rlim_cur = wanted;
	return limit.rlim_max >= wanted &&
	       setrlimit(RLIMIT_NOFILE, &limit) == 0;
}

static bool full(const struct acceptor *acceptor)
{
	return pool_connections(acceptor->pool) >= acceptor->connections_max;
}

static void hand_over(struct acceptor *acceptor, int fd)
{
	const struct arrival arrival = {.fd = fd};
	int on = 1;

	if (fcntl(fd, F_SETFD, FD_CLOEXEC) != 0 ||
	    fcntl(fd, F_SETFL, O_NONBLOCK) != 0) {
		close(fd);
		return;
	}
	/* Answers are small and written whole: don't wait to fill a packet. */
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	if (!pool_hand(acceptor->pool, &arrival))
		close(fd);
}

/* False when the system has no file to give: then it is as good as full. */
static bool accept_some(struct acceptor *acceptor)
{
	int i;

	for (i = 0; i < ACCEPTS_AT_ONCE && !full(acceptor); i++) {
		int fd = accept(acceptor->listener->fd, NULL, NULL);

		if (fd >= 0)
			hand_over(acceptor, fd);
		else if (errno == EMFILE || errno == ENFILE ||
			 errno == ENOBUFS || errno == ENOMEM)
			return false;
		else if (errno != ECONNABORTED)
			break;
	}
	return true;
}

void acceptor_run(struct acceptor *acceptor)
{
	const struct timespec pause = {.tv_nsec = FULL_WAIT_MS * 1000000L};
	int fd = acceptor->listener->fd;
	bool open = true;
	sigset_t none;

	sigemptyset(&none);
	while (!ended) {
		if (reload) {
			reload = 0;
			reloader_ask(acceptor->reloader);
		}
		bool wait_for_one = open && !full(acceptor);
		fd_set readable;

		FD_ZERO(&readable);
		if (wait_for_one)
			FD_SET(fd, &readable);
		open = true;
		if (pselect(fd + 1, &readable, NULL, NULL,
			    wait_for_one ? NULL : &pause, &none) > 0)
			open = accept_some(acceptor);
	}
}
