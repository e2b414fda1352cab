/* SPDX-License-Identifier: MIT */
/*
 * histogram.h: latencies in logarithmic buckets, as HdrHistogram has them: 32
 * to a doubling, so a quantile is at most 3 % off, and adding one costs nothing
 * to speak of. Plain data; no allocation.
 */
#ifndef LOAD_HISTOGRAM_H
#define LOAD_HISTOGRAM_H

#include <stdint.h>

/* From 0 ns to half an hour; what is longer counts as that. */
#define HISTOGRAM_BUCKETS 1184u

struct histogram {
	uint64_t count;
	uint64_t bucket[HISTOGRAM_BUCKETS];
};

void histogram_clear(struct histogram *histogram);
void histogram_add(struct histogram *histogram, uint64_t ns);

/* The nanoseconds that `part` (0 to 1) of all lie at or below; 0 when there
 * are none. */
uint64_t histogram_quantile(const struct histogram *histogram, double part);

#endif
