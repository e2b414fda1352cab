/* SPDX-License-Identifier: MIT */
/*
 * suite.h: the test files of a folder, asked and judged.
 */
#ifndef FAQ_SUITE_H
#define FAQ_SUITE_H

#include "cli/asker.h"
#include "cli/coverage.h"
#include "cli/results.h"

struct suite {
	struct asker asker;
	const struct options *options;
	struct report report;
	struct results results;
	struct coverage coverage;
	struct testfile_fault fault;
	size_t faults;             /* in the test files */
	bool no_memory, no_answer; /* why it broke off */
	struct faq_reply reply;
	struct faq_trace trace;
};

/* Runs all files that the options want; `suite` is otherwise ready. */
void suite_run(struct suite *suite);

/* Do --file and --intent let it through? */
bool suite_wants_file(const struct suite *suite, const char *path);
bool suite_wants_intent(const struct suite *suite, const char *intent);

/* Does the reply do what the question wants? */
bool suite_passes(const struct question *question,
		  const struct faq_reply *reply);

#endif
