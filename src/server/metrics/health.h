/* SPDX-License-Identifier: MIT */
/*
 * health.h: what GET /healthz and GET /readyz answer.
 *
 * Alive: every worker has shown a sign of life lately; else the process is
 * better started again. Ready: alive, with a content, and not about to stop;
 * else visitors are better sent elsewhere. A reload that was refused, or a
 * store that can't write, is told and leaves faqd ready: it still answers.
 *
 *	part       failed: 503        degraded: 200
 *	content    there is none
 *	reload                        the last one was refused
 *	certificate                   it was not renewed
 *	store                         it can't write
 *	draining   it is
 *	workers    one hangs
 *
 * Pure; struct health is plain data that the caller gathers. Faults quote the
 * content, never a visitor.
 */
#ifndef FAQD_HEALTH_H
#define FAQD_HEALTH_H

#include "core/faq.h"
#include "proto/json.h"

#include <stdint.h>

#define HEALTH_FAULTS_MAX 32u
/* For json_writer_init(): faults of which every byte is escaped, workers. */
#define HEALTH_BYTES_MAX (256u * 1024u)

/* The faults of a refused content: the first ones, errors before advice. */
struct health_faults {
	size_t count, left_out;
	struct faq_diag item[HEALTH_FAULTS_MAX];
};

void health_faults_clear(struct health_faults *faults);
/* A faq_report_fn; `context` is the faults. Notes are passed over. */
void health_faults_add(void *context, const struct faq_diag *diag);

enum health_reload {
	HEALTH_RELOAD_NONE, /* not since it started */
	HEALTH_RELOAD_OK,
	HEALTH_RELOAD_REFUSED
};

enum health_store {
	HEALTH_STORE_NONE, /* it runs without one */
	HEALTH_STORE_WRITING,
	HEALTH_STORE_FAILING
};

struct health {
	uint64_t generation; /* of the content; 0: there is none */
	int64_t loaded_ms;   /* from 1970 */
	enum health_reload reload;
	int64_t reloaded_ms;                /* unless HEALTH_RELOAD_NONE */
	const struct health_faults *faults; /* of a refused one, or NULL */
	const char *certificate; /* why it was not renewed, or "" or NULL */
	enum health_store store;
	uint64_t store_queued, store_capacity, store_dropped; /* records */
	bool draining;
	const uint64_t *worker_age_ms; /* since each one's last sign of life */
	size_t worker_count;
	uint64_t worker_age_max_ms; /* older: it hangs */
};

/* The answer lives as long as the writer is left alone. */
struct health_answer {
	unsigned status; /* 200 or 503 */
	const char *type;
	const char *bytes;
	size_t size;
};

/* JSON with each part. Clears `json` first; out of memory is a 503. */
struct health_answer health_ready(const struct health *health,
				  struct json_writer *json);

/* "ok\n", or a 503 with the workers as JSON. */
struct health_answer health_alive(const struct health *health,
				  struct json_writer *json);

#endif
