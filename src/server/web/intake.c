/* SPDX-License-Identifier: MIT */
#include "server/web/intake.h"

#include "core/faq_wipe.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/types.h>

void intake_see(struct intake *intake, const char *bytes, size_t size)
{
	intake->seen = size < INTAKE_FRONT_BYTES ? size : INTAKE_FRONT_BYTES;
	memcpy(intake->front, bytes, intake->seen);
}

/* Bytes that nobody takes stay in their place, whatever comes behind them. */
bool intake_pipelined(const struct intake *intake, int fd)
{
	char now[INTAKE_FRONT_BYTES];
	ssize_t size;

	if (!intake->begun || !intake->seen)
		return intake->begun;
	size = recv(fd, now, intake->seen, MSG_PEEK | MSG_DONTWAIT);
	if (size < 0)
		return errno != EAGAIN && errno != EWOULDBLOCK;
	return (size_t)size == intake->seen &&
	       memcmp(now, intake->front, intake->seen) == 0;
}

/* They may be the first of what a visitor said. */
void intake_end(struct intake *intake)
{
	intake->begun = true;
	intake->seen = 0;
	faq_wipe(intake->front, sizeof(intake->front));
}
