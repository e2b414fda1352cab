/* SPDX-License-Identifier: MIT */
/*
 * vitals.h: how faqd is, gathered from all its parts: for balancers, for
 * Prometheus and for systemd's watchdog.
 *
 * Ownership: it points to the parts, which outlive it. Threads: any.
 */
#ifndef FAQD_VITALS_H
#define FAQD_VITALS_H

#include "server/metrics/health.h"
#include "server/log/log.h"
#include "server/metrics/metrics_page.h"
#include "server/talk/recorder.h"
#include "server/run/reloader.h"

#define VITALS_AGE_MAX_MS 5000u /* a worker that is silent so long hangs */

struct vitals {
	const struct pool *pool;
	struct reloader *reloader;
	struct recorder *recorder; /* or NULL */
	const struct metrics *metrics;
	const struct metrics_ids *ids;
	const struct log *log;
	struct dispatcher *dispatcher; /* or NULL */
	const struct hub *hub;         /* or NULL */
	atomic_bool draining;
};

/* What /readyz and /healthz say; they live as long as `json` is left alone. */
struct health_answer vitals_ready(const struct vitals *vitals,
				  struct json_writer *json);
struct health_answer vitals_alive(const struct vitals *vitals,
				  struct json_writer *json);

/* Does every worker go round its loop? */
bool vitals_beat(const struct vitals *vitals);

/* Appends what /metrics says; see `text->failed` afterwards. */
void vitals_metrics(const struct vitals *vitals, struct metrics_text *text);

#endif
