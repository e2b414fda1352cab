/* SPDX-License-Identifier: MIT */
#include "bench_server/contest.h"
#include "bench_server/servers.h"

#include <stdio.h>

#define CONNECTIONS_MAX 1100u /* the largest load, and some */
#define WANTED_OF_ECHO 60.0   /* per cent; 80 is the aim */
#define ECHO_AIM 80.0

static bool start_all(struct bench *bench, struct contest *contest)
{
	struct contestant *faqd = &contest->contestant[0];
	struct contestant *echo = &contest->contestant[1];
	struct contestant *ws = &contest->contestant[2];
	struct contestant *waits = &contest->contestant[3];
	size_t bytes;

	faqd->name = "faqd";
	echo->name = "bare echo, libwebsockets";
	ws->name = "bare echo, npm ws";
	waits->name = "bare echo that waits, lws";
	echo->fixed = ws->fixed = waits->fixed = bench->reply;
	return server_faqd(bench, &faqd->process, CONNECTIONS_MAX) &&
	       contest_answer_bytes(bench, faqd, CROWD_CHAT, &bytes) &&
	       server_reply(bench, bytes) &&
	       server_echo(bench, &echo->process, "ev") &&
	       server_ws(bench, &ws->process) &&
	       server_waiting_echo(bench, &waits->process);
}

static void report_share(struct bench *bench, const struct contestant *all,
			 size_t of, const char *load, const char *name)
{
	report_add(&bench->report,
		   100 * report_core_rate(&all[0].row) /
			   report_core_rate(&all[of].row),
		   REPORT_NOTHING, 0, "%", "%s: rate per core, of %s", load,
		   name);
}

static bool run(struct bench *bench, struct contest *contest)
{
	const size_t connections[] = {1, 64, 1000};
	const struct contestant *all = contest->contestant;
	char load[REPORT_TEXT_BYTES];
	size_t i;

	for (i = 0; i < sizeof(connections) / sizeof(connections[0]); i++) {
		double share;

		contest->connections = connections[i];
		contest->load = load;
		snprintf(load, sizeof(load), "chat, %zu connection%s",
			 connections[i], connections[i] > 1 ? "s" : "");
		if (!contest_run(bench, contest))
			return false;
		share = 100 * report_core_rate(&all[0].row) /
			report_core_rate(&all[1].row);
		report_add(&bench->report, share, REPORT_AT_LEAST,
			   WANTED_OF_ECHO, "%",
			   "%s: rate per core, of the bare echo's (aim: %.0f)",
			   load, ECHO_AIM);
		report_share(bench, all, 2, load, "npm ws's");
		report_share(bench, all, 3, load,
			     "an echo's that waits for the socket");
	}
	return true;
}

bool section_chat(struct bench *bench)
{
	struct contest contest = {.kind = CROWD_CHAT, .count = 4};
	bool good = start_all(bench, &contest) && run(bench, &contest);

	contest_end(&contest);
	return good;
}
