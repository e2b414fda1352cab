/* SPDX-License-Identifier: MIT */
/*
 * hub_metrics.h: what the hub knows, for GET /metrics. Any thread.
 */
#ifndef FAQD_HUB_METRICS_H
#define FAQD_HUB_METRICS_H

#include "server/desk/hub.h"
#include "server/metrics/metrics_text.h"

/* Appends nothing without a hub. */
void hub_metrics(struct metrics_text *text, const struct hub *hub);

#endif
