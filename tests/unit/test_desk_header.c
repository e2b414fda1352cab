/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "desk/header.h"

#include <string.h>

static void a_name_is_found_in_any_case_but_not_twice(void **state)
{
	static const struct desk_header header[] = {
		{"Host", "a"}, {"X-Key", "b"}, {"x-kEY", "c"}};

	(void)state;
	assert_string_equal(header_find(header, 3, "HOST"), "a");
	assert_string_equal(header_find(header, 2, "x-key"), "b");
	assert_null(header_find(header, 3, "x-key"));
	assert_null(header_find(header, 3, "x-ke"));
	assert_null(header_find(NULL, 0, "host"));
}

static void what_does_not_fit_or_is_two_lines_is_not_put(void **state)
{
	struct desk_headers headers = {0};
	char much[DESK_VALUE_BYTES];

	(void)state;
	memset(much, 'a', sizeof(much));
	much[sizeof(much) - 1] = '\0';
	assert_false(header_put(&headers, "A", "", "b\nC: d"));
	assert_false(header_put(&headers, "A", "", "b\rC: d"));
	assert_false(header_put(&headers, "A", "x", much));
	assert_int_equal(headers.count, 0);
	assert_true(header_put(&headers, "A", "", much));
	while (headers.count < DESK_HEADERS_MAX)
		assert_true(header_put(&headers, "A", "b ", "c"));
	assert_string_equal(headers.header[1].value, "b c");
	assert_false(header_put(&headers, "A", "", "b"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_name_is_found_in_any_case_but_not_twice),
		cmocka_unit_test(what_does_not_fit_or_is_two_lines_is_not_put),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
