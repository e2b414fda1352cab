/* SPDX-License-Identifier: MIT */
/*
 * bench: our matching beside other engines, see README.md.
 *
 *	bench [-o] [-r ROUNDS] [-C CONTENT] [-T TESTS] [-W WORDS] [CATALOGUE...]
 *
 * CATALOGUE is kyc or a number of patterns; all of kyc, 300, 3000 and 10000
 * without one. -o leaves the other engines out. Exit code: 0, also when a
 * target is missed; 1 when engines disagree; 2 for misuse; 3 when it can't run.
 */
#include "agree.h"
#include "report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ROUNDS 7u
#define ROUND_NS 250000000u
#define LATENCY_NS 500000000u
#define CHECK_NS 3000000000u
#define MESSAGES 4000u
#define PATTERNS_LEAST 12u

struct settings {
	bool own;
	size_t rounds;
	const char *content, *tests, *words;
};

/* What the targets are about. */
struct result {
	size_t patterns; /* 0: the content of the folder */
	double pipeline_ns, match_ns, jit_ns, vectorscan_ns; /* 0: not run */
	size_t differ;
};

static void progress(const char *what, const char *name)
{
	if (isatty(STDERR_FILENO))
		fprintf(stderr, "\r\033[K%s %s ...\r", what, name);
}

static size_t open_rows(struct row *rows, struct bench_bot *bot,
			const struct plan *plan, bool own)
{
	size_t count = 0;
	row_open(&rows[count++], ROW_PIPELINE, bot, plan, NULL);
	row_open(&rows[count++], ROW_MATCH, bot, plan, NULL);
	row_open(&rows[count++], ROW_MATCH_ALL, bot, plan, NULL);
	for (size_t i = 0; !own && engines[i]; i++) {
		progress("compiling for", engines[i]->name);
		row_open(&rows[count++], ROW_ENGINE, bot, plan, engines[i]);
	}
	return count;
}

static bool runs(const struct row *row)
{
	return row->kind != ROW_ENGINE || row->self;
}

static void measure(struct row *rows, size_t count, size_t rounds)
{
	for (size_t round = 0; round <= rounds; round++) {
		for (size_t i = 0; i < count; i++) {
			if (!runs(&rows[i]))
				continue;
			progress("measuring", rows[i].name);
			row_round(&rows[i], ROUND_NS);
			/* The first round warms up. */
			if (!round)
				rows[i].rounds = 0;
		}
	}
	for (size_t i = 0; i < count; i++) {
		if (runs(&rows[i]))
			row_latency(&rows[i], LATENCY_NS);
	}
	progress("", "");
}

static void note(struct result *result, const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		double ns = row_ns(&rows[i]);
		result->differ += rows[i].differ;
		if (rows[i].kind == ROW_PIPELINE)
			result->pipeline_ns = ns;
		else if (rows[i].kind == ROW_MATCH)
			result->match_ns = ns;
		else if (rows[i].engine == &engine_loop_jit)
			result->jit_ns = ns;
#ifdef BENCH_VECTORSCAN
		else if (rows[i].engine == &engine_vectorscan)
			result->vectorscan_ns = ns;
#endif
	}
}

static bool run_corpus(struct corpus *corpus, const struct settings *settings,
		       struct result *result)
{
	struct bench_bot bot;
	struct row rows[ROWS_MAX], *truth = NULL;
	struct plan plan;
	size_t answered = 0, checked = 0;
	if (!bench_bot_open(&bot, corpus))
		return false;
	plan_make(&plan, bot.catalog, &corpus->arena);
	size_t count = open_rows(rows, &bot, &plan, settings->own);
	for (size_t i = 0; i < count; i++) {
		if (rows[i].engine == &engine_loop && rows[i].self)
			truth = &rows[i];
	}
	if (truth)
		answered = agree_check(rows, count, truth, CHECK_NS, &checked);
	measure(rows, count, settings->rounds);
	report_table(corpus, &bot, &plan, rows, count, answered, checked);
	note(result, rows, count);
	for (size_t i = 0; i < count; i++)
		row_close(&rows[i]);
	bench_bot_close(&bot);
	return true;
}

static bool run(const char *name, const struct settings *settings,
		struct result *result)
{
	struct corpus corpus;
	bool ok = false;
	*result = (struct result){.patterns = strtoul(name, NULL, 10)};
	if (!strcmp(name, "kyc")) {
		ok = corpus_read(&corpus, settings->content, settings->tests);
	} else {
		char title[64];
		snprintf(title, sizeof(title), "made up, %zu",
			 result->patterns);
		ok = corpus_make(&corpus, title, result->patterns, MESSAGES,
				 settings->words);
	}
	ok = ok && run_corpus(&corpus, settings, result);
	corpus_release(&corpus);
	return ok;
}

/* How many times the JIT loop the match stage is to be, by catalogue. */
static double jit_target(size_t patterns)
{
	return patterns < 300     ? 0.0
	       : patterns < 3000  ? 50.0
	       : patterns < 10000 ? 400.0
				  : 1000.0;
}

static void print_targets(const struct result *results, size_t count)
{
	const struct result *small = NULL, *large = NULL;
	char what[128];
	puts("\nTargets");
	for (size_t i = 0; i < count; i++) {
		const struct result *r = &results[i];
		double jit = r->jit_ns / r->match_ns;
		double scan = r->vectorscan_ns / r->match_ns;
		if (!r->patterns) {
			double rate = 1e9 / r->pipeline_ns;
			report_target(rate >= 200000.0,
				      "questions/s of the KYC content", rate,
				      200000.0);
			continue;
		}
		small = r->patterns == 300 ? r : small;
		large = r->patterns == 10000 ? r : large;
		snprintf(what, sizeof(what),
			 "times the JIT loop at %zu patterns", r->patterns);
		if (r->jit_ns > 0.0)
			report_target(jit >= jit_target(r->patterns), what, jit,
				      jit_target(r->patterns));
		snprintf(what, sizeof(what), "times Vectorscan at %zu patterns",
			 r->patterns);
		if (r->vectorscan_ns > 0.0)
			report_target(scan > 1.0, what, scan, 1.0);
	}
	if (small && large)
		report_target(large->pipeline_ns <= 3.0 * small->pipeline_ns,
			      "cost of a question, 10000 patterns to 300",
			      large->pipeline_ns / small->pipeline_ns, 3.0);
}

static int run_all(char **names, size_t count, const struct settings *settings)
{
	struct result *results = bench_alloc(count, sizeof(*results));
	size_t differ = 0;
	int code = 0;
	report_head(settings->rounds, ROUND_NS);
	for (size_t i = 0; i < count && !code; i++) {
		code = run(names[i], settings, &results[i]) ? 0 : 3;
		differ += results[i].differ;
	}
	if (!code)
		print_targets(results, count);
	if (!code && !settings->own)
		printf("  %-7s all engines find the same: %zu differences\n",
		       differ ? "MISSED" : "met", differ);
	free(results);
	return code ? code : differ > 0;
}

static bool is_catalogue(const char *name)
{
	char *end;
	unsigned long patterns = strtoul(name, &end, 10);
	return !strcmp(name, "kyc") || (!*end && patterns >= PATTERNS_LEAST &&
					patterns <= FAQ_PATTERNS_MAX);
}

int main(int argc, char **argv)
{
	static char all[][8] = {"kyc", "300", "3000", "10000"};
	char *names[] = {all[0], all[1], all[2], all[3]};
	struct settings settings = {.rounds = ROUNDS,
				    .content = "intents",
				    .tests = "tests",
				    .words = "src/core/data/english.txt"};
	bool good = true;
	for (int c; (c = getopt(argc, argv, "or:C:T:W:")) != -1;) {
		if (c == 'o')
			settings.own = true;
		else if (c == 'r')
			settings.rounds = strtoul(optarg, NULL, 10);
		else if (c == 'C')
			settings.content = optarg;
		else if (c == 'T')
			settings.tests = optarg;
		else if (c == 'W')
			settings.words = optarg;
		else
			good = false;
	}
	for (int i = optind; i < argc; i++)
		good = good && is_catalogue(argv[i]);
	if (!good || !settings.rounds || settings.rounds > ROUNDS_MAX) {
		fputs("usage: bench [-o] [-r ROUNDS] [-C CONTENT] [-T TESTS] "
		      "[-W WORDS] [kyc|PATTERNS ...]\n",
		      stderr);
		return 2;
	}
	if (optind < argc)
		return run_all(argv + optind, (size_t)(argc - optind),
			       &settings);
	return run_all(names, sizeof(names) / sizeof(names[0]), &settings);
}
