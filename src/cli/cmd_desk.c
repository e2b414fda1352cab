/* SPDX-License-Identifier: MIT */
/*
 * faqctl desk simulate NAME: plays a support desk against a running faqd, to
 * see whether the two are set up for each other.
 */
#include "cli/command.h"
#include "cli/faults.h"
#include "cli/sim_checks.h"
#include "cli/sim_crowd.h"
#include "cli/sim_trial.h"
#include "desk/desks.h"
#include "proto/fault.h"
#include "proto/nearest.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define SERVER "http://127.0.0.1:8080"
#define EVENTS_MAX 100000u
#define DUPLICATES 20u
#define FAILING 30u

struct wishes {
	struct sim_crowd crowd;
	uint64_t seed;
};

static bool read_count(const char *text, const char *option, size_t most,
		       size_t *out, const struct term *err)
{
	char *end;
	unsigned long long value;

	if (!text)
		return true;
	value = strtoull(text, &end, 10);
	if (*text && strspn(text, "0123456789") == strlen(text) &&
	    value <= most) {
		*out = (size_t)value;
		return true;
	}
	fprintf(err->file, "faqctl desk: --%s is a number from 0 to %zu, not '",
		option, most);
	term_text(err, text);
	fputs("'\n", err->file);
	return false;
}

/* Is it the name of a check? */
static bool read_only(const char *only, const struct term *err)
{
	struct nearest nearest;

	if (!only || strcmp(only, "crowd") == 0)
		return true;
	nearest_init(&nearest, only);
	nearest_offer(&nearest, "crowd");
	for (size_t i = 0; i < SIM_KINDS; i++) {
		if (strcmp(sim_kinds[i].name, only) == 0)
			return true;
		nearest_offer(&nearest, sim_kinds[i].name);
	}
	fputs("faqctl desk: there is no check '", err->file);
	term_text(err, only);
	if (nearest.best)
		fprintf(err->file, "', did you mean '%s'?\n", nearest.best);
	else
		fputs("'; without --only each has a line with its name\n",
		      err->file);
	return false;
}

static bool read_wishes(const struct options *options, struct wishes *wishes,
			const struct term *err)
{
	size_t events = 0, duplicates = DUPLICATES, failing = FAILING, seed = 1;

	if (!read_only(options->only, err) ||
	    !read_count(options->events, "events", EVENTS_MAX, &events, err) ||
	    !read_count(options->duplicates, "duplicates", 100, &duplicates,
			err) ||
	    !read_count(options->failing, "failing", 90, &failing, err) ||
	    !read_count(options->seed, "seed", UINT32_MAX, &seed, err))
		return false;
	*wishes = (struct wishes){.crowd = {.events = events,
					    .duplicates = (unsigned)duplicates,
					    .reorder = options->reorder,
					    .failing = (unsigned)failing,
					    .watched = !options->json},
				  .seed = seed};
	return true;
}

static const struct desk_setup *choose(const struct desks *desks,
				       const char *name, const struct term *err)
{
	const struct desk_setup *found = desks_find(desks, name, strlen(name));
	struct nearest nearest;

	if (found)
		return found;
	nearest_init(&nearest, name);
	for (size_t i = 0; i < desks->count; i++)
		nearest_offer(&nearest, desks->desk[i].config.name);
	fputs("faqctl desk: there is no desk '", err->file);
	term_text(err, name);
	fputs("' in the file", err->file);
	if (nearest.best)
		fprintf(err->file, ", did you mean '%s'?", nearest.best);
	fputc('\n', err->file);
	return NULL;
}

/* False with a cause when it could not be done. */
static bool simulate(struct sim *sim, const struct options *options,
		     const struct wishes *wishes, struct sim_report *report,
		     char *cause, size_t size)
{
	struct sim_topics topics;
	bool crowd_only = options->only && strcmp(options->only, "crowd") == 0;
	int64_t began_ms = sim_clock_ms();

	if (!sim_topics_find(&topics, sim, options->questions, cause, size))
		return false;
	snprintf(cause, size, "out of memory");
	if (!crowd_only && !sim_checks_run(report, sim, &topics, options->only))
		return false;
	if (wishes->crowd.events && (!options->only || crowd_only) &&
	    !sim_crowd_run(report, sim, &topics, &wishes->crowd, cause, size))
		return false;
	sim_checks_conduct(report, sim);
	report->took_ms = sim_clock_ms() - began_ms;
	return !sim->failed;
}

static enum exit_code write_report(const struct sim_report *report,
				   const struct sim *sim, bool json,
				   const struct term *out)
{
	if (json) {
		if (!sim_report_json(report, sim, out->file))
			return EXIT_CANNOT;
	} else {
		for (size_t i = 0; i < report->count; i++)
			sim_report_line(&report->check[i], out);
		sim_report_end(report, sim, out);
	}
	return report->failed ? EXIT_FINDINGS : EXIT_GOOD;
}

static bool open_trace(struct sim *sim, const char *path, char *cause,
		       size_t size)
{
	char why[96];

	if (!path)
		return true;
	sim->trace = fopen(path, "w");
	if (sim->trace)
		return true;
	fault_errno(errno, why, sizeof(why));
	snprintf(cause, size, "cannot write '%.100s': %s", path, why);
	return false;
}

static enum exit_code run_desk_of(const struct desk_setup *desk,
				  const struct options *options,
				  const struct wishes *wishes,
				  const struct term *out,
				  const struct term *err)
{
	struct sim_report report = {.count = 0};
	enum exit_code code = EXIT_CANNOT;
	char cause[SIM_DETAIL_BYTES] = "";
	FILE *trace = NULL;
	struct sim sim;

	if (sim_open(&sim, &desk->config,
		     options->server ? options->server : SERVER, cause,
		     sizeof(cause)) &&
	    open_trace(&sim, options->trace, cause, sizeof(cause))) {
		trace = sim.trace;
		sim.seed = wishes->seed;
		sim.restarts = options->restarts;
		if (simulate(&sim, options, wishes, &report, cause,
			     sizeof(cause)))
			code = write_report(&report, &sim, options->json, out);
	}
	if (code == EXIT_CANNOT) {
		fputs("faqctl desk: ", err->file);
		term_text(err, cause);
		fputc('\n', err->file);
	}
	sim_close(&sim);
	if (trace)
		fclose(trace);
	return code;
}

static bool is_usable(const struct options *options, const struct term *err)
{
	bool named = options->word_count == 2 &&
		     strcmp(options->words[0], "simulate") == 0;

	if (!named)
		fputs("faqctl desk: say simulate NAME --desks FILE, NAME being "
		      "a desk of that file\n",
		      err->file);
	else if (!options->desks)
		fputs("faqctl desk: name the desks file of faqd with --desks "
		      "FILE\n",
		      err->file);
	return named && options->desks;
}

static enum exit_code run_desk(const struct options *options,
			       const struct term *out, const struct term *err)
{
	const struct desk_setup *desk;
	struct wishes wishes;
	struct desks desks;
	struct faults faults = {0};
	enum exit_code code = EXIT_CANNOT;

	if (!is_usable(options, err) || !read_wishes(options, &wishes, err))
		return EXIT_USAGE;
	if (desks_load(&desks, options->desks, faults_report, &faults) !=
	    DESK_OK) {
		faults_sort(&faults);
		faults_print(&faults, err, FAQ_SEVERITY_WARNING);
	} else {
		desk = choose(&desks, options->words[1], err);
		if (desk)
			code = run_desk_of(desk, options, &wishes, out, err);
		desks_release(&desks);
	}
	faults_release(&faults);
	return code;
}

const struct command cmd_desk = {
	.name = "desk",
	.operands = "simulate NAME",
	.summary = "play a support desk against a running faqd",
	.about =
		"'simulate' plays the desk NAME of faqd's desks file: it signs "
		"events and posts them to faqd, good ones, tampered, stale, "
		"repeated and reordered ones, and listens where that desk's "
		"url says, as its REST API that answers 200, 429, 500, late, "
		"or not at all. Then it says whether each message had its "
		"answer once, whether faqd is silent once a person has taken "
		"over, and whether what is forged is refused.\n\n"
		"So the desk's url must be one that this machine can listen "
		"on: run a second faqd with a copy of the desks file in which "
		"it is http://127.0.0.1:PORT, with \"http\" and "
		"\"allow-private\" true. Conversations of the simulation have "
		"numbers of their own; with a database of its own that faqd "
		"keeps nothing of them.\n\n"
		"--events N adds a crowd: so many events at the same time, "
		"--duplicates of them twice, with --reorder some out of order, "
		"and an API that fails at --failing percent of the requests. "
		"With --restarts faqd may be killed and started meanwhile: "
		"what it sent just before may then come again.\n\n"
		"Each check has a name; --only NAME does it alone ('crowd' is "
		"the crowd), and --trace FILE writes each event, request and "
		"response as a line of JSON.",
	.examples =
		"faqctl desk simulate support --desks desks.json\n"
		"faqctl desk simulate support --desks desks.json --events 1000 "
		"--reorder\n"
		"faqctl desk simulate support --desks desks.json --only stale "
		"--trace trace.jsonl",
	.options = {OPTION_DESKS, OPTION_SERVER, OPTION_EVENTS,
		    OPTION_DUPLICATES, OPTION_REORDER, OPTION_FAILING,
		    OPTION_RESTARTS, OPTION_SEED, OPTION_ONLY, OPTION_TRACE,
		    OPTION_QUESTIONS, OPTION_JSON, OPTION_COLOR, OPTION_HELP},
	.run = run_desk};
