/* SPDX-License-Identifier: MIT */
/* Cards and accounts that their check digits prove, however written. */
#include "unit/redact_fixture.h"

static void a_proven_card_is_found_beside_letters(void **state)
{
	(void)state;
	expect("card4111111111111111", "card[CREDIT_CARD]");
	expect("card:4111111111111111", "card:[CREDIT_CARD]");
	expect("visa4111 1111 1111 1111 ok", "visa[CREDIT_CARD] ok");
	expect("4111111111111111exp12/29", "[CREDIT_CARD]exp12/29");
	expect_left("card4111111111111112");
	expect_left("order ABC4111111111111111");
	expect_left("build a1b2c3d4e5f60718293a4");
}

static void a_card_is_found_over_commas_and_their_like(void **state)
{
	(void)state;
	expect("4111,1111,1111,1111", "[CREDIT_CARD]");
	expect("4111, 1111, 1111, 1111 ok", "[CREDIT_CARD] ok");
	expect("4111|1111|1111|1111", "[CREDIT_CARD]");
	expect("4111*1111*1111*1111", "[CREDIT_CARD]");
	expect("4111:1111:1111:1111", "[CREDIT_CARD]");
	expect("3782,822463,10005", "[CREDIT_CARD]");
	expect_left("4111,1111,1111,1112");
}

static void a_card_is_found_in_pairs(void **state)
{
	(void)state;
	expect("41 11 11 11 11 11 11 11", "[CREDIT_CARD]");
	expect("41-11-11-11-11-11-11-11 ok", "[CREDIT_CARD] ok");
	expect_left("41 11 11 11 11 11 11 12");
	expect_left("41 11 11 11 11 11 11 11 11");
}

static void prices_and_lists_are_no_card(void **state)
{
	(void)state;
	/* these would pass the check */
	expect_left("4000, 4000, 4000, 4000");
	expect_left("4060, 4020, 4000, 4000");
	expect_left("4,111,111,111,111,111 sats");
	expect_left("from 12:30:45 to 14:20:10, 2024");
}

static void the_digits_beside_cvv_are_found(void **state)
{
	(void)state;
	expect("exp 12/29 cvv123", "exp 12/29 cvv[CREDIT_CARD]");
	expect("CVC4821 ok", "CVC[CREDIT_CARD] ok");
	expect("123 is my cvv", "[CREDIT_CARD] is my cvv");
	expect("482 is the card cvc", "[CREDIT_CARD] is the card cvc");
	expect_left("i tried 100 times, is my cvv wrong");
	expect_left("the cvv has 3 digits");
	expect_left("form abc123");
}

static void an_iban_is_found_beside_letters(void **state)
{
	(void)state;
	expect("IBANDE89370400440532013000", "IBAN[IBAN_CODE]");
	expect("iban:DE89370400440532013000", "iban:[IBAN_CODE]");
	expect("DE89370400440532013000BIC COBADEFF", "[IBAN_CODE]BIC COBADEFF");
	expect_left("ABANDE89370400440532013001");
	expect_left("DE893704004405320130001");
}

static void an_iban_is_found_over_any_marks(void **state)
{
	(void)state;
	expect("DE 89 3704 0044 0532 0130 00", "[IBAN_CODE]");
	expect("GB29,NWBK,6016,1331,9268,19", "[IBAN_CODE]");
	expect("GB29 | NWBK | 6016 | 1331 | 9268 | 19", "[IBAN_CODE]");
	expect("DE:89*3704/0044_0532,0130:00 ok", "[IBAN_CODE] ok");
	expect("G B 2 9 N W B K 6 0 1 6 1 3 3 1 9 2 6 8 1 9", "[IBAN_CODE]");
	expect_left("it is 20 to 24, no 10 of 15 or so, be 11 by 12");
	expect_left("DE 89 3704 0044 0532 0130 01");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_proven_card_is_found_beside_letters),
		cmocka_unit_test(a_card_is_found_over_commas_and_their_like),
		cmocka_unit_test(a_card_is_found_in_pairs),
		cmocka_unit_test(prices_and_lists_are_no_card),
		cmocka_unit_test(the_digits_beside_cvv_are_found),
		cmocka_unit_test(an_iban_is_found_beside_letters),
		cmocka_unit_test(an_iban_is_found_over_any_marks),
	};
	return cmocka_run_group_tests_name("redact_card", tests, NULL, NULL);
}
