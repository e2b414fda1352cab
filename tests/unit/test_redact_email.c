/* SPDX-License-Identifier: MIT */
#include "unit/redact_fixture.h"

static void an_email_address_is_found(void **state)
{
	(void)state;
	expect("write a.b+kyc@mail.example.co.uk.", "write [EMAIL_ADDRESS].");
	expect("(j_doe@xn--e1afmkfd.example)", "([EMAIL_ADDRESS])");
	expect("j\xc3\xb6rg@b\xc3\xbc"
	       "cher.example",
	       "[EMAIL_ADDRESS]");
	expect("to john@gmail,com ok", "to [EMAIL_ADDRESS] ok");
	expect_left("meet @binance or me@home");
	expect_left("meet me@home,then");
}

static void an_email_address_that_is_hidden_is_found(void **state)
{
	(void)state;
	expect("to john (at) gmail (dot) com ok", "to [EMAIL_ADDRESS] ok");
	expect("john [at] gmail [dot] com", "[EMAIL_ADDRESS]");
	expect("J.Doe{AT}mail{DOT}example{DOT}org!", "[EMAIL_ADDRESS]!");
	expect("john( at )gmail.com", "[EMAIL_ADDRESS]");
	expect("john <at> gmail dot com", "[EMAIL_ADDRESS]");
	expect("john@gmail (dot) com", "[EMAIL_ADDRESS]");
	expect_left("i am stuck (at) step two");
	expect_left("stuck (at) step two (dot)");
	expect_left("i look (at home) and wait. thanks");
	expect_left("meet me [at) home.then");
	expect_left("(at) gmail.com");
	expect_left("is it (at");
}

static void an_email_address_with_another_sign_is_found(void **state)
{
	(void)state;
	expect("to john@@gmail.com ok", "to [EMAIL_ADDRESS] ok");
	expect("john[@]gmail.com", "[EMAIL_ADDRESS]");
	expect("john (@) gmail.com", "[EMAIL_ADDRESS]");
	expect("?mail=john%40gmail.com", "?[EMAIL_ADDRESS]");
	expect("john&#64;gmail.com", "[EMAIL_ADDRESS]");
	expect("john@gmail\xef\xbc\x8e"
	       "com",
	       "[EMAIL_ADDRESS]");
	expect_left("https://x.example/a%40b");
	expect_left("50% off & more");
	expect_left("what is @@ here");
}

static void an_email_address_that_is_spoken_is_found(void **state)
{
	(void)state;
	expect("john at gmail dot com", "[EMAIL_ADDRESS]");
	expect("it is john dot doe at yahoo dot co dot uk",
	       "it is [EMAIL_ADDRESS]");
	expect_left("i have an account at gmail.com");
	expect_left("we meet at mail or at home dot");
	expect_left("put a dot at the end dot it");
}

static void a_long_or_quoted_local_part_is_found(void **state)
{
	(void)state;
	expect("abcdefghij.abcdefghij.abcdefghij.abcdefghij.abcdefghij."
	       "abcdefghij.abcdefghij.abcdefghij@mail.example",
	       "[EMAIL_ADDRESS]");
	expect("\"john doe\"@mail.example", "\"[EMAIL_ADDRESS]");
	expect_left("he said \"john doe\" and left");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_email_address_is_found),
		cmocka_unit_test(an_email_address_that_is_hidden_is_found),
		cmocka_unit_test(an_email_address_with_another_sign_is_found),
		cmocka_unit_test(an_email_address_that_is_spoken_is_found),
		cmocka_unit_test(a_long_or_quoted_local_part_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
