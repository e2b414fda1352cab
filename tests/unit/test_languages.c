/* SPDX-License-Identifier: MIT */
#include "proto/languages.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

static void a_content_file_ends_with_md_and_is_not_hidden(void **state)
{
	(void)state;
	assert_true(languages_is_file("a.md"));
	assert_false(languages_is_file(".md"));
	assert_false(languages_is_file(".a.md"));
	assert_false(languages_is_file("a.md~"));
	assert_false(languages_is_file(""));
}

static void they_are_named_in_quotes(void **state)
{
	struct languages languages = {.count = 0};
	char text[LANGUAGES_TEXT_BYTES];

	(void)state;
	languages_text(&languages, text);
	assert_string_equal(text, "");
	languages_add(&languages, "de");
	languages_add(&languages, "en");
	languages_text(&languages, text);
	assert_string_equal(text, "'de', 'en'");
}

static void too_many_and_too_long_ones_are_left_out(void **state)
{
	static const char longest[] = "abcdefghijklmnopqrstuvwxyz12345";
	struct languages languages = {.count = 0};
	char text[LANGUAGES_TEXT_BYTES];

	(void)state;
	languages_add(&languages, "abcdefghijklmnopqrstuvwxyz123456");
	assert_int_equal(languages.count, 0);
	for (size_t i = 0; i <= LANGUAGES_MAX; i++)
		languages_add(&languages, longest);
	assert_int_equal(languages.count, LANGUAGES_MAX);
	languages_text(&languages, text);
	assert_int_equal(strlen(text),
			 LANGUAGES_MAX * (sizeof(longest) + 3) - 2);
}

static void a_folder_that_is_not_there_has_none(void **state)
{
	struct languages languages = {.count = 0};

	(void)state;
	languages_find(&languages, "/nowhere/at/all");
	assert_int_equal(languages.count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_content_file_ends_with_md_and_is_not_hidden),
		cmocka_unit_test(they_are_named_in_quotes),
		cmocka_unit_test(too_many_and_too_long_ones_are_left_out),
		cmocka_unit_test(a_folder_that_is_not_there_has_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
