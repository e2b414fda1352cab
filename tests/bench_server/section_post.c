/* SPDX-License-Identifier: MIT */
#include "bench_server/contest.h"
#include "bench_server/servers.h"

#include <stdio.h>

#define CONNECTIONS_MAX 1100u /* the largest load, and some */
#define WANTED_OF_NGINX 70.0  /* per cent */

static bool start_all(struct bench *bench, struct contest *contest)
{
	struct contestant *faqd = &contest->contestant[0];
	struct contestant *nginx = &contest->contestant[1];
	struct contestant *echo = &contest->contestant[2];
	size_t bytes;

	faqd->name = "faqd";
	nginx->name = "nginx, fixed body";
	echo->name = "bare reply, libwebsockets";
	nginx->fixed = echo->fixed = bench->reply;
	return server_faqd(bench, &faqd->process, CONNECTIONS_MAX) &&
	       contest_answer_bytes(bench, faqd, CROWD_POST, &bytes) &&
	       server_reply(bench, bytes) &&
	       server_nginx(bench, &nginx->process) &&
	       server_echo(bench, &echo->process, "ev");
}

static bool run(struct bench *bench, struct contest *contest,
		size_t connections, enum crowd_kind kind)
{
	const struct contestant *all = contest->contestant;
	char load[REPORT_TEXT_BYTES];

	snprintf(load, sizeof(load), "POST%s, %zu at once",
		 kind == CROWD_POST ? "" : ", one each", connections);
	contest->kind = kind;
	contest->connections = connections;
	contest->load = load;
	if (!contest_run(bench, contest))
		return false;
	report_add(&bench->report,
		   100 * report_core_rate(&all[0].row) /
			   report_core_rate(&all[1].row),
		   REPORT_AT_LEAST, WANTED_OF_NGINX, "%",
		   "%s: rate per core, of nginx's%s", load,
		   kind == CROWD_POST && all[0].row.connects > 0.5
			   ? " (faqd closes)"
			   : "");
	report_add(&bench->report,
		   100 * report_core_rate(&all[0].row) /
			   report_core_rate(&all[2].row),
		   REPORT_NOTHING, 0, "%",
		   "%s: rate per core, of a bare libwebsockets'", load);
	return true;
}

bool section_post(struct bench *bench)
{
	const size_t connections[] = {1, 64, 1000};
	struct contest contest = {.count = 3};
	bool good = start_all(bench, &contest);
	size_t i;

	for (i = 0; good && i < sizeof(connections) / sizeof(connections[0]);
	     i++)
		good = run(bench, &contest, connections[i], CROWD_POST) &&
		       run(bench, &contest, connections[i], CROWD_POST_ONCE);
	contest_end(&contest);
	return good;
}
