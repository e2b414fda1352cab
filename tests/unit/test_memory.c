/* SPDX-License-Identifier: MIT */
#include "server/run/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdint.h>
#include <string.h>

static void *allocate(size_t size)
{
	return memory_allocator.allocate(memory_allocator.context, size);
}

static void release(void *pointer)
{
	memory_allocator.release(memory_allocator.context, pointer);
}

static bool begins_a_huge_page(const void *pointer)
{
	return (uintptr_t)pointer % MEMORY_HUGE_BYTES == 0;
}

static void a_block_of_a_huge_page_begins_one(void **state)
{
	unsigned char *block = allocate(MEMORY_HUGE_BYTES - 1000);

	(void)state;
	assert_non_null(block);
	assert_true(begins_a_huge_page(block));
	memset(block, 1, MEMORY_HUGE_BYTES - 1000);
	release(block);
}

static void what_would_leave_most_of_a_page_empty_does_not(void **state)
{
	unsigned char *small = allocate(1);
	unsigned char *half = allocate(MEMORY_HUGE_BYTES / 2);

	(void)state;
	assert_non_null(small);
	assert_non_null(half);
	assert_false(begins_a_huge_page(small));
	assert_false(begins_a_huge_page(half));
	*small = 1;
	memset(half, 1, MEMORY_HUGE_BYTES / 2);
	release(small);
	release(half);
}

static void more_than_there_is_is_refused(void **state)
{
	(void)state;
	assert_null(allocate(SIZE_MAX / 4));
	assert_null(allocate(SIZE_MAX / 4 - 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_block_of_a_huge_page_begins_one),
		cmocka_unit_test(
			what_would_leave_most_of_a_page_empty_does_not),
		cmocka_unit_test(more_than_there_is_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
