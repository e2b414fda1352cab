/* SPDX-License-Identifier: MIT */
#include "server/page/page_words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static void every_word_and_every_heading_is_there(void **state)
{
	enum faq_kind kind;
	enum word which;

	(void)state;
	for (which = WORD_CONTENTS; which <= WORD_NOTES; which++)
		assert_true(*word(which));
	for (kind = FAQ_KIND_STEP; kind <= FAQ_KIND_ACT; kind++)
		assert_true(*word_heading(kind));
}

static void a_language_runs_left_in_any_region_of_it(void **state)
{
	(void)state;
	assert_true(word_runs_left("ar"));
	assert_true(word_runs_left("he-IL"));
	assert_true(word_runs_left("ur_PK"));
	assert_true(word_runs_left("fa"));
}

static void other_languages_run_right(void **state)
{
	(void)state;
	assert_false(word_runs_left("en"));
	assert_false(word_runs_left("pt-BR"));
	assert_false(word_runs_left("arn")); /* Mapudungun, not Arabic */
	assert_false(word_runs_left("a"));
	assert_false(word_runs_left(""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_word_and_every_heading_is_there),
		cmocka_unit_test(a_language_runs_left_in_any_region_of_it),
		cmocka_unit_test(other_languages_run_right),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
