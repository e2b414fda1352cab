/* SPDX-License-Identifier: MIT */
/*
 * upkeep.h: what a worker does at every tick of its loop: acknowledges feedback
 * that has reached the disk, forgets what was said, ends idle chats.
 *
 * Threads: the worker's.
 */
#ifndef FAQD_UPKEEP_H
#define FAQD_UPKEEP_H

#include "server/run/worker.h"

void upkeep(struct worker *worker);

/* Answers the desks' calls that have come back from the dispatcher. */
void upkeep_calls(struct worker *worker);

/* Hands out what the hub has for its connections. */
void upkeep_letters(struct worker *worker);

#endif
