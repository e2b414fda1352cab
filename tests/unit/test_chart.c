/* SPDX-License-Identifier: MIT */
#include "cli/chart.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct page {
	FILE *file;
	char *text;
	size_t size;
};

static int set_up(void **state)
{
	struct page *page = calloc(1, sizeof(*page));

	assert_non_null(page);
	page->file = open_memstream(&page->text, &page->size);
	assert_non_null(page->file);
	*state = page;
	return 0;
}

static int tear_down(void **state)
{
	struct page *page = *state;

	fclose(page->file);
	free(page->text);
	free(page);
	return 0;
}

static const char *written(struct page *page)
{
	assert_int_equal(fflush(page->file), 0);
	return page->text;
}

static void the_highest_column_fills_the_height(void **state)
{
	const struct chart_column columns[] = {{"a", {30, 0, 10}},
					       {"b", {0, 20, 0}}};
	const struct chart chart = {"By day", {"x", "y", "z"}, 3, columns, 2};
	struct page *page = *state;

	chart_columns(page->file, &chart);
	const char *text = written(page);
	assert_non_null(strstr(text, "<span>40</span>"));
	assert_non_null(strstr(text, "viewBox=\"0 0 20 100\""));
	assert_non_null(strstr(text, "<rect class=\"s0\" x=\"1\" y=\"25.00\" "
				     "width=\"8\" height=\"75.00\"/>"
				     "<rect class=\"s2\" x=\"1\" y=\"0.00\" "
				     "width=\"8\" height=\"25.00\"/></g>"));
	assert_non_null(strstr(text, "<title>b: 0 x, 20 y, 0 z</title>"
				     "<rect class=\"s1\" x=\"11\" y=\"50.00\" "
				     "width=\"8\" height=\"50.00\"/></g>"));
}

static void foreign_text_in_a_chart_is_escaped(void **state)
{
	const struct chart_column columns[] = {{"<b>", {1}}};
	const struct chart chart = {"\"><script>", {"&"}, 1, columns, 1};
	struct page *page = *state;

	chart_columns(page->file, &chart);
	assert_null(strstr(written(page), "<script>"));
	assert_null(strstr(page->text, "<b>"));
	assert_non_null(strstr(page->text, "&quot;&gt;&lt;script&gt;"));
}

static void without_a_value_there_is_no_chart(void **state)
{
	const struct chart_column columns[] = {{"a", {0}}, {"b", {0}}};
	struct chart chart = {"t", {"x"}, 1, columns, 2};
	struct page *page = *state;

	chart_columns(page->file, &chart);
	chart.count = 0;
	chart_columns(page->file, &chart);
	written(page);
	assert_int_equal(page->size, 0);
}

static void the_parts_of_a_bar_stand_side_by_side(void **state)
{
	const struct chart_part parts[] = {{0.25, 0}, {0, 1}, {0.5, 2}};
	struct page *page = *state;

	chart_bar(page->file, parts, 3);
	assert_non_null(strstr(
		written(page),
		"<rect class=\"s0\" x=\"0.00\" width=\"25.00\" height=\"10\"/>"
		"<rect class=\"s2\" x=\"25.00\" width=\"50.00\" "
		"height=\"10\"/></svg>"));
}

#define ON_A_PAGE(test_)                                                       \
	cmocka_unit_test_setup_teardown(test_, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_A_PAGE(the_highest_column_fills_the_height),
		ON_A_PAGE(foreign_text_in_a_chart_is_escaped),
		ON_A_PAGE(without_a_value_there_is_no_chart),
		ON_A_PAGE(the_parts_of_a_bar_stand_side_by_side),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
