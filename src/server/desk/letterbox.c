/* SPDX-License-Identifier: MIT */
#include "server/desk/letterbox.h"

#include "core/faq_wipe.h"

#include <stdlib.h>
#include <string.h>

/* What its texts take. */
static size_t text_bytes(const struct hub_letter *letter)
{
	return letter->size + strlen(letter->id) + 1;
}

static struct parcel *wrap(const struct hub_letter *letter)
{
	struct parcel *parcel = malloc(sizeof(*parcel) + text_bytes(letter));
	char *text;

	if (!parcel)
		return NULL;
	text = (char *)(parcel + 1);
	parcel->next = NULL;
	parcel->letter = *letter;
	if (letter->size > 0)
		memcpy(text, letter->bytes, letter->size);
	parcel->letter.bytes = text;
	parcel->letter.id = text + letter->size;
	memcpy(text + letter->size, letter->id, strlen(letter->id) + 1);
	return parcel;
}

void parcel_free(struct parcel *parcel)
{
	if (!parcel)
		return;
	faq_wipe(parcel, sizeof(*parcel) + text_bytes(&parcel->letter));
	free(parcel);
}

static void empty(struct letterbox *box)
{
	while (box->first) {
		struct parcel *next = box->first->next;

		parcel_free(box->first);
		box->first = next;
	}
	box->end = &box->first;
	box->count = box->bytes = 0;
}

void letterbox_init(struct letterbox *box, unsigned number)
{
	memset(box, 0, sizeof(*box));
	pthread_mutex_init(&box->lock, NULL);
	box->number = number;
	box->end = &box->first;
}

void letterbox_release(struct letterbox *box)
{
	empty(box);
	pthread_mutex_destroy(&box->lock);
}

void letterbox_open(struct letterbox *box, void (*wake)(void *context),
		    void *context)
{
	pthread_mutex_lock(&box->lock);
	box->wake = wake;
	box->context = context;
	pthread_mutex_unlock(&box->lock);
}

void letterbox_close(struct letterbox *box)
{
	pthread_mutex_lock(&box->lock);
	box->wake = NULL;
	empty(box);
	pthread_mutex_unlock(&box->lock);
}

static bool has_room(const struct letterbox *box, size_t bytes)
{
	return box->count < LETTERBOX_LETTERS &&
	       bytes <= LETTERBOX_BYTES - box->bytes;
}

void letterbox_put(struct letterbox *box, const struct hub_letter *letter)
{
	size_t bytes = text_bytes(letter);
	struct parcel *parcel = NULL;

	pthread_mutex_lock(&box->lock);
	if (box->wake) {
		if (has_room(box, bytes))
			parcel = wrap(letter);
		if (parcel) {
			*box->end = parcel;
			box->end = &parcel->next;
			box->count++;
			box->bytes += bytes;
		} else {
			box->lost = true;
		}
		box->wake(box->context);
	}
	pthread_mutex_unlock(&box->lock);
}

struct parcel *letterbox_take(struct letterbox *box, bool *lost)
{
	struct parcel *first;

	pthread_mutex_lock(&box->lock);
	first = box->first;
	*lost = box->lost;
	box->first = NULL;
	box->end = &box->first;
	box->count = box->bytes = 0;
	box->lost = false;
	pthread_mutex_unlock(&box->lock);
	return first;
}
