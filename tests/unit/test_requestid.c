/* SPDX-License-Identifier: MIT */
#include "server/log/requestid.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <inttypes.h>
#include <string.h>

static void take(const char *header, bool expected)
{
	struct request_id id = {"before"};

	assert_int_equal(request_id_take(&id, header, strlen(header)),
			 expected);
	assert_string_equal(id.text, expected ? header : "before");
}

static void a_well_formed_id_is_taken_over(void **state)
{
	char longest[REQUEST_ID_BYTES] = {0};

	(void)state;
	take("550e8400-e29b-41d4-a716-446655440000", true);
	take("8_chars.", true);
	memset(longest, 'z', sizeof(longest) - 1);
	take(longest, true);
}

static void anything_else_is_refused(void **state)
{
	char long_one[REQUEST_ID_BYTES + 1] = {0};
	struct request_id id = {"before"};

	(void)state;
	take("", false);
	take("7_chars", false);
	memset(long_one, 'z', sizeof(long_one) - 1);
	take(long_one, false);
	take("with a blank", false);
	take("line\nbreak", false);
	take("caf\xc3\xa9-caf\xc3\xa9", false);
	take("one,two,three", false);
	assert_false(request_id_take(&id, "with\0nul", 8));
	assert_false(request_id_take(&id, NULL, 8));
}

static void an_id_of_ours_is_32_hex_digits_and_another_each_time(void **state)
{
	const uint8_t seed[REQUEST_IDS_SEED] = {1, 2, 3};
	struct request_ids ids;
	struct request_id one, two;

	(void)state;
	request_ids_init(&ids, seed);
	request_id_make(&one, &ids);
	request_id_make(&two, &ids);
	assert_int_equal(strlen(one.text), 32);
	assert_int_equal(strspn(one.text, "0123456789abcdef"), 32);
	assert_string_not_equal(one.text, two.text);
}

/* The first numbers of the authors' own program from the state 1, 2, 3, 4. */
static void the_generator_is_xoshiro256_starstar(void **state)
{
	static const uint64_t expected[] = {11520, 0, 1509978240,
					    1215971899390074240};
	struct request_ids ids = {{1, 2, 3, 4}};

	(void)state;
	assert_int_equal(request_ids_next(&ids), expected[0]);
	/* The second is 0, which is left out. */
	assert_int_equal(request_ids_next(&ids), expected[2]);
	assert_int_equal(request_ids_next(&ids), expected[3]);
}

static void a_seed_of_zeros_generates_all_the_same(void **state)
{
	const uint8_t seed[REQUEST_IDS_SEED] = {0};
	struct request_ids ids;
	int i;

	(void)state;
	request_ids_init(&ids, seed);
	for (i = 0; i < 100; i++)
		assert_true(request_ids_next(&ids) != 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_well_formed_id_is_taken_over),
		cmocka_unit_test(anything_else_is_refused),
		cmocka_unit_test(
			an_id_of_ours_is_32_hex_digits_and_another_each_time),
		cmocka_unit_test(the_generator_is_xoshiro256_starstar),
		cmocka_unit_test(a_seed_of_zeros_generates_all_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
