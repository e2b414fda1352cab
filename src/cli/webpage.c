/* SPDX-License-Identifier: MIT */
#include "cli/webpage.h"

#include "cli/webpage_part.h"

#include <string.h>

static void share_card(FILE *file, const char *name, double share, size_t part,
		       size_t whole, const char *of)
{
	char value[32], more[96];

	snprintf(value, sizeof(value), "%.1f&#8239;%%", 100 * share);
	snprintf(more, sizeof(more), "%zu of %zu %s", part, whole, of);
	webpage_card(file, name, value, more, "");
}

static void put_cards(FILE *file, const struct webpage_run *run)
{
	const struct metrics *metrics = run->metrics;
	const size_t *of_kind = run->results->of_kind;
	char value[32], more[64];

	fputs("<dl class=\"cards\">\n", file);
	snprintf(value, sizeof(value), "%zu", of_kind[RESULT_PASSED]);
	snprintf(more, sizeof(more), "of %zu tests", run->results->count);
	webpage_card(file, "Passed", value, more, "good");
	snprintf(value, sizeof(value), "%zu", of_kind[RESULT_FAILED]);
	snprintf(more, sizeof(more), "and %zu known to fail",
		 of_kind[RESULT_KNOWN]);
	webpage_card(file, "Failed", value, more,
		     of_kind[RESULT_FAILED] ? "bad" : "");
	share_card(file, "Precision", metrics_precision(metrics),
		   metrics->right, metrics->answers, "answers are right");
	share_card(file, "Recall", metrics_recall(metrics), metrics->right,
		   metrics->answerable, "questions answered right");
	share_card(file, "False answers", metrics_false(metrics),
		   metrics->false_answers, metrics->unanswerable,
		   "without an answer got one");
	if (run->coverage)
		share_card(file, "Templates exercised",
			   run->coverage->patterns
				   ? (double)run->coverage->of_state
						     [COVERAGE_EXERCISED] /
					     (double)run->coverage->patterns
				   : 1,
			   run->coverage->of_state[COVERAGE_EXERCISED],
			   run->coverage->patterns, "by a test");
	fputs("</dl>\n", file);
}

static void put_head(FILE *file, const struct webpage_run *run)
{
	static const struct webpage_link links[] = {
		{"failures", "Failures"},   {"intents", "Intents"},
		{"confusion", "Confusion"}, {"coverage", "Coverage"},
		{"slowest", "Slowest"},     {NULL, NULL}};
	char title[160];

	snprintf(title, sizeof(title), "%zu failed: %s",
		 run->results->of_kind[RESULT_FAILED], run->name);
	webpage_open(file, title, run->name,
		     "What the tests say, as <code>faqctl test --html</code> "
		     "wrote it down.",
		     links);
}

void webpage_write(FILE *file, const struct webpage_run *run)
{
	put_head(file, run);
	put_cards(file, run);
	webpage_failures(file, run);
	webpage_intents(file, run);
	webpage_confusion(file, run);
	webpage_coverage(file, run);
	webpage_slowest(file, run);
	webpage_close(file);
}
