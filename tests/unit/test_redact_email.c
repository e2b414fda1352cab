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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_email_address_is_found),
		cmocka_unit_test(an_email_address_that_is_hidden_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
