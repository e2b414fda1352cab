/* SPDX-License-Identifier: MIT */
#include "server/edge/forwarded.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

/* The proxies are 10.0.0.0/8, 2001:db8:a::/48 and the Unix socket. */
static const char *client(const char *peer, enum forwarded_kind kind,
			  const char *value)
{
	static char out[ADDRESS_TEXT_BYTES];
	struct networks proxies = {.count = 0};
	struct address address;

	assert_int_equal(networks_add(&proxies, "10.0.0.0/8"), NETWORK_OK);
	assert_int_equal(networks_add(&proxies, "2001:db8:a::/48"), NETWORK_OK);
	assert_int_equal(networks_add(&proxies, "unix"), NETWORK_OK);
	assert_true(address_parse(&address, peer, strlen(peer)));
	address = forwarded_client(&address, &proxies, kind, value,
				   strlen(value));
	address_text(&address, out);
	return out;
}

static void assert_for(const char *value, const char *expected)
{
	assert_string_equal(client("10.0.0.1", FORWARDED_FOR, value), expected);
}

static void assert_rfc(const char *value, const char *expected)
{
	assert_string_equal(client("10.0.0.1", FORWARDED_RFC, value), expected);
}

static void a_peer_that_is_no_proxy_is_the_client(void **state)
{
	(void)state;
	assert_string_equal(
		client("192.0.2.1", FORWARDED_FOR, "203.0.113.9, 10.0.0.2"),
		"192.0.2.1");
	assert_string_equal(
		client("192.0.2.1", FORWARDED_RFC, "for=203.0.113.9"),
		"192.0.2.1");
}

static void without_a_header_the_peer_is_the_client(void **state)
{
	(void)state;
	assert_for("", "10.0.0.1");
	assert_rfc("", "10.0.0.1");
	assert_string_equal(client("unix", FORWARDED_FOR, ""), "unix");
}

static void the_rightmost_hop_that_is_no_proxy_is_the_client(void **state)
{
	(void)state;
	assert_for("203.0.113.9", "203.0.113.9");
	assert_for("198.51.100.1, 203.0.113.9", "203.0.113.9");
	assert_for("198.51.100.1,203.0.113.9 ,10.0.0.2,\t10.9.9.9",
		   "203.0.113.9");
	assert_for("2001:db8:b::1, 2001:db8:a::1", "2001:db8:b::1");
	assert_for("203.0.113.9, ::ffff:10.0.0.2", "203.0.113.9");
	assert_string_equal(client("unix", FORWARDED_FOR, "203.0.113.9"),
			    "203.0.113.9");
	assert_string_equal(
		client("2001:db8:a::9", FORWARDED_FOR, "203.0.113.9"),
		"203.0.113.9");
}

static void a_proxy_that_asks_for_itself_is_the_client(void **state)
{
	(void)state;
	assert_for("10.0.0.3", "10.0.0.3");
	assert_for("10.0.0.3, 10.0.0.2", "10.0.0.3");
}

static void a_hop_may_have_a_port(void **state)
{
	(void)state;
	assert_for("203.0.113.9:4711", "203.0.113.9");
	assert_for("[2001:db8:b::1]:4711", "2001:db8:b::1");
	assert_for("[2001:db8:b::1]", "2001:db8:b::1");
	assert_rfc("for=\"203.0.113.9:4711\"", "203.0.113.9");
	assert_rfc("for=\"[2001:db8:b::1]:4711\"", "2001:db8:b::1");
	assert_rfc("for=\"[2001:db8:b::1]\"", "2001:db8:b::1");
}

/* What is left of it is the client's own invention, or lost. */
static void at_a_hop_that_is_none_the_last_good_one_is_the_client(void **state)
{
	static const char *const bad[] = {
		"",
		"unknown",
		"unix",
		"_hidden",
		"203.0.113.9:",
		"203.0.113.9:x",
		"203.0.113.9:123456",
		"203.0.113.9 203.0.113.8",
		"203.0.113",
		"[203.0.113.9]",
		"[2001:db8:b::1",
		"[2001:db8:b::1]x",
		"[2001:db8:b::1]:",
		"[]",
		"\"203.0.113.9\"",
		":80",
		"localhost",
	};
	char value[128];

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		snprintf(value, sizeof(value), "198.51.100.1, %s, 10.0.0.2",
			 bad[i]);
		assert_for(value, "10.0.0.2");
		snprintf(value, sizeof(value), "198.51.100.1, %s", bad[i]);
		assert_for(value, "10.0.0.1");
	}
}

static void a_forwarded_element_gives_its_for(void **state)
{
	(void)state;
	assert_rfc("for=203.0.113.9", "203.0.113.9");
	assert_rfc("For=203.0.113.9;proto=https;by=10.0.0.1", "203.0.113.9");
	assert_rfc("proto=https ; for=203.0.113.9", "203.0.113.9");
	assert_rfc("for=203.0.113.9;", "203.0.113.9");
	assert_rfc("for=198.51.100.1, for=203.0.113.9;host=\"a,b;c\", "
		   "for=10.0.0.2",
		   "203.0.113.9");
}

static void a_forwarded_element_that_is_broken_ends_the_walk(void **state)
{
	static const char *const bad[] = {
		"203.0.113.9",
		"by=203.0.113.9",
		"for=unknown",
		"for=_secret",
		"for=",
		"for=2001:db8:b::1]",
		"for=\"203.0.113.9",
		"for=\"203.0.113.\\9\"",
		"for=203.0.113.9;for=203.0.113.8",
		"for=203.0.113.9;nonsense",
		"for =203.0.113.9",
		";",
	};
	char value[128];

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		snprintf(value, sizeof(value),
			 "for=198.51.100.1, %s, for=10.0.0.2", bad[i]);
		assert_rfc(value, "10.0.0.2");
	}
}

/* A quote that the client leaves open must not swallow what a proxy added. */
static void what_a_client_sends_cannot_hide_the_hop_behind_it(void **state)
{
	static const char *const sent[] = {
		"for=\"",      "for=\"x\\", "\"",   "for=203.0.113.1;\"",
		"for=\"10.0.", ",,,,",      ";;;;", "for=\"[2001:db8:b::1",
	};
	char value[128];

	(void)state;
	for (size_t i = 0; i < sizeof(sent) / sizeof(sent[0]); i++) {
		snprintf(value, sizeof(value), "%s, for=203.0.113.9", sent[i]);
		assert_rfc(value, "203.0.113.9");
		snprintf(value, sizeof(value), "%s, 203.0.113.9", sent[i]);
		assert_for(value, "203.0.113.9");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_peer_that_is_no_proxy_is_the_client),
		cmocka_unit_test(without_a_header_the_peer_is_the_client),
		cmocka_unit_test(
			the_rightmost_hop_that_is_no_proxy_is_the_client),
		cmocka_unit_test(a_proxy_that_asks_for_itself_is_the_client),
		cmocka_unit_test(a_hop_may_have_a_port),
		cmocka_unit_test(
			at_a_hop_that_is_none_the_last_good_one_is_the_client),
		cmocka_unit_test(a_forwarded_element_gives_its_for),
		cmocka_unit_test(
			a_forwarded_element_that_is_broken_ends_the_walk),
		cmocka_unit_test(
			what_a_client_sends_cannot_hide_the_hop_behind_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
