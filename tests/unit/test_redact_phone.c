/* SPDX-License-Identifier: MIT */
#include "unit/redact_fixture.h"

static void a_number_with_its_country_is_found_however_parted(void **state)
{
	(void)state;
	expect("00447700900123", "[PHONE_NUMBER]");
	expect("+44,7700,900123 ok", "[PHONE_NUMBER] ok");
	expect("+49-(0)170-1234567", "[PHONE_NUMBER]");
	expect_left("+1,500,000 usd");
	expect_left("it rose by +1,500,000");
	expect_left("order 00447700900123");
	expect_left("00447700900123 usdt");
	expect_left("+5, 3 and 12");
}

static void a_number_of_its_own_country_is_found(void **state)
{
	(void)state;
	expect("8 (912) 345-67-89", "[PHONE_NUMBER]");
	expect("07700900123", "[PHONE_NUMBER]");
	expect("ring 07700900123 now", "ring [PHONE_NUMBER] now");
	expect_left("ticket 07700900123");
	expect_left("07700900123 sats");
	expect_left("8 steps, 912 people");
	expect_left("version 8.912.345.67.89");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_number_with_its_country_is_found_however_parted),
		cmocka_unit_test(a_number_of_its_own_country_is_found),
	};
	return cmocka_run_group_tests_name("redact_phone", tests, NULL, NULL);
}
