/* SPDX-License-Identifier: MIT */
/*
 * chart.h: charts as SVG inside a page of webpage_frame.h. The SVG is drawn
 * without proportions and holds no text, so that it fits any width; text stands
 * around it as HTML. Colours are the classes s0 to s3.
 */
#ifndef FAQ_CHART_H
#define FAQ_CHART_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define CHART_SERIES_MAX 3u

/* Parts stand one on the other. */
struct chart_column {
	char label[48]; /* plain text */
	uint64_t value[CHART_SERIES_MAX];
};

struct chart {
	const char *title;                  /* plain text */
	const char *name[CHART_SERIES_MAX]; /* of the series; in s0, s1 ... */
	size_t series;
	const struct chart_column *column;
	size_t count;
};

/* A figure with legend and ends. Writes nothing without a column. */
void chart_columns(FILE *file, const struct chart *chart);

struct chart_part {
	double share;   /* of the bar's length: 0 to 1, together at most 1 */
	unsigned color; /* 0 to 3 */
};

/* A bar for a table's cell. It says nothing that the table does not, and so
 * nothing to a screen reader. */
void chart_bar(FILE *file, const struct chart_part *parts, size_t count);

#endif
