/* SPDX-License-Identifier: MIT */
/*
 * timestamp.h: a moment as text, for logs and for /readyz. The clock is the
 * caller's. Any thread.
 */
#ifndef FAQD_TIMESTAMP_H
#define FAQD_TIMESTAMP_H

#include <stdint.h>

#define TIMESTAMP_BYTES 25u /* 2026-11-23T00:31:12.345Z and a NUL */

/* RFC 3339, UTC, with milliseconds. `unix_ms` counts from 1970; a moment
 * before that or after the year 9999 is written as the nearest of these. */
void timestamp_write(int64_t unix_ms, char out[TIMESTAMP_BYTES]);

#endif
