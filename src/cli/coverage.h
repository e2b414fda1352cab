/* SPDX-License-Identifier: MIT */
/*
 * coverage.h: which templates the `+` lines exercise.
 *
 * A template is exercised when it is the one of its intent that matched a
 * passing `+` line, or, for a veto, when it kept its intent from any question.
 * One that was only ever passed over for a better template of its intent is
 * shaded: it may be needed or not, no test tells.
 */
#ifndef FAQ_COVERAGE_H
#define FAQ_COVERAGE_H

#include "cli/report.h"

enum coverage_state {
	COVERAGE_NONE,
	COVERAGE_SHADED,
	COVERAGE_EXERCISED
};

struct coverage {
	const struct faq_catalog *catalog;
	unsigned char *state; /* enum coverage_state, one a pattern */
	size_t patterns, of_state[COVERAGE_EXERCISED + 1];
};

/* False when out of memory. The catalogue must live as long. */
bool coverage_init(struct coverage *coverage,
		   const struct faq_catalog *catalog);
void coverage_add(struct coverage *coverage, const struct outcome *outcome);
void coverage_release(struct coverage *coverage);

#endif
