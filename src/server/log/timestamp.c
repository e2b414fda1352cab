/* SPDX-License-Identifier: MIT */
#include "server/log/timestamp.h"

#include <stdio.h>
#include <time.h>

#define LAST_MS INT64_C(253402300799999) /* 9999-12-31T23:59:59.999Z */

void timestamp_write(int64_t unix_ms, char out[TIMESTAMP_BYTES])
{
	int64_t ms = unix_ms < 0 ? 0 : unix_ms > LAST_MS ? LAST_MS : unix_ms;
	time_t seconds = (time_t)(ms / 1000);
	struct tm when = {0};
	char text[TIMESTAMP_BYTES];

	gmtime_r(&seconds, &when);
	strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%S", &when);
	snprintf(out, TIMESTAMP_BYTES, "%.19s.%03uZ", text,
		 (unsigned)(ms % 1000));
}
