/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "unit/content.h"

static const struct faq_pattern *only_pattern(struct faq_catalog **catalog,
					      const char *line)
{
	char text[400];
	snprintf(text, sizeof(text), "### A\n\nA.\n\n```ask faq.a\n%s\n```\n",
		 line);
	*catalog = build_good(text);
	assert_int_equal(faq_catalog_patterns(*catalog), 1);
	return faq_catalog_pattern(*catalog, 0);
}

static void check(const char *line, double sentences, const char *sample)
{
	struct faq_catalog *catalog;
	const struct faq_pattern *pattern = only_pattern(&catalog, line);
	assert_true(pattern->sentences > sentences - 0.5 &&
		    pattern->sentences < sentences + 0.5);
	assert_string_equal(pattern->sample, sample);
	faq_catalog_free(catalog);
}

static void choices_multiply(void **state)
{
	(void)state;
	check("(lose|forgot) (card|library card|pass)", 6.0, "lose card");
	check("lose [my|our] card", 3.0, "lose card");
}

static void what_is_left_out_is_not_in_the_sample(void **state)
{
	(void)state;
	check("where * card", 1.0, "where card");
	check("< lose !found card >", 1.0, "lose card");
}

static void a_raw_pattern_has_neither(void **state)
{
	(void)state;
	check("/los(t|er)/ (lost|loser)", 0.0, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(choices_multiply),
		cmocka_unit_test(what_is_left_out_is_not_in_the_sample),
		cmocka_unit_test(a_raw_pattern_has_neither),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
