/* SPDX-License-Identifier: MIT */
/*
 * survival.h: faqctl test --mutate. Every `+` line that passes is asked again
 * in many variants; how many of them keep their answer?
 */
#ifndef FAQ_SURVIVAL_H
#define FAQ_SURVIVAL_H

#include "cli/mutate.h"
#include "cli/suite.h"

struct survival_count {
	size_t asked, kept;
};

struct survival_row {
	const char *intent;
	struct survival_count all, must;
};

/* A variant that lost its answer. */
struct survival_loss {
	enum mutation kind;
	size_t line; /* in `lines` */
	bool stolen; /* another intent answers now */
	double confidence;
	char *text, *got;
};

struct survival {
	struct survival_line *lines; /* the + lines */
	size_t line_count, line_room;
	struct survival_row
		*rows; /* in order of name, then the weakest first */
	size_t row_count;
	struct survival_loss *losses; /* the worst first */
	size_t loss_count, loss_room;
	struct survival_count of_kind[MUTATIONS], of_rule[MUTATION_MAY + 1];
};

struct survival_line {
	char *path, *intent, *text;
	unsigned number;
};

/* Runs it. False when it broke off: `suite` says why. Release it in any
 * case. */
bool survival_run(struct survival *survival, struct suite *suite,
		  uint64_t seed);
void survival_release(struct survival *survival);

/* The share of MUTATION_MUST variants that kept their answer; 1 for none. */
double survival_share(const struct survival *survival);

void survival_print(const struct survival *survival, const struct term *out);
/* One JSON object. False when out of memory. */
bool survival_write(const struct survival *survival, FILE *file);

#endif
