/* SPDX-License-Identifier: MIT */
#include "cli/metrics.h"

#include <stdlib.h>
#include <string.h>

static int compare_names(const void *a, const void *b)
{
	return strcmp(((const struct metrics_row *)a)->name,
		      ((const struct metrics_row *)b)->name);
}

static struct metrics_row *row_of(const struct metrics *metrics,
				  const char *name)
{
	const struct metrics_row key = {.name = name};
	return bsearch(&key, metrics->row, metrics->count,
		       sizeof(*metrics->row), compare_names);
}

/* Every name once, in order. */
static bool make_rows(struct metrics *metrics, const struct results *results)
{
	size_t kept = 0;

	metrics->row = calloc(2 * results->count + 1, sizeof(*metrics->row));
	if (!metrics->row)
		return false;
	for (size_t i = 0; i < results->count; i++) {
		const struct result *result = &results->list[i];
		if (!result->question)
			continue;
		metrics->row[metrics->count++].name = result->intent;
		metrics->row[metrics->count++].name = result->answered;
	}
	qsort(metrics->row, metrics->count, sizeof(*metrics->row),
	      compare_names);
	for (size_t i = 0; i < metrics->count; i++)
		if (!kept || strcmp(metrics->row[kept - 1].name,
				    metrics->row[i].name) != 0)
			metrics->row[kept++] = metrics->row[i];
	metrics->count = kept;
	return true;
}

/* Did the bot answer, rather than ask back or say that it can't? */
static bool is_answer(const char *name)
{
	return strcmp(name, "none") != 0 && strcmp(name, "options") != 0;
}

static void count_wanted(struct metrics *metrics, const struct result *result)
{
	struct metrics_row *wanted = row_of(metrics, result->intent);
	struct metrics_row *got = row_of(metrics, result->answered);
	bool right = wanted == got;
	bool answerable = is_answer(result->intent);

	wanted->wanted++;
	wanted->right += right;
	got->wrong += !right;
	metrics->matrix[(size_t)(wanted - metrics->row) * metrics->count +
			(size_t)(got - metrics->row)]++;
	metrics->answerable += answerable;
	metrics->unanswerable += !answerable;
	metrics->right += right && answerable;
	metrics->answers += is_answer(result->answered);
	metrics->false_answers +=
		!answerable && !right && is_answer(result->answered);
}

/* A - line that is broken. */
static void count_stolen(struct metrics *metrics, const struct result *result)
{
	if (strcmp(result->intent, result->answered) != 0)
		return;
	row_of(metrics, result->intent)->wrong++;
	metrics->answers += is_answer(result->answered);
}

bool metrics_build(struct metrics *metrics, const struct results *results)
{
	*metrics = (struct metrics){0};
	if (!make_rows(metrics, results))
		return false;
	metrics->matrix = calloc(metrics->count * metrics->count + 1,
				 sizeof(*metrics->matrix));
	if (!metrics->matrix) {
		metrics_release(metrics);
		return false;
	}
	for (size_t i = 0; i < results->count; i++) {
		const struct result *result = &results->list[i];
		if (result->question && result->want == QUESTION_WINS)
			count_wanted(metrics, result);
		else if (result->question && result->want == QUESTION_NOT)
			count_stolen(metrics, result);
	}
	return true;
}

void metrics_release(struct metrics *metrics)
{
	free(metrics->row);
	free(metrics->matrix);
	*metrics = (struct metrics){0};
}

static double share(size_t part, size_t whole)
{
	return whole ? (double)part / (double)whole : 1;
}

double metrics_precision(const struct metrics *metrics)
{
	return share(metrics->right, metrics->answers);
}

double metrics_recall(const struct metrics *metrics)
{
	return share(metrics->right, metrics->answerable);
}

double metrics_false(const struct metrics *metrics)
{
	return metrics->unanswerable
		       ? share(metrics->false_answers, metrics->unanswerable)
		       : 0;
}

double metrics_row_precision(const struct metrics_row *row)
{
	return share(row->right, row->right + row->wrong);
}

double metrics_row_recall(const struct metrics_row *row)
{
	return share(row->right, row->wanted);
}
