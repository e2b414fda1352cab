/* SPDX-License-Identifier: MIT */
/*
 * The confusion matrix. An intent that is never confused has nothing to show
 * off its diagonal: it is left out, so that the table stays readable.
 */
#include "cli/webpage_part.h"
#include "cli/markup.h"

#include <stdlib.h>

static size_t cell_of(const struct metrics *metrics, size_t wanted,
		      size_t answered)
{
	return metrics->matrix[wanted * metrics->count + answered];
}

/* Indexes of the intents that were confused; how many. */
static size_t find_confused(const struct metrics *metrics, size_t *list)
{
	size_t count = 0;
	for (size_t i = 0; i < metrics->count; i++) {
		bool confused = false;
		for (size_t j = 0; j < metrics->count; j++)
			confused |= j != i && (cell_of(metrics, i, j) ||
					       cell_of(metrics, j, i));
		if (confused)
			list[count++] = i;
	}
	return count;
}

static void put_head(FILE *file, const struct metrics *metrics,
		     const size_t *list, size_t count)
{
	fputs("<caption>Rows: what was wanted. Columns: what came, by the "
	      "row's number.</caption>\n<thead><tr><th scope=\"col\">Wanted"
	      "</th>",
	      file);
	for (size_t i = 0; i < count; i++) {
		fputs("<th scope=\"col\"><abbr title=\"", file);
		markup_text(file, metrics->row[list[i]].name);
		fprintf(file, "\">%zu</abbr></th>", i + 1);
	}
	fputs("</tr></thead><tbody>\n", file);
}

static void put_row(FILE *file, const struct metrics *metrics,
		    const size_t *list, size_t count, size_t row)
{
	fprintf(file, "<tr><th scope=\"row\">%zu <code>", row + 1);
	markup_text(file, metrics->row[list[row]].name);
	fputs("</code></th>", file);
	for (size_t i = 0; i < count; i++) {
		size_t n = cell_of(metrics, list[row], list[i]);
		if (n)
			fprintf(file, "<td class=\"%s\">%zu</td>",
				i == row ? "hit" : "miss", n);
		else
			fputs("<td></td>", file);
	}
	fputs("</tr>\n", file);
}

void webpage_confusion(FILE *file, const struct webpage_run *run)
{
	const struct metrics *metrics = run->metrics;
	size_t *list = calloc(metrics->count + 1, sizeof(*list));
	size_t count = list ? find_confused(metrics, list) : 0;

	webpage_section(file, "confusion", "Confusion matrix");
	fprintf(file,
		"<p>%zu of %zu intents are never confused with another and are "
		"left out here.</p>\n",
		metrics->count - count, metrics->count);
	if (count) {
		webpage_frame_open(file, "Confusion matrix", "matrix");
		put_head(file, metrics, list, count);
		for (size_t i = 0; i < count; i++)
			put_row(file, metrics, list, count, i);
		fputs("</tbody>\n", file);
		webpage_frame_close(file);
	}
	free(list);
}
