/* SPDX-License-Identifier: MIT */
/*
 * clock.h: the two clocks. Where a test must hold time, the time comes in as a
 * parameter instead.
 */
#ifndef FAQD_CLOCK_H
#define FAQD_CLOCK_H

#include <stdint.h>

/* Microseconds of a clock that nobody sets; for spans of time. */
int64_t clock_us(void);

/* Milliseconds since 1970, of the calendar's clock. */
int64_t clock_unix_ms(void);

#endif
