/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "server/desk/errand.h"

#include <string.h>

static void an_errand_has_copies_with_an_end(void **state)
{
	char text[] = "words";
	const struct errand_text texts[ERRAND_TEXTS] = {errand_text("m-1"),
							{text, 4}};
	const struct hub_seat seat = {2, 7};
	struct errand *errand = errand_new(ERRAND_VISITOR_SAYS, seat, texts);

	(void)state;
	assert_non_null(errand);
	memset(text, 'x', 5);
	assert_int_equal(errand->kind, ERRAND_VISITOR_SAYS);
	assert_int_equal(errand->seat.session, 7);
	assert_string_equal(errand->text[0].bytes, "m-1");
	assert_string_equal(errand->text[1].bytes, "word");
	assert_int_equal(errand->text[1].size, 4);
	assert_string_equal(errand->text[3].bytes, "");
	errand_free(errand);
	errand_free(NULL);
}

static void a_long_text_is_cut_behind_a_whole_character(void **state)
{
	(void)state;
	assert_int_equal(errand_cut("abc", 3).size, 3);
	assert_int_equal(errand_cut("abcd", 3).size, 3);
	assert_int_equal(errand_cut("ab\xc3\xa4", 3).size, 2);
	assert_int_equal(errand_cut("\xe2\x82\xac", 2).size, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_errand_has_copies_with_an_end),
		cmocka_unit_test(a_long_text_is_cut_behind_a_whole_character),
	};

	return cmocka_run_group_tests_name("errand", tests, NULL, NULL);
}
