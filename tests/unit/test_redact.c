/* SPDX-License-Identifier: MIT */
#include "unit/redact_fixture.h"

static void a_clean_question_is_left(void **state)
{
	(void)state;
	expect_left("");
	expect_left("how long does it take to check my documents");
	expect_left("What should I check before I submit? My name is Ann.");
	expect_left("do I need level 2 for the P2P market in 2024");
	expect_left("can you help me please, what will happen then");
}

static void a_card_number_is_found_however_it_is_grouped(void **state)
{
	(void)state;
	expect("pay with 4111111111111111 now", "pay with [CREDIT_CARD] now");
	expect("4111 1111 1111 1111", "[CREDIT_CARD]");
	expect("5555-5555-5555-4444 fails", "[CREDIT_CARD] fails");
	expect("3782 822463 10005", "[CREDIT_CARD]");
	expect("4111\xc2\xa0"
	       "1111\xc2\xa0"
	       "1111\xc2\xa0"
	       "1111",
	       "[CREDIT_CARD]");
	expect("4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", "[CREDIT_CARD]");
}

static void a_card_number_is_found_over_any_one_mark(void **state)
{
	(void)state;
	expect("4111_1111_1111_1111", "[CREDIT_CARD]");
	expect("it is 4111/1111/1111/1111 ok", "it is [CREDIT_CARD] ok");
	expect("4111 1111\n1111 1111", "[CREDIT_CARD]");
	expect("4111111111\r\n111111", "[CREDIT_CARD]");
	expect_left("4111_1111_1111_1112");
	expect_left("order 4111/1111/1111/1111");
}

static void the_digits_after_cvv_are_found(void **state)
{
	(void)state;
	expect("4111 1111 1111 1111 exp 09/29 cvv 123",
	       "[CREDIT_CARD] exp 09/29 cvv [CREDIT_CARD]");
	expect_left("where do I find the cvv");
}

static void a_card_number_with_a_wrong_check_digit_is_left(void **state)
{
	(void)state;
	expect_left("it said 4111 1111 1111 1112 to me");
	expect_left("4111111111111112");
}

static void a_mistyped_number_that_is_called_a_card_is_found(void **state)
{
	(void)state;
	expect("my card number is 4111 1111 1111 1112",
	       "my card number is [CREDIT_CARD]");
}

static void a_reference_is_no_card(void **state)
{
	(void)state;
	expect_left("reference 4111 1111 1111 1111");
	expect_left("order no. 4111-1111-1111-1111");
	expect_left("4111111111111111 is my ticket number");
}

static void an_iban_is_found_spaced_or_in_lower_case(void **state)
{
	(void)state;
	expect("to GB82 WEST 1234 5698 7654 32 please",
	       "to [IBAN_CODE] please");
	expect("de89370400440532013000", "[IBAN_CODE]");
	expect_left("DE89370400440532013001");
	expect("iban DE89370400440532013001", "iban [IBAN_CODE]");
}

static void a_phone_number_is_found(void **state)
{
	(void)state;
	expect("+44 7700 900310", "[PHONE_NUMBER]");
	expect("+1 (202) 555-0143!", "[PHONE_NUMBER]!");
	expect("00380 67 000 0774", "[PHONE_NUMBER]");
	expect("(202) 555-0143", "[PHONE_NUMBER]");
	expect("old one was 202-555-0143", "old one was [PHONE_NUMBER]");
	expect("whatsapp 7700900310", "whatsapp [PHONE_NUMBER]");
	expect("my new number is 7700900310",
	       "my new number is [PHONE_NUMBER]");
	expect_left("I bought 7700900310 coins");
}

static void a_passport_number_needs_the_word(void **state)
{
	(void)state;
	expect("my passport DR4694956 expired",
	       "my passport [PASSPORT] expired");
	expect("PASSPORT NO: 866325220", "PASSPORT NO: [PASSPORT]");
	expect("LW3748231 is my passport", "[PASSPORT] is my passport");
	expect("my passport VCRTLMYGN", "my passport [PASSPORT]");
	expect("passport AB 1234567", "passport [PASSPORT]");
	expect("passport: X 1 2 3 4 5 6 7 ok", "passport: [PASSPORT] ok");
	expect_left("steps X 1 2 3 4 5 6 7");
	expect_left("form DR4694956");
	expect_left("MY PASSPORT EXPIRED IN 2023");
	expect_left("my passport was rejected twice");
}

static void a_national_id_is_found_by_its_check_digits(void **state)
{
	(void)state;
	expect("529.982.247-25", "[NATIONAL_ID]");     /* CPF */
	expect("12345678Z", "[NATIONAL_ID]");          /* DNI */
	expect("X1234567L", "[NATIONAL_ID]");          /* NIE */
	expect("RSSMRA85T10A562S", "[NATIONAL_ID]");   /* fiscale */
	expect("44051401359", "[NATIONAL_ID]");        /* PESEL */
	expect("10000000146", "[NATIONAL_ID]");        /* TCKN */
	expect("11010519491231002X", "[NATIONAL_ID]"); /* Chinese */
	expect("255081416802538", "[NATIONAL_ID]");    /* NIR */
	expect("2341 2341 2346", "[NATIONAL_ID]");     /* Aadhaar */
	expect("ABCPE1234F", "[NATIONAL_ID]");         /* PAN */
	expect_left("529.982.247-26");
	expect_left("12345678A");
	expect_left("ABCDE1234F"); /* D is no kind of holder */
	expect_left("44051401358");
}

static void a_national_id_is_found_by_its_name(void **state)
{
	(void)state;
	expect("ssn 459-81-8820", "ssn [NATIONAL_ID]");
	expect("ssn QQ 12 34 56 C", "ssn [NATIONAL_ID]");
	expect("ssn 123.45.6789", "ssn [NATIONAL_ID]");
	expect("ssn 123/45/6789", "ssn [NATIONAL_ID]");
	expect("ssn 1 2 3 4 5 6 7 8 9", "ssn [NATIONAL_ID]");
	expect("my pan is ABCDE1234F", "my pan is [NATIONAL_ID]");
	expect("my identity card bears the number L01X00T47.",
	       "my identity card bears the number [NATIONAL_ID].");
	expect_left("my user id is 12345678");
	expect_left("is my identity card ok in 2024");
}

static void a_date_of_birth_is_found(void **state)
{
	(void)state;
	expect("born 13.04.1964", "born [DATE_OF_BIRTH]");
	expect("my dob: 7/5/88", "my dob: [DATE_OF_BIRTH]");
	expect("birthday 13th of April, 1964", "birthday [DATE_OF_BIRTH]");
	expect("geboren am 3. M\xc3\xa4rz 1990", "geboren am [DATE_OF_BIRTH]");
	expect("1990-02-13 is my date of birth",
	       "[DATE_OF_BIRTH] is my date of birth");
	expect("it shows 12/12/1984 there", "it shows [DATE_OF_BIRTH] there");
	expect_left("I registered on 12.12.2023");
	expect_left("my visa was issued 03/05/2008");
	expect_left("version 10.11.1998");
}

static void a_one_time_code_is_found(void **state)
{
	(void)state;
	expect("the code is 593 135", "the code is [OTP_CODE]");
	expect("here is my otp 4821", "here is my otp [OTP_CODE]");
	expect("2fa code G-376616 fails", "2fa code [OTP_CODE] fails");
	expect("780476 is my verification code",
	       "[OTP_CODE] is my verification code");
	expect("the code it is 7 3 0 5 1 8 ok", "the code it is [OTP_CODE] ok");
	expect("sms says 593135", "sms says [OTP_CODE]");
	expect("593135", "[OTP_CODE]");
}

static void a_public_code_is_left(void **state)
{
	(void)state;
	expect_left("error code 76143");
	expect_left("I get code 403");
	expect_left("my zip code is 902101");
	expect_left("promo code 123456");
	expect_left("there are 123456 steps?");
	expect_left("my balance is 401880 USDT");
	expect_left("ticket #394101 still open");
	expect_left("block 913443 not confirmed");
}

static void a_seed_phrase_is_found(void **state)
{
	(void)state;
	expect("legal winner thank year wave sausage worth useful legal "
	       "winner thank yellow",
	       "[SEED_PHRASE]");
	expect("1. legal\n2. winner\n3. thank\n4. year\n5. wave\n6. sausage\n"
	       "7. worth\n8. useful\n9. legal\n10. winner\n11. thank\n"
	       "12. yellow",
	       "1. [SEED_PHRASE]");
	expect("my words are legal, winner, thank, year, wave, sausage, "
	       "worth, useful ok",
	       "my words are [SEED_PHRASE] ok");
	expect("LEGAL WINNER THANK YEAR WAVE SAUSAGE WORTH USEFULL LEGAL "
	       "WINNER THANK YELLOW",
	       "[SEED_PHRASE]");
}

static void a_sentence_of_listed_words_is_left(void **state)
{
	(void)state;
	expect_left("can you help when my phone will not open this page");
	expect_left("what words are in a seed phrase");
}

static void a_wallet_address_is_found_by_its_checksum(void **state)
{
	(void)state;
	expect("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "[BTC_ADDRESS]");
	expect("bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq", "[BTC_ADDRESS]");
	expect("0x000000000000000000000000000000000000dEaD", "[ETH_ADDRESS]");
	expect("TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", "[WALLET_ADDRESS]");
	expect("rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh", "[WALLET_ADDRESS]");
}

static void a_mistyped_wallet_address_is_found(void **state)
{
	(void)state;
	expect("btc to 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb",
	       "btc to [BTC_ADDRESS]");
}

static void a_private_key_is_found_and_a_transaction_is_left(void **state)
{
	(void)state;
	static const char key[] = "0x4c0883a69102937d6231471b5dbb6204fe5129617"
				  "082792ae468d01a3f362318";
	char text[128];
	expect(key, "[ETH_PRIVATE_KEY]");
	expect(key + 2, "[ETH_PRIVATE_KEY]");
	expect("5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ",
	       "[WIF_PRIVATE_KEY]");
	strcpy(text, "txid ");
	strcat(text, key);
	expect_left(text);
}

static void an_api_key_is_found(void **state)
{
	(void)state;
	expect("fq_live_D0H9SA4YRF4XCXZV", "[API_KEY]");
	expect("key AKIAIOSFODNN7EXAMPLE ok", "key [API_KEY] ok");
	expect("my api secret: a8Kd93jfLs02mNq7Xz51",
	       "my api secret: [API_KEY]");
	expect("backup key JBSWY3DPEHPK3PXP", "backup key [TOTP_SECRET]");
	expect("backup key jbsw y3dp ehpk 3pxp", "backup key [TOTP_SECRET]");
	expect_left("how do I make an api key");
}

/* The spans are of the message as it was written. */
static void what_looks_like_ascii_is_read_as_ascii(void **state)
{
	(void)state;
	expect("a \xef\xbc\x94\xef\xbc\x91\xef\xbc\x91\xef\xbc\x91"
	       "\xef\xbc\x91\xef\xbc\x91\xef\xbc\x91\xef\xbc\x91"
	       "\xef\xbc\x91\xef\xbc\x91\xef\xbc\x91\xef\xbc\x91"
	       "\xef\xbc\x91\xef\xbc\x91\xef\xbc\x91\xef\xbc\x91 b",
	       "a [CREDIT_CARD] b");
	expect("\xd9\xa4\xd9\xa1\xd9\xa1\xd9\xa1 \xd9\xa1\xd9\xa1\xd9\xa1"
	       "\xd9\xa1 \xd9\xa1\xd9\xa1\xd9\xa1\xd9\xa1 \xd9\xa1\xd9\xa1"
	       "\xd9\xa1\xd9\xa1 ok",
	       "[CREDIT_CARD] ok");
	expect("4111\xe2\x80\x8b"
	       "1111\xe2\x80\x8b"
	       "1111\xe2\x80\x8b"
	       "1111 ok",
	       "[CREDIT_CARD] ok");
	expect("to john\xef\xbc\xa0mail.example ok", "to [EMAIL_ADDRESS] ok");
	expect_left("\xef\xbc\x94\xef\xbc\x91 steps\xe2\x80\x8b ok");
}

static void hidden_values_are_found_in_a_long_message(void **state)
{
	(void)state;
	char text[6000], out[6100];
	static const char hidden[] = "john\xef\xbc\xa0mail.example";
	for (size_t at = 1900; at < 2200; at++) {
		memset(text, ' ', sizeof(text));
		memcpy(text + at, hidden, sizeof(hidden) - 1);
		faq_redact(text, sizeof(text), out, sizeof(out));
		assert_non_null(strstr(out, " [EMAIL_ADDRESS] "));
		assert_null(strstr(out, "example"));
	}
}

static void a_password_is_found_only_when_it_is_told(void **state)
{
	(void)state;
	expect("my password is hunter2!", "my password is [PASSWORD]");
	expect("password: letmein", "password: [PASSWORD]");
	expect_left("how do i change my password");
	expect_left("my password is wrong");
	expect_left("password: forgotten");
}

static void a_strong_password_is_found_some_words_on(void **state)
{
	(void)state;
	expect("wrong password but it IS Moonlight!77 so let me in",
	       "wrong password but it IS [PASSWORD] so let me in");
}

static void a_uid_is_found(void **state)
{
	(void)state;
	expect("my uid is 482019330", "my uid is [USER_ID]");
	expect_left("where is the uid, it is 1 of 2 numbers");
}

static void a_street_address_is_found_where_somebody_lives(void **state)
{
	(void)state;
	expect("i live at 12b Old Mill Road, Leeds",
	       "i live at [STREET_ADDRESS], Leeds");
	expect_left("is this a 2 way street or 1 big long road");
}

static void a_part_of_a_longer_number_is_left(void **state)
{
	(void)state;
	expect_left("number 2221 0316 6081 1394");
	expect_left("passport photo 600x600");
	expect_left("PASSPORT PHOTO 600X600");
	expect_left("uses code 123456 as referral");
}

static void a_value_is_found_wherever_else_it_stands(void **state)
{
	(void)state;
	expect("otp 593135? I typed it: 593135!",
	       "otp [OTP_CODE]? I typed it: [OTP_CODE]!");
}

static void several_values_come_in_order(void **state)
{
	(void)state;
	expect("a@b.example, born 1.2.1990, +44 7700 900310",
	       "[EMAIL_ADDRESS], born [DATE_OF_BIRTH], [PHONE_NUMBER]");
}

static void bytes_that_are_no_text_are_read_too(void **state)
{
	(void)state;
	struct faq_span span[FAQ_SPANS_MAX];
	static const char bytes[] = "\xff\x00\xe2\x80 4111111111111111\xfe\xe2";
	assert_int_equal(faq_redact_find(bytes, sizeof(bytes) - 1, span), 1);
	assert_string_equal(span[0].type, REDACT_CARD);
	assert_int_equal(span[0].start, 5);
	assert_int_equal(span[0].end, 21);
}

static void too_many_values_redact_the_rest(void **state)
{
	(void)state;
	char text[100 * 14 + 1], out[2048];
	struct faq_span span[FAQ_SPANS_MAX];
	text[0] = '\0';
	for (size_t i = 0; i < 100; i++)
		strcat(text, "a@b.example c ");
	size_t size = strlen(text);
	assert_int_equal(faq_redact_find(text, size, span), FAQ_SPANS_MAX);
	assert_int_equal(span[FAQ_SPANS_MAX - 1].end, size);
	faq_redact(text, size, out, sizeof(out));
	assert_null(strchr(out, '@'));
}

static void a_small_buffer_cuts_the_output(void **state)
{
	(void)state;
	char out[8];
	assert_int_equal(faq_redact("mail a@b.example", 16, out, 8), 7);
	assert_string_equal(out, "mail [E");
	assert_int_equal(faq_redact("abc", 3, out, 1), 0);
	assert_string_equal(out, "");
}

static void a_cut_is_never_within_a_character(void **state)
{
	static const struct {
		const char *text, *left;
		size_t size;
	} cuts[] = {
		{"ab\u0449", "ab", 4},           {"ab\u0449", "ab\u0449", 5},
		{"ab\u0449c", "ab\u0449", 5},    {"a\u4e2d", "a", 4},
		{"a\u4e2d", "a\u4e2d", 5},       {"\U0001f600", "", 4},
		{"\U0001f600", "\U0001f600", 5}, {"\u4e2d a@b.example", "", 3},
	};
	char out[8];

	(void)state;
	for (size_t i = 0; i < sizeof(cuts) / sizeof(cuts[0]); i++) {
		size_t left = faq_redact(cuts[i].text, strlen(cuts[i].text),
					 out, cuts[i].size);

		assert_string_equal(out, cuts[i].left);
		assert_int_equal(left, strlen(cuts[i].left));
	}
}

static void the_word_tables_are_sorted(void **state)
{
	(void)state;
	for (size_t i = 1; i < redact_word_count; i++)
		assert_true(strcmp(redact_words[i - 1], redact_words[i]) < 0);
	for (size_t i = 1; i < REDACT_BIP39_WORDS; i++)
		assert_true(strcmp(redact_bip39[i - 1], redact_bip39[i]) < 0);
}

/* FIPS 180-2, appendix B. */
static void sha256_gives_the_published_hashes(void **state)
{
	(void)state;
	uint8_t hash[SHA256_BYTES];
	static const char two_blocks[] =
		"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
	sha256((const uint8_t *)"abc", 3, hash);
	assert_memory_equal(hash, "\xba\x78\x16\xbf\x8f\x01\xcf\xea", 8);
	sha256((const uint8_t *)two_blocks, 56, hash);
	assert_memory_equal(hash, "\x24\x8d\x6a\x61\xd2\x06\x38\xb8", 8);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_clean_question_is_left),
		cmocka_unit_test(a_card_number_is_found_however_it_is_grouped),
		cmocka_unit_test(a_card_number_is_found_over_any_one_mark),
		cmocka_unit_test(the_digits_after_cvv_are_found),
		cmocka_unit_test(
			a_card_number_with_a_wrong_check_digit_is_left),
		cmocka_unit_test(
			a_mistyped_number_that_is_called_a_card_is_found),
		cmocka_unit_test(a_reference_is_no_card),
		cmocka_unit_test(an_iban_is_found_spaced_or_in_lower_case),
		cmocka_unit_test(a_phone_number_is_found),
		cmocka_unit_test(a_passport_number_needs_the_word),
		cmocka_unit_test(a_national_id_is_found_by_its_check_digits),
		cmocka_unit_test(a_national_id_is_found_by_its_name),
		cmocka_unit_test(a_date_of_birth_is_found),
		cmocka_unit_test(a_one_time_code_is_found),
		cmocka_unit_test(a_public_code_is_left),
		cmocka_unit_test(a_seed_phrase_is_found),
		cmocka_unit_test(a_sentence_of_listed_words_is_left),
		cmocka_unit_test(a_wallet_address_is_found_by_its_checksum),
		cmocka_unit_test(a_mistyped_wallet_address_is_found),
		cmocka_unit_test(
			a_private_key_is_found_and_a_transaction_is_left),
		cmocka_unit_test(an_api_key_is_found),
		cmocka_unit_test(what_looks_like_ascii_is_read_as_ascii),
		cmocka_unit_test(hidden_values_are_found_in_a_long_message),
		cmocka_unit_test(a_password_is_found_only_when_it_is_told),
		cmocka_unit_test(a_strong_password_is_found_some_words_on),
		cmocka_unit_test(a_uid_is_found),
		cmocka_unit_test(
			a_street_address_is_found_where_somebody_lives),
		cmocka_unit_test(a_part_of_a_longer_number_is_left),
		cmocka_unit_test(a_value_is_found_wherever_else_it_stands),
		cmocka_unit_test(several_values_come_in_order),
		cmocka_unit_test(bytes_that_are_no_text_are_read_too),
		cmocka_unit_test(too_many_values_redact_the_rest),
		cmocka_unit_test(a_small_buffer_cuts_the_output),
		cmocka_unit_test(a_cut_is_never_within_a_character),
		cmocka_unit_test(the_word_tables_are_sorted),
		cmocka_unit_test(sha256_gives_the_published_hashes),
	};
	return cmocka_run_group_tests_name("redact", tests, NULL, NULL);
}
