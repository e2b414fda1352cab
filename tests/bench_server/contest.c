/* SPDX-License-Identifier: MIT */
#include "bench_server/contest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define WARM_UP_NS 400000000u
#define SAMPLE_CONNECTIONS 64u
#define SAMPLE_NS 1000000000u

/* All rounds of one contestant. */
struct rounds {
	double rate[CONTEST_ROUNDS_MAX];
	double cpu_us[CONTEST_ROUNDS_MAX];
	double busy[CONTEST_ROUNDS_MAX];
	double p50_us[CONTEST_ROUNDS_MAX], p99_us[CONTEST_ROUNDS_MAX];
	double body_bytes[CONTEST_ROUNDS_MAX];
	double connects[CONTEST_ROUNDS_MAX];
};

static int compare(const void *left, const void *right)
{
	const double *a = left, *b = right;

	return (*a > *b) - (*a < *b);
}

double contest_median(double *values, size_t count)
{
	qsort(values, count, sizeof(*values), compare);
	return (values[(count - 1) / 2] + values[count / 2]) / 2;
}

static bool fail(struct bench *bench, const struct contestant *contestant,
		 const char *why)
{
	snprintf(bench->why, sizeof(bench->why), "%s: %s", contestant->name,
		 why);
	return false;
}

bool contest_crowd(struct bench *bench, const struct contestant *contestant,
		   enum crowd_kind kind, size_t connections,
		   size_t source_first, struct crowd **crowd)
{
	const struct crowd_options options = {
		.kind = kind,
		.port = contestant->process.port,
		.count = connections,
		.source_first = source_first,
		.questions = &bench->questions,
		.fixed = contestant->fixed,
		.fixed_bytes = bench->reply_bytes,
	};
	char why[CROWD_WHY_BYTES];

	return crowd_open(crowd, &options, why) || fail(bench, contestant, why);
}

static bool run_round(struct bench *bench, struct contestant *contestant,
		      struct rounds *rounds, size_t at)
{
	uint64_t ns = (uint64_t)bench->round_ms * 1000000u, cpu, wall;
	struct crowd_round round;

	if (contestant->idle && !crowd_idle(contestant->idle))
		return fail(bench, contestant, crowd_why(contestant->idle));
	cpu = process_cpu_ns(&contestant->process);
	wall = process_now_ns();
	if (!crowd_ask(contestant->crowd, ns, false, &round))
		return fail(bench, contestant, crowd_why(contestant->crowd));
	wall = process_now_ns() - wall;
	cpu = process_cpu_ns(&contestant->process) - cpu;
	if (round.in_time == 0)
		return fail(bench, contestant, "not one answer in a round");
	rounds->rate[at] = (double)round.in_time * 1e9 / (double)ns;
	rounds->cpu_us[at] = (double)cpu / 1e3 / (double)round.answers;
	rounds->busy[at] = (double)cpu / (double)wall;
	rounds->p50_us[at] =
		(double)histogram_quantile(&round.latency, 0.5) / 1e3;
	rounds->p99_us[at] =
		(double)histogram_quantile(&round.latency, 0.99) / 1e3;
	rounds->body_bytes[at] =
		(double)round.body_bytes / (double)round.answers;
	rounds->connects[at] = (double)round.connects / (double)round.answers;
	return true;
}

static void add_row(struct bench *bench, const struct contest *contest,
		    struct contestant *contestant, struct rounds *rounds)
{
	struct report_row *row = &contestant->row;
	size_t count = bench->rounds;

	snprintf(row->load, sizeof(row->load), "%s", contest->load);
	row->server = contestant->name;
	row->rate = contest_median(rounds->rate, count);
	row->cpu_us = contest_median(rounds->cpu_us, count);
	row->busy = contest_median(rounds->busy, count);
	row->p50_us = contest_median(rounds->p50_us, count);
	row->p99_us = contest_median(rounds->p99_us, count);
	row->p99_best_us = rounds->p99_us[0]; /* contest_median() sorts */
	row->body_bytes = contest_median(rounds->body_bytes, count);
	row->connects = contest_median(rounds->connects, count);
	report_add_row(&bench->report, row);
}

static bool open_and_warm(struct bench *bench, struct contest *contest)
{
	struct crowd_round round;
	size_t i;

	for (i = 0; i < contest->count; i++) {
		struct contestant *contestant = &contest->contestant[i];

		if (!contest_crowd(bench, contestant, contest->kind,
				   contest->connections, 0, &contestant->crowd))
			return false;
		if (!crowd_ask(contestant->crowd, WARM_UP_NS, true, &round))
			return fail(bench, contestant,
				    crowd_why(contestant->crowd));
	}
	return true;
}

static bool measure(struct bench *bench, struct contest *contest,
		    struct rounds *rounds)
{
	size_t round, i;

	if (!open_and_warm(bench, contest))
		return false;
	for (round = 0; round < bench->rounds; round++)
		for (i = 0; i < contest->count; i++)
			if (!run_round(bench, &contest->contestant[i],
				       &rounds[i], round))
				return false;
	for (i = 0; i < contest->count; i++)
		add_row(bench, contest, &contest->contestant[i], &rounds[i]);
	return true;
}

bool contest_run(struct bench *bench, struct contest *contest)
{
	struct rounds *rounds = calloc(contest->count, sizeof(*rounds));
	bool good;
	size_t i;

	if (isatty(STDERR_FILENO))
		fprintf(stderr, "\r\033[K%s ...\r", contest->load);
	if (!rounds)
		return fail(bench, &contest->contestant[0], "out of memory");
	good = measure(bench, contest, rounds);
	for (i = 0; i < contest->count; i++) {
		crowd_free(contest->contestant[i].crowd);
		contest->contestant[i].crowd = NULL;
	}
	free(rounds);
	return good;
}

void contest_end(struct contest *contest)
{
	size_t i;

	for (i = 0; i < contest->count; i++) {
		crowd_free(contest->contestant[i].idle);
		process_stop(&contest->contestant[i].process);
	}
}

bool contest_answer_bytes(struct bench *bench, const struct contestant *faqd,
			  enum crowd_kind kind, size_t *bytes)
{
	struct crowd_round round;
	struct crowd *crowd;
	bool good;

	if (!contest_crowd(bench, faqd, kind, SAMPLE_CONNECTIONS, 0, &crowd))
		return false;
	good = crowd_ask(crowd, SAMPLE_NS, true, &round) && round.answers > 0;
	if (good)
		*bytes = (size_t)(round.body_bytes / round.answers);
	else
		fail(bench, faqd, crowd_why(crowd));
	crowd_free(crowd);
	return good;
}
