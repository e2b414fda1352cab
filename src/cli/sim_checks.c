/* SPDX-License-Identifier: MIT */
#include "cli/sim_checks.h"

#include "cli/sim_trial.h"

#include <string.h>

#define QUIET_MS 500
#define WAVE_MS_MAX 40000
#define FORGIVEN 50u /* 0.1 to 0.5 % of a crowd are early then [measured] */

static const struct sim_talk *talk_of(const struct sim_trial *trial)
{
	return &trial->sim->talk[trial->talk];
}

/* ------------------------------------------------------------------ */
/* Running them.                                                      */

static bool has_time(const struct desk_config *config)
{
	return !config->secret_in_url &&
	       (config->kind == DESK_CHATWOOT || config->kind == DESK_SLACK ||
		config->kind == DESK_WEBHOOK);
}

static bool can_hand_over(const struct desk_config *config)
{
	return desk_traits(config->kind)->handover &&
	       (config->kind != DESK_WEBHOOK || config->map.handover.path);
}

static bool fits(const struct sim_kind *kind, const struct sim *sim)
{
	const struct desk_config *config = sim->config;

	return sim->speak->can(config, kind->needs) &&
	       (!kind->api || !sim->synchronous) &&
	       (!kind->handover || can_hand_over(config)) &&
	       (!kind->batch || sim->speak->batch) &&
	       (!kind->timed || has_time(config));
}

void sim_settle(struct sim *sim, int64_t quiet_ms, int64_t most_ms)
{
	int64_t began_ms = sim_clock_ms(), moved_ms = began_ms;
	size_t seen = sim->counts.requests;

	do {
		int64_t now_ms;

		sim_turn(sim, 20);
		now_ms = sim_clock_ms();
		if (sim_post_under_way(sim->post) ||
		    sim->counts.requests != seen)
			moved_ms = now_ms;
		seen = sim->counts.requests;
		if (now_ms - moved_ms >= quiet_ms &&
		    !sim_post_under_way(sim->post))
			return;
	} while (sim_post_under_way(sim->post) ||
		 sim_clock_ms() - began_ms < most_ms);
}

static bool is_waiting(const struct sim_trial *trial)
{
	const struct sim_talk *talk = talk_of(trial);

	return talk->replies < trial->want ||
	       talk->handovers < trial->want_handovers;
}

/* A step of all of them, until each has what it waits for. */
static void run_wave(struct sim *sim, struct sim_trial *trials, size_t count,
		     size_t step)
{
	int64_t until_ms = sim_clock_ms() + WAVE_MS_MAX;
	bool any = false, waiting = true;

	for (size_t i = 0; i < count; i++) {
		if (!trials[i].kind || !trials[i].kind->step[step])
			continue;
		trials[i].kind->step[step](&trials[i]);
		any = true;
	}
	while (any && waiting && sim_clock_ms() < until_ms && !sim->failed) {
		sim_settle(sim, QUIET_MS, QUIET_MS);
		waiting = false;
		for (size_t i = 0; i < count; i++)
			waiting |= trials[i].kind && is_waiting(&trials[i]);
	}
}

static const char *judge_status(struct sim_trial *trial)
{
	unsigned wanted = trial->kind->status;

	for (size_t i = 0; i < trial->status_count; i++) {
		unsigned status = trial->status[i];

		if (wanted ? status == wanted : status >= 400 && status < 500)
			continue;
		snprintf(trial->fault, sizeof(trial->fault),
			 "a webhook was answered with %u instead of %s: %.60s",
			 status,
			 wanted == 200 ? "200"
			 : wanted      ? "401"
				       : "4xx",
			 trial->text);
		return trial->fault;
	}
	return NULL;
}

static void judge(struct sim_trial *trial, struct sim_report *report)
{
	const char *fault = judge_status(trial);

	if (!fault)
		fault = trial->kind->judge(trial);
	sim_report_add(report, trial->kind->name, trial->kind->about,
		       fault ? SIM_FAILED : SIM_PASSED, fault);
}

static bool begin(struct sim_trial *trial, const struct sim_kind *kind,
		  struct sim *sim, const struct sim_topics *topics,
		  const struct sim_expected *reference)
{
	size_t talk = sim_talk_add(sim);

	*trial = (struct sim_trial){.kind = kind,
				    .sim = sim,
				    .topics = topics,
				    .reference = reference,
				    .talk = talk};
	return talk != SIZE_MAX;
}

/* What the first message of a conversation is answered with: the first check,
 * and what others go by. */
static bool learn(struct sim_expected *reference, struct sim_trial *trial)
{
	reference->count = 1; /* at least one */
	run_wave(trial->sim, trial, 1, 0);
	reference->count = 0;
	return sim_expect_replies(reference, talk_of(trial), 0) &&
	       reference->count > 0;
}

bool sim_checks_run(struct sim_report *report, struct sim *sim,
		    const struct sim_topics *topics, const char *only)
{
	struct sim_trial trials[SIM_KINDS] = {{0}};
	struct sim_expected reference = {.count = 0};
	bool found = !only, good;

	if (!begin(&trials[0], &sim_kinds[0], sim, topics, &reference))
		return false;
	good = learn(&reference, &trials[0]);
	for (size_t i = 1; good && i < SIM_KINDS; i++)
		if ((!only || strcmp(sim_kinds[i].name, only) == 0) &&
		    fits(&sim_kinds[i], sim) &&
		    !begin(&trials[i], &sim_kinds[i], sim, topics, &reference))
			return false;
	for (size_t step = 0; good && step < SIM_STEPS; step++)
		run_wave(sim, trials + 1, SIM_KINDS - 1, step);
	for (size_t i = 0; i < SIM_KINDS; i++) {
		bool named = !only || strcmp(sim_kinds[i].name, only) == 0;

		found |= named;
		if (trials[i].kind && (named || (i == 0 && !good)))
			judge(&trials[i], report);
		else if (named && good)
			sim_report_add(report, sim_kinds[i].name,
				       sim_kinds[i].about, SIM_SKIPPED, NULL);
	}
	return found;
}

/* ------------------------------------------------------------------ */

static void add_count(struct sim_report *report, const char *name,
		      const char *about, size_t faults, const char *what)
{
	char detail[SIM_DETAIL_BYTES];

	snprintf(detail, sizeof(detail), "%zu %s", faults, what);
	sim_report_add(report, name, about, faults ? SIM_FAILED : SIM_PASSED,
		       faults ? detail : NULL);
}

/* One that is killed may not have noted any more what it was told. */
static size_t impatient(const struct sim *sim)
{
	const struct sim_counts *counts = &sim->counts;
	size_t forgiven = sim->restarts ? counts->busy / FORGIVEN : 0;

	return counts->early > forgiven ? counts->early : 0;
}

void sim_checks_conduct(struct sim_report *report, const struct sim *sim)
{
	const struct sim_counts *counts = &sim->counts;
	unsigned within_s = desk_traits(sim->config->kind)->acknowledge_s;
	char odd[200];

	if (within_s)
		add_count(report, "in-time",
			  "webhooks are acknowledged as fast as the desk wants",
			  counts->slowest_ms > (int64_t)within_s * 1000 ? 1 : 0,
			  "or more took longer");
	if (sim->synchronous)
		return;
	snprintf(odd, sizeof(odd), "requests were not, such as %.150s",
		 counts->odd);
	add_count(report, "understood",
		  "each request is one that this desk's API has",
		  counts->unknown, odd);
	add_count(report, "authorised", "each request says who it is from",
		  counts->unauthorized, "requests did not");
	add_count(report, "patient", "no request comes before Retry-After",
		  impatient(sim), "requests did");
}
