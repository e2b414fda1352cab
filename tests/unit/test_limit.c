/* SPDX-License-Identifier: MIT */
#include "server/edge/limit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <pthread.h>
#include <stdio.h>
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

/* The n-th site of 2001:db8::/32. */
static struct address site(uint32_t n)
{
	struct address address = {
		.family = ADDRESS_IPV6,
		.bytes = {0x20, 0x01, 0x0d, 0xb8, (uint8_t)(n >> 24),
			  (uint8_t)(n >> 16), (uint8_t)(n >> 8), (uint8_t)n, 0,
			  0, 0, 0, 0, 0, 0, 1},
	};

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

static void a_bucket_gives_its_burst_and_then_its_rate(void **state)
{
	struct limit_bucket bucket = {0};
	int64_t wait_us;

	(void)state;
	for (int i = 0; i < 3; i++)
		assert_true(limit_take(&bucket, &slow, START, &wait_us));
	assert_false(limit_take(&bucket, &slow, START, &wait_us));
	assert_int_equal(wait_us, SECOND);
	assert_false(limit_take(&bucket, &slow, START + 1, &wait_us));
	assert_int_equal(wait_us, SECOND - 1);
	assert_true(limit_take(&bucket, &slow, START + SECOND, &wait_us));
	assert_false(limit_take(&bucket, &slow, START + SECOND, &wait_us));
}

static void a_bucket_never_holds_more_than_its_burst(void **state)
{
	struct limit_bucket bucket = {0};
	int64_t wait_us, later = START + 3600 * SECOND;

	(void)state;
	assert_true(limit_take(&bucket, &slow, START, &wait_us));
	for (int i = 0; i < 3; i++)
		assert_true(limit_take(&bucket, &slow, later, &wait_us));
	assert_false(limit_take(&bucket, &slow, later, &wait_us));
}

static void who_is_refused_loses_nothing_by_asking(void **state)
{
	struct limit_bucket bucket = {0};
	int64_t wait_us;

	(void)state;
	for (int i = 0; i < 1000; i++)
		if (!limit_take(&bucket, &slow, START, &wait_us))
			assert_int_equal(wait_us, SECOND);
	assert_true(limit_take(&bucket, &slow, START + SECOND, &wait_us));
}

static void a_rate_of_nothing_is_no_limit(void **state)
{
	static const struct limit_rate off[] = {{0, 0}, {0, 5}, {5, 0}};
	struct limit_bucket bucket = {0};
	int64_t wait_us;

	(void)state;
	for (size_t i = 0; i < 3; i++)
		for (int k = 0; k < 1000; k++)
			assert_true(
				limit_take(&bucket, &off[i], START, &wait_us));
}

static void the_largest_rate_and_burst_do_not_overflow(void **state)
{
	static const struct limit_rate wide = {1, LIMIT_BURST_MAX};
	static const struct limit_rate fast = {LIMIT_PER_MINUTE_MAX, 1};
	struct limit_bucket bucket = {0};
	int64_t wait_us;

	(void)state;
	for (unsigned i = 0; i < LIMIT_BURST_MAX; i++)
		assert_true(limit_take(&bucket, &wide, START, &wait_us));
	assert_false(limit_take(&bucket, &wide, START, &wait_us));
	assert_int_equal(wait_us, 60 * SECOND);
	bucket.full_us = 0;
	assert_true(limit_take(&bucket, &fast, START, &wait_us));
	assert_false(limit_take(&bucket, &fast, START, &wait_us));
	assert_int_equal(wait_us, 60);
}

static void a_wait_is_told_in_whole_seconds_and_never_as_none(void **state)
{
	(void)state;
	assert_int_equal(limit_seconds(0), 1);
	assert_int_equal(limit_seconds(1), 1);
	assert_int_equal(limit_seconds(SECOND), 1);
	assert_int_equal(limit_seconds(SECOND + 1), 2);
	assert_int_equal(limit_seconds(60 * SECOND), 60);
}

static void addresses_are_counted_apart_and_sites_together(void **state)
{
	struct limit_rules rules = {.questions = slow};
	struct limit *limit = make(&rules, 8);
	struct address a = address("192.0.2.1"), b = address("192.0.2.2");
	struct address c = address("2001:db8::1"), d = address("2001:db8::2");
	struct address e = address("2001:db8:0:1::1"), u = address("unix");

	(void)state;
	assert_int_equal(ask_all(limit, &a, START), 3);
	assert_int_equal(ask_all(limit, &b, START), 3);
	assert_int_equal(ask_all(limit, &c, START), 3);
	assert_int_equal(ask_all(limit, &d, START), 0);
	assert_int_equal(ask_all(limit, &e, START), 3);
	assert_int_equal(ask_all(limit, &u, START), 3);
	assert_int_equal(ask_all(limit, &a, START + 2 * SECOND), 2);
	limit_free(limit);
}

/* The first 8 bytes are the same: the family must tell them apart. */
static void an_ipv4_address_is_not_the_site_that_begins_alike(void **state)
{
	struct limit_rules rules = {.questions = slow};
	struct limit *limit = make(&rules, 8);
	struct address a = address("32.1.13.184"), b = address("2001:db8::");
	struct address c = address("0.0.0.0"), d = address("::");

	(void)state;
	assert_int_equal(ask_all(limit, &a, START), 3);
	assert_int_equal(ask_all(limit, &b, START), 3);
	assert_int_equal(ask_all(limit, &c, START), 3);
	assert_int_equal(ask_all(limit, &d, START), 3);
	limit_free(limit);
}

static void open_connections_are_bounded_and_counted_down(void **state)
{
	struct limit_rules rules = {.connections = 2};
	struct limit *limit = make(&rules, 8);
	struct address a = address("192.0.2.1"), b = address("192.0.2.2");
	struct limit_place first, second, other;

	(void)state;
	assert_int_equal(come(limit, &a, START, &first), LIMIT_ALLOWED);
	assert_int_equal(come(limit, &a, START, &second), LIMIT_ALLOWED);
	assert_int_equal(come(limit, &a, START, &other), LIMIT_CONNECTIONS);
	assert_int_equal(other.number, LIMIT_NOWHERE);
	limit_leave(limit, other);
	assert_int_equal(come(limit, &b, START, &other), LIMIT_ALLOWED);
	limit_leave(limit, first);
	assert_int_equal(come(limit, &a, START, &first), LIMIT_ALLOWED);
	assert_int_equal(come(limit, &a, START, &other), LIMIT_CONNECTIONS);
	limit_free(limit);
}

static void new_connections_have_a_rate(void **state)
{
	struct limit_rules rules = {.arrivals = slow};
	struct limit *limit = make(&rules, 8);
	struct address a = address("192.0.2.1");
	struct limit_place place;
	int64_t wait_us;

	(void)state;
	for (int i = 0; i < 3; i++) {
		assert_int_equal(come(limit, &a, START, &place), LIMIT_ALLOWED);
		limit_leave(limit, place);
	}
	assert_int_equal(limit_enter(limit, &a, START, &place, &wait_us),
			 LIMIT_RATE);
	assert_int_equal(wait_us, SECOND);
	assert_int_equal(place.number, LIMIT_NOWHERE);
	assert_int_equal(come(limit, &a, START + SECOND, &place),
			 LIMIT_ALLOWED);
	limit_free(limit);
}

static void without_rules_nobody_is_refused(void **state)
{
	struct limit_rules rules = {.connections = 0};
	struct limit *limit = make(&rules, 8);
	struct address a = address("192.0.2.1");
	struct limit_place place;

	(void)state;
	for (int i = 0; i < 1000; i++)
		assert_int_equal(come(limit, &a, START, &place), LIMIT_ALLOWED);
	assert_int_equal(ask_all(limit, &a, START), 100);
	limit_free(limit);
}

static void the_trusted_are_not_counted(void **state)
{
	struct limit_rules rules = {
		.connections = 1, .arrivals = slow, .questions = slow};
	struct address trusted = address("10.1.2.3");
	struct limit_place place;
	struct limit *limit;

	(void)state;
	assert_int_equal(networks_add(&rules.trusted, "10.0.0.0/8"),
			 NETWORK_OK);
	limit = make(&rules, 8);
	for (int i = 0; i < 100; i++) {
		assert_int_equal(come(limit, &trusted, START, &place),
				 LIMIT_ALLOWED);
		assert_int_equal(place.number, LIMIT_NOWHERE);
		limit_leave(limit, place);
	}
	assert_int_equal(ask_all(limit, &trusted, START), 100);
	limit_free(limit);
}

/* An attacker with a million sites fills the table many times over. */
static void a_million_addresses_lock_out_nobody(void **state)
{
	struct limit_rules rules = {.connections = 1, .questions = slow};
	struct limit *limit = make(&rules, 1000);
	struct address here = address("192.0.2.1"), late = address("192.0.2.2");
	struct limit_place place;
	unsigned refused = 0;

	(void)state;
	assert_int_equal(come(limit, &here, START, &place), LIMIT_ALLOWED);
	for (uint32_t i = 0; i < 1000000; i++) {
		struct address from = site(i);

		refused += !may_ask(limit, &from, START);
	}
	assert_int_equal(refused, 0);
	assert_true(limit_counts(limit).forgotten > 900000);
	assert_int_equal(ask_all(limit, &late, START), 3);
	assert_int_equal(ask_all(limit, &here, START), 3);
	/* who is connected has not been forgotten */
	assert_int_equal(come(limit, &here, START, &place), LIMIT_CONNECTIONS);
	assert_int_equal(limit_counts(limit).uncounted, 0);
	limit_free(limit);
}

/* Those who have used up more are remembered longer. */
static void a_crowd_does_not_wash_away_who_is_at_his_limit(void **state)
{
	struct limit_rules rules = {.questions = slow};
	struct limit *limit = make(&rules, 1000);
	struct address greedy = address("192.0.2.1");

	(void)state;
	assert_int_equal(ask_all(limit, &greedy, START), 3);
	for (uint32_t i = 0; i < 1000000; i++) {
		struct address from = site(i);

		(void)!may_ask(limit, &from, START);
	}
	assert_int_equal(ask_all(limit, &greedy, START), 0);
	limit_free(limit);
}

static void a_full_bucket_is_forgotten_at_no_cost(void **state)
{
	struct limit_rules rules = {.questions = slow};
	struct limit *limit = make(&rules, 1000);
	int64_t now_us = START;

	(void)state;
	for (uint32_t i = 0; i < 300000; i++, now_us += SECOND) {
		struct address from = site(i);

		assert_true(may_ask(limit, &from, now_us));
	}
	assert_int_equal(limit_counts(limit).forgotten, 0);
	limit_free(limit);
}

static void as_many_as_may_be_connected_are_all_counted(void **state)
{
	struct limit_rules rules = {.connections = 1};
	struct limit *limit = make(&rules, 65536);
	struct limit_place place;

	(void)state;
	for (uint32_t i = 0; i < 65536; i++) {
		struct address from = site(i);

		assert_int_equal(come(limit, &from, START, &place),
				 LIMIT_ALLOWED);
		assert_int_not_equal(place.number, LIMIT_NOWHERE);
	}
	for (uint32_t i = 0; i < 65536; i++) {
		struct address from = site(i);

		assert_int_equal(come(limit, &from, START, &place),
				 LIMIT_CONNECTIONS);
	}
	assert_int_equal(limit_counts(limit).uncounted, 0);
	limit_free(limit);
}

/* More connections than it was made for: the newcomer comes in all the same,
 * and leaving takes nothing from anyone. */
static void when_all_places_are_held_a_newcomer_is_not_counted(void **state)
{
	struct limit_rules rules = {.connections = 1, .questions = slow};
	struct limit *limit = make(&rules, 1);
	struct limit_place place;
	unsigned nowhere = 0;

	(void)state;
	for (uint32_t i = 0; i < 100000; i++) {
		struct address from = site(i);

		assert_int_equal(come(limit, &from, START, &place),
				 LIMIT_ALLOWED);
		if (place.number != LIMIT_NOWHERE)
			continue;
		nowhere++;
		limit_leave(limit, place);
		assert_int_equal(ask_all(limit, &from, START), 100);
	}
	assert_true(nowhere >= 100000 - 65536);
	assert_int_equal(limit_counts(limit).uncounted, nowhere);
	limit_free(limit);
}

struct visitor {
	pthread_t thread;
	struct limit *limit;
	unsigned refused;
};

static void *come_and_go(void *argument)
{
	struct visitor *visitor = argument;

	for (uint32_t i = 0; i < 20000; i++) {
		struct address from = site(i % 100);
		struct limit_place place;

		if (come(visitor->limit, &from, START, &place) == LIMIT_ALLOWED)
			limit_leave(visitor->limit, place);
		else
			visitor->refused++;
	}
	return NULL;
}

static void threads_together_count_right(void **state)
{
	struct limit_rules rules = {.connections = 4};
	struct limit *limit = make(&rules, 1000);
	struct visitor visitor[4];

	(void)state;
	for (unsigned i = 0; i < 4; i++) {
		visitor[i] = (struct visitor){.limit = limit};
		assert_int_equal(pthread_create(&visitor[i].thread, NULL,
						come_and_go, &visitor[i]),
				 0);
	}
	for (unsigned i = 0; i < 4; i++) {
		pthread_join(visitor[i].thread, NULL);
		assert_int_equal(visitor[i].refused, 0);
	}
	for (uint32_t i = 0; i < 100; i++) {
		struct address from = site(i);
		struct limit_place place;

		for (unsigned k = 0; k < 4; k++)
			assert_int_equal(come(limit, &from, START, &place),
					 LIMIT_ALLOWED);
		assert_int_equal(come(limit, &from, START, &place),
				 LIMIT_CONNECTIONS);
	}
	limit_free(limit);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_bucket_gives_its_burst_and_then_its_rate),
		cmocka_unit_test(a_bucket_never_holds_more_than_its_burst),
		cmocka_unit_test(who_is_refused_loses_nothing_by_asking),
		cmocka_unit_test(a_rate_of_nothing_is_no_limit),
		cmocka_unit_test(the_largest_rate_and_burst_do_not_overflow),
		cmocka_unit_test(
			a_wait_is_told_in_whole_seconds_and_never_as_none),
		cmocka_unit_test(
			addresses_are_counted_apart_and_sites_together),
		cmocka_unit_test(
			an_ipv4_address_is_not_the_site_that_begins_alike),
		cmocka_unit_test(open_connections_are_bounded_and_counted_down),
		cmocka_unit_test(new_connections_have_a_rate),
		cmocka_unit_test(without_rules_nobody_is_refused),
		cmocka_unit_test(the_trusted_are_not_counted),
		cmocka_unit_test(a_million_addresses_lock_out_nobody),
		cmocka_unit_test(
			a_crowd_does_not_wash_away_who_is_at_his_limit),
		cmocka_unit_test(a_full_bucket_is_forgotten_at_no_cost),
		cmocka_unit_test(as_many_as_may_be_connected_are_all_counted),
		cmocka_unit_test(
			when_all_places_are_held_a_newcomer_is_not_counted),
		cmocka_unit_test(threads_together_count_right),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
