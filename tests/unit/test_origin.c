/* SPDX-License-Identifier: MIT */
#include "server/edge/origin.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>

static const struct origins none, one = {{"https://shop.example"}, 1};

static void the_host_itself_is_allowed_under_either_scheme(void **state)
{
	(void)state;
	assert_true(origin_allows(&none, "http://h:8080", "h:8080"));
	assert_true(origin_allows(&none, "https://H.example", "h.example"));
}

static void another_port_or_host_is_not(void **state)
{
	(void)state;
	assert_false(origin_allows(&none, "http://h:8081", "h:8080"));
	assert_false(origin_allows(&none, "http://h.evil", "h"));
	assert_false(origin_allows(&none, "http://evil/h", "h"));
	assert_false(origin_allows(&none, "http://evil@h", "evil@h"));
	assert_false(origin_allows(&none, "http://", ""));
}

static void a_listed_one_is_allowed_as_it_stands(void **state)
{
	(void)state;
	assert_true(origin_allows(&one, "https://shop.example", "h"));
	assert_false(origin_allows(&one, "http://shop.example", "h"));
	assert_false(origin_allows(&one, "https://shop.example.evil", "h"));
	assert_false(origin_allows(&one, "https://shop.example, x", "h"));
}

static void the_names_of_this_machine_are_one_host(void **state)
{
	(void)state;
	assert_true(origin_allows(&none, "http://localhost:8", "127.0.0.1:8"));
	assert_true(origin_allows(&none, "http://127.0.0.1:8", "localhost:8"));
	assert_true(origin_allows(&none, "http://[::1]:8", "LocalHost:8"));
	assert_true(origin_allows(&none, "https://localhost", "127.0.0.1"));
	assert_false(origin_allows(&none, "http://localhost:8", "127.0.0.1"));
	assert_false(origin_allows(&none, "http://localhost:8", "127.0.0.1:9"));
	assert_false(
		origin_allows(&none, "http://localhost.evil:8", "127.0.0.1:8"));
	assert_false(origin_allows(&none, "http://localhost:8", "h:8"));
}

static void a_star_lists_every_web_page_but_null(void **state)
{
	static const struct origins every = {{ORIGIN_EVERY}, 1};

	(void)state;
	assert_true(origin_allows(&every, "https://any.example", "h"));
	assert_false(origin_allows(&every, "null", "h"));
	assert_false(origin_allows(&every, "https://any.example/", "h"));
	assert_true(origin_listable("*"));
	assert_false(origin_listable("**"));
	assert_false(origin_listable("https://*.example"));
}

static void one_is_listed_as_browsers_write_it(void **state)
{
	static const struct {
		const char *said, *normal;
	} origins[] = {
		{"https://shop.example:443", "https://shop.example"},
		{"http://x:80", "http://x"},
		{"HTTPS://Shop.EXAMPLE", "https://shop.example"},
		{"Http://Shop.example:80", "http://shop.example"},
		{"https://shop.example:", "https://shop.example"},
		{"https://[::1]:443", "https://[::1]"},
		{"http://[::80]", "http://[::80]"},
		{"http://x:443", "http://x:443"},
		{"https://x:80", "https://x:80"},
		{"https://x:8443", "https://x:8443"},
		{ORIGIN_EVERY, ORIGIN_EVERY},
	};
	char normal[ORIGIN_BYTES];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(origins) / sizeof(origins[0]); i++) {
		assert_true(origin_listable(origins[i].said));
		origin_normal(origins[i].said, normal);
		assert_string_equal(normal, origins[i].normal);
	}
}

static void what_could_break_a_header_or_html_is_no_host(void **state)
{
	static const char *const bad[] = {
		"",    "a b", "a\nb", "a\rb", "a;b", "a\"b",    "a<b",
		"a'b", "a&b", "a*b",  "a/b",  "a@b", "\xc3\xa4"};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(host_valid(bad[i]));
	assert_true(host_valid("xn--a.example:8443"));
	assert_true(host_valid("[::1]:80"));
	assert_false(origin_valid("https://a\r\nx: y"));
}

static void what_is_no_web_origin_is_not_allowed(void **state)
{
	(void)state;
	assert_false(origin_allows(&one, "null", "null"));
	assert_false(origin_allows(&one, "", ""));
	assert_false(origin_allows(&one, "file://", ""));
	assert_false(origin_valid("example.com"));
	assert_false(origin_valid("https://example.com/"));
	assert_true(origin_valid("https://example.com:8443"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			the_host_itself_is_allowed_under_either_scheme),
		cmocka_unit_test(another_port_or_host_is_not),
		cmocka_unit_test(a_listed_one_is_allowed_as_it_stands),
		cmocka_unit_test(the_names_of_this_machine_are_one_host),
		cmocka_unit_test(a_star_lists_every_web_page_but_null),
		cmocka_unit_test(one_is_listed_as_browsers_write_it),
		cmocka_unit_test(what_could_break_a_header_or_html_is_no_host),
		cmocka_unit_test(what_is_no_web_origin_is_not_allowed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
