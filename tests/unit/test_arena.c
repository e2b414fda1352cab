/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"

/* Counts what is out, and fails from a given call on. */
struct meter {
	size_t calls, out, fail_from;
};

static void *meter_allocate(void *context, size_t size)
{
	struct meter *meter = context;
	assert_true(size > 0);
	if (meter->calls++ >= meter->fail_from)
		return NULL;
	meter->out++;
	return malloc(size);
}

static void meter_release(void *context, void *pointer)
{
	struct meter *meter = context;
	assert_non_null(pointer);
	meter->out--;
	free(pointer);
}

static void a_fresh_arena_holds_nothing(void **state)
{
	(void)state;
	struct meter meter = {.fail_from = SIZE_MAX};
	struct faq_allocator allocator = {&meter, meter_allocate,
					  meter_release};
	struct arena arena;
	arena_init(&arena, &allocator);
	assert_int_equal(arena.bytes, 0);
	arena_release(&arena);
	assert_int_equal(meter.calls, 0);
}

static void memory_is_zeroed_and_aligned(void **state)
{
	(void)state;
	struct arena arena;
	arena_init(&arena, NULL);
	for (size_t size = 1; size < 100; size++) {
		unsigned char *bytes = arena_alloc(&arena, size, 1);
		assert_non_null(bytes);
		assert_int_equal((uintptr_t)bytes % _Alignof(max_align_t), 0);
		for (size_t i = 0; i < size; i++)
			assert_int_equal(bytes[i], 0);
		memset(bytes, 0xFF, size);
	}
	arena_release(&arena);
}

static void pointers_stay_good_while_it_grows(void **state)
{
	(void)state;
	enum {
		COUNT = 2000
	};
	static unsigned *slot[COUNT];
	struct arena arena;
	arena_init(&arena, NULL);
	for (unsigned i = 0; i < COUNT; i++) {
		/* now and then one that needs a block of its own */
		size_t count = i % 97 == 0 ? 40000 : i % 50;
		slot[i] = arena_alloc(&arena, count + 1, sizeof(unsigned));
		assert_non_null(slot[i]);
		slot[i][count] = 0;
		*slot[i] = i;
	}
	for (unsigned i = 0; i < COUNT; i++)
		assert_int_equal(*slot[i], i);
	arena_release(&arena);
}

static void a_size_that_overflows_gets_nothing(void **state)
{
	(void)state;
	struct arena arena;
	arena_init(&arena, NULL);
	assert_null(arena_alloc(&arena, SIZE_MAX, 2));
	assert_null(arena_alloc(&arena, SIZE_MAX / 2, 3));
	assert_null(arena_alloc(&arena, 1, SIZE_MAX));
	assert_null(arena_copy(&arena, "", SIZE_MAX));
	assert_int_equal(arena.bytes, 0);
	arena_release(&arena);
}

static void no_size_gets_memory_all_the_same(void **state)
{
	(void)state;
	struct arena arena;
	arena_init(&arena, NULL);
	void *one = arena_alloc(&arena, 0, 8);
	void *other = arena_alloc(&arena, 8, 0);
	assert_non_null(one);
	assert_non_null(other);
	assert_ptr_not_equal(one, other);
	arena_release(&arena);
}

static void a_copy_ends_in_nul(void **state)
{
	(void)state;
	struct arena arena;
	arena_init(&arena, NULL);
	assert_string_equal(arena_copy(&arena, "verified", 6), "verifi");
	assert_string_equal(arena_copy(&arena, NULL, 0), "");
	arena_release(&arena);
}

static void running_out_leaves_it_as_it_was(void **state)
{
	(void)state;
	struct meter meter = {.fail_from = 1};
	struct faq_allocator allocator = {&meter, meter_allocate,
					  meter_release};
	struct arena arena;
	arena_init(&arena, &allocator);
	char *kept = arena_copy(&arena, "kept", 4);
	assert_non_null(kept);
	size_t bytes = arena.bytes;
	assert_null(arena_alloc(&arena, 1, 1u << 20));
	assert_int_equal(arena.bytes, bytes);
	assert_string_equal(kept, "kept");
	assert_non_null(arena_alloc(&arena, 1, 8));
	arena_release(&arena);
	assert_int_equal(meter.out, 0);
}

static void release_gives_everything_back(void **state)
{
	(void)state;
	struct meter meter = {.fail_from = SIZE_MAX};
	struct faq_allocator allocator = {&meter, meter_allocate,
					  meter_release};
	struct arena arena;
	arena_init(&arena, &allocator);
	for (size_t i = 0; i < 300; i++)
		assert_non_null(arena_alloc(&arena, i, 1000));
	assert_true(meter.out > 1);
	arena_release(&arena);
	assert_int_equal(meter.out, 0);
	assert_int_equal(arena.bytes, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_fresh_arena_holds_nothing),
		cmocka_unit_test(memory_is_zeroed_and_aligned),
		cmocka_unit_test(pointers_stay_good_while_it_grows),
		cmocka_unit_test(a_size_that_overflows_gets_nothing),
		cmocka_unit_test(no_size_gets_memory_all_the_same),
		cmocka_unit_test(a_copy_ends_in_nul),
		cmocka_unit_test(running_out_leaves_it_as_it_was),
		cmocka_unit_test(release_gives_everything_back),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
