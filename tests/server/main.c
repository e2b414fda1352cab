/* SPDX-License-Identifier: MIT */
/*
 * test_server FAQD CONTENT [PART]: speaks to a real faqd over real sockets.
 * Runs the tests whose name holds PART. The last line is "N passed, N failed".
 */
#include "server/suite.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

static void run(struct suite *suite, const struct test *test, const char *part)
{
	for (; test->name; test++) {
		if (part && !strstr(test->name, part))
			continue;
		suite->fault = false;
		test->run(suite);
		printf("%s %s\n", suite->fault ? "FAIL" : "ok  ", test->name);
		if (suite->fault)
			suite->failed++;
		else
			suite->passed++;
	}
}

int main(int argc, char **argv)
{
	static struct suite suite;
	const char *part = argc > 3 ? argv[3] : NULL;

	if (argc < 3) {
		fputs("usage: test_server FAQD CONTENT [PART]\n", stderr);
		return 2;
	}
	signal(SIGPIPE, SIG_IGN);
	setvbuf(stdout, NULL, _IOLBF, 0);
	server_program(argv[1], argv[2], "--trusted 127.0.0.0/8");
	if (!server_start(&suite.server,
			  "--verbose --origin https://example.org")) {
		fputs("faqd does not start\n", stderr);
		return 1;
	}
	run(&suite, tests_http, part);
	run(&suite, tests_mouths, part);
	run(&suite, tests_page, part);
	run(&suite, tests_refused, part);
	run(&suite, tests_handshake, part);
	run(&suite, tests_chat, part);
	run(&suite, tests_observed, part);
	run(&suite, tests_foreign, part);
	run(&suite, tests_desks, part);
	run(&suite, tests_desk_tls, part);
	run(&suite, tests_persons, part);
	run(&suite, tests_agents, part);
	if (server_stop(&suite.server, SIGTERM) != 0) {
		puts("FAIL faqd ends cleanly after all that");
		suite.failed++;
	}
	run(&suite, tests_limits, part);
	run(&suite, tests_start, part);
	run(&suite, tests_reload, part);
	run(&suite, tests_rates, part);
	run(&suite, tests_bounds, part);
	run(&suite, tests_secure, part);
	run(&suite, tests_restart, part);
	run(&suite, tests_managed, part);
	run(&suite, tests_transcript, part);
	printf("%u passed, %u failed\n", suite.passed, suite.failed);
	return suite.failed || !suite.passed;
}
