/* SPDX-License-Identifier: MIT */
/*
 * pending.h: feedback of one chat that was taken and is not on the disk yet, in
 * order. It is acknowledged when it is, so nothing that was acknowledged is
 * lost to a kill -9.
 */
#ifndef FAQD_PENDING_H
#define FAQD_PENDING_H

#include "proto/incoming.h"
#include "server/talk/record.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PENDING_MAX 8u     /* of one chat */
#define PENDING_SECONDS 5u /* then the visitor is told that it is not kept */

struct pending {
	struct pending *next;
	struct receipt receipt;
	int64_t until_us;
	bool helpful;                       /* what it says */
	char id[INCOMING_ID_BYTES + 1];     /* of the message, or "" */
	char answer[INCOMING_ID_BYTES + 1]; /* that it rates */
};

/* Appends to the list at `*first`. False when PENDING_MAX wait already, or
 * memory runs out. `id` and `answer` are at most INCOMING_ID_BYTES long. */
__attribute__((warn_unused_result)) bool
pending_add(struct pending **first, const struct pending *pending);

/* Frees the first, if any; true when there was one. */
bool pending_drop(struct pending **first);

/* What became of it; RECORD_LOST too when it has taken too long. */
enum record_fate pending_fate(const struct pending *pending,
			      const struct observer *observer, int64_t now_us);

#endif
