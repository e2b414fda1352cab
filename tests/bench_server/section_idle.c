/* SPDX-License-Identifier: MIT */
#include "bench_server/contest.h"
#include "bench_server/servers.h"

#include <stdio.h>

#define ACTIVE 64u
#define FEW 1000u
#define MANY 10000u
#define SOURCE_IDLE 2000u /* other addresses than the active ones' */
#define WANTED_BYTES 6144.0
#define WANTED_TIMES 2.0

/* A server and its idle chats. */
struct place {
	struct bench *bench;
	struct contestant *contestant;
	const char *name;
	struct crowd *few, *rest;
	size_t bytes, kernel_bytes; /* without them */
};

static bool fail(struct place *place, struct crowd *crowd)
{
	snprintf(place->bench->why, sizeof(place->bench->why), "%s: %s",
		 place->contestant->name, crowd_why(crowd));
	return false;
}

static void note(struct place *place, size_t idle, const char *what)
{
	const struct contestant *contestant = place->contestant;
	double bytes = (double)process_bytes(&contestant->process) -
		       (double)place->bytes;

	report_add(&place->bench->report, bytes / (double)idle,
		   contestant->fixed ? REPORT_NOTHING : REPORT_AT_MOST,
		   WANTED_BYTES, "bytes", "memory of a %s, of %zu in %s", what,
		   idle, place->name);
}

static void note_kernel(struct place *place, size_t idle)
{
	double bytes =
		(double)process_kernel_bytes() - (double)place->kernel_bytes;

	report_add(&place->bench->report, bytes / (double)idle, REPORT_NOTHING,
		   0, "bytes",
		   "the kernel's for both ends of a chat, of %zu in %s", idle,
		   place->name);
}

static bool add_few(struct place *place)
{
	if (!contest_crowd(place->bench, place->contestant, CROWD_CHAT, FEW,
			   SOURCE_IDLE, &place->few))
		return false;
	note(place, FEW, "silent chat");
	if (!crowd_ask_once(place->few))
		return fail(place, place->few);
	note(place, FEW, "chat that asked once");
	return true;
}

static bool add_rest(struct place *place)
{
	if (!contest_crowd(place->bench, place->contestant, CROWD_CHAT,
			   MANY - FEW, SOURCE_IDLE + FEW, &place->rest))
		return false;
	note_kernel(place, MANY);
	if (!crowd_ask_once(place->rest))
		return fail(place, place->rest);
	note(place, MANY, "chat that asked once");
	return true;
}

static bool warm(struct place *place, struct crowd *crowd)
{
	struct crowd_round round;

	if (!crowd_ask(crowd, 500000000u, true, &round))
		return fail(place, crowd);
	place->bytes = process_bytes(&place->contestant->process);
	place->kernel_bytes = process_kernel_bytes();
	return true;
}

/* Its memory, with a few chats at work the whole time. */
static bool fill(struct place *place)
{
	struct crowd *active;
	bool good;

	if (!contest_crowd(place->bench, place->contestant, CROWD_CHAT, ACTIVE,
			   0, &active))
		return false;
	good = warm(place, active) && add_few(place) && add_rest(place);
	crowd_free(active);
	return good;
}

/* None may have been dropped while the others were served. */
static bool still_there(struct place *place)
{
	if (!crowd_idle(place->few))
		return fail(place, place->few);
	return crowd_idle(place->rest) || fail(place, place->rest);
}

/* What a bare libwebsockets server needs, to compare. */
static bool fill_echo(struct bench *bench)
{
	struct contestant echo = {.name = "the bare echo",
				  .fixed = bench->reply};
	struct place place = {
		.bench = bench, .contestant = &echo, .name = echo.name};
	bool good = server_reply(bench, 2048) &&
		    server_echo(bench, &echo.process, "ev") && fill(&place);

	crowd_free(place.few);
	crowd_free(place.rest);
	process_stop(&echo.process);
	return good;
}

/*
 * What disturbs the machine only ever adds to a p99, and would hide what the
 * idle chats add: the best rounds are compared. CPU time shows the same.
 */
static void note_ratios(struct report *report, const struct report_row *alone,
			const struct report_row *beside)
{
	report_add(report, beside->p99_best_us / alone->p99_best_us,
		   REPORT_AT_MOST, WANTED_TIMES, "times",
		   "p99 with 10000 idle, of that with none, best rounds");
	report_add(report, beside->p50_us / alone->p50_us, REPORT_NOTHING, 0,
		   "times", "p50 with 10000 idle chats, of that with none");
	report_add(report, beside->cpu_us / alone->cpu_us, REPORT_NOTHING, 0,
		   "times", "CPU with 10000 idle chats, of that with none");
}

static bool run(struct place *place, struct contest *contest)
{
	struct contestant *alone = &contest->contestant[0];
	struct contestant *beside = &contest->contestant[1];

	alone->name = "faqd";
	beside->name = "faqd, 10000 idle beside";
	place->contestant = beside;
	contest->load = "chat, 64, idle ones beside";
	if (!server_faqd(place->bench, &alone->process, ACTIVE) ||
	    !server_faqd(place->bench, &beside->process, MANY + 2 * ACTIVE) ||
	    !fill(place) || !contest_run(place->bench, contest) ||
	    !still_there(place))
		return false;
	note_ratios(&place->bench->report, &alone->row, &beside->row);
	return true;
}

bool section_idle(struct bench *bench)
{
	struct contest contest = {
		.kind = CROWD_CHAT, .connections = ACTIVE, .count = 2};
	struct place place = {.bench = bench, .name = "faqd"};
	bool good = run(&place, &contest);

	crowd_free(place.few);
	crowd_free(place.rest);
	contest_end(&contest);
	return good && fill_echo(bench);
}
