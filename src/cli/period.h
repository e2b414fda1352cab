/* SPDX-License-Identifier: MIT */
/*
 * period.h: the span of time of a report, as an operator says it. Days are
 * those of UTC, as in the store.
 */
#ifndef FAQ_PERIOD_H
#define FAQ_PERIOD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PERIOD_DAY_MS 86400000LL
#define PERIOD_DATE_BYTES 11u /* 2026-11-23 and a NUL */

/* from <= time < to, in milliseconds since 1970. */
struct period {
	int64_t from_ms, to_ms;
};

/*
 * `since` and `until` (NULL: 30d, now) are each "30d", "2w" or "12h", so long
 * before now_ms; a date "2026-11-02": since the beginning of that day, until
 * its end; "all" of `since`: whatever there is. False, and *wrong is the one
 * that is none of these; NULL when both are good but nothing lies between:
 * *period has them nevertheless.
 */
__attribute__((warn_unused_result)) bool
period_read(struct period *period, const char *since, const char *until,
	    int64_t now_ms, const char **wrong);

/* The date of a day since 1970-01-01, 0 to 2932896 (year 9999). */
void period_date(int64_t day, char out[PERIOD_DATE_BYTES]);

#endif
