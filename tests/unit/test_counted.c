/* SPDX-License-Identifier: MIT */
/* Each thing that is counted has a name of its own. */
#include "server/metrics/counted.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>

static void assert_named(const char *const *names, size_t count)
{
	size_t i, k;

	for (i = 0; i < count; i++) {
		assert_non_null(names[i]);
		assert_int_equal(
			strspn(names[i], "abcdefghijklmnopqrstuvwxyz_"),
			strlen(names[i]));
		for (k = 0; k < i; k++)
			assert_string_not_equal(names[i], names[k]);
	}
}

static void every_name_is_there_once(void **state)
{
	(void)state;
	assert_named(counted_labels.mouths, COUNTED_MOUTHS);
	assert_named(counted_labels.connections, COUNTED_CONNECTIONS);
	assert_named(counted_labels.limits, COUNTED_LIMITS);
	assert_named(counted_labels.feedback, COUNTED_FEEDBACK);
}

static void the_counters_have_room_for_all_of_them(void **state)
{
	struct metrics *metrics;

	(void)state;
	assert_int_equal(metrics_new(&metrics, &counted_labels, 1), FAQ_OK);
	metrics_free(metrics);
}

static void a_name_is_that_of_its_number(void **state)
{
	(void)state;
	assert_string_equal(counted_mouth_name(COUNTED_CHAT), "chat");
	assert_string_equal(counted_mouth_name(COUNTED_OPENAI), "openai");
	assert_string_equal(counted_limit_name(COUNTED_LIMIT_ADDRESS),
			    "connections_per_address");
	assert_string_equal(counted_limit_name(COUNTED_LIMIT_ORIGIN), "origin");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_name_is_there_once),
		cmocka_unit_test(the_counters_have_room_for_all_of_them),
		cmocka_unit_test(a_name_is_that_of_its_number),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
