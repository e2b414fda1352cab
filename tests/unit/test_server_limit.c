/* SPDX-License-Identifier: MIT */
/* What all of an IPv6 /48 may do together. */
#include "server/edge/limit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>

#define SECOND INT64_C(1000000)
#define START (1000 * SECOND)

static const uint8_t seed[LIMIT_SEED_BYTES] = {7, 1, 8, 2};

/* 60 a minute, 3 at once: a token a second. */
static const struct limit_rate slow = {60, 3};

static struct address address(const char *text)
{
	struct address address;

	assert_true(address_parse(&address, text, strlen(text)));
	return address;
}

static struct limit *make(const struct limit_rules *rules, size_t connections)
{
	struct limit *limit = limit_new(rules, connections, seed);

	assert_non_null(limit);
	return limit;
}

static bool may_ask(struct limit *limit, const struct address *from,
		    int64_t now_us)
{
	int64_t wait_us;

	return limit_question(limit, from, now_us, &wait_us) == LIMIT_ALLOWED;
}

/* How many questions in a row are let through at that time, up to 100. */
static unsigned ask_all(struct limit *limit, const struct address *from,
			int64_t now_us)
{
	unsigned count = 0;

	while (count < 100 && may_ask(limit, from, now_us))
		count++;
	return count;
}

static enum limit_verdict come(struct limit *limit, const struct address *from,
			       int64_t now_us, struct limit_place *place)
{
	int64_t wait_us;

	return limit_enter(limit, from, now_us, place, &wait_us);
}

/* The n-th /64 of 2001:db8::/48. */
static struct address site_of_block(uint8_t n)
{
	struct address from = address("2001:db8::1");

	from.bytes[7] = n;
	return from;
}

static void a_block_has_the_questions_of_so_many_addresses(void **state)
{
	struct limit_rules rules = {.questions = slow, .block = 2};
	struct limit *limit = make(&rules, 8);
	struct address a = site_of_block(1), b = site_of_block(2);
	struct address c = site_of_block(3), d = address("2001:db8:1::1");
	struct address e = address("32.1.13.184");
	int64_t wait_us;

	(void)state;
	assert_int_equal(ask_all(limit, &a, START), 3);
	assert_int_equal(ask_all(limit, &b, START), 3);
	assert_int_equal(limit_question(limit, &c, START, &wait_us),
			 LIMIT_RATE);
	assert_int_equal(wait_us, SECOND / 2);
	assert_int_equal(ask_all(limit, &d, START), 3);
	assert_int_equal(ask_all(limit, &e, START), 3);
	assert_int_equal(ask_all(limit, &c, START + SECOND), 2);
	limit_free(limit);
}

/* A refusal for the block's sake leaves nothing counted of the site. */
static void a_block_has_the_connections_of_so_many_addresses(void **state)
{
	struct limit_rules rules = {.connections = 2, .block = 2};
	struct limit *limit = make(&rules, 8);
	struct limit_place place[4], other;

	(void)state;
	for (uint8_t i = 0; i < 4; i++) {
		struct address from = site_of_block(i);

		assert_int_equal(come(limit, &from, START, &place[i]),
				 LIMIT_ALLOWED);
	}
	for (uint8_t i = 0; i < 8; i++) {
		struct address from = site_of_block(i);

		assert_int_equal(come(limit, &from, START, &other),
				 LIMIT_CONNECTIONS);
		assert_int_equal(other.number, LIMIT_NOWHERE);
		assert_int_equal(other.block, LIMIT_NOWHERE);
	}
	limit_leave(limit, place[0]);
	limit_leave(limit, place[1]);
	for (uint8_t i = 0; i < 2; i++) {
		struct address from = site_of_block(7);

		assert_int_equal(come(limit, &from, START, &place[i]),
				 LIMIT_ALLOWED);
	}
	limit_free(limit);
}

static void a_block_has_the_arrivals_of_so_many_addresses(void **state)
{
	struct limit_rules rules = {.arrivals = slow, .block = 2};
	struct limit *limit = make(&rules, 8);
	struct limit_place place;
	unsigned came = 0;

	(void)state;
	for (uint8_t i = 0; i < 100; i++) {
		struct address from = site_of_block(i);

		if (come(limit, &from, START, &place) != LIMIT_ALLOWED)
			continue;
		came++;
		limit_leave(limit, place);
	}
	assert_int_equal(came, 6);
	limit_free(limit);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_block_has_the_questions_of_so_many_addresses),
		cmocka_unit_test(
			a_block_has_the_connections_of_so_many_addresses),
		cmocka_unit_test(a_block_has_the_arrivals_of_so_many_addresses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
