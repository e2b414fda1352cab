/* SPDX-License-Identifier: MIT */
/*
 * test_abuse [OPTION ...] FAQD CONTENT [ATTACK ...]: attacks a real faqd over
 * real sockets while honest clients go on asking. The last line is "N passed,
 * N failed".
 *
 *	--full         thousands of connections, minutes; else below a minute
 *	--seed N       of what is random [the time]; it is printed
 *	--shim FILE    the library that fails malloc, for the attack `memory`
 *	--check CMD    run after each kill of the attack `killer`, with the
 *	               file that holds the numbers of the questions answered
 */
#include "abuse/abuse.h"

#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

static const struct attack {
	const char *name, *what;
	attack_fn *run;
} attacks[] = {
	{"slow", "heads, bodies and chats that never end", attack_slow},
	{"crowd", "connections from many addresses", attack_crowd},
	{"greedy", "one address that wants everything", attack_greedy},
	{"files", "no file descriptor left", attack_files},
	{"http", "malformed and smuggled requests", attack_http},
	{"upgrade", "upgrades to what is no WebSocket", attack_upgrade},
	{"frames", "WebSocket frames, Autobahn 1-5, 7 and 10", attack_frames},
	{"text", "UTF-8 in frames, Autobahn 6", attack_text},
	{"json", "JSON bombs", attack_json},
	{"fuzz", "mutated requests and frames", attack_fuzz},
	{"memory", "malloc fails", attack_memory},
	{"killer", "kill -9 under load", attack_killer},
};

#define ATTACKS (sizeof(attacks) / sizeof(attacks[0]))

static int usage(void)
{
	fputs("usage: test_abuse [--full] [--timed] [--seed N] "
	      "[--shim FILE] [--check CMD]\n                  FAQD CONTENT "
	      "[ATTACK ...]\n\n",
	      stderr);
	for (size_t i = 0; i < ATTACKS; i++)
		fprintf(stderr, "  %-8s %s\n", attacks[i].name,
			attacks[i].what);
	return 2;
}

/* As many files as the system lets us have, for connections. */
static void raise_file_limit(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
		limit.rlim_cur = limit.rlim_max;
		setrlimit(RLIMIT_NOFILE, &limit);
	}
}

/*
 * Attackers are elsewhere in life; here they, and whatever else this machine
 * does, would take the processor from faqd and from the honest client. So
 * those two are preferred where we may do that.
 */
static void prefer_faqd(void)
{
	if (!getenv("FAQD_UNDER") && setpriority(PRIO_PROCESS, 0, -5) == 0) {
		setpriority(PRIO_PROCESS, 0, 0);
		setenv("FAQD_UNDER", "nice -n -10", 1);
	}
}

static bool wanted(const struct attack *attack, char **names)
{
	if (!*names)
		return true;
	for (; *names; names++)
		if (strcmp(*names, attack->name) == 0)
			return true;
	return false;
}

static bool known(const char *name)
{
	for (size_t i = 0; i < ATTACKS; i++)
		if (strcmp(attacks[i].name, name) == 0)
			return true;
	return false;
}

static bool parse(struct abuse *abuse, int argc, char **argv)
{
	static const struct option names[] = {
		{"full", no_argument, NULL, 'f'},
		{"timed", no_argument, NULL, 't'},
		{"seed", required_argument, NULL, 's'},
		{"shim", required_argument, NULL, 'm'},
		{"check", required_argument, NULL, 'c'},
		{NULL, 0, NULL, 0},
	};
	int option;

	while ((option = getopt_long(argc, argv, "", names, NULL)) != -1) {
		switch (option) {
		case 'f':
			abuse->full = true;
			break;
		case 't':
			abuse->timed = true;
			break;
		case 's':
			abuse->random = strtoull(optarg, NULL, 10);
			break;
		case 'm':
			abuse->shim = optarg;
			break;
		case 'c':
			abuse->check = optarg;
			break;
		default:
			return false;
		}
	}
	for (int i = optind + 2; i < argc; i++)
		if (!known(argv[i]))
			return false;
	return optind + 2 <= argc;
}

static void run(struct abuse *abuse, const struct attack *attack)
{
	unsigned passed = abuse->passed, failed = abuse->failed;
	int64_t start = abuse_now_ms();

	printf("== %s: %s\n", attack->name, attack->what);
	attack->run(abuse);
	printf("-- %s: %u passed, %u failed, %.1f s\n", attack->name,
	       abuse->passed - passed, abuse->failed - failed,
	       (double)(abuse_now_ms() - start) / 1000);
}

int main(int argc, char **argv)
{
	struct abuse abuse = {.random = (uint64_t)time(NULL)};

	if (!parse(&abuse, argc, argv))
		return usage();
	signal(SIGPIPE, SIG_IGN);
	setvbuf(stdout, NULL, _IOLBF, 0);
	raise_file_limit();
	prefer_faqd();
	server_program(argv[optind], argv[optind + 1], ABUSE_OPTIONS);
	printf("seed %llu\n", (unsigned long long)abuse.random);
	for (size_t i = 0; i < ATTACKS; i++)
		if (wanted(&attacks[i], argv + optind + 2))
			run(&abuse, &attacks[i]);
	printf("%u passed, %u failed\n", abuse.passed, abuse.failed);
	return abuse.failed || !abuse.passed;
}
