/* SPDX-License-Identifier: MIT */
/* clock.h: time, and what many measurements come to. */
#ifndef BENCH_CLOCK_H
#define BENCH_CLOCK_H

#include <stddef.h>
#include <stdint.h>

/* Of this thread: what others do on the machine does not count. */
uint64_t clock_cpu_ns(void);
/* Cheap to read (vDSO), so it may stand around a single question. */
uint64_t clock_wall_ns(void);

/* Sorts. The value that `part` (0 to 1) of all lie below. */
double clock_quantile(double *values, size_t count, double part);

#endif
