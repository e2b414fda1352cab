/* SPDX-License-Identifier: MIT */
#include "server/talk/pending.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

static enum record_fate tell(void *context, const struct receipt *receipt)
{
	(void)receipt;
	return *(enum record_fate *)context;
}

static void what_waits_keeps_its_order(void **state)
{
	struct pending *first = NULL;
	struct pending one = {.id = "1"}, two = {.id = "2"};

	(void)state;
	assert_true(pending_add(&first, &one));
	assert_true(pending_add(&first, &two));
	assert_string_equal(first->id, "1");
	assert_true(pending_drop(&first));
	assert_string_equal(first->id, "2");
	assert_true(pending_drop(&first));
	assert_false(pending_drop(&first));
}

static void only_so_many_may_wait(void **state)
{
	struct pending *first = NULL;
	const struct pending one = {.id = "1"};

	(void)state;
	for (unsigned i = 0; i < PENDING_MAX; i++)
		assert_true(pending_add(&first, &one));
	assert_false(pending_add(&first, &one));
	while (pending_drop(&first))
		;
}

static void
it_is_kept_when_the_store_says_so_and_lost_after_a_while(void **state)
{
	enum record_fate fate = RECORD_WAITS;
	const struct observer observer = {.context = &fate, .fate = tell};
	const struct pending one = {.until_us = 100};

	(void)state;
	assert_int_equal(pending_fate(&one, &observer, 99), RECORD_WAITS);
	assert_int_equal(pending_fate(&one, &observer, 100), RECORD_LOST);
	fate = RECORD_KEPT;
	assert_int_equal(pending_fate(&one, &observer, 100), RECORD_KEPT);
	fate = RECORD_LOST;
	assert_int_equal(pending_fate(&one, &observer, 1), RECORD_LOST);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_waits_keeps_its_order),
		cmocka_unit_test(only_so_many_may_wait),
		cmocka_unit_test(
			it_is_kept_when_the_store_says_so_and_lost_after_a_while),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
