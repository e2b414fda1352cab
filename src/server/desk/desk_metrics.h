/* SPDX-License-Identifier: MIT */
/*
 * desk_metrics.h: the support desks for Prometheus: events, refused calls,
 * attempts to send, the outbox.
 *
 * Threads: any.
 */
#ifndef FAQD_DESK_METRICS_H
#define FAQD_DESK_METRICS_H

#include "server/desk/dispatcher.h"
#include "server/metrics/metrics_text.h"

/* Appends them; nothing without a dispatcher. */
void desk_metrics(struct metrics_text *text, struct dispatcher *dispatcher);

#endif
