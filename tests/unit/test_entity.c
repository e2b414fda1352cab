/* SPDX-License-Identifier: MIT */
#include "proto/entity.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void four_characters_have_an_entity_and_no_other(void **state)
{
	(void)state;
	assert_string_equal(entity_of('&'), "&amp;");
	assert_string_equal(entity_of('<'), "&lt;");
	assert_string_equal(entity_of('>'), "&gt;");
	assert_string_equal(entity_of('"'), "&quot;");
	for (int c = -128; c < 128; c++)
		if (c == 0 || !strchr("&<>\"", c))
			assert_null(entity_of((char)c));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(four_characters_have_an_entity_and_no_other),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
