/* SPDX-License-Identifier: MIT */
/* Blanks, dashes, dots and marks of any kind hide nothing. */
#include "unit/redact_fixture.h"

#define NBSP "\xc2\xa0"
#define EM_SPACE "\xe2\x80\x83"
#define BULLET "\xe2\x80\xa2"
#define MINUS "\xe2\x88\x92"
#define KEYCAP "\xef\xb8\x8f\xe2\x83\xa3"
#define STROKE "\xcc\xb6"

static void a_value_is_found_over_several_lines(void **state)
{
	(void)state;
	expect("to GB29\nNWBK\n6016\n1331\n9268\n19\nplease",
	       "to [IBAN_CODE]\nplease");
	expect("to GB29\r\nNWBK\r\n6016\r\n1331\r\n9268\r\n19",
	       "to [IBAN_CODE]");
	expect("4111\t1111\t1111\t1111", "[CREDIT_CARD]");
	expect("4111\v1111\f1111\n\n1111", "[CREDIT_CARD]");
	expect("call\n+44\n7700\n900310\nnow", "call\n[PHONE_NUMBER]\nnow");
	expect("born\n13\n04\n1964", "born\n[DATE_OF_BIRTH]");
	expect("my password is\nhunter2!", "my password is\n[PASSWORD]");
	expect("my\tpassport\tDR4694956", "my\tpassport\t[PASSPORT]");
}

static void a_list_of_short_numbers_is_left(void **state)
{
	(void)state;
	expect_left("1\n2\n3");
	expect_left("1\n2\n3\n4\n5\n6");
	expect_left("10\n20\n30");
	expect_left("1\r\n2\r\n3\r\n4\r\n5\r\n6\r\n");
	expect_left("my id steps\n1\n2\n3\n4\n5\n6\n7\n");
	expect_left("I paid\n120\n80\n45\n200 usdt");
	expect_left("first line\nsecond line\n\n\n2024\n");
}

static void two_blanks_are_one(void **state)
{
	(void)state;
	expect("4111  1111   1111    1111  ok", "[CREDIT_CARD]  ok");
	expect("GB82  WEST  1234  5698  7654  32", "[IBAN_CODE]");
	expect("+44  7700   900310", "[PHONE_NUMBER]");
	expect_left("two  blanks   between  words");
}

static void blanks_dashes_and_dots_of_unicode_are_read(void **state)
{
	(void)state;
	expect("4111" EM_SPACE "1111" EM_SPACE "1111" NBSP "1111",
	       "[CREDIT_CARD]");
	expect("4111" MINUS "1111" MINUS "1111" MINUS "1111", "[CREDIT_CARD]");
	expect("4111" BULLET "1111" BULLET "1111" BULLET "1111",
	       "[CREDIT_CARD]");
	expect("GB82\xe3\x80\x80WEST\xe2\x80\xa8"
	       "1234" NBSP "5698" NBSP "7654" NBSP "32",
	       "[IBAN_CODE]");
	expect("+44" MINUS "7700" MINUS "900310", "[PHONE_NUMBER]");
	expect("john@mail\xe3\x80\x82"
	       "example ok",
	       "[EMAIL_ADDRESS] ok");
	expect_left("a" NBSP "price" NBSP "of" NBSP "4" NBSP "000" NBSP "usd");
}

static void marks_over_and_through_characters_are_no_part(void **state)
{
	(void)state;
	expect("4" STROKE "1" STROKE "1" STROKE "1" STROKE "111111111111 ok",
	       "[CREDIT_CARD] ok");
	expect("4" KEYCAP "1" KEYCAP "1" KEYCAP "1" KEYCAP "111111111111 ok",
	       "[CREDIT_CARD] ok");
	expect("caf\x65\xcc\x81 4111111111111111",
	       "caf\x65\xcc\x81 [CREDIT_CARD]");
	expect_left("step 1" KEYCAP " then step 2" KEYCAP);
	expect_left("wha" STROKE "t");
}

static void a_repeated_value_is_found_beyond_what_is_read_at_once(void **state)
{
	(void)state;
	static const char value[] = "hunter2!\n";
	char text[9000], out[9100];
	memset(text, 'a', sizeof(text));
	for (size_t at = 20; at < sizeof(text); at += 20)
		text[at] = ' ';
	memcpy(text, "my password is\nhunter2!\n", 24);
	memcpy(text + 8000, value, sizeof(value) - 1);
	faq_redact(text, sizeof(text), out, sizeof(out));
	assert_null(strstr(out, "hunter2!"));
}

static void overlong_and_broken_utf8_is_kept(void **state)
{
	(void)state;
	expect_left("\xe0\x80\xa0 \xc2 \xf4\xbf\xbf\xbf\n\xe2\x80");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_value_is_found_over_several_lines),
		cmocka_unit_test(a_list_of_short_numbers_is_left),
		cmocka_unit_test(two_blanks_are_one),
		cmocka_unit_test(blanks_dashes_and_dots_of_unicode_are_read),
		cmocka_unit_test(marks_over_and_through_characters_are_no_part),
		cmocka_unit_test(
			a_repeated_value_is_found_beyond_what_is_read_at_once),
		cmocka_unit_test(overlong_and_broken_utf8_is_kept),
	};
	return cmocka_run_group_tests_name("redact_fold", tests, NULL, NULL);
}
