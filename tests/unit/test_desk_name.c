/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "desk/desk.h"

#include <string.h>

static void every_value_has_a_name_of_its_own(void **state)
{
	(void)state;
	for (int i = DESK_ERROR_SIZE; i < 0; i++)
		for (int k = DESK_ERROR_SIZE; k < i; k++)
			assert_string_not_equal(
				desk_status_text((enum desk_status)i),
				desk_status_text((enum desk_status)k));
	for (int i = DESK_WHY_NONE; i < DESK_WHY_KIND; i++)
		assert_string_not_equal(desk_why_text((enum desk_why)i),
					desk_why_text((enum desk_why)(i + 1)));
	for (int i = DESK_MESSAGE; i < DESK_IGNORED; i++)
		assert_string_not_equal(
			desk_event_text((enum desk_event_type)i),
			desk_event_text((enum desk_event_type)(i + 1)));
	for (int i = DESK_REASON_ASKED; i < DESK_REASON_FAILED; i++)
		assert_string_not_equal(
			desk_reason_text((enum desk_reason)i),
			desk_reason_text((enum desk_reason)(i + 1)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_value_has_a_name_of_its_own),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
