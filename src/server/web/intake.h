/* SPDX-License-Identifier: MIT */
/*
 * intake.h: has lws gone back to the socket since the last request?
 *
 * lws keeps what it has read too much, the next request, in a buffer of its
 * own that can't be asked for. A body in that buffer it reads wrongly and
 * after it is freed. The kernel knows how many bytes have been taken from the
 * socket: when none were taken since the request before, this one was
 * pipelined behind it.
 */
#ifndef FAQD_INTAKE_H
#define FAQD_INTAKE_H

#include <stdbool.h>
#include <stdint.h>

struct intake {
	bool begun;     /* a request has been read to its end */
	uint64_t taken; /* bytes up to there, at most */
};

/*
 * Call for each request's head. True when its head lay whole in lws's buffer,
 * and when that can't be told; never for the first request.
 */
bool intake_pipelined(const struct intake *intake, int fd);

/* Call where a request ends: its head, or the last byte of its body. */
void intake_end(struct intake *intake, int fd);

#endif
