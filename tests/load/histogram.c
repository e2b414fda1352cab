/* SPDX-License-Identifier: MIT */
#include "load/histogram.h"

#include <string.h>

#define SUB_BITS 5u /* 32 buckets to a doubling */

/* Below 64 each value has its own; then the highest six bits choose. */
static unsigned bucket_of(uint64_t ns)
{
	unsigned shift = 0, bucket;

	if (ns >> (SUB_BITS + 1))
		shift = 63u - (unsigned)__builtin_clzll(ns) - SUB_BITS;
	bucket = (shift << SUB_BITS) + (unsigned)(ns >> shift);
	return bucket < HISTOGRAM_BUCKETS ? bucket : HISTOGRAM_BUCKETS - 1;
}

/* The middle of what falls into a bucket. */
static uint64_t value_of(unsigned bucket)
{
	unsigned shift = bucket >> SUB_BITS;
	uint64_t high = bucket;

	if (shift < 2)
		return bucket;
	shift--;
	high = bucket - (shift << SUB_BITS);
	return (high << shift) + (((uint64_t)1 << shift) >> 1);
}

void histogram_clear(struct histogram *histogram)
{
	memset(histogram, 0, sizeof(*histogram));
}

void histogram_add(struct histogram *histogram, uint64_t ns)
{
	histogram->count++;
	histogram->bucket[bucket_of(ns)]++;
}

uint64_t histogram_quantile(const struct histogram *histogram, double part)
{
	uint64_t wanted = (uint64_t)(part * (double)histogram->count);
	uint64_t seen = 0;
	unsigned i;

	if (wanted >= histogram->count && histogram->count > 0)
		wanted = histogram->count - 1;
	for (i = 0; i < HISTOGRAM_BUCKETS; i++) {
		seen += histogram->bucket[i];
		if (seen > wanted)
			return value_of(i);
	}
	return 0;
}
