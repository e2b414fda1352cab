/* SPDX-License-Identifier: MIT */
#include "bench_server/contest.h"
#include "bench_server/servers.h"

#define ACTIVE 64u
#define IDLE 5000u
#define SOURCE_IDLE 2000u
#define REPLY_BYTES 2048u /* about an answer */

static bool start_all(struct bench *bench, struct contest *contest)
{
	const struct {
		const char *loop, *name, *beside;
	} loops[] = {{"poll", "poll", "poll, 5000 idle beside"},
		     {"ev", "libev", "libev, 5000 idle beside"},
		     {"uv", "libuv", "libuv, 5000 idle beside"}};
	struct contestant *next = contest->contestant;
	size_t i;

	if (!server_reply(bench, REPLY_BYTES))
		return false;
	for (i = 0; i < 2 * sizeof(loops) / sizeof(loops[0]); i++, next++) {
		next->name = i % 2 ? loops[i / 2].beside : loops[i / 2].name;
		next->fixed = bench->reply;
		contest->count++;
		if (!server_echo(bench, &next->process, loops[i / 2].loop))
			return false;
		if (i % 2 && !contest_crowd(bench, next, CROWD_CHAT, IDLE,
					    SOURCE_IDLE, &next->idle))
			return false;
	}
	return true;
}

bool section_loops(struct bench *bench)
{
	struct contest contest = {.kind = CROWD_CHAT,
				  .connections = ACTIVE,
				  .load = "bare echo, 64 connections"};
	bool good = start_all(bench, &contest) && contest_run(bench, &contest);

	contest_end(&contest);
	return good;
}
