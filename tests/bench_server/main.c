/* SPDX-License-Identifier: MIT */
/*
 * bench_server: faqd beside other servers, see README.md.
 *
 *	bench_server [--json] [--rounds N] [--round-ms N] FAQD ECHO FOLDER
 *		[SECTION...]
 *
 * FAQD and ECHO are programs, FOLDER takes the files that the servers need. A
 * SECTION is chat, post, idle, start or loops; without one, all run. Exit
 * code: 0, also when a target is missed; 2 for misuse; 3 when something could
 * not be measured.
 */
#include "bench_server/bench.h"
#include "bench_server/contest.h"
#include "bench_server/servers.h"

#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ROUNDS 5u
#define ROUND_MS 500u
#define FILES_LEAST 15500u /* what the loops' idle chats take */
#define EXIT_USAGE 2
#define EXIT_UNMEASURED 3

struct section {
	const char *name;
	bool (*run)(struct bench *bench);
};

static const struct section sections[] = {
	{"chat", section_chat},   {"post", section_post},
	{"idle", section_idle},   {"start", section_start},
	{"loops", section_loops},
};
#define SECTIONS (sizeof(sections) / sizeof(sections[0]))

static bool wanted(const char *name, char **names, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return count == 0;
}

static bool prepare(struct bench *bench)
{
	const char *questions = "tests/questions/en";
	size_t client_core;

	if (!questions_read(&bench->questions, questions)) {
		snprintf(bench->why, sizeof(bench->why), "%s: %s", questions,
			 strerror(errno));
		return false;
	}
	snprintf(bench->why, sizeof(bench->why),
		 "two cores are needed, and %u open files", FILES_LEAST);
	return process_cores(&bench->server_core, &client_core) &&
	       process_pin(client_core) &&
	       process_raise_files() >= FILES_LEAST && servers_init(bench);
}

static bool run_section(struct bench *bench, const struct section *section)
{
	if (section->run(bench))
		return true;
	fprintf(stderr, "bench_server: could not measure %s: %s\n",
		section->name, bench->why);
	return false;
}

/* One that can't be measured does not keep the others from it. */
static int run(struct bench *bench, char **names, size_t count, bool json)
{
	bool good = prepare(bench);
	size_t i;

	if (!good) {
		fprintf(stderr, "bench_server: %s\n", bench->why);
		return EXIT_UNMEASURED;
	}
	for (i = 0; i < SECTIONS; i++)
		if (wanted(sections[i].name, names, count))
			good = run_section(bench, &sections[i]) && good;
	questions_release(&bench->questions);
	if (isatty(STDERR_FILENO))
		fputs("\r\033[K", stderr);
	if (json)
		report_print_json(&bench->report);
	else
		report_print(&bench->report, bench->rounds, bench->round_ms);
	return good ? 0 : EXIT_UNMEASURED;
}

static bool known(const char *name)
{
	size_t i;

	for (i = 0; i < SECTIONS; i++)
		if (strcmp(sections[i].name, name) == 0)
			return true;
	return false;
}

static bool parse(struct bench *bench, int argc, char **argv, bool *json)
{
	static const struct option options[] = {
		{"json", no_argument, NULL, 'j'},
		{"rounds", required_argument, NULL, 'r'},
		{"round-ms", required_argument, NULL, 'm'},
		{NULL, 0, NULL, 0}};
	bool good = true;
	int c;

	while ((c = getopt_long(argc, argv, "jr:m:", options, NULL)) != -1) {
		if (c == 'j')
			*json = true;
		else if (c == 'r')
			bench->rounds = strtoul(optarg, NULL, 10);
		else if (c == 'm')
			bench->round_ms = strtoul(optarg, NULL, 10);
		else
			good = false;
	}
	for (c = optind + 3; c < argc; c++)
		good = good && known(argv[c]);
	return good && argc >= optind + 3 && bench->rounds > 0 &&
	       bench->rounds <= CONTEST_ROUNDS_MAX && bench->round_ms > 0;
}

int main(int argc, char **argv)
{
	static struct bench bench = {.content = "intents",
				     .ws = "tests/bench_server/ws_echo.js",
				     .rounds = ROUNDS,
				     .round_ms = ROUND_MS};
	bool json = false;

	if (!parse(&bench, argc, argv, &json)) {
		fputs("usage: bench_server [--json] [--rounds N] [--round-ms N]"
		      " FAQD ECHO FOLDER [chat|post|idle|start|loops ...]\n",
		      stderr);
		return EXIT_USAGE;
	}
	signal(SIGPIPE, SIG_IGN);
	bench.faqd = argv[optind];
	bench.echo = argv[optind + 1];
	bench.folder = argv[optind + 2];
	return run(&bench, argv + optind + 3, (size_t)(argc - optind - 3),
		   json);
}
