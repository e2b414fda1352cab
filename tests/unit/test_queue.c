/* SPDX-License-Identifier: MIT */
#include "server/web/queue.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#define FRAMES 8u
#include <string.h>

static void frames_leave_in_the_order_they_came(void **state)
{
	struct queue queue;
	size_t size;

	(void)state;
	queue_init(&queue, FRAMES);
	assert_null(queue_first(&queue, &size));
	assert_true(queue_push(&queue, "one", 3));
	assert_true(queue_push(&queue, "three", 5));
	assert_memory_equal(queue_first(&queue, &size), "one", 3);
	assert_int_equal(size, 3);
	queue_drop(&queue);
	assert_memory_equal(queue_first(&queue, &size), "three", 5);
	assert_int_equal(size, 5);
	queue_release(&queue);
	assert_int_equal(queue.count, 0);
}

static void a_full_queue_takes_nothing_and_keeps_what_it_has(void **state)
{
	struct queue queue;
	size_t i, size;

	(void)state;
	queue_init(&queue, FRAMES);
	for (i = 0; i < FRAMES; i++)
		assert_true(queue_push(&queue, &i, sizeof(i)));
	assert_false(queue_push(&queue, "x", 1));
	assert_int_equal(queue.count, FRAMES);
	for (i = 0; i < FRAMES; i++) {
		assert_memory_equal(queue_first(&queue, &size), &i, sizeof(i));
		queue_drop(&queue);
	}
	queue_drop(&queue);
	assert_true(queue_push(&queue, "x", 1));
	queue_release(&queue);
}

static void there_is_room_in_front_of_a_frame(void **state)
{
	struct queue queue;
	unsigned char *bytes;
	size_t size;

	(void)state;
	queue_init(&queue, FRAMES);
	assert_true(queue_push(&queue, "x", 1));
	bytes = queue_first(&queue, &size);
	memset(bytes - QUEUE_HEADROOM, 0xff, QUEUE_HEADROOM);
	assert_int_equal(bytes[0], 'x');
	queue_release(&queue);
}

static void an_empty_frame_is_refused(void **state)
{
	struct queue queue;

	(void)state;
	queue_init(&queue, FRAMES);
	assert_false(queue_push(&queue, "", 0));
	assert_null(queue_reserve(&queue, (size_t)-1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(frames_leave_in_the_order_they_came),
		cmocka_unit_test(
			a_full_queue_takes_nothing_and_keeps_what_it_has),
		cmocka_unit_test(there_is_room_in_front_of_a_frame),
		cmocka_unit_test(an_empty_frame_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
