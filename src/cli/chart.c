/* SPDX-License-Identifier: MIT */
#include "cli/chart.h"

#include "cli/markup.h"

#define COLUMN_WIDTH 10u
#define HEIGHT 100.0

static uint64_t sum_of(const struct chart *chart, size_t column)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < chart->series; i++)
		sum += chart->column[column].value[i];
	return sum;
}

static uint64_t highest(const struct chart *chart)
{
	uint64_t most = 0;

	for (size_t i = 0; i < chart->count; i++)
		if (sum_of(chart, i) > most)
			most = sum_of(chart, i);
	return most;
}

/* With a tip for the mouse; the table beside it is for the others. */
static void put_column(FILE *file, const struct chart *chart, size_t at,
		       uint64_t most)
{
	const struct chart_column *column = &chart->column[at];
	double top = HEIGHT;

	fputs("<g><title>", file);
	markup_text(file, column->label);
	for (size_t i = 0; i < chart->series; i++) {
		fprintf(file, "%s%llu ", i ? ", " : ": ",
			(unsigned long long)column->value[i]);
		markup_text(file, chart->name[i]);
	}
	fputs("</title>", file);
	for (size_t i = 0; i < chart->series; i++) {
		double height =
			HEIGHT * (double)column->value[i] / (double)most;
		if (!column->value[i])
			continue;
		top -= height;
		fprintf(file,
			"<rect class=\"s%zu\" x=\"%zu\" y=\"%.2f\" "
			"width=\"%u\" height=\"%.2f\"/>",
			i, at * COLUMN_WIDTH + 1, top, COLUMN_WIDTH - 2,
			height);
	}
	fputs("</g>\n", file);
}

static void put_legend(FILE *file, const struct chart *chart)
{
	fputs("<ul class=\"legend\">", file);
	for (size_t i = 0; i < chart->series; i++) {
		fprintf(file, "<li><span class=\"key s%zu\"></span>", i);
		markup_text(file, chart->name[i]);
		fputs("</li>", file);
	}
	fputs("</ul>\n", file);
}

void chart_columns(FILE *file, const struct chart *chart)
{
	uint64_t most = highest(chart);

	if (!most)
		return;
	fputs("<figure>\n<figcaption>", file);
	markup_text(file, chart->title);
	fputs("</figcaption>\n", file);
	put_legend(file, chart);
	fprintf(file,
		"<div class=\"ends\"><span>%llu</span></div>\n"
		"<svg class=\"columns\" viewBox=\"0 0 %zu %.0f\" "
		"preserveAspectRatio=\"none\" role=\"img\" aria-label=\"",
		(unsigned long long)most, chart->count * COLUMN_WIDTH, HEIGHT);
	markup_text(file, chart->title);
	fputs("\">\n", file);
	for (size_t i = 0; i < chart->count; i++)
		put_column(file, chart, i, most);
	fputs("</svg>\n<div class=\"ends\"><span>", file);
	markup_text(file, chart->column[0].label);
	fputs("</span><span>", file);
	if (chart->count > 1)
		markup_text(file, chart->column[chart->count - 1].label);
	fputs("</span></div>\n</figure>\n", file);
}

void chart_bar(FILE *file, const struct chart_part *parts, size_t count)
{
	double at = 0;

	fputs("<svg class=\"bar\" viewBox=\"0 0 100 10\" "
	      "preserveAspectRatio=\"none\" aria-hidden=\"true\">",
	      file);
	for (size_t i = 0; i < count; i++) {
		double width = 100 * parts[i].share;
		if (!(width > 0))
			continue;
		fprintf(file,
			"<rect class=\"s%u\" x=\"%.2f\" width=\"%.2f\" "
			"height=\"10\"/>",
			parts[i].color, at, width);
		at += width;
	}
	fputs("</svg>", file);
}
