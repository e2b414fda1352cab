/* SPDX-License-Identifier: MIT */
#include "server/run/worker.h"

#include "core/faq_wipe.h"
#include "server/web/callback.h"
#include "server/desk/dispatcher.h"
#include "server/desk/hub.h"
#include "server/talk/session.h"
#include "server/run/upkeep.h"
#include "server/web/wipe.h"
#include "server/web/wire.h"

#include <libwebsockets.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define READ_BYTES 4096                    /* lws's buffer */
#define GUARD_BYTES (READ_BYTES - LWS_PRE) /* of it, that it reads at once */
/* What lws stores of a header may be longer than the header. */
#define HEADER_ROOM(bytes) (2u * (bytes) + 1u)
#define FRESH_SECONDS 1 /* for the first request of one who just came */

/* What other threads have left for this one. */
struct mail {
	struct arrival arrival[WORKER_INBOX];
	size_t count;
	struct served *next;
	struct ssl_ctx_st *renew;
	bool drain;
	unsigned drain_seconds;
};

static void take_mail(struct worker *worker, struct mail *mail)
{
	pthread_mutex_lock(&worker->lock);
	mail->count = worker->inbox_count;
	memcpy(mail->arrival, worker->inbox,
	       mail->count * sizeof(mail->arrival[0]));
	worker->inbox_count = 0;
	mail->next = worker->next;
	worker->next = NULL;
	mail->renew = worker->renew;
	worker->renew = NULL;
	mail->drain = worker->drain;
	mail->drain_seconds = worker->drain_seconds;
	pthread_mutex_unlock(&worker->lock);
}

/* A connection is gone, or never came to be. */
static void forget_arrival(struct worker *worker, struct limit_place place)
{
	struct limit *limit = worker->responder.shared->limit;

	if (limit)
		limit_leave(limit, place);
	atomic_fetch_sub(&worker->connections, 1);
}

/* See guard.h. As much is looked at as lws reads at once. */
static void on_readable(void *context, int fd)
{
	struct session *session = context;
	char bytes[GUARD_BYTES];
	ssize_t size = recv(fd, bytes, sizeof(bytes), MSG_PEEK | MSG_DONTWAIT);

	if (size <= 0)
		return;
	intake_see(&session->intake, bytes, (size_t)size);
	wire_on_bytes(session);
	guard_look(&session->guard, bytes, (size_t)size,
		   session_body_left(session));
	if (session->guard.long_head)
		wire_refuse_head(session);
}

/* Under TLS there is nothing to see, but that something has come. */
static void on_readable_tls(void *context, int fd)
{
	struct session *session = context;
	char bytes[INTAKE_FRONT_BYTES];
	ssize_t size = recv(fd, bytes, sizeof(bytes), MSG_PEEK | MSG_DONTWAIT);

	if (size > 0)
		intake_see(&session->intake, bytes, (size_t)size);
}

static bool set_watch(struct worker *worker, struct session *session, int fd)
{
	session->watch = loop_watch_new(
		worker->loop, fd,
		wire_is_tls(session) ? on_readable_tls : on_readable, session);
	return session->watch != NULL;
}

static void drop_session(struct worker *worker, struct session *session)
{
	loop_watch_free(session->watch);
	wire_in_time(session);
	wire_unlist(session);
	session_unlink(session, &worker->sessions);
	session_count_closed(session);
	forget_arrival(worker, session->place);
	session_release(session);
	faq_wipe(session, sizeof(*session));
	free(session);
}

/*
 * The session is set before lws's first callback. When adoption fails, lws
 * closes the socket, but only sometimes tells us (WSI_DESTROY): `adopting`
 * still holds the session if it has not.
 */
static void adopt(struct worker *worker, const struct arrival *arrival)
{
	struct session *session = malloc(sizeof(*session));
	lws_adopt_desc_t info;
	struct lws *wsi;

	if (!session) {
		close(arrival->fd);
		forget_arrival(worker, arrival->place);
		return;
	}
	session_init(session, &worker->responder, &arrival->peer);
	session->place = arrival->place;
	session_link(session, &worker->sessions);
	session_count_opened(session);
	if (!set_watch(worker, session, arrival->fd)) {
		close(arrival->fd);
		drop_session(worker, session);
		return;
	}
	memset(&info, 0, sizeof(info));
	info.vh = lws_get_vhost_by_name(worker->context, "default");
	/* Without a certificate lws takes SSL for not meant. */
	info.type = LWS_ADOPT_SOCKET | LWS_ADOPT_HTTP | LWS_ADOPT_ALLOW_SSL;
	info.fd.sockfd = arrival->fd;
	info.opaque = session;
	worker->adopting = session;
	wsi = lws_adopt_descriptor_vhost_via_info(&info);
	if (worker->adopting) {
		if (wsi)
			session->wire = wsi;
		else
			drop_session(worker, session);
	}
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

/* `fresh` ones may still send their first request. */
static void say_goodbye(struct worker *worker, bool fresh)
{
	struct session *session, *next;

	for (session = worker->sessions; session; session = next) {
		next = session->next; /* nothing is freed before lws runs */
		if (fresh || session->chat || session->intake.begun)
			wire_goodbye(session, CHAT_CLOSE_AWAY);
	}
}

static void begin_drain(struct worker *worker, unsigned seconds)
{
	worker->draining = true;
	worker->drain_until_us =
		lws_now_usecs() + (int64_t)seconds * LWS_US_PER_SEC;
	if (seconds == 0) /* for the goodbyes to go out */
		worker->drain_until_us += (int64_t)(LOOP_TICK_SECONDS * 1e6);
	worker->fresh_until_us =
		lws_now_usecs() + (int64_t)FRESH_SECONDS * LWS_US_PER_SEC;
	say_goodbye(worker, false);
}

static void end_if_drained(struct worker *worker)
{
	if (!worker->draining)
		return;
	if (lws_now_usecs() >= worker->fresh_until_us)
		say_goodbye(worker, true);
	if (!worker->sessions || lws_now_usecs() >= worker->drain_until_us)
		loop_stop(worker->loop);
}

bool worker_on_tls(struct worker *worker, struct ssl_ctx_st *made)
{
	worker->shown = made;
	return tls_show(made, worker->responder.shared->tls->pair);
}

static void renew_tls(struct worker *worker, struct ssl_ctx_st *pair)
{
	if (!tls_show(worker->shown, pair))
		log_say(worker->responder.shared->log, LOG_LEVEL_ERROR,
			"a worker shows the old certificate: out of memory");
	tls_drop(pair);
}

static void on_wake(void *context)
{
	struct worker *worker = context;
	struct mail mail;
	size_t i;

	take_mail(worker, &mail);
	if (mail.next)
		responder_serve(&worker->responder, mail.next);
	if (mail.renew)
		renew_tls(worker, mail.renew);
	for (i = 0; i < mail.count; i++)
		adopt(worker, &mail.arrival[i]);
	upkeep_calls(worker);
	upkeep_letters(worker);
	if (mail.drain && !worker->draining)
		begin_drain(worker, mail.drain_seconds);
	/* Or lws would look at the new timeouts only when something comes. */
	lws_cancel_service(worker->context);
	end_if_drained(worker);
}

/*
 * lws's glue to libev can't bring an armed timer forward: a short timeout set
 * while a long one waits would come late, if the loop were not woken.
 */
static void on_tick(void *context)
{
	struct worker *worker = context;

	atomic_store(&worker->beat_us, lws_now_usecs());
	upkeep(worker);
	lws_cancel_service(worker->context);
	end_if_drained(worker);
}

/* Nothing is left to do before the loop waits. */
static void on_settled(void *context)
{
	struct worker *worker = context;

	wire_next_requests(&worker->answered);
}

static struct lws_context *make_context(struct worker *worker)
{
	const struct shared *shared = worker->responder.shared;
	unsigned ping = shared->limits->ping_seconds;
	struct lws_context_creation_info info;
	void *loops[1] = {loop_handle(worker->loop)};

	worker->idle.secs_since_valid_ping = (uint16_t)ping;
	worker->idle.secs_since_valid_hangup = (uint16_t)(ping + ping / 4 + 1);
	memset(&info, 0, sizeof(info));
	info.port = CONTEXT_PORT_NO_LISTEN_SERVER;
	info.protocols = callback_protocols;
	info.user = worker;
	info.server_string = "faqd";
	info.pt_serv_buf_size = READ_BYTES;
	info.max_http_header_data =
		(unsigned short)HEADER_ROOM(shared->limits->header_bytes);
	info.timeout_secs = shared->limits->timeout_seconds;
	info.timeout_secs_ah_idle = shared->limits->timeout_seconds;
	info.keepalive_timeout = WIRE_KEEPALIVE_SECONDS;
	info.retry_and_idle_policy = &worker->idle;
	info.foreign_loops = loops;
	info.options =
		LWS_SERVER_OPTION_VALIDATE_UTF8 | LWS_SERVER_OPTION_LIBEV;
	lws_set_allocator(wipe_realloc);
	worker->no_client = tls_no_client_new(shared->tls);
	tls_set_up(shared->tls, worker->no_client, &info);
	return lws_create_context(&info);
}

/* lws and libev take down on the thread that ran them. */
static void *run(void *argument)
{
	struct worker *worker = argument;

	loop_run(worker->loop);
	lws_context_destroy(worker->context);
	worker->context = NULL;
	pthread_mutex_lock(&worker->lock);
	worker->ended = true;
	pthread_cond_signal(&worker->ending);
	pthread_mutex_unlock(&worker->lock);
	return NULL;
}

static void release(struct worker *worker)
{
	if (worker->context)
		lws_context_destroy(worker->context);
	tls_drop(worker->no_client);
	tls_drop(worker->renew);
	broom_close(&worker->broom);
	if (worker->responder.door)
		door_close(worker->responder.door);
	if (worker->responder.letterbox)
		letterbox_close(worker->responder.letterbox);
	loop_free(worker->loop);
	served_drop(worker->next);
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

static void wake(void *context)
{
	loop_wake(context);
}

static bool start_thread(struct worker *worker, const char **why)
{
	const struct loop_events events = {.on_wake = on_wake,
					   .on_tick = on_tick,
					   .on_settled = on_settled,
					   .context = worker};

	worker->loop = loop_new(&events);
	if (worker->loop)
		worker->context = make_context(worker);
	if (worker->loop)
		worker->responder.door =
			dispatcher_door(worker->responder.shared->dispatcher,
					wake, worker->loop);
	if (worker->loop)
		worker->responder.letterbox = hub_letterbox(
			worker->responder.shared->hub, wake, worker->loop);
	if (!worker->loop)
		*why = "libev does not start";
	else if (!worker->context)
		*why = "libwebsockets does not start";
	else if (!broom_open(&worker->broom, worker->context))
		*why = "no socket pair to be had";
	else if (pthread_create(&worker->thread, NULL, run, worker) != 0)
		*why = "no thread to be had";
	else
		return true;
	return false;
}

bool worker_start(struct worker *worker, const struct shared *shared,
		  struct served *served, struct metrics_worker *metrics,
		  const char **why)
{
	memset(worker, 0, sizeof(*worker));
	*why = "out of memory";
	if (responder_init(&worker->responder, shared, served, metrics) !=
	    FAQ_OK)
		return false;
	worker->broom.end = -1;
	init_locks(worker);
	atomic_init(&worker->beat_us, lws_now_usecs());
	if (start_thread(worker, why))
		return true;
	release(worker);
	return false;
}

bool worker_hand(struct worker *worker, const struct arrival *arrival)
{
	bool room;

	pthread_mutex_lock(&worker->lock);
	room = worker->inbox_count < WORKER_INBOX;
	if (room)
		worker->inbox[worker->inbox_count++] = *arrival;
	pthread_mutex_unlock(&worker->lock);
	if (!room)
		return false;
	atomic_fetch_add(&worker->connections, 1);
	loop_wake(worker->loop);
	return true;
}

uint64_t worker_age_ms(const struct worker *worker)
{
	int64_t age = lws_now_usecs() - atomic_load(&worker->beat_us);

	return age > 0 ? (uint64_t)age / 1000 : 0;
}

size_t worker_connections(const struct worker *worker)
{
	return atomic_load(&worker->connections);
}

void worker_serve(struct worker *worker, struct served *served)
{
	struct served *unused;

	pthread_mutex_lock(&worker->lock);
	unused = worker->next;
	worker->next = served_keep(served);
	pthread_mutex_unlock(&worker->lock);
	served_drop(unused);
	loop_wake(worker->loop);
}

void worker_renew_tls(struct worker *worker, struct ssl_ctx_st *pair)
{
	struct ssl_ctx_st *unused;

	pthread_mutex_lock(&worker->lock);
	unused = worker->renew;
	worker->renew = tls_keep(pair);
	pthread_mutex_unlock(&worker->lock);
	tls_drop(unused);
	loop_wake(worker->loop);
}

void worker_drain(struct worker *worker, unsigned seconds)
{
	pthread_mutex_lock(&worker->lock);
	worker->drain = true;
	worker->drain_seconds = seconds;
	pthread_mutex_unlock(&worker->lock);
	loop_wake(worker->loop);
}

static bool ends_in_time(struct worker *worker, unsigned seconds)
{
	struct timespec until;
	bool ended;
	int error = 0;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += (time_t)seconds;
	pthread_mutex_lock(&worker->lock);
	while (!worker->ended && error == 0)
		error = pthread_cond_timedwait(&worker->ending, &worker->lock,
					       &until);
	ended = worker->ended;
	pthread_mutex_unlock(&worker->lock);
	return ended;
}

enum worker_end worker_join(struct worker *worker, unsigned seconds)
{
	size_t i;

	if (!ends_in_time(worker, seconds))
		return WORKER_STUCK;
	pthread_join(worker->thread, NULL);
	for (i = 0; i < worker->inbox_count; i++) {
		close(worker->inbox[i].fd);
		forget_arrival(worker, worker->inbox[i].place);
	}
	release(worker);
	return WORKER_ENDED;
}
