/* SPDX-License-Identifier: MIT */
#include "server/worker.h"

#include "server/callback.h"
#include "server/session.h"

#include <libwebsockets.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define KEEPALIVE_SECONDS 5

/* Empties the inbox into `fds`; returns how many. */
static size_t take(struct worker *worker, int fds[WORKER_INBOX])
{
	size_t count;

	pthread_mutex_lock(&worker->lock);
	count = worker->inbox_count;
	memcpy(fds, worker->inbox, count * sizeof(fds[0]));
	worker->inbox_count = 0;
	pthread_mutex_unlock(&worker->lock);
	return count;
}

static bool stopping(struct worker *worker)
{
	bool stop;

	pthread_mutex_lock(&worker->lock);
	stop = worker->stop;
	pthread_mutex_unlock(&worker->lock);
	return stop;
}

static void drop_session(struct worker *worker, struct session *session)
{
	session_release(session);
	free(session);
	atomic_fetch_sub(worker->connections, 1);
}

/*
 * The session is set before lws's first callback. When adoption fails, lws
 * closes the socket, but only sometimes tells us (WSI_DESTROY): `adopting`
 * still holds the session if it has not.
 */
static void adopt(struct worker *worker, int fd)
{
	struct session *session = malloc(sizeof(*session));
	lws_adopt_desc_t info;

	if (!session) {
		close(fd);
		atomic_fetch_sub(worker->connections, 1);
		return;
	}
	session_init(session, &worker->responder);
	memset(&info, 0, sizeof(info));
	info.vh = lws_get_vhost_by_name(worker->context, "default");
	info.type = LWS_ADOPT_SOCKET | LWS_ADOPT_HTTP;
	info.fd.sockfd = fd;
	info.opaque = session;
	worker->adopting = session;
	if (!lws_adopt_descriptor_vhost_via_info(&info) && worker->adopting)
		drop_session(worker, session);
	worker->adopting = NULL;
}

struct worker *worker_of(struct lws *wsi)
{
	return lws_context_user(lws_get_context(wsi));
}

void worker_forget(struct lws *wsi)
{
	struct worker *worker = worker_of(wsi);
	struct session *session = lws_get_opaque_user_data(wsi);

	if (!session)
		return;
	lws_set_opaque_user_data(wsi, NULL);
	if (worker->adopting == session)
		worker->adopting = NULL;
	drop_session(worker, session);
}

static void say_ended(struct worker *worker, bool failed)
{
	pthread_mutex_lock(&worker->lock);
	worker->ended = true;
	worker->failed = failed;
	pthread_cond_signal(&worker->ending);
	pthread_mutex_unlock(&worker->lock);
}

static void *run(void *argument)
{
	struct worker *worker = argument;
	int fds[WORKER_INBOX];
	bool failed = false;

	while (!stopping(worker)) {
		size_t i, count;

		if (lws_service(worker->context, 0) < 0) {
			failed = true;
			kill(getpid(), SIGTERM); /* a server without a worker
						  * is none */
			break;
		}
		count = take(worker, fds);
		for (i = 0; i < count; i++)
			adopt(worker, fds[i]);
	}
	say_ended(worker, failed);
	return NULL;
}

static struct lws_context *make_context(struct worker *worker)
{
	unsigned ping = worker->limits.ping_seconds;
	struct lws_context_creation_info info;

	worker->idle.secs_since_valid_ping = (uint16_t)ping;
	worker->idle.secs_since_valid_hangup = (uint16_t)(ping + ping / 4 + 1);
	memset(&info, 0, sizeof(info));
	info.port = CONTEXT_PORT_NO_LISTEN_SERVER;
	info.protocols = callback_protocols;
	info.user = worker;
	info.server_string = "faqd";
	info.timeout_secs = worker->limits.timeout_seconds;
	info.timeout_secs_ah_idle = worker->limits.timeout_seconds;
	info.keepalive_timeout = KEEPALIVE_SECONDS;
	info.retry_and_idle_policy = &worker->idle;
	info.options = LWS_SERVER_OPTION_VALIDATE_UTF8;
	return lws_create_context(&info);
}

static void release(struct worker *worker)
{
	if (worker->context)
		lws_context_destroy(worker->context);
	pthread_cond_destroy(&worker->ending);
	pthread_mutex_destroy(&worker->lock);
	responder_release(&worker->responder);
}

/* Waits by a clock that nobody sets. */
static void init_locks(struct worker *worker)
{
	pthread_condattr_t how;

	pthread_mutex_init(&worker->lock, NULL);
	pthread_condattr_init(&how);
	pthread_condattr_setclock(&how, CLOCK_MONOTONIC);
	pthread_cond_init(&worker->ending, &how);
	pthread_condattr_destroy(&how);
}

bool worker_start(struct worker *worker, const struct shared *shared,
		  const struct worker_limits *limits,
		  atomic_size_t *connections, const char **why)
{
	bool started = false;

	memset(worker, 0, sizeof(*worker));
	worker->limits = *limits;
	worker->connections = connections;
	*why = "out of memory";
	if (responder_init(&worker->responder, shared) != FAQ_OK)
		return false;
	init_locks(worker);
	worker->context = make_context(worker);
	if (!worker->context)
		*why = "libwebsockets does not start";
	else if (pthread_create(&worker->thread, NULL, run, worker) != 0)
		*why = "no thread to be had";
	else
		started = true;
	if (!started)
		release(worker);
	return started;
}

bool worker_hand(struct worker *worker, int fd)
{
	bool room;

	pthread_mutex_lock(&worker->lock);
	room = worker->inbox_count < WORKER_INBOX;
	if (room)
		worker->inbox[worker->inbox_count++] = fd;
	pthread_mutex_unlock(&worker->lock);
	if (room)
		lws_cancel_service(worker->context);
	return room;
}

/* What was handed over and never taken. */
static void close_inbox(struct worker *worker)
{
	while (worker->inbox_count > 0) {
		close(worker->inbox[--worker->inbox_count]);
		atomic_fetch_sub(worker->connections, 1);
	}
}

/* The thread looks at `stop` between two calls of lws only. */
static bool ends_in_time(struct worker *worker)
{
	struct timespec until;
	bool ended;
	int error = 0;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += WORKER_STOP_SECONDS;
	pthread_mutex_lock(&worker->lock);
	while (!worker->ended && error == 0)
		error = pthread_cond_timedwait(&worker->ending, &worker->lock,
					       &until);
	ended = worker->ended;
	pthread_mutex_unlock(&worker->lock);
	return ended;
}

/*
 * The context is destroyed here, after the join, and not by the thread: else
 * lws_cancel_service() could reach a context that is gone.
 */
enum worker_end worker_stop(struct worker *worker)
{
	pthread_mutex_lock(&worker->lock);
	worker->stop = true;
	pthread_mutex_unlock(&worker->lock);
	lws_cancel_service(worker->context);
	if (!ends_in_time(worker))
		return WORKER_STUCK;
	pthread_join(worker->thread, NULL);
	close_inbox(worker);
	release(worker);
	return worker->failed ? WORKER_FAILED : WORKER_ENDED;
}
