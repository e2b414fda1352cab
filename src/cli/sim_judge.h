/* SPDX-License-Identifier: MIT */
/* sim_judge.h: is what faqd said in a talk what it should have said? */
#ifndef FAQ_SIM_JUDGE_H
#define FAQ_SIM_JUDGE_H

#include "cli/sim.h"

#define SIM_EXPECTED_MAX 128u

/* The replies that are right, by their hashes, in order. */
struct sim_expected {
	uint64_t hash[SIM_EXPECTED_MAX];
	bool optional[SIM_EXPECTED_MAX]; /* lost with the connection: may be
					    absent */
	size_t count;
};

struct sim_verdict {
	size_t missing, extra, misplaced;
	size_t repeated; /* again, because our response was lost: is right */
	char extra_excerpt[SIM_EXCERPT_BYTES]; /* the first one's */
};

/* False when full. Adds the replies that the talk has behind the first
 * `from`. */
bool sim_expect_replies(struct sim_expected *expected,
			const struct sim_talk *talk, size_t from);

struct sim_verdict sim_judge(const struct sim_talk *talk,
			     const struct sim_expected *expected);
bool sim_is_right(const struct sim_verdict *verdict);

#endif
