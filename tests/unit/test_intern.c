/* SPDX-License-Identifier: MIT */
#include "cli/intern.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void equal_bytes_have_one_number(void **state)
{
	struct intern intern = {0};

	(void)state;
	assert_int_equal(intern_add(&intern, "fee", 3), 0);
	assert_int_equal(intern_add(&intern, "refund", 6), 1);
	assert_int_equal(intern_add(&intern, "fee", 3), 0);
	assert_int_equal(intern_add(&intern, "fees", 3), 0);
	assert_int_equal(intern.count, 2);
	intern_release(&intern);
}

static void nothing_and_nul_are_bytes_too(void **state)
{
	struct intern intern = {0};
	size_t size;

	(void)state;
	assert_int_equal(intern_add(&intern, "", 0), 0);
	assert_int_equal(intern_add(&intern, "\0", 1), 1);
	assert_int_equal(intern_add(&intern, "\0\0", 2), 2);
	assert_int_equal(intern_add(&intern, "", 0), 0);
	assert_string_equal(intern_bytes(&intern, 0, &size), "");
	assert_int_equal(size, 0);
	assert_memory_equal(intern_bytes(&intern, 2, &size), "\0\0", 3);
	assert_int_equal(size, 2);
	intern_release(&intern);
}

static void many_are_found_again(void **state)
{
	struct intern intern = {0};
	char word[16];

	(void)state;
	for (unsigned round = 0; round < 2; round++)
		for (unsigned i = 0; i < 5000; i++) {
			snprintf(word, sizeof(word), "word %u", i);
			assert_int_equal(
				intern_add(&intern, word, strlen(word)), i);
		}
	assert_int_equal(intern.count, 5000);
	assert_string_equal(intern_bytes(&intern, 4711, NULL), "word 4711");
	intern_release(&intern);
}

static void what_is_too_large_is_refused(void **state)
{
	struct intern intern = {0};

	(void)state;
	assert_int_equal(intern_add(&intern, "x", 1), 0);
	intern.used = INTERN_BYTES_MAX - 4;
	assert_int_equal(intern_add(&intern, "1234", 4), INTERN_NONE);
	assert_int_equal(intern.count, 1);
	intern_release(&intern);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(equal_bytes_have_one_number),
		cmocka_unit_test(nothing_and_nul_are_bytes_too),
		cmocka_unit_test(many_are_found_again),
		cmocka_unit_test(what_is_too_large_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
