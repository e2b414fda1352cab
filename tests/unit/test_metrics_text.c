/* SPDX-License-Identifier: MIT */
#include "server/metrics/metrics_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>

static void a_family_is_its_help_its_type_and_samples(void **state)
{
	const struct metrics_label labels[] = {{"a", "1"}, {"b", ""}};
	struct metrics_text text;

	(void)state;
	metrics_text_init(&text, 1000);
	metrics_text_family(&text, "x_total", "counter", "How\\many\nx.");
	metrics_text_count(&text, "x_total", labels, 2, UINT64_MAX);
	metrics_text_real(&text, "x_total", NULL, 0, 5e-6);
	assert_false(text.failed);
	assert_string_equal(text.bytes,
			    "# HELP x_total How\\\\many\\nx.\n"
			    "# TYPE x_total counter\n"
			    "x_total{a=\"1\",b=\"\"} 18446744073709551615\n"
			    "x_total 5e-06\n");
	metrics_text_release(&text);
}

static void a_labels_value_is_escaped(void **state)
{
	const struct metrics_label label = {"a", "q\"b\\n\nu\xc3\xa9"};
	struct metrics_text text;

	(void)state;
	metrics_text_init(&text, 1000);
	metrics_text_count(&text, "x", &label, 1, 0);
	assert_string_equal(text.bytes, "x{a=\"q\\\"b\\\\n\\nu\xc3\xa9\"} 0\n");
	metrics_text_release(&text);
}

static void past_its_maximum_it_fails_for_good(void **state)
{
	struct metrics_text text;

	(void)state;
	metrics_text_init(&text, 10);
	metrics_text_count(&text, "abcdefgh", NULL, 0, 1);
	assert_true(text.failed);
	metrics_text_count(&text, "a", NULL, 0, 1);
	assert_true(text.failed);
	assert_in_range(text.size, 0, 10);
	metrics_text_release(&text);
}

static void a_long_text_grows(void **state)
{
	struct metrics_text text;
	int i;

	(void)state;
	metrics_text_init(&text, 1000000);
	for (i = 0; i < 20000; i++)
		metrics_text_count(&text, "name", NULL, 0, 7);
	assert_false(text.failed);
	assert_int_equal(text.size, 20000 * 7);
	assert_int_equal(strlen(text.bytes), text.size);
	metrics_text_release(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_family_is_its_help_its_type_and_samples),
		cmocka_unit_test(a_labels_value_is_escaped),
		cmocka_unit_test(past_its_maximum_it_fails_for_good),
		cmocka_unit_test(a_long_text_grows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
