/* SPDX-License-Identifier: MIT */
#include "cli/gates.h"

#include <stdlib.h>
#include <string.h>

bool gates_share(const char *text, double *share)
{
	char *end;

	if (!text[0] || strspn(text, "0123456789.") == 0)
		return false;
	double value = strtod(text, &end);
	if (strcmp(end, "%") == 0)
		value /= 100;
	else if (*end)
		return false;
	if (!(value >= 0 && value <= 1))
		return false;
	*share = value;
	return true;
}

bool gates_valid(const struct options *options, const struct term *err)
{
	const struct {
		const char *name, *value;
	} gates[] = {{"min-precision", options->min_precision},
		     {"min-recall", options->min_recall},
		     {"max-false", options->max_false},
		     {"min-survival", options->min_survival}};
	double share;

	for (size_t i = 0; i < sizeof(gates) / sizeof(gates[0]); i++) {
		if (!gates[i].value || gates_share(gates[i].value, &share))
			continue;
		fprintf(err->file,
			"faqctl test: --%s is a share like 0.95 or 95%%, not "
			"'%s'\n",
			gates[i].name, gates[i].value);
		return false;
	}
	return true;
}

/* One gate; `more` when a larger share is the better one. */
static bool passes(const char *gate, bool more, double is, const char *what,
		   size_t part, size_t whole, const struct term *err)
{
	double wanted;

	if (!gate || !gates_share(gate, &wanted) ||
	    (more ? is >= wanted : is <= wanted))
		return true;
	fprintf(err->file,
		"faqctl: %s is %.2f%% (%zu of %zu), %s the %.2f%% asked for\n",
		what, 100 * is, part, whole, more ? "less than" : "more than",
		100 * wanted);
	return false;
}

bool gates_pass(const struct options *options, const struct metrics *metrics,
		const struct term *err)
{
	bool good =
		passes(options->min_precision, true, metrics_precision(metrics),
		       "precision", metrics->right, metrics->answers, err);
	good &= passes(options->min_recall, true, metrics_recall(metrics),
		       "recall", metrics->right, metrics->answerable, err);
	good &= passes(options->max_false, false, metrics_false(metrics),
		       "the share of false answers", metrics->false_answers,
		       metrics->unanswerable, err);
	return good;
}
