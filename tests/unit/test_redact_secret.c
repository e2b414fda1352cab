/* SPDX-License-Identifier: MIT */
/* Keys in links and with marks in them; documents that name themselves. */
#include "unit/redact_fixture.h"

static void a_secret_key_with_marks_is_found(void **state)
{
	(void)state;
	expect("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "[API_KEY]");
	expect("aws_secret=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY ok",
	       "aws_secret=[API_KEY] ok");
	expect_left("Settings/Security/Devices/Phone/Add/Again/Now");
	expect_left("https://x.example/FAQ/K7MDENG/bPxRfiCYEXAMPLEKEYabcd1");
	expect_left("Yes/No");
}

static void a_key_in_a_link_is_found(void **state)
{
	(void)state;
	expect("https://x.example/v1?api_key=a8Kd93jfLs02mNq7Xz51&x=1",
	       "https://x.example/v1?api_key=[API_KEY]&x=1");
	expect_left("https://x.example/v1?page=a8Kd93jfLs02mNq7Xz51");
}

static void the_tokens_of_slack_are_found(void **state)
{
	(void)state;
	expect("xapp-1-A0123456789-12345-abcdef", "[API_KEY]");
	expect("xoxe-1-Mi0yLTEyMzQ1", "[API_KEY]");
	expect_left("xapp-1");
}

static void a_machine_readable_zone_is_found(void **state)
{
	(void)state;
	expect("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "[PASSPORT]");
	expect("it says L898902C36UTO7408122F1204159ZE184226B<<<<<10 ok",
	       "it says [PASSPORT] ok");
	expect_left("A<B and C<<D");
	expect_left("GO <<<<<<<<<<<<<<<<<<<<<<<<<<<<< HERE");
}

static void a_social_security_number_is_found_with_dots_or_blanks(void **state)
{
	(void)state;
	expect("123.45.6789", "[NATIONAL_ID]");
	expect("it is 123 45 6789 ok", "it is [NATIONAL_ID] ok");
	expect_left("987 65 4321");
	expect_left("version 123.45.6789");
	expect_left("123.45.6789.1");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_secret_key_with_marks_is_found),
		cmocka_unit_test(a_key_in_a_link_is_found),
		cmocka_unit_test(the_tokens_of_slack_are_found),
		cmocka_unit_test(a_machine_readable_zone_is_found),
		cmocka_unit_test(
			a_social_security_number_is_found_with_dots_or_blanks),
	};
	return cmocka_run_group_tests_name("redact_secret", tests, NULL, NULL);
}
