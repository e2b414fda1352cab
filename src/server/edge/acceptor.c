/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* accept4(), of POSIX since 2024 */
#include "server/edge/acceptor.h"

#include "server/run/clock.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define WORKER_FILES 8u /* of its loop and lws: 4 seen */
#define OTHER_FILES 64u /* listener, pipes, stdio, libraries */
#define TICK_MS 500     /* at most, between looks at the clock */
#define FULL_WAIT_MS 20 /* between looks while no one may come in */
#define HAND_WAIT_MS 1  /* for a worker to take what it was handed */
#define HAND_TRIES 100
#define ACCEPTS_AT_ONCE 64 /* then signals are looked at again */
#define CROWDED_SECONDS 10 /* when a connection may end: nobody knows */

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

bool acceptor_set_file_limit(size_t connections_max, size_t workers,
			     size_t others)
{
	rlim_t wanted = (rlim_t)connections_max + OTHER_FILES +
			(rlim_t)workers * WORKER_FILES + (rlim_t)others;
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

/* Most clients show this; who does not read it is none the wiser. */
static void say_busy(int fd, unsigned retry_seconds)
{
	char refusal[128];
	int size = snprintf(refusal, sizeof(refusal),
			    "HTTP/1.1 429 Too Many Requests\r\n"
			    "retry-after: %u\r\n"
			    "content-length: 0\r\n"
			    "connection: close\r\n\r\n",
			    retry_seconds);

	(void)send(fd, refusal, (size_t)size, MSG_NOSIGNAL | MSG_DONTWAIT);
}

static void turn_away(const struct acceptor *acceptor,
		      const struct arrival *arrival, enum limit_verdict why,
		      int64_t wait_us)
{
	bool rate = why == LIMIT_RATE;
	enum counted_limit limit =
		rate ? COUNTED_LIMIT_ARRIVALS : COUNTED_LIMIT_ADDRESS;

	if (!acceptor->shared->tls->certificate)
		say_busy(arrival->fd,
			 rate ? limit_seconds(wait_us) : CROWDED_SECONDS);
	close(arrival->fd);
	if (acceptor->metrics) {
		metrics_refused(acceptor->metrics, COUNTED_HTTP);
		metrics_limit(acceptor->metrics, (unsigned)limit);
	}
	log_event(acceptor->shared->log, LOG_LEVEL_WARNING, "turned away",
		  log_word("limit", counted_limit_name(limit)),
		  log_address(&arrival->peer));
}

/* Connections of a proxy are those of many, and the proxy counts them. */
static enum limit_verdict may_enter(const struct acceptor *acceptor,
				    struct arrival *arrival, int64_t *wait_us)
{
	const struct shared *shared = acceptor->shared;

	arrival->place = LIMIT_UNCOUNTED;
	if (!shared->limit || networks_hold(shared->proxies, &arrival->peer))
		return LIMIT_ALLOWED;
	return limit_enter(shared->limit, &arrival->peer, clock_us(),
			   &arrival->place, wait_us);
}

/* A worker that is behind is waited for a little; the kernel queues the rest.
 */
static void hand_over(const struct acceptor *acceptor,
		      const struct arrival *arrival)
{
	const struct timespec pause = {.tv_nsec = HAND_WAIT_MS * 1000000L};
	int tries;

	for (tries = 0; tries < HAND_TRIES; tries++) {
		if (pool_hand(acceptor->pool, arrival))
			return;
		nanosleep(&pause, NULL);
	}
	close(arrival->fd);
	if (acceptor->shared->limit)
		limit_leave(acceptor->shared->limit, arrival->place);
}

static void welcome(const struct acceptor *acceptor, int fd,
		    const struct sockaddr_storage *from, socklen_t size)
{
	struct arrival arrival = {.fd = fd};
	enum limit_verdict verdict;
	int64_t wait_us = 0;

	if (!address_from_socket(&arrival.peer, (const struct sockaddr *)from,
				 size)) {
		close(fd);
		return;
	}
	verdict = may_enter(acceptor, &arrival, &wait_us);
	if (verdict == LIMIT_ALLOWED)
		hand_over(acceptor, &arrival);
	else
		turn_away(acceptor, &arrival, verdict, wait_us);
}

/* False when the system has no file to give: then it is as good as full. */
static bool accept_some(const struct acceptor *acceptor, int listener)
{
	int i;

	for (i = 0; i < ACCEPTS_AT_ONCE && !full(acceptor); i++) {
		struct sockaddr_storage from;
		socklen_t size = sizeof(from);
		int fd = accept4(listener, (struct sockaddr *)&from, &size,
				 SOCK_CLOEXEC | SOCK_NONBLOCK);

		if (fd >= 0)
			welcome(acceptor, fd, &from, size);
		else if (errno == EMFILE || errno == ENFILE ||
			 errno == ENOBUFS || errno == ENOMEM)
			return false;
		else if (errno != ECONNABORTED)
			break;
	}
	return true;
}

static void count_full(const struct acceptor *acceptor)
{
	if (acceptor->metrics)
		metrics_limit(acceptor->metrics, COUNTED_LIMIT_CONNECTIONS);
	log_event(acceptor->shared->log, LOG_LEVEL_WARNING, "full",
		  log_number("connections", acceptor->connections_max));
}

/* Waits for someone at the door, or for the time to pass, or for a signal. */
static bool wait_for_one(const struct acceptor *acceptor, bool open,
			 fd_set *readable)
{
	const struct timespec pause = {
		.tv_nsec = (open ? TICK_MS : FULL_WAIT_MS) * 1000000L};
	int highest = -1;
	sigset_t none;
	size_t i;

	sigemptyset(&none);
	FD_ZERO(readable);
	for (i = 0; open && i < acceptor->listener_count; i++) {
		int fd = acceptor->listener[i].fd;

		FD_SET(fd, readable);
		highest = fd > highest ? fd : highest;
	}
	return pselect(highest + 1, readable, NULL, NULL, &pause, &none) > 0;
}

/* False when nobody may come in just now. */
static bool accept_round(const struct acceptor *acceptor, bool open)
{
	fd_set readable;
	bool files = true;
	size_t i;

	if (wait_for_one(acceptor, open, &readable))
		for (i = 0; i < acceptor->listener_count; i++)
			if (FD_ISSET(acceptor->listener[i].fd, &readable))
				files = accept_some(acceptor,
						    acceptor->listener[i].fd) &&
					files;
	return files && !full(acceptor);
}

void acceptor_run(const struct acceptor *acceptor)
{
	int64_t told_us = 0;
	bool open = true;

	while (!ended) {
		bool was_open = open;

		if (reload) {
			reload = 0;
			reloader_ask(acceptor->reloader);
		}
		open = accept_round(acceptor, open);
		if (was_open && !open)
			count_full(acceptor);
		if (clock_us() - told_us >= 1000000) {
			told_us = clock_us();
			acceptor->each_second(acceptor->context);
		}
	}
}
