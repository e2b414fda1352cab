/* SPDX-License-Identifier: MIT */
/*
 * intake.h: has lws gone to the socket for this request?
 *
 * lws keeps what it has read too much, the next request, in a buffer of its
 * own that can't be asked for. A body in that buffer it reads wrongly and
 * after it is freed. So what lies first in the socket is noted each time
 * before lws may read: when it still lies there as the head is complete, or
 * when nothing has come since the request before, then the head was in that
 * buffer, pipelined.
 */
#ifndef FAQD_INTAKE_H
#define FAQD_INTAKE_H

#include <stdbool.h>
#include <stddef.h>

#define INTAKE_FRONT_BYTES 16u /* more than heads and bodies begin alike */

struct intake {
	bool begun;  /* a request has been read to its end */
	size_t seen; /* bytes of `front`; 0: nothing came since then */
	char front[INTAKE_FRONT_BYTES];
};

/* What lies in the socket, whenever lws may be about to read it. */
void intake_see(struct intake *intake, const char *bytes, size_t size);

/*
 * Call for each request's head. True when its head lay whole in lws's buffer,
 * and when that can't be told; never for the first request. A request that
 * waits in the socket and begins like this one makes it true, too.
 */
bool intake_pipelined(const struct intake *intake, int fd);

/* Call where a request ends: its head, or the last byte of its body. */
void intake_end(struct intake *intake);

#endif
