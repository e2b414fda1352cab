/* SPDX-License-Identifier: MIT */
/*
 * load: puts one server under load, for profiling and for looking closer.
 *
 *	load [-i IDLE] [-q FOLDER] chat|post|once PORT CONNECTIONS SECONDS
 *
 * IDLE chats say nothing beside the others. FOLDER holds .test files. Exit
 * code: 0, 2 for misuse, 3 after a fault (a wrong answer, a dropped
 * connection), which it names.
 */
#include "load/crowd.h"
#include "load/process.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define IDLE_SOURCE 2000u /* other addresses than the others' */
#define SECOND_NS 1000000000u
#define EXIT_USAGE 2
#define EXIT_FAULT 3

struct plan {
	struct crowd_options busy, idle;
	unsigned seconds;
	const char *folder;
};

static void print_second(const struct crowd_round *round)
{
	printf("%9llu answers/s, p50 %.1f us, p99 %.1f us, %llu bytes each, "
	       "%llu connects\n",
	       (unsigned long long)round->in_time,
	       (double)histogram_quantile(&round->latency, 0.5) / 1e3,
	       (double)histogram_quantile(&round->latency, 0.99) / 1e3,
	       (unsigned long long)(round->answers
					    ? round->body_bytes / round->answers
					    : 0),
	       (unsigned long long)round->connects);
	fflush(stdout);
}

static bool load(const struct plan *plan, struct crowd *busy,
		 struct crowd *idle, char why[CROWD_WHY_BYTES])
{
	struct crowd_round round;
	unsigned i;

	for (i = 0; i < plan->seconds; i++) {
		if (!crowd_ask(busy, SECOND_NS, false, &round)) {
			memcpy(why, crowd_why(busy), CROWD_WHY_BYTES);
			return false;
		}
		print_second(&round);
		if (idle && !crowd_idle(idle)) {
			memcpy(why, crowd_why(idle), CROWD_WHY_BYTES);
			return false;
		}
	}
	return true;
}

static int run(const struct plan *plan)
{
	struct crowd *busy = NULL, *idle = NULL;
	char why[CROWD_WHY_BYTES];
	bool good = (plan->idle.count == 0 ||
		     crowd_open(&idle, &plan->idle, why)) &&
		    crowd_open(&busy, &plan->busy, why) &&
		    load(plan, busy, idle, why);

	crowd_free(busy);
	crowd_free(idle);
	if (good)
		return 0;
	fprintf(stderr, "load: %s\n", why);
	return EXIT_FAULT;
}

static bool kind_of(const char *name, enum crowd_kind *kind)
{
	if (strcmp(name, "chat") == 0)
		*kind = CROWD_CHAT;
	else if (strcmp(name, "post") == 0)
		*kind = CROWD_POST;
	else if (strcmp(name, "once") == 0)
		*kind = CROWD_POST_ONCE;
	else
		return false;
	return true;
}

static bool parse(struct plan *plan, int argc, char **argv)
{
	int c;

	while ((c = getopt(argc, argv, "i:q:")) != -1) {
		if (c == 'i')
			plan->idle.count = strtoul(optarg, NULL, 10);
		else if (c == 'q')
			plan->folder = optarg;
		else
			return false;
	}
	argv += optind;
	if (argc - optind != 4 || !kind_of(argv[0], &plan->busy.kind))
		return false;
	plan->busy.port = (unsigned)strtoul(argv[1], NULL, 10);
	plan->busy.count = strtoul(argv[2], NULL, 10);
	plan->seconds = (unsigned)strtoul(argv[3], NULL, 10);
	plan->idle.port = plan->busy.port;
	plan->idle.source_first = IDLE_SOURCE;
	return plan->busy.count > 0 && plan->busy.port > 0 &&
	       plan->busy.port <= 65535;
}

int main(int argc, char **argv)
{
	struct plan plan = {.folder = "tests/questions/en"};
	struct questions questions;
	int code;

	if (!parse(&plan, argc, argv)) {
		fputs("usage: load [-i IDLE] [-q FOLDER] chat|post|once PORT "
		      "CONNECTIONS SECONDS\n",
		      stderr);
		return EXIT_USAGE;
	}
	if (!questions_read(&questions, plan.folder)) {
		fprintf(stderr, "load: no questions in '%s': %s\n", plan.folder,
			strerror(errno));
		return EXIT_FAULT;
	}
	plan.busy.questions = plan.idle.questions = &questions;
	process_raise_files();
	code = run(&plan);
	questions_release(&questions);
	return code;
}
