/* SPDX-License-Identifier: MIT */
#include "server/web/inbox.h"

#include "core/faq_wipe.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_ROOM 256u

void inbox_init(struct inbox *inbox, size_t max)
{
	memset(inbox, 0, sizeof(*inbox));
	inbox->max = max;
}

void inbox_release(struct inbox *inbox)
{
	inbox_clear(inbox);
}

void inbox_clear(struct inbox *inbox)
{
	faq_wipe(inbox->bytes, inbox->size);
	free(inbox->bytes);
	inbox->bytes = NULL;
	inbox->size = 0;
	inbox->room = 0;
}

void inbox_begin(struct inbox *inbox, size_t max)
{
	inbox_clear(inbox);
	inbox->max = max;
}

/* Doubles, so that a message of one-byte pieces costs O(n) copies. */
static bool make_room(struct inbox *inbox, size_t size)
{
	size_t room = inbox->room ? inbox->room : FIRST_ROOM;
	char *bytes;

	while (room < size)
		room *= 2;
	if (room > inbox->max)
		room = inbox->max;
	bytes = malloc(room); /* realloc() would leave a copy behind */
	if (!bytes)
		return false;
	if (inbox->bytes) {
		memcpy(bytes, inbox->bytes, inbox->size);
		faq_wipe(inbox->bytes, inbox->size);
		free(inbox->bytes);
	}
	inbox->bytes = bytes;
	inbox->room = room;
	return true;
}

enum inbox_status inbox_add(struct inbox *inbox, const void *bytes, size_t size)
{
	if (size > inbox->max - inbox->size)
		return INBOX_ERROR_SIZE;
	if (size == 0)
		return INBOX_OK;
	if (inbox->size + size > inbox->room &&
	    !make_room(inbox, inbox->size + size))
		return INBOX_ERROR_NOMEM;
	memcpy(inbox->bytes + inbox->size, bytes, size);
	inbox->size += size;
	return INBOX_OK;
}
