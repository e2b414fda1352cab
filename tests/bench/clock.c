/* SPDX-License-Identifier: MIT */
#include "clock.h"

#include <stdlib.h>
#include <time.h>

static uint64_t read_clock(clockid_t id)
{
	struct timespec now;
	clock_gettime(id, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

uint64_t clock_cpu_ns(void)
{
	return read_clock(CLOCK_THREAD_CPUTIME_ID);
}

uint64_t clock_wall_ns(void)
{
	return read_clock(CLOCK_MONOTONIC);
}

static int double_compare(const void *left, const void *right)
{
	const double *a = left, *b = right;
	return (*a > *b) - (*a < *b);
}

double clock_quantile(double *values, size_t count, double part)
{
	if (!count)
		return 0.0;
	qsort(values, count, sizeof(*values), double_compare);
	size_t at = (size_t)(part * (double)count);
	return values[at < count ? at : count - 1];
}
