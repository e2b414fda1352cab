/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "server/desk/reach.h"

#include <string.h>

static void a_url_is_taken_apart(void **state)
{
	struct reach_url url;

	(void)state;
	assert_true(reach_parse(&url, "https://desk.example.org"));
	assert_true(url.tls);
	assert_string_equal(url.host, "desk.example.org");
	assert_int_equal(url.port, 443);
	assert_string_equal(url.prefix, "");
	assert_true(reach_parse(&url, "http://[::1]:8080/api/v1"));
	assert_false(url.tls);
	assert_string_equal(url.host, "::1");
	assert_string_equal(url.authority, "[::1]:8080");
	assert_int_equal(url.port, 8080);
	assert_string_equal(url.prefix, "/api/v1");
}

static void what_is_no_url_is_refused(void **state)
{
	static const char *const bad[] = {"",
					  "ftp://h",
					  "https://",
					  "https://h:",
					  "https://h:0",
					  "https://h:65536",
					  "https://h:8x",
					  "https://:80",
					  "https://[::1",
					  "https://[]:80"};
	struct reach_url url;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (reach_parse(&url, bad[i]))
			fail_msg("'%s' is taken", bad[i]);
}

static bool is_public(const char *text)
{
	struct address address;

	assert_true(address_parse(&address, text, strlen(text)));
	return reach_is_public(&address);
}

static void only_addresses_of_the_internet_are_public(void **state)
{
	static const char *const not_public[] = {"127.0.0.1",
						 "10.1.2.3",
						 "172.31.0.1",
						 "192.168.1.1",
						 "169.254.169.254",
						 "100.64.0.1",
						 "0.0.0.0",
						 "224.0.0.1",
						 "255.255.255.255",
						 "::1",
						 "::",
						 "fe80::1",
						 "fd00:ec2::254",
						 "::ffff:127.0.0.1",
						 "64:ff9b::7f00:1",
						 "2002:7f00:1::",
						 "ff02::1"};
	static const char *const public_ones[] = {"8.8.8.8", "172.32.0.1",
						  "2606:4700::1111"};

	(void)state;
	for (size_t i = 0; i < sizeof(not_public) / sizeof(not_public[0]); i++)
		if (is_public(not_public[i]))
			fail_msg("%s is public", not_public[i]);
	for (size_t i = 0; i < 3; i++)
		assert_true(is_public(public_ones[i]));
}

static void a_private_address_is_gone_to_only_when_allowed(void **state)
{
	char address[ADDRESS_TEXT_BYTES];
	struct reach_url url;

	(void)state;
	assert_true(reach_parse(&url, "http://127.0.0.1:1"));
	assert_int_equal(reach_resolve(&url, false, address),
			 REACH_ERROR_FORBIDDEN);
	assert_string_equal(address, "");
	assert_int_equal(reach_resolve(&url, true, address), REACH_OK);
	assert_string_equal(address, "127.0.0.1");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_url_is_taken_apart),
		cmocka_unit_test(what_is_no_url_is_refused),
		cmocka_unit_test(only_addresses_of_the_internet_are_public),
		cmocka_unit_test(
			a_private_address_is_gone_to_only_when_allowed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
