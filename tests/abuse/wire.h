/* SPDX-License-Identifier: MIT */
/*
 * wire.h: bytes to faqd, and everything that comes back.
 */
#ifndef TEST_WIRE_H
#define TEST_WIRE_H

#include "server/client.h"

/* Reads until the other side ends the connection, true, or is silent for so
 * long. What does not fit is thrown away; `*size` counts what fits. */
bool wire_drain(int fd, char *out, size_t room, size_t *size, int silent_ms);

/*
 * Sends the bytes over a connection of their own. `statuses` becomes those of
 * the responses, "200 400", or "-" when there is none. True when the
 * connection has been ended by the other side, and not only become silent.
 */
bool wire_statuses(const struct server *server, const char *bytes, size_t size,
		   char *statuses, size_t room);

/* Is `got` one of the alternatives that are parted by '|'? */
bool wire_matches(const char *got, const char *expected);

#endif
