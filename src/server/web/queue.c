/* SPDX-License-Identifier: MIT */
#include "server/web/queue.h"

#include "core/faq_wipe.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct queue_frame {
	struct queue_frame *next;
	size_t size;
	unsigned char bytes[]; /* QUEUE_HEADROOM + size */
};

void queue_init(struct queue *queue, size_t max)
{
	memset(queue, 0, sizeof(*queue));
	queue->max = max;
}

void queue_release(struct queue *queue)
{
	while (queue->first)
		queue_drop(queue);
}

unsigned char *queue_reserve(struct queue *queue, size_t size)
{
	struct queue_frame *frame;

	if (queue->count >= queue->max || size == 0 ||
	    size > SIZE_MAX - QUEUE_HEADROOM - sizeof(*frame))
		return NULL;
	frame = malloc(sizeof(*frame) + QUEUE_HEADROOM + size);
	if (!frame)
		return NULL;
	frame->next = NULL;
	frame->size = size;
	if (queue->last)
		queue->last->next = frame;
	else
		queue->first = frame;
	queue->last = frame;
	queue->count++;
	return frame->bytes + QUEUE_HEADROOM;
}

bool queue_push(struct queue *queue, const void *bytes, size_t size)
{
	unsigned char *room = queue_reserve(queue, size);

	if (!room)
		return false;
	memcpy(room, bytes, size);
	return true;
}

unsigned char *queue_first(struct queue *queue, size_t *size)
{
	if (!queue->first)
		return NULL;
	*size = queue->first->size;
	return queue->first->bytes + QUEUE_HEADROOM;
}

void queue_drop(struct queue *queue)
{
	struct queue_frame *frame = queue->first;

	if (!frame)
		return;
	queue->first = frame->next;
	if (!queue->first)
		queue->last = NULL;
	queue->count--;
	faq_wipe(frame, sizeof(*frame) + QUEUE_HEADROOM + frame->size);
	free(frame);
}
