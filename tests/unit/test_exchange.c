/* SPDX-License-Identifier: MIT */
/* Between two faqd it is met in tests/store/nodes.sh. */
#include "server/edge/exchange.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#define NOW_US INT64_C(1000000000)

static const char own[] = "0123456789abcdef";

static int set_up(void **state)
{
	/* A token each six seconds. */
	static const struct limit_rules rules = {.questions = {10, 4},
						 .block = 2};
	static const uint8_t seed[LIMIT_SEED_BYTES] = {7};

	*state = limit_new(&rules, 10, seed);
	return *state ? 0 : -1;
}

static int tear_down(void **state)
{
	limit_free(*state);
	return 0;
}

static struct address address_of(const char *text)
{
	struct address address;

	assert_true(address_parse(&address, text, strlen(text)));
	return address;
}

/* How many questions it may ask now. */
static unsigned left(struct limit *limit, const char *text, int64_t now_us)
{
	const struct address from = address_of(text);
	unsigned count = 0;
	int64_t wait_us;

	while (limit_question(limit, &from, now_us, &wait_us) == LIMIT_ALLOWED)
		count++;
	return count;
}

static void what_others_allowed_is_owed_here(void **state)
{
	exchange_take(*state, own, "other 192.0.2.7=3 192.0.2.8=1", NOW_US);
	assert_int_equal(left(*state, "192.0.2.7", NOW_US), 1);
	assert_int_equal(left(*state, "192.0.2.8", NOW_US), 3);
	assert_int_equal(left(*state, "192.0.2.9", NOW_US), 4);
}

static void what_one_has_said_oneself_is_not(void **state)
{
	char text[64];

	snprintf(text, sizeof(text), "%s 192.0.2.7=3", own);
	exchange_take(*state, own, text, NOW_US);
	assert_int_equal(left(*state, "192.0.2.7", NOW_US), 4);
}

static void a_debt_is_paid_off_but_not_for_ever(void **state)
{
	const int64_t second = 1000000;

	exchange_take(*state, own, "other 192.0.2.7=1000", NOW_US);
	assert_int_equal(left(*state, "192.0.2.7", NOW_US + 59 * second), 0);
	assert_int_equal(left(*state, "192.0.2.7", NOW_US + 84 * second), 4);
}

static void a_site_and_its_block_owe_it(void **state)
{
	exchange_take(*state, own, "other 2001:db8:0:1::=4", NOW_US);
	exchange_take(*state, own, "other 2001:db8:0:2::=4", NOW_US);
	assert_int_equal(left(*state, "2001:db8:0:1::5", NOW_US), 0);
	assert_int_equal(left(*state, "2001:db8:0:3::5", NOW_US), 0);
	assert_int_equal(left(*state, "2001:db8:1:3::5", NOW_US), 4);
}

static void what_is_not_understood_is_passed_over(void **state)
{
	static const char *const texts[] = {
		"",
		"other",
		"other ",
		"other 192.0.2.7",
		"other 192.0.2.7=",
		"other 192.0.2.7=x",
		"other 192.0.2.7=0",
		"other =3",
		"other 192.0.2.7=-1",
		"other 192.0.2.7=99999999999999999999",
		"other 192.0.2.300=3",
		"other  ",
		"other 192.0.2.7=3x"};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		exchange_take(*state, own, texts[i], NOW_US);
	exchange_take(*state, own, "other x=1  192.0.2.8=1 y", NOW_US);
	assert_int_equal(left(*state, "192.0.2.7", NOW_US), 4);
	assert_int_equal(left(*state, "192.0.2.8", NOW_US), 3);
}

static void what_is_written_is_read_back(void **state)
{
	struct limit_spent spent[40];
	char text[STORE_NOTICE_BYTES], name[32];
	size_t fitted;

	for (unsigned i = 0; i < 40; i++) {
		snprintf(name, sizeof(name), "2001:db8:%u:ffff::", i);
		spent[i].from = address_of(name);
		spent[i].count = 3;
	}
	fitted = exchange_write(text, own, spent, 40);
	assert_in_range(fitted, 15, 39);
	assert_int_equal(exchange_write(text, own, spent, 2), 2);
	exchange_take(*state, "another", text, NOW_US);
	assert_int_equal(left(*state, "2001:db8:1:ffff::1", NOW_US), 1);
	assert_int_equal(left(*state, "2001:db8:2:ffff::1", NOW_US), 4);
}

static void what_was_allowed_is_noted_once_it_is_shared(void **state)
{
	struct limit_spent *out = calloc(LIMIT_SPENT_MAX, sizeof(*out));

	assert_non_null(out);
	assert_int_equal(left(*state, "192.0.2.7", NOW_US), 4);
	assert_int_equal(limit_spent(*state, out), 0);
	assert_true(limit_share(*state));
	assert_int_equal(left(*state, "192.0.2.8", NOW_US), 4);
	assert_int_equal(limit_spent(*state, out), 1);
	assert_int_equal(out[0].count, 4);
	free(out);
}

int main(void)
{
#define FRESH(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		FRESH(what_others_allowed_is_owed_here),
		FRESH(what_one_has_said_oneself_is_not),
		FRESH(a_debt_is_paid_off_but_not_for_ever),
		FRESH(a_site_and_its_block_owe_it),
		FRESH(what_is_not_understood_is_passed_over),
		FRESH(what_is_written_is_read_back),
		FRESH(what_was_allowed_is_noted_once_it_is_shared),
	};

	return cmocka_run_group_tests_name("exchange", tests, NULL, NULL);
}
