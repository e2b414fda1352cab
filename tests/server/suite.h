/* SPDX-License-Identifier: MIT */
/*
 * suite.h: a test is a function named as a requirement; CHECK ends it.
 */
#ifndef TEST_SUITE_H
#define TEST_SUITE_H

#include "server/client.h"

#include <stdio.h>

struct suite {
	struct server server; /* the one that most tests share */
	struct response r;    /* their scratch */
	struct frame frame;
	unsigned passed, failed;
	bool fault; /* in the test that runs */
};

#define CHECK(suite_, condition)                                               \
	do {                                                                   \
		if (!(condition)) {                                            \
			(suite_)->fault = true;                                \
			printf("    %s:%d: %s\n", __FILE__, __LINE__,          \
			       #condition);                                    \
			return;                                                \
		}                                                              \
	} while (0)

typedef void test_fn(struct suite *suite);

struct test {
	const char *name;
	test_fn *run;
};

#define TEST(name_)                                                            \
	{                                                                      \
#name_, name_                                                  \
	}

/* Each ends with an empty one. */
extern const struct test tests_http[], tests_mouths[], tests_page[],
	tests_refused[], tests_chat[], tests_handshake[], tests_limits[],
	tests_start[], tests_reload[], tests_rates[], tests_bounds[],
	tests_secure[], tests_observed[], tests_restart[], tests_managed[],
	tests_transcript[], tests_foreign[], tests_desks[], tests_desk_tls[],
	tests_persons[], tests_agents[];

#endif
