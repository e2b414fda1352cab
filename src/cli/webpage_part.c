/* SPDX-License-Identifier: MIT */
#include "cli/webpage_part.h"

#include "cli/markup.h"

#include <stdlib.h>
#include <string.h>

#define SLOWEST_SHOWN 15u

static void why(FILE *file, const char *name, const char *text)
{
	if (!text[0])
		return;
	fprintf(file, "<dt>%s</dt><dd>", name);
	markup_text(file, text);
	fputs("</dd>\n", file);
}

static void put_failure(FILE *file, const struct result *result)
{
	fputs("<details open><summary><strong>", file);
	markup_text(file, result->text);
	fputs("</strong> <code class=\"soft\">", file);
	markup_text(file, result->path);
	fprintf(file, ":%u</code></summary>\n<dl class=\"why\">\n",
		result->line);
	why(file, "expected", result->expected);
	why(file, "got", result->got);
	why(file, "wrong", result->wrong);
	why(file, "read as", result->read_as);
	why(file, "best template", result->won_by);
	why(file, "runner-up", result->runner_up);
	why(file, "because", result->reason);
	fputs("</dl></details>\n", file);
}

static void put_kind(FILE *file, const struct results *results,
		     enum result_kind kind)
{
	for (size_t i = 0; i < results->count; i++)
		if (results->list[i].kind == kind)
			put_failure(file, &results->list[i]);
}

void webpage_failures(FILE *file, const struct webpage_run *run)
{
	webpage_section(file, "failures", "Failures and why");
	if (!run->results->of_kind[RESULT_FAILED])
		fputs("<p>None.</p>\n", file);
	put_kind(file, run->results, RESULT_FAILED);
	if (!run->results->of_kind[RESULT_KNOWN])
		return;
	fputs("<h3>Known to fail</h3>\n", file);
	put_kind(file, run->results, RESULT_KNOWN);
}

static void share_cell(FILE *file, double share, size_t whole)
{
	if (whole)
		fprintf(file, "<td class=\"num%s\">%.1f&#8239;%%</td>",
			share < 1 ? " bad" : "", 100 * share);
	else
		fputs("<td class=\"num soft\">none</td>", file);
}

static void intent_row(FILE *file, const struct metrics_row *row)
{
	fputs("<tr><th scope=\"row\"><code>", file);
	markup_text(file, row->name);
	fprintf(file,
		"</code></th><td class=\"num\">%zu</td><td class=\"num\">%zu"
		"</td><td class=\"num\">%zu</td>",
		row->wanted, row->right, row->wrong);
	share_cell(file, metrics_row_precision(row), row->right + row->wrong);
	share_cell(file, metrics_row_recall(row), row->wanted);
	fputs("</tr>\n", file);
}

void webpage_intents(FILE *file, const struct webpage_run *run)
{
	webpage_section(file, "intents", "Intents");
	fputs("<p class=\"soft\">Precision: of the answers that it gave, how "
	      "many were wanted. Recall: of the questions that wanted it, how "
	      "many got it. <code>none</code> stands for questions without an "
	      "answer.</p>\n",
	      file);
	webpage_frame_open(file, "Precision and recall of each intent", "");
	fputs("<thead><tr><th scope=\"col\">Intent</th>"
	      "<th scope=\"col\" class=\"num\">Wanted</th>"
	      "<th scope=\"col\" class=\"num\">Right</th>"
	      "<th scope=\"col\" class=\"num\">Wrong</th>"
	      "<th scope=\"col\" class=\"num\">Precision</th>"
	      "<th scope=\"col\" class=\"num\">Recall</th></tr></thead>"
	      "<tbody>\n",
	      file);
	for (size_t i = 0; i < run->metrics->count; i++)
		if (run->metrics->row[i].wanted || run->metrics->row[i].wrong)
			intent_row(file, &run->metrics->row[i]);
	fputs("</tbody>\n", file);
	webpage_frame_close(file);
}

static void put_pattern(FILE *file, const struct faq_pattern *pattern)
{
	fputs("<tr><th scope=\"row\"><code>", file);
	markup_text(file, pattern->intent->id);
	fputs("</code></th><td><code>", file);
	markup_text(file, pattern->veto ? "- " : "");
	markup_text(file, pattern->line_text);
	fputs("</code></td><td><code>", file);
	markup_text(file, pattern->source);
	fprintf(file, ":%u</code></td></tr>\n", pattern->line);
}

/* The templates of one state, folded away. */
static void put_state(FILE *file, const struct coverage *coverage,
		      enum coverage_state state, const char *title)
{
	if (!coverage->of_state[state])
		return;
	fprintf(file, "<details><summary>%zu %s</summary>\n",
		coverage->of_state[state], title);
	webpage_frame_open(file, title, "places");
	fputs("<thead><tr><th scope=\"col\">Intent</th><th scope=\"col\">"
	      "Template</th><th scope=\"col\">Place</th></tr></thead><tbody>\n",
	      file);
	for (size_t i = 0; i < coverage->patterns; i++)
		if (coverage->state[i] == state)
			put_pattern(file,
				    faq_catalog_pattern(coverage->catalog, i));
	fputs("</tbody>\n", file);
	webpage_frame_close(file);
	fputs("</details>\n", file);
}

void webpage_coverage(FILE *file, const struct webpage_run *run)
{
	const struct coverage *coverage = run->coverage;

	webpage_section(file, "coverage", "Coverage of templates");
	if (!coverage) {
		fputs("<p>A server answered: which template won is not "
		      "known.</p>\n",
		      file);
		return;
	}
	fprintf(file, "<p>%zu of %zu templates decide a test.</p>\n",
		coverage->of_state[COVERAGE_EXERCISED], coverage->patterns);
	put_state(file, coverage, COVERAGE_NONE,
		  "templates that no + line exercises");
	put_state(file, coverage, COVERAGE_SHADED,
		  "templates that stood behind a better one of their intent");
}

static int compare_times(const void *a, const void *b)
{
	const struct result *const *x = a;
	const struct result *const *y = b;
	return (*x)->ns > (*y)->ns ? -1 : (*x)->ns < (*y)->ns;
}

static void put_slow(FILE *file, const struct result *result)
{
	fputs("<tr><td>", file);
	markup_text(file, result->text);
	fputs("</td><td><code>", file);
	markup_text(file, result->path);
	fprintf(file, ":%u</code></td><td class=\"num\">%.1f</td></tr>\n",
		result->line, (double)result->ns / 1e3);
}

void webpage_slowest(FILE *file, const struct webpage_run *run)
{
	size_t count = run->results->count;
	const struct result **list = calloc(count + 1, sizeof(*list));

	webpage_section(file, "slowest", "Slowest questions");
	webpage_frame_open(file, "The slowest questions", "slow");
	fputs("<thead><tr><th scope=\"col\">Question</th><th scope=\"col\">"
	      "Place</th><th scope=\"col\" class=\"num\">&micro;s</th></tr>"
	      "</thead><tbody>\n",
	      file);
	for (size_t i = 0; list && i < count; i++)
		list[i] = &run->results->list[i];
	if (list)
		qsort(list, count, sizeof(*list), compare_times);
	for (size_t i = 0; list && i < count && i < SLOWEST_SHOWN; i++)
		put_slow(file, list[i]);
	fputs("</tbody>\n", file);
	webpage_frame_close(file);
	free(list);
}
