/* SPDX-License-Identifier: MIT */
/*
 * metrics_text.h: the text format of Prometheus, version 0.0.4, in the making:
 *
 *	# HELP faqd_reloads_total Reloads of what is served.
 *	# TYPE faqd_reloads_total counter
 *	faqd_reloads_total{result="ok"} 3
 *
 * https://prometheus.io/docs/instrumenting/exposition_formats/
 *
 * After a failure (no memory, or past `max`) further writes do nothing; look
 * at `failed` once at the end. Ownership: the text owns its bytes.
 */
#ifndef FAQD_METRICS_TEXT_H
#define FAQD_METRICS_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define METRICS_CONTENT_TYPE "text/plain; version=0.0.4; charset=utf-8"

struct metrics_text {
	char *bytes; /* `size` bytes and a NUL; NULL when empty */
	size_t size, room, max;
	bool failed;
};

struct metrics_label {
	const char *key;
	const char *value; /* any UTF-8: it is escaped */
};

void metrics_text_init(struct metrics_text *text, size_t max);
void metrics_text_release(struct metrics_text *text);

/* Begins a family of samples: `type` is "counter", "gauge" or "histogram". */
void metrics_text_family(struct metrics_text *text, const char *name,
			 const char *type, const char *help);

/* A sample; its name is the family's, or that with "_bucket" and so on. */
void metrics_text_count(struct metrics_text *text, const char *name,
			const struct metrics_label *labels, size_t label_count,
			uint64_t value);
/* Finite; 12 digits. */
void metrics_text_real(struct metrics_text *text, const char *name,
		       const struct metrics_label *labels, size_t label_count,
		       double value);

#endif
