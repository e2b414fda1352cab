/* SPDX-License-Identifier: MIT */
#include "cli/period.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define LAST_DAY 2932896 /* 9999-12-31 */

/* Days since 1970 of a date of the Gregorian calendar; Fliegel and van
 * Flandern, Communications of the ACM 11 (1968), 657. */
static int64_t day_of(int year, int month, int day)
{
	int early = (month - 14) / 12;

	return (int64_t)(1461 * (year + 4800 + early) / 4 +
			 367 * (month - 2 - 12 * early) / 12 -
			 3 * ((year + 4900 + early) / 100) / 4 + day - 32075) -
	       2440588;
}

void period_date(int64_t day, char out[PERIOD_DATE_BYTES])
{
	struct tm parts;
	time_t seconds;

	if (day < 0 || day > LAST_DAY)
		day = day < 0 ? 0 : LAST_DAY;
	seconds = (time_t)(day * 86400);
	if (!gmtime_r(&seconds, &parts) ||
	    !strftime(out, PERIOD_DATE_BYTES, "%Y-%m-%d", &parts))
		out[0] = '\0';
}

static bool read_date(const char *text, int64_t *day)
{
	char again[PERIOD_DATE_BYTES];
	int year, month, of_month, end = 0;

	if (strlen(text) != 10 || strspn(text, "0123456789-") != 10 ||
	    sscanf(text, "%4d-%2d-%2d%n", &year, &month, &of_month, &end) !=
		    3 ||
	    end != 10 || year < 1970 || month < 1 || month > 12)
		return false;
	*day = day_of(year, month, of_month);
	/* The 31st of November would come back as another day. */
	period_date(*day, again);
	return strcmp(again, text) == 0;
}

static bool read_span(const char *text, int64_t *span_ms)
{
	static const struct {
		char unit;
		int64_t ms;
	} units[] = {
		{'h', 3600000}, {'d', PERIOD_DAY_MS}, {'w', 7 * PERIOD_DAY_MS}};
	size_t digits = strspn(text, "0123456789");

	if (!digits || digits > 5 || strlen(text) != digits + 1)
		return false;
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (text[digits] == units[i].unit) {
			*span_ms = strtol(text, NULL, 10) * units[i].ms;
			return true;
		}
	return false;
}

static bool read_moment(const char *text, int64_t now_ms, bool end,
			int64_t *out)
{
	int64_t value;

	if (read_span(text, &value)) {
		*out = now_ms > value ? now_ms - value : 0;
		return true;
	}
	if (!read_date(text, &value))
		return false;
	*out = (value + end) * PERIOD_DAY_MS;
	return true;
}

bool period_read(struct period *period, const char *since, const char *until,
		 int64_t now_ms, const char **wrong)
{
	bool all = since && strcmp(since, "all") == 0;

	/* What is written this very moment is part of it. */
	*period = (struct period){.to_ms = now_ms + 1};
	*wrong = since;
	if (!all && !read_moment(since ? since : "30d", now_ms, false,
				 &period->from_ms))
		return false;
	*wrong = until;
	if (until && !read_moment(until, now_ms, true, &period->to_ms))
		return false;
	*wrong = NULL;
	return period->from_ms < period->to_ms;
}
