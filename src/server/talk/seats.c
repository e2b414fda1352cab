/* SPDX-License-Identifier: MIT */
#include "server/talk/seats.h"

#include "server/desk/hub.h"
#include "server/talk/session.h"

static struct session **row_of(struct seats *seats, uint64_t serial)
{
	return &seats->row[serial % SEATS_ROWS];
}

struct hub_seat seats_take(struct session *session)
{
	struct responder *responder = session->responder;
	struct seats *seats = &responder->seats;

	if (!session->serial) {
		struct session **row;

		session->serial = ++seats->last;
		row = row_of(seats, session->serial);
		session->next_seated = *row;
		*row = session;
	}
	return (struct hub_seat){
		responder->letterbox ? responder->letterbox->number : 0,
		session->serial};
}

void seats_leave(struct session *session)
{
	struct responder *responder = session->responder;
	struct session **at;

	if (!session->serial)
		return;
	hub_left(responder->shared->hub, seats_take(session));
	at = row_of(&responder->seats, session->serial);
	while (*at != session)
		at = &(*at)->next_seated;
	*at = session->next_seated;
	session->serial = 0;
}

struct session *seats_find(const struct seats *seats, uint64_t serial)
{
	struct session *session = seats->row[serial % SEATS_ROWS];

	while (session && session->serial != serial)
		session = session->next_seated;
	return session;
}
