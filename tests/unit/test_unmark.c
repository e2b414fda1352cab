/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "cli/unmark.h"

#include <string.h>

static void expect(const char *text, const char *expected)
{
	char out[64];

	unmark(text, strlen(text), out, sizeof(out));
	assert_string_equal(out, expected);
}

static void marks_of_personal_data_go(void **state)
{
	(void)state;
	expect("I am [EMAIL_ADDRESS], what are the fees",
	       "I am , what are the fees");
	expect("[PHONE_NUMBER] call me", "call me");
	expect("call [PHONE_NUMBER]", "call");
	expect("[NAME]", "");
	expect("a [small] thing [", "a [small] thing [");
}

static void it_is_one_line_with_single_blanks(void **state)
{
	(void)state;
	expect("one\n two\t\tthree  ", "one two three");
}

static void it_is_cut_behind_a_whole_character(void **state)
{
	char out[4];

	(void)state;
	unmark("ab\xc3\xa4", 4, out, sizeof(out));
	assert_string_equal(out, "ab");
	unmark("abc", 3, out, sizeof(out));
	assert_string_equal(out, "abc");
	unmark("abc", 2, out, sizeof(out));
	assert_string_equal(out, "ab");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(marks_of_personal_data_go),
		cmocka_unit_test(it_is_one_line_with_single_blanks),
		cmocka_unit_test(it_is_cut_behind_a_whole_character),
	};

	return cmocka_run_group_tests_name("unmark", tests, NULL, NULL);
}
