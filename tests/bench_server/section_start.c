/* SPDX-License-Identifier: MIT */
#include "bench_server/contest.h"
#include "bench_server/servers.h"

#define STARTS 20u
#define WANTED_MS 100.0

bool section_start(struct bench *bench)
{
	double ms[STARTS];
	size_t i;

	for (i = 0; i < STARTS; i++) {
		struct process faqd;

		if (!server_faqd(bench, &faqd, 1000))
			return false;
		ms[i] = (double)faqd.ready_ns / 1e6;
		process_stop(&faqd);
	}
	report_add(&bench->report, contest_median(ms, STARTS), REPORT_AT_MOST,
		   WANTED_MS, "ms", "start to ready, median of %u", STARTS);
	return true;
}
