/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "unit/content.h"

static const struct litset *find(struct workbench *bench, const char *name)
{
	struct template_lists finder = lists_finder(bench->lists);
	struct place place = {"faq.md", 9, 4};
	return finder.find(finder.context, name, place);
}

static size_t size_of(struct workbench *bench, const char *name)
{
	const struct litset *set = find(bench, name);
	return set ? set->count : 0;
}

static void a_list_holds_the_phrases_of_its_lines(void **state)
{
	struct workbench *bench = workbench_new();
	(void)state;
	workbench_list(bench, "room",
		       "room\n\n# upstairs\nquiet hall\nroom\n"
		       "(map|chart) room\n[big] hall");
	assert_int_equal(size_of(bench, "room"), 6);
	assert_int_equal(bench->recorded.count, 0);
	/* the same set each time, not a second one */
	assert_ptr_equal(find(bench, "room"), find(bench, "room"));
	workbench_free(bench);
}

static void lists_may_use_lists_in_any_order(void **state)
{
	struct workbench *bench = workbench_new();
	(void)state;
	workbench_list(bench, "place", "{room}\n{floor} floor\n");
	workbench_list(bench, "floor", "first\nsecond\n");
	workbench_list(bench, "room", "room\nhall\n");
	assert_int_equal(size_of(bench, "place"), 4);
	assert_int_equal(bench->recorded.count, 0);
	workbench_free(bench);
}

static void an_unknown_list_is_named_where_it_is_used(void **state)
{
	struct workbench *bench = workbench_new();
	(void)state;
	workbench_list(bench, "floor", "first\n");
	assert_null(find(bench, "flor"));
	assert_int_equal(bench->recorded.count, 1);
	const struct faq_diag *diag = &bench->recorded.diag[0];
	assert_string_equal(diag->code, "unknown-list");
	assert_string_equal(diag->source, "faq.md");
	assert_int_equal(diag->line, 9);
	assert_int_equal(diag->column, 4);
	assert_non_null(strstr(diag->message, "did you mean 'floor'?"));
	workbench_free(bench);
}

static void a_circle_is_reported_once(void **state)
{
	struct workbench *bench = workbench_new();
	(void)state;
	workbench_list(bench, "a", "{b}\n");
	workbench_list(bench, "b", "{c}\n");
	workbench_list(bench, "c", "x\n{a}\n");
	assert_null(find(bench, "a"));
	assert_int_equal(bench->recorded.count, 1);
	assert_string_equal(bench->recorded.diag[0].code, "list-cycle");
	assert_int_equal(bench->recorded.diag[0].line, 3);
	assert_null(find(bench, "b"));
	assert_null(find(bench, "c"));
	assert_int_equal(bench->recorded.count, 1);
	workbench_free(bench);
}

static void every_faulty_line_of_a_list_is_reported(void **state)
{
	struct workbench *bench = workbench_new();
	(void)state;
	workbench_list(bench, "bad", "fine\n(open\n[maybe]\n{nowhere}\n");
	assert_null(find(bench, "bad"));
	assert_int_equal(bench->recorded.count, 3);
	assert_int_equal(bench->recorded.diag[0].line, 3);
	assert_int_equal(bench->recorded.diag[1].line, 4);
	assert_int_equal(bench->recorded.diag[2].line, 5);
	workbench_free(bench);
}

static void a_list_of_too_many_phrases_is_a_fault(void **state)
{
	static const char line[] = "(a1|a2|a3|a4|a5|a6|a7|a8|a9) {ten} {ten} "
				   "{ten}\n";
	struct workbench *bench = workbench_new();
	char ten[60] = "", many[1200] = "";
	(void)state;
	for (int i = 0; i < 9; i++)
		sprintf(ten + strlen(ten), "t%d\n", i);
	workbench_list(bench, "ten", ten);
	workbench_list(bench, "one", line);
	assert_int_equal(size_of(bench, "one"), 6561);
	for (int i = 0; i < 2; i++)
		sprintf(many + strlen(many), "x%d %s", i, line);
	workbench_list(bench, "many", many);
	assert_int_equal(bench->recorded.count, 0);
	assert_null(find(bench, "many"));
	assert_int_equal(bench->recorded.count, 1);
	assert_string_equal(bench->recorded.diag[0].code, "too-many-phrases");
	workbench_free(bench);
}

static void unused_lists_are_checked_and_told(void **state)
{
	struct workbench *bench = workbench_new();
	(void)state;
	workbench_list(bench, "used", "room\n");
	workbench_list(bench, "idle", "(open\n");
	assert_non_null(find(bench, "used"));
	lists_check(bench->lists);
	assert_int_equal(bench->recorded.count, 2);
	assert_string_equal(bench->recorded.diag[0].code, "unused-list");
	assert_int_equal(bench->recorded.diag[0].severity,
			 FAQ_SEVERITY_WARNING);
	assert_string_equal(bench->recorded.diag[1].code, "unbalanced-bracket");
	workbench_free(bench);
}

struct seen {
	size_t count;
	unsigned line[8];
	char text[8][16];
};

static void see(void *context, const char *bytes, size_t size, unsigned line)
{
	struct seen *seen = context;
	seen->line[seen->count] = line;
	snprintf(seen->text[seen->count++], 16, "%.*s", (int)size, bytes);
}

static void lines_are_counted_blank_ones_too(void **state)
{
	struct seen seen = {0};
	(void)state;
	lists_lines("a\n\nb", 5, see, &seen);
	assert_int_equal(seen.count, 3);
	assert_string_equal(seen.text[0], "a");
	assert_string_equal(seen.text[1], "");
	assert_string_equal(seen.text[2], "b");
	assert_int_equal(seen.line[2], 7);
	seen.count = 0;
	lists_lines("", 1, see, &seen);
	assert_int_equal(seen.count, 0);
	lists_lines("a\n", 1, see, &seen);
	assert_int_equal(seen.count, 1);
}

static void a_list_that_stands_in_another_is_named(void **state)
{
	struct workbench *bench = workbench_new();
	(void)state;
	workbench_list(bench, "room", "hall\ncellar\nattic\nporch");
	workbench_list(bench, "nook", "attic\nhall\nporch");
	workbench_list(bench, "whole", "{nook}\n{place}");
	workbench_list(bench, "place", "tower\nroof\nyard");
	find(bench, "room");
	find(bench, "nook");
	find(bench, "whole");
	lists_check(bench->lists);
	/* "whole" names those that it holds */
	assert_int_equal(bench->recorded.count, 1);
	assert_non_null(find_fault(&bench->recorded, "swallowed-list"));
	workbench_free(bench);
}

static void two_lists_of_the_same_phrases_are_named_once(void **state)
{
	struct workbench *bench = workbench_new();
	(void)state;
	workbench_list(bench, "room", "hall\ncellar\nattic");
	workbench_list(bench, "nook", "attic\nhall\ncellar");
	find(bench, "room");
	find(bench, "nook");
	lists_check(bench->lists);
	assert_int_equal(bench->recorded.count, 1);
	assert_non_null(find_fault(&bench->recorded, "same-list"));
	workbench_free(bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_list_holds_the_phrases_of_its_lines),
		cmocka_unit_test(lists_may_use_lists_in_any_order),
		cmocka_unit_test(an_unknown_list_is_named_where_it_is_used),
		cmocka_unit_test(a_circle_is_reported_once),
		cmocka_unit_test(every_faulty_line_of_a_list_is_reported),
		cmocka_unit_test(a_list_of_too_many_phrases_is_a_fault),
		cmocka_unit_test(unused_lists_are_checked_and_told),
		cmocka_unit_test(lines_are_counted_blank_ones_too),
		cmocka_unit_test(a_list_that_stands_in_another_is_named),
		cmocka_unit_test(two_lists_of_the_same_phrases_are_named_once),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
