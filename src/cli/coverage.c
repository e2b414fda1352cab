/* SPDX-License-Identifier: MIT */
#include "cli/coverage.h"

#include "cli/questions.h"

#include <stdlib.h>
#include <string.h>

bool coverage_init(struct coverage *coverage, const struct faq_catalog *catalog)
{
	*coverage = (struct coverage){.catalog = catalog};
	coverage->patterns = faq_catalog_patterns(catalog);
	coverage->of_state[COVERAGE_NONE] = coverage->patterns;
	coverage->state = calloc(coverage->patterns + 1, 1);
	return coverage->state != NULL;
}

static void raise_to(struct coverage *coverage,
		     const struct faq_pattern *pattern,
		     enum coverage_state state)
{
	/* The catalogue keeps its patterns in one array. */
	size_t i =
		(size_t)(pattern - faq_catalog_pattern(coverage->catalog, 0));

	if (coverage->state[i] >= state)
		return;
	coverage->of_state[coverage->state[i]]--;
	coverage->state[i] = (unsigned char)state;
	coverage->of_state[state]++;
}

void coverage_add(struct coverage *coverage, const struct outcome *outcome)
{
	const struct question *question = outcome->question;
	bool wins =
		question && question->want == QUESTION_WINS && outcome->passed;

	for (size_t i = 0; i < outcome->trace->candidate_count; i++) {
		const struct faq_trace_candidate *one =
			&outcome->trace->candidate[i];
		bool own = wins && strcmp(one->pattern->intent->id,
					  question->intent) == 0;
		if (one->pattern->veto || one->pattern->title)
			raise_to(coverage, one->pattern, COVERAGE_EXERCISED);
		else if (own && (one->fate == FAQ_FATE_WON ||
				 one->fate == FAQ_FATE_MATCHED))
			raise_to(coverage, one->pattern, COVERAGE_EXERCISED);
		else if (own && one->fate == FAQ_FATE_UNTRIED)
			raise_to(coverage, one->pattern, COVERAGE_SHADED);
	}
}

void coverage_release(struct coverage *coverage)
{
	free(coverage->state);
	*coverage = (struct coverage){0};
}
