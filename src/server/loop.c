/* SPDX-License-Identifier: MIT */
#include "server/loop.h"

#include <ev.h>
#include <stdlib.h>

struct loop {
	struct ev_loop *ev;
	struct loop_events events;
	ev_async wake;
	ev_timer tick;
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

struct loop *loop_new(const struct loop_events *events)
{
	struct loop *loop = calloc(1, sizeof(*loop));

	if (!loop)
		return NULL;
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
	return loop;
}

void loop_free(struct loop *loop)
{
	if (!loop)
		return;
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
