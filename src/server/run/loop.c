/* SPDX-License-Identifier: MIT */
#include "server/run/loop.h"

#include <ev.h>
#include <stdlib.h>
#include <time.h>

struct loop {
	struct ev_loop *ev;
	struct loop_events events;
	ev_async wake;
	ev_timer tick;
	ev_prepare settled;
};

static void on_wake(struct ev_loop *ev, ev_async *watcher, int events)
{
	struct loop *loop = watcher->data;

	(void)ev;
	(void)events;
	loop->events.on_wake(loop->events.context);
}

static void on_tick(struct ev_loop *ev, ev_timer *watcher, int events)
{
	struct loop *loop = watcher->data;

	(void)ev;
	(void)events;
	loop->events.on_tick(loop->events.context);
}

static void on_settled(struct ev_loop *ev, ev_prepare *watcher, int events)
{
	struct loop *loop = watcher->data;

	(void)ev;
	(void)events;
	loop->events.on_settled(loop->events.context);
}

#define PAUSE_MS 10
#define PATIENCE_MS 5000 /* for memory to come back */

/* libev ends the process when memory runs out. Rather wait a little: memory
 * comes back, and if it does not nobody is served anyway. */
static void *allocate(void *old, long size)
{
	const struct timespec pause = {.tv_nsec = PAUSE_MS * 1000000};
	void *memory;
	int waited_ms;

	if (size <= 0) {
		free(old);
		return NULL;
	}
	memory = realloc(old, (size_t)size);
	for (waited_ms = 0; !memory && waited_ms < PATIENCE_MS;
	     waited_ms += PAUSE_MS) {
		nanosleep(&pause, NULL);
		memory = realloc(old, (size_t)size);
	}
	return memory;
}

struct loop *loop_new(const struct loop_events *events)
{
	struct loop *loop = calloc(1, sizeof(*loop));

	if (!loop)
		return NULL;
	ev_set_allocator(allocate);
	loop->ev = ev_loop_new(EVFLAG_AUTO | EVFLAG_NOENV);
	if (!loop->ev) {
		free(loop);
		return NULL;
	}
	loop->events = *events;
	ev_async_init(&loop->wake, on_wake);
	loop->wake.data = loop;
	ev_async_start(loop->ev, &loop->wake);
	ev_timer_init(&loop->tick, on_tick, LOOP_TICK_SECONDS,
		      LOOP_TICK_SECONDS);
	loop->tick.data = loop;
	ev_timer_start(loop->ev, &loop->tick);
	ev_prepare_init(&loop->settled, on_settled);
	loop->settled.data = loop;
	if (events->on_settled)
		ev_prepare_start(loop->ev, &loop->settled);
	return loop;
}

void loop_free(struct loop *loop)
{
	if (!loop)
		return;
	ev_prepare_stop(loop->ev, &loop->settled);
	ev_timer_stop(loop->ev, &loop->tick);
	ev_async_stop(loop->ev, &loop->wake);
	ev_loop_destroy(loop->ev);
	free(loop);
}

void *loop_handle(struct loop *loop)
{
	return loop->ev;
}

void loop_run(struct loop *loop)
{
	ev_run(loop->ev, 0);
}

void loop_stop(struct loop *loop)
{
	ev_break(loop->ev, EVBREAK_ALL);
}

void loop_wake(struct loop *loop)
{
	ev_async_send(loop->ev, &loop->wake);
}

struct loop_watch {
	ev_io io;
	struct ev_loop *ev;
	void (*on_readable)(void *context, int fd);
	void *context;
};

static void on_readable(struct ev_loop *ev, ev_io *watcher, int events)
{
	struct loop_watch *watch = watcher->data;

	(void)ev;
	(void)events;
	watch->on_readable(watch->context, watcher->fd);
}

struct loop_watch *loop_watch_new(struct loop *loop, int fd,
				  void (*call)(void *context, int fd),
				  void *context)
{
	struct loop_watch *watch = calloc(1, sizeof(*watch));

	if (!watch)
		return NULL;
	watch->ev = loop->ev;
	watch->on_readable = call;
	watch->context = context;
	ev_io_init(&watch->io, on_readable, fd, EV_READ);
	ev_set_priority(&watch->io, EV_MAXPRI);
	watch->io.data = watch;
	ev_io_start(loop->ev, &watch->io);
	return watch;
}

void loop_watch_free(struct loop_watch *watch)
{
	if (!watch)
		return;
	ev_io_stop(watch->ev, &watch->io);
	free(watch);
}
