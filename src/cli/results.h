/* SPDX-License-Identifier: MIT */
/*
 * results.h: the outcomes of a run, kept for the reports that need all of them
 * at once (JSON, JUnit, HTML, the gates).
 */
#ifndef FAQ_RESULTS_H
#define FAQ_RESULTS_H

#include "cli/questions.h"
#include "cli/report.h"

enum result_kind {
	RESULT_PASSED,
	RESULT_FAILED,
	RESULT_KNOWN /* failed, as its ! says */
};

/* No string is NULL. The why is there for what failed only. */
struct result {
	enum result_kind kind;
	bool question; /* of a .test file */
	enum question_want want;
	unsigned line;
	double confidence;
	uint64_t ns;
	char *path, *text, *expected, *got;
	char *intent;   /* of the question's section, "" in conversations */
	char *answered; /* that intent when it won, else who did; "none" and
			 * "options" */
	char *wrong, *read_as, *won_by, *runner_up, *reason;
};

struct results {
	struct result *list;
	size_t count, room;
	size_t of_kind[RESULT_KNOWN + 1];
};

/* False when out of memory; nothing is added then. */
bool results_add(struct results *results, const struct outcome *outcome);
void results_release(struct results *results);

#endif
