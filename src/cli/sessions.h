/* SPDX-License-Identifier: MIT */
/*
 * sessions.h: many conversations by name, as rows of a file mix them.
 */
#ifndef FAQ_SESSIONS_H
#define FAQ_SESSIONS_H

#include "core/faq.h"

#define SESSIONS_MAX 262144u

struct sessions {
	struct session_slot *slots; /* open addressing, a power of two */
	size_t count, room;
};

/* The dialogue of that name, a fresh one at first. Good until the next call.
 * NULL when there are SESSIONS_MAX or no memory is left. */
struct faq_dialog *sessions_get(struct sessions *sessions, const char *name);
void sessions_release(struct sessions *sessions);

#endif
