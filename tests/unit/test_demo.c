/* SPDX-License-Identifier: MIT */
#include "server/page/demo.h"

#include "widget/asset.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>

static void server_is(const char *host, bool tls, const char *origin,
		      const char *expected)
{
	const struct demo_place place = {host, tls, origin};
	char server[ORIGIN_BYTES];

	demo_server(&place, server);
	assert_string_equal(server, expected);
}

static void the_names_of_this_machine_are_foreign_to_each_other(void **state)
{
	(void)state;
	server_is("localhost:8080", false, "", "http://127.0.0.1:8080");
	server_is("127.0.0.1:8080", false, "", "http://localhost:8080");
	server_is("[::1]:8080", true, "", "https://localhost:8080");
	server_is("LOCALHOST", false, "", "http://127.0.0.1");
}

static void the_setting_is_the_foreign_address(void **state)
{
	(void)state;
	server_is("demo.example", false, "https://faq.example",
		  "https://faq.example");
	server_is("localhost:8080", false, "https://faq.example",
		  "https://faq.example");
}

static void without_another_address_it_is_its_own(void **state)
{
	(void)state;
	server_is("faq.example", true, "", "");
	server_is("localhost.example:80", false, "", "");
	server_is("FAQ.example:80", false, "http://faq.example:80", "");
}

static void the_policy_names_the_server_and_its_sockets(void **state)
{
	char policy[DEMO_POLICY_BYTES];

	(void)state;
	demo_policy("https://faq.example", policy);
	assert_string_equal(
		policy,
		"default-src 'none'; script-src 'self' https://faq.example; "
		"style-src 'self'; "
		"connect-src https://faq.example wss://faq.example; "
		"img-src 'self' https://faq.example; base-uri 'none'; "
		"form-action 'none'; frame-ancestors 'none'; "
		"require-trusted-types-for 'script'; trusted-types 'none'");
	demo_policy("", policy);
	assert_non_null(strstr(policy, "script-src 'self'; "));
	assert_non_null(strstr(policy, "connect-src 'self'; "));
}

static void the_longest_address_fits_into_the_policy(void **state)
{
	char longest[ORIGIN_BYTES], policy[DEMO_POLICY_BYTES];

	(void)state;
	memset(longest, 'a', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	memcpy(longest, "https://", 8);
	assert_true(origin_valid(longest));
	demo_policy(longest, policy);
	assert_non_null(strstr(policy, "trusted-types 'none'"));
}

static void shows(const struct demo_place *place, const char *part,
		  const char *other)
{
	const char *frame = asset_find("/demo.html")->form->bytes;
	char server[ORIGIN_BYTES];
	struct html html;

	demo_server(place, server);
	html_init(&html, DEMO_BYTES_MAX);
	demo_html(place, server, frame, &html);
	assert_false(html.failed);
	assert_null(strstr(html.bytes, "{{"));
	assert_non_null(strstr(html.bytes, part));
	assert_non_null(strstr(html.bytes, other));
	html_release(&html);
}

static void the_page_has_the_line_that_it_shows(void **state)
{
	const struct demo_place place = {"localhost:80", false, ""};

	(void)state;
	shows(&place,
	      "<script src=\"http://127.0.0.1:80/widget.js\" defer></script>",
	      "&lt;script src=\"http://127.0.0.1:80/widget.js\" defer&gt;");
}

static void it_says_where_the_chat_comes_from(void **state)
{
	const struct demo_place foreign = {"localhost:80", false, ""};
	const struct demo_place own = {"faq.example", false, ""};

	(void)state;
	shows(&foreign, "<b>localhost:80</b>", "<b>http://127.0.0.1:80</b>");
	shows(&own, "<b>faq.example</b>", "<code>demo-origin</code>");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			the_names_of_this_machine_are_foreign_to_each_other),
		cmocka_unit_test(the_setting_is_the_foreign_address),
		cmocka_unit_test(without_another_address_it_is_its_own),
		cmocka_unit_test(the_policy_names_the_server_and_its_sockets),
		cmocka_unit_test(the_longest_address_fits_into_the_policy),
		cmocka_unit_test(the_page_has_the_line_that_it_shows),
		cmocka_unit_test(it_says_where_the_chat_comes_from),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
