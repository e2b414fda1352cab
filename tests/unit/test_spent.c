/* SPDX-License-Identifier: MIT */
#include "server/edge/spent.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <cmocka.h>

static const uint8_t seed[16] = {1, 2, 3};

static struct address address_of(unsigned n)
{
	struct address address = {.family = ADDRESS_IPV4};

	address.bytes[0] = (uint8_t)(n >> 8);
	address.bytes[1] = (uint8_t)n;
	return address;
}

static int set_up(void **state)
{
	*state = spent_new(seed);
	return *state ? 0 : -1;
}

static int tear_down(void **state)
{
	spent_free(*state);
	return 0;
}

static void each_address_is_counted_by_itself(void **state)
{
	struct limit_spent out[LIMIT_SPENT_MAX];
	struct address one = address_of(1), two = address_of(2);
	size_t count, first;

	spent_note(*state, &one);
	spent_note(*state, &two);
	spent_note(*state, &one);
	count = spent_take(*state, out);
	assert_int_equal(count, 2);
	first = address_equal(&out[0].from, &one) ? 0 : 1;
	assert_true(address_equal(&out[first].from, &one));
	assert_int_equal(out[first].count, 2);
	assert_int_equal(out[1 - first].count, 1);
}

static void what_was_taken_is_counted_anew(void **state)
{
	struct limit_spent out[LIMIT_SPENT_MAX];
	struct address one = address_of(1);

	spent_note(*state, &one);
	assert_int_equal(spent_take(*state, out), 1);
	assert_int_equal(spent_take(*state, out), 0);
	spent_note(*state, &one);
	assert_int_equal(spent_take(*state, out), 1);
	assert_int_equal(out[0].count, 1);
}

static void of_too_many_the_first_are_counted(void **state)
{
	struct limit_spent *out = calloc(LIMIT_SPENT_MAX, sizeof(*out));
	struct address first = address_of(0);
	size_t count, found = 0;

	assert_non_null(out);
	for (unsigned i = 0; i < 5 * LIMIT_SPENT_MAX; i++) {
		struct address address = address_of(i);

		spent_note(*state, &address);
	}
	spent_note(*state, &first);
	count = spent_take(*state, out);
	assert_in_range(count, LIMIT_SPENT_MAX / 2, LIMIT_SPENT_MAX);
	for (size_t i = 0; i < count; i++)
		if (address_equal(&out[i].from, &first))
			found = out[i].count;
	assert_int_equal(found, 2);
	free(out);
}

int main(void)
{
#define FRESH(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		FRESH(each_address_is_counted_by_itself),
		FRESH(what_was_taken_is_counted_anew),
		FRESH(of_too_many_the_first_are_counted),
	};

	return cmocka_run_group_tests_name("spent", tests, NULL, NULL);
}
