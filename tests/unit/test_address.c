/* SPDX-License-Identifier: MIT */
#include "server/edge/address.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/un.h>

static struct address parsed(const char *text)
{
	struct address address;

	assert_true(address_parse(&address, text, strlen(text)));
	return address;
}

static void assert_text(const struct address *address, const char *text)
{
	char out[ADDRESS_TEXT_BYTES];

	address_text(address, out);
	assert_string_equal(out, text);
}

static void an_address_reads_back_as_it_was_written(void **state)
{
	static const char *const texts[] = {"192.0.2.1", "2001:db8::1",
					    "::", "255.255.255.255", "unix"};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct address address = parsed(texts[i]);

		assert_text(&address, texts[i]);
	}
}

static void what_is_not_a_bare_address_is_refused(void **state)
{
	static const char *const bad[] = {
		"",
		" 192.0.2.1",
		"192.0.2.1 ",
		"192.0.2",
		"192.0.2.256",
		"192.0.2.01",
		"0xc0.0.2.1",
		"3221225985",
		"192.0.2.1:80",
		"[2001:db8::1]",
		"fe80::1%eth0",
		"2001:db8:::1",
		"localhost",
		"Unix",
		"1111:2222:3333:4444:5555:6666:7777:8888:9999:aaaa",
	};
	struct address address;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_false(address_parse(&address, bad[i], strlen(bad[i])));
		assert_int_equal(address.family, ADDRESS_LOCAL);
	}
	assert_false(address_parse(&address, "192.0.2.1\0x", 11));
}

static void an_ipv4_address_inside_ipv6_is_that_ipv4_address(void **state)
{
	struct address inside = parsed("::ffff:192.0.2.1");
	struct address plain = parsed("192.0.2.1");
	struct address other = parsed("::192.0.2.1");

	(void)state;
	assert_true(address_equal(&inside, &plain));
	assert_false(address_equal(&other, &plain));
}

static void a_peer_is_read_from_its_socket_address(void **state)
{
	struct sockaddr_in four = {.sin_family = AF_INET, .sin_port = 9};
	struct sockaddr_in6 six = {.sin6_family = AF_INET6, .sin6_port = 9};
	struct sockaddr_un local = {.sun_family = AF_UNIX};
	struct address address;

	(void)state;
	inet_pton(AF_INET, "192.0.2.1", &four.sin_addr);
	assert_true(address_from_socket(&address, (struct sockaddr *)&four,
					sizeof(four)));
	assert_text(&address, "192.0.2.1");
	inet_pton(AF_INET6, "2001:db8::1", &six.sin6_addr);
	assert_true(address_from_socket(&address, (struct sockaddr *)&six,
					sizeof(six)));
	assert_text(&address, "2001:db8::1");
	inet_pton(AF_INET6, "::ffff:192.0.2.1", &six.sin6_addr);
	assert_true(address_from_socket(&address, (struct sockaddr *)&six,
					sizeof(six)));
	assert_text(&address, "192.0.2.1");
	/* accept() gives an unnamed peer no path at all */
	assert_true(address_from_socket(&address, (struct sockaddr *)&local,
					sizeof(local.sun_family)));
	assert_text(&address, "unix");
}

static void a_socket_address_that_does_not_fit_is_refused(void **state)
{
	struct sockaddr_in four = {.sin_family = AF_INET};
	struct sockaddr_in6 six = {.sin6_family = AF_INET6};
	struct sockaddr other = {.sa_family = AF_PACKET};
	struct address address;

	(void)state;
	assert_false(address_from_socket(&address, (struct sockaddr *)&four,
					 sizeof(four) - 1));
	assert_false(address_from_socket(&address, (struct sockaddr *)&six,
					 sizeof(four)));
	assert_false(address_from_socket(&address, &other, sizeof(other)));
	assert_false(address_from_socket(&address, &other, 0));
}

static void ipv6_counts_by_site_and_ipv4_whole(void **state)
{
	struct address a = parsed("2001:db8:1:2:3:4:5:6");
	struct address b = parsed("2001:db8:1:2:ffff::9");
	struct address c = parsed("2001:db8:1:3:3:4:5:6");
	struct address d = parsed("192.0.2.1"), e = parsed("192.0.2.2");

	(void)state;
	a = address_key(&a);
	b = address_key(&b);
	c = address_key(&c);
	assert_text(&a, "2001:db8:1:2::");
	assert_true(address_equal(&a, &b));
	assert_false(address_equal(&a, &c));
	d = address_key(&d);
	e = address_key(&e);
	assert_text(&d, "192.0.2.1");
	assert_false(address_equal(&d, &e));
}

static void a_block_is_what_a_customer_may_hold(void **state)
{
	struct address a = parsed("2001:db8:1:2::5"), b = parsed("192.0.2.1");

	(void)state;
	a = address_block(&a);
	b = address_block(&b);
	assert_text(&a, "2001:db8:1::");
	assert_text(&b, "192.0.2.1");
}

static bool holds(const char *network, const char *text)
{
	struct networks networks = {.count = 0};
	struct address address = parsed(text);

	assert_int_equal(networks_add(&networks, network), NETWORK_OK);
	return networks_hold(&networks, &address);
}

static void a_network_holds_what_shares_its_first_bits(void **state)
{
	(void)state;
	assert_true(holds("10.0.0.0/8", "10.255.0.1"));
	assert_false(holds("10.0.0.0/8", "11.0.0.1"));
	assert_true(holds("192.0.2.128/25", "192.0.2.200"));
	assert_false(holds("192.0.2.128/25", "192.0.2.127"));
	assert_true(holds("192.0.2.1", "192.0.2.1"));
	assert_false(holds("192.0.2.1", "192.0.2.2"));
	assert_true(holds("2001:db8::/33", "2001:db8:7fff::1"));
	assert_false(holds("2001:db8::/33", "2001:db8:8000::1"));
	assert_true(holds("2001:db8::1/128", "2001:db8::1"));
	assert_false(holds("2001:db8::1", "2001:db8::2"));
	assert_true(holds("unix", "unix"));
}

static void a_network_holds_its_own_family_only(void **state)
{
	(void)state;
	assert_true(holds("0.0.0.0/0", "203.0.113.7"));
	assert_false(holds("0.0.0.0/0", "2001:db8::1"));
	assert_false(holds("0.0.0.0/0", "unix"));
	assert_true(holds("::/0", "2001:db8::1"));
	assert_false(holds("::/0", "203.0.113.7"));
	assert_false(holds("unix", "::"));
}

static void a_mapped_network_is_its_ipv4_network(void **state)
{
	(void)state;
	assert_true(holds("::ffff:10.0.0.0/104", "10.1.2.3"));
	assert_false(holds("::ffff:10.0.0.0/104", "11.1.2.3"));
	assert_true(holds("::ffff:10.0.0.1", "10.0.0.1"));
	assert_false(holds("::ffff:10.0.0.1", "10.0.0.2"));
}

static void a_wrong_network_is_refused_for_what_is_wrong(void **state)
{
	static const struct {
		const char *text;
		enum network_status status;
	} rows[] = {
		{"", NETWORK_ERROR_ADDRESS},
		{"/8", NETWORK_ERROR_ADDRESS},
		{"10.0.0/8", NETWORK_ERROR_ADDRESS},
		{"example.com", NETWORK_ERROR_ADDRESS},
		{"10.0.0.0/", NETWORK_ERROR_BITS},
		{"10.0.0.0/33", NETWORK_ERROR_BITS},
		{"10.0.0.0/-1", NETWORK_ERROR_BITS},
		{"10.0.0.0/08", NETWORK_ERROR_BITS},
		{"10.0.0.0/8 ", NETWORK_ERROR_BITS},
		{"10.0.0.0/255.0.0.0", NETWORK_ERROR_BITS},
		{"::/129", NETWORK_ERROR_BITS},
		{"::/4294967296", NETWORK_ERROR_BITS},
		{"::ffff:10.0.0.0/8", NETWORK_ERROR_BITS},
		{"unix/0", NETWORK_ERROR_BITS},
		{"10.0.0.1/8", NETWORK_ERROR_HOST},
		{"2001:db8::1/64", NETWORK_ERROR_HOST},
	};
	struct networks networks = {.count = 0};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		enum network_status status =
			networks_add(&networks, rows[i].text);

		assert_int_equal(status, rows[i].status);
		assert_true(*network_status_text(status));
		assert_int_equal(networks.count, 0);
	}
}

static void a_list_of_networks_is_bounded(void **state)
{
	struct networks networks = {.count = 0};
	struct address last = parsed("10.0.63.1");
	char text[32];

	(void)state;
	for (unsigned i = 0; i < NETWORKS_MAX; i++) {
		snprintf(text, sizeof(text), "10.0.%u.0/24", i);
		assert_int_equal(networks_add(&networks, text), NETWORK_OK);
	}
	assert_true(networks_hold(&networks, &last));
	assert_int_equal(networks_add(&networks, "10.1.0.0/24"),
			 NETWORK_ERROR_FULL);
	assert_int_equal(networks.count, NETWORKS_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_address_reads_back_as_it_was_written),
		cmocka_unit_test(what_is_not_a_bare_address_is_refused),
		cmocka_unit_test(
			an_ipv4_address_inside_ipv6_is_that_ipv4_address),
		cmocka_unit_test(a_peer_is_read_from_its_socket_address),
		cmocka_unit_test(a_socket_address_that_does_not_fit_is_refused),
		cmocka_unit_test(ipv6_counts_by_site_and_ipv4_whole),
		cmocka_unit_test(a_block_is_what_a_customer_may_hold),
		cmocka_unit_test(a_network_holds_what_shares_its_first_bits),
		cmocka_unit_test(a_network_holds_its_own_family_only),
		cmocka_unit_test(a_mapped_network_is_its_ipv4_network),
		cmocka_unit_test(a_wrong_network_is_refused_for_what_is_wrong),
		cmocka_unit_test(a_list_of_networks_is_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
