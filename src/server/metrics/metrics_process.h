/* SPDX-License-Identifier: MIT */
/*
 * metrics_process.h: what the system says of this process, for the metrics
 * that Prometheus names process_*. Linux: /proc. Any thread.
 */
#ifndef FAQD_METRICS_PROCESS_H
#define FAQD_METRICS_PROCESS_H

#include <stdbool.h>
#include <stdint.h>

struct metrics_process {
	double cpu_seconds;     /* user and system */
	double started_seconds; /* from 1970 */
	uint64_t resident_bytes, virtual_bytes;
	uint64_t open_files, files_max;
};

/* False, and all of it 0, where /proc can't be read. Counting open files takes
 * as long as there are many. */
__attribute__((warn_unused_result)) bool
metrics_process_read(struct metrics_process *out);

#endif
