/* SPDX-License-Identifier: MIT */
#include "server/web/wipe.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static void an_allocation_keeps_its_bytes_as_it_grows_and_shrinks(void **state)
{
	char *bytes = wipe_realloc(NULL, 8, "test");

	(void)state;
	assert_non_null(bytes);
	memcpy(bytes, "1234567", 8);
	bytes = wipe_realloc(bytes, 100000, "test");
	assert_string_equal(bytes, "1234567");
	bytes = wipe_realloc(bytes, 8, "test");
	assert_string_equal(bytes, "1234567");
	assert_null(wipe_realloc(bytes, 0, "test"));
	assert_null(wipe_realloc(NULL, 0, "test"));
}

static void one_that_is_too_large_leaves_the_old_one(void **state)
{
	char *bytes = wipe_realloc(NULL, 8, "test");

	(void)state;
	memcpy(bytes, "1234567", 8);
	assert_null(wipe_realloc(bytes, SIZE_MAX / 2, "test"));
	assert_string_equal(bytes, "1234567");
	wipe_realloc(bytes, 0, "test");
}

/* Where its frame was; only read while nothing else is called. */
static __attribute__((noinline)) volatile const char *say_something(void)
{
	volatile char said[2048];
	volatile const char *volatile where = said;

	for (size_t i = 0; i < sizeof(said); i++)
		said[i] = 'z';
	return where;
}

/* AddressSanitizer keeps dead frames elsewhere, and forbids to look. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define FRAMES_ARE_HIDDEN
#endif
#endif

static void what_a_call_left_on_the_stack_is_overwritten(void **state)
{
	volatile const char *at;
	size_t left = 0;

	(void)state;
#ifdef FRAMES_ARE_HIDDEN
	skip();
#endif
	at = say_something();
	wipe_stack();
	for (size_t i = 0; i < 2048; i++)
		left += at[i] == 'z';
	assert_int_equal(left, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			an_allocation_keeps_its_bytes_as_it_grows_and_shrinks),
		cmocka_unit_test(one_that_is_too_large_leaves_the_old_one),
		cmocka_unit_test(what_a_call_left_on_the_stack_is_overwritten),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
