/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "cli/gates.h"

#include <stdlib.h>
#include <string.h>

static char name_a[] = "faq.a", name_b[] = "faq.b", name_none[] = "none";
static char name_options[] = "options";

static struct result result(enum question_want want, char *intent,
			    char *answered)
{
	return (struct result){.question = true,
			       .want = want,
			       .intent = intent,
			       .answered = answered};
}

static void a_share_is_a_fraction_or_a_percentage(void **state)
{
	double share = 7;
	(void)state;
	assert_true(gates_share("0.95", &share));
	assert_true(share > 0.949 && share < 0.951);
	assert_true(gates_share("95%", &share));
	assert_true(share > 0.949 && share < 0.951);
	assert_true(gates_share("1", &share));
	assert_true(share > 0.999);
	share = 7;
	assert_false(gates_share("", &share));
	assert_false(gates_share("%", &share));
	assert_false(gates_share("much", &share));
	assert_false(gates_share("-1", &share));
	assert_false(gates_share("nan", &share));
	assert_false(gates_share("1.5", &share));
	assert_false(gates_share("101%", &share));
	assert_false(gates_share("1%%", &share));
	assert_true(share > 6);
}

static void questions_are_counted_by_what_came(void **state)
{
	struct result list[] = {
		result(QUESTION_WINS, name_a, name_a),
		result(QUESTION_WINS, name_a, name_b),
		result(QUESTION_WINS, name_b, name_none),
		result(QUESTION_WINS, name_b, name_options),
		result(QUESTION_WINS, name_none, name_none),
		result(QUESTION_WINS, name_none, name_a),
		result(QUESTION_NOT, name_b, name_b),
		result(QUESTION_NOT, name_b, name_a),
	};
	const struct results results = {
		.list = list, .count = sizeof(list) / sizeof(list[0])};
	struct metrics metrics;

	(void)state;
	assert_true(metrics_build(&metrics, &results));
	assert_int_equal(metrics.answerable, 4);
	assert_int_equal(metrics.right, 1);
	assert_int_equal(metrics.unanswerable, 2);
	assert_int_equal(metrics.false_answers, 1);
	assert_int_equal(metrics.answers, 4); /* a, b, a and the broken - */
	assert_int_equal(metrics.count, 4);
	assert_string_equal(metrics.row[0].name, "faq.a");
	assert_int_equal(metrics.row[0].wanted, 2);
	assert_int_equal(metrics.row[0].right, 1);
	assert_int_equal(metrics.row[0].wrong, 1);
	assert_int_equal(metrics.row[1].wrong, 2);
	assert_int_equal(metrics.matrix[0 * 4 + 1], 1);
	metrics_release(&metrics);
}

static void conversations_are_not_counted(void **state)
{
	struct result list[] = {{.intent = name_a, .answered = name_b}};
	const struct results results = {.list = list, .count = 1};
	struct metrics metrics;

	(void)state;
	assert_true(metrics_build(&metrics, &results));
	assert_int_equal(metrics.count, 0);
	assert_true(metrics_recall(&metrics) > 0.999);
	assert_true(metrics_false(&metrics) < 0.001);
	metrics_release(&metrics);
}

static void a_gate_that_is_missed_says_by_how_much(void **state)
{
	const struct metrics metrics = {
		.answers = 10, .right = 9, .answerable = 12};
	struct options options = {.min_precision = "0.9"};
	char *said = NULL;
	size_t size;
	struct term err = {.file = open_memstream(&said, &size)};

	(void)state;
	assert_true(gates_pass(&options, &metrics, &err));
	options.min_recall = "80%";
	assert_false(gates_pass(&options, &metrics, &err));
	fclose(err.file);
	assert_string_equal(said, "faqctl: recall is 75.00% (9 of 12), less "
				  "than the 80.00% asked for\n");
	free(said);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_share_is_a_fraction_or_a_percentage),
		cmocka_unit_test(questions_are_counted_by_what_came),
		cmocka_unit_test(conversations_are_not_counted),
		cmocka_unit_test(a_gate_that_is_missed_says_by_how_much),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
