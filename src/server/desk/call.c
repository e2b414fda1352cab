/* SPDX-License-Identifier: MIT */
#include "server/desk/call.h"

#include "core/faq_wipe.h"

#include <stdlib.h>
#include <string.h>

struct call *call_new(const struct desk_setup *desk, struct desk_events *events)
{
	struct call *call = calloc(1, sizeof(*call));

	if (!call)
		return NULL;
	call->desk = desk;
	call->events = *events;
	memset(events, 0, sizeof(*events));
	return call;
}

void call_free(struct call *call)
{
	if (!call)
		return;
	desk_events_release(&call->events);
	if (call->reply)
		faq_wipe(call->reply, call->reply_bytes);
	free(call->reply);
	free(call);
}

static void free_all(struct call *call)
{
	while (call) {
		struct call *next = call->next;

		call_free(call);
		call = next;
	}
}

void door_open(struct door *door, void (*wake)(void *context), void *context)
{
	pthread_mutex_lock(&door->lock);
	door->wake = wake;
	door->context = context;
	pthread_mutex_unlock(&door->lock);
}

void door_close(struct door *door)
{
	pthread_mutex_lock(&door->lock);
	door->wake = NULL;
	free_all(door->first);
	door->first = NULL;
	pthread_mutex_unlock(&door->lock);
}

void door_leave(struct door *door, struct call *call)
{
	pthread_mutex_lock(&door->lock);
	if (door->wake) {
		call->next = door->first;
		door->first = call;
		door->wake(door->context);
		call = NULL;
	}
	pthread_mutex_unlock(&door->lock);
	call_free(call);
}

struct call *door_take(struct door *door)
{
	struct call *call, *turned = NULL;

	pthread_mutex_lock(&door->lock);
	call = door->first;
	door->first = NULL;
	pthread_mutex_unlock(&door->lock);
	while (call) {
		struct call *next = call->next;

		call->next = turned;
		turned = call;
		call = next;
	}
	return turned;
}
