/* SPDX-License-Identifier: MIT */
#include "load/crowd.h"

#include "load/process.h"
#include "load/visitor.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#define EVENTS_AT_ONCE 512
#define OPENING_AT_ONCE 64u /* less than any server's backlog */
#define GONE (uint32_t)(EPOLLRDHUP | EPOLLHUP | EPOLLERR)

struct crowd {
	struct crowd_options options;
	struct visitor *visitor;
	struct peer_room *room;
	int epoll;
	size_t opening; /* connecting or shaking hands */
	size_t waiting; /* have asked and wait */
	bool asking;    /* they go on asking */
	struct crowd_round *round;
	bool warm_up;
	uint64_t end_ns; /* of the round */
	char why[CROWD_WHY_BYTES];
};

const char *crowd_why(const struct crowd *crowd)
{
	return crowd->why;
}

static struct visitor_case case_of(struct crowd *crowd)
{
	return (struct visitor_case){.options = &crowd->options,
				     .whole = crowd->warm_up,
				     .why = crowd->why};
}

/* Edge-triggered and for both ways from the start: one epoll_ctl in a
 * connection's life. */
static bool connect_one(struct crowd *crowd, struct visitor *visitor,
			uint64_t now)
{
	struct visitor_case its = case_of(crowd);
	struct epoll_event event = {.events = EPOLLIN | EPOLLOUT | EPOLLET |
					      EPOLLRDHUP,
				    .data.ptr = visitor};

	if (!visitor_connect(visitor, &its))
		return false;
	crowd->opening++;
	visitor->asked_ns = now;
	if (crowd->round)
		crowd->round->connects++;
	if (epoll_ctl(crowd->epoll, EPOLL_CTL_ADD, visitor->peer.fd, &event) ==
	    0)
		return true;
	snprintf(crowd->why, sizeof(crowd->why), "epoll is full");
	return false;
}

/* The next question, on a new connection when there is none. */
static bool go_on(struct crowd *crowd, struct visitor *visitor, uint64_t now)
{
	struct visitor_case its = case_of(crowd);

	if (visitor->state == VISITOR_OFF)
		return connect_one(crowd, visitor, now);
	/* a new connection is part of what its first question costs */
	if (visitor->asked_ns == 0)
		visitor->asked_ns = now;
	crowd->waiting++;
	return visitor_ask(visitor, &its);
}

static bool on_answer(struct crowd *crowd, struct visitor *visitor,
		      const struct visitor_case *its)
{
	uint64_t now = process_now_ns();

	crowd->waiting--;
	if (crowd->round) {
		crowd->round->answers++;
		crowd->round->body_bytes += its->body_bytes;
		crowd->round->in_time += now <= crowd->end_ns;
		histogram_add(&crowd->round->latency, now - visitor->asked_ns);
	}
	visitor->asked_ns = 0;
	if (crowd->options.kind != CROWD_CHAT &&
	    (its->closing || crowd->options.kind == CROWD_POST_ONCE)) {
		peer_close(&visitor->peer);
		visitor->state = VISITOR_OFF;
	}
	if (now >= crowd->end_ns)
		crowd->asking = false;
	return !crowd->asking || go_on(crowd, visitor, now);
}

static bool on_event(struct crowd *crowd, struct visitor *visitor,
		     uint32_t events)
{
	struct visitor_case its = case_of(crowd);
	enum visitor_state before = visitor->state;

	if (before == VISITOR_OFF)
		return true; /* closed by us since */
	if (before == VISITOR_CONNECTING) {
		if (!visitor_greet(visitor, &its))
			return false;
		before = visitor->state;
		if (before == VISITOR_SHAKING)
			return true;
		crowd->opening--;
		return go_on(crowd, visitor, visitor->asked_ns);
	}
	if ((events & EPOLLOUT) && !peer_flush(&visitor->peer))
		events |= GONE;
	if (!(events & ~(uint32_t)EPOLLOUT))
		return true;
	/* an end that came with bytes is told once: it must be read as well */
	if (!visitor_hear(visitor, crowd->room, &its) ||
	    ((events & GONE) && visitor->state != VISITOR_OFF &&
	     !visitor_hear(visitor, crowd->room, &its)))
		return false;
	if (before == VISITOR_SHAKING && visitor->state == VISITOR_READY) {
		crowd->opening--;
		visitor->asked_ns = 0;
	}
	return !its.answered || on_answer(crowd, visitor, &its);
}

/* Handles what there is; waits for it `ms` at most. */
static bool turn(struct crowd *crowd, int ms)
{
	struct epoll_event event[EVENTS_AT_ONCE];
	int i, n = epoll_wait(crowd->epoll, event, EVENTS_AT_ONCE, ms);

	for (i = 0; i < n; i++)
		if (!on_event(crowd, event[i].data.ptr, event[i].events))
			return false;
	return true;
}

/* Until at most `opening` open and nobody waits for an answer. */
static bool settle(struct crowd *crowd, size_t opening)
{
	uint64_t end = process_now_ns() + CROWD_PATIENCE_NS;

	while (crowd->waiting > 0 || crowd->opening > opening) {
		if (!turn(crowd, 100))
			return false;
		if (process_now_ns() < end)
			continue;
		snprintf(crowd->why, sizeof(crowd->why),
			 "%zu questions without an answer, %zu connections not "
			 "open",
			 crowd->waiting, crowd->opening);
		return false;
	}
	return true;
}

static bool open_chats(struct crowd *crowd)
{
	size_t i;

	for (i = 0; i < crowd->options.count; i++)
		if (!connect_one(crowd, &crowd->visitor[i], 0) ||
		    !settle(crowd, OPENING_AT_ONCE))
			return false;
	return settle(crowd, 0);
}

static bool init(struct crowd *crowd, const struct crowd_options *options)
{
	size_t i;

	crowd->options = *options;
	crowd->epoll = epoll_create1(EPOLL_CLOEXEC);
	crowd->room = malloc(sizeof(*crowd->room));
	crowd->visitor = calloc(options->count, sizeof(*crowd->visitor));
	snprintf(crowd->why, sizeof(crowd->why), "out of memory");
	for (i = 0; crowd->visitor && i < options->count; i++)
		visitor_init(&crowd->visitor[i], i, options);
	return crowd->epoll >= 0 && crowd->room && crowd->visitor;
}

bool crowd_open(struct crowd **out, const struct crowd_options *options,
		char why[CROWD_WHY_BYTES])
{
	struct crowd *crowd = calloc(1, sizeof(*crowd));

	*out = NULL;
	snprintf(why, CROWD_WHY_BYTES, "out of memory");
	if (!crowd)
		return false;
	if (init(crowd, options) &&
	    (options->kind != CROWD_CHAT || open_chats(crowd))) {
		*out = crowd;
		return true;
	}
	memcpy(why, crowd->why, CROWD_WHY_BYTES);
	crowd_free(crowd);
	return false;
}

void crowd_free(struct crowd *crowd)
{
	size_t i;

	if (!crowd)
		return;
	for (i = 0; crowd->visitor && i < crowd->options.count; i++)
		peer_close(&crowd->visitor[i].peer);
	if (crowd->epoll >= 0)
		close(crowd->epoll);
	free(crowd->visitor);
	free(crowd->room);
	free(crowd);
}

static bool all_ask(struct crowd *crowd)
{
	size_t i;

	for (i = 0; i < crowd->options.count; i++)
		if (!go_on(crowd, &crowd->visitor[i], process_now_ns()))
			return false;
	return true;
}

bool crowd_ask(struct crowd *crowd, uint64_t ns, bool warm_up,
	       struct crowd_round *round)
{
	uint64_t began;
	bool good;

	memset(round, 0, sizeof(*round));
	if (!crowd_idle(crowd))
		return false;
	began = process_now_ns();
	crowd->round = round;
	crowd->warm_up = warm_up;
	crowd->asking = true;
	crowd->end_ns = began + ns;
	good = all_ask(crowd);
	/*
	 * Never asleep: waking us would be the server's cost, with each send,
	 * and the more the slower it is.
	 */
	while (good && crowd->asking) {
		good = turn(crowd, 0);
		if (process_now_ns() >= crowd->end_ns)
			crowd->asking = false;
	}
	good = good && settle(crowd, 0);
	round->ns = ns;
	crowd->round = NULL;
	crowd->warm_up = false;
	return good;
}

bool crowd_ask_once(struct crowd *crowd)
{
	crowd->asking = false;
	return all_ask(crowd) && settle(crowd, 0);
}

bool crowd_idle(struct crowd *crowd)
{
	struct epoll_event event[EVENTS_AT_ONCE];
	int i, n;

	crowd->asking = false;
	do {
		n = epoll_wait(crowd->epoll, event, EVENTS_AT_ONCE, 0);
		for (i = 0; i < n; i++)
			if (!on_event(crowd, event[i].data.ptr,
				      event[i].events))
				return false;
	} while (n == EVENTS_AT_ONCE);
	return true;
}
