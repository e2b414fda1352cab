/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "server/desk/call.h"

#include <stdlib.h>
#include <string.h>

static struct door door = {.lock = PTHREAD_MUTEX_INITIALIZER};
static const struct desk_setup desk;

static void count_wake(void *context)
{
	++*(int *)context;
}

static struct call *make_call(void)
{
	struct desk_events events = {.count = 0};
	struct call *call = call_new(&desk, &events);

	assert_non_null(call);
	call->reply = strdup("an answer");
	call->reply_bytes = strlen("an answer");
	return call;
}

static void calls_come_back_in_their_order_and_wake_the_worker(void **state)
{
	struct call *one = make_call(), *two = make_call();
	int wakes = 0;

	(void)state;
	door_open(&door, count_wake, &wakes);
	door_leave(&door, one);
	door_leave(&door, two);
	assert_int_equal(wakes, 2);
	assert_ptr_equal(door_take(&door), one);
	assert_ptr_equal(one->next, two);
	assert_null(two->next);
	assert_null(door_take(&door));
	call_free(one);
	call_free(two);
	door_close(&door);
}

/* That they are freed is the sanitizer's to see. */
static void a_closed_door_keeps_nothing(void **state)
{
	int wakes = 0;

	(void)state;
	door_open(&door, count_wake, &wakes);
	door_leave(&door, make_call());
	door_close(&door);
	assert_null(door_take(&door));
	door_leave(&door, make_call());
	assert_int_equal(wakes, 1);
	assert_null(door_take(&door));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			calls_come_back_in_their_order_and_wake_the_worker),
		cmocka_unit_test(a_closed_door_keeps_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
