/* SPDX-License-Identifier: MIT */
#include "proto/base64url.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>

static void bytes_become_the_text_of_the_rfc(void **state)
{
	char text[BASE64URL_CHARACTERS(6)];

	(void)state;
	base64url_encode((const uint8_t *)"foobar", 6, text);
	assert_memory_equal(text, "Zm9vYmFy", 8);
	base64url_encode((const uint8_t *)"\xfb\xff\xfe", 3, text);
	assert_memory_equal(text, "-__-", 4);
}

static void every_byte_comes_back(void **state)
{
	uint8_t bytes[768], back[768];
	char text[BASE64URL_CHARACTERS(sizeof(bytes))];

	(void)state;
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (uint8_t)(i * 7 + i / 256);
	base64url_encode(bytes, sizeof(bytes), text);
	assert_true(base64url_decode(text, back, sizeof(back)));
	assert_memory_equal(bytes, back, sizeof(bytes));
}

static void no_other_character_is_taken(void **state)
{
	uint8_t out[3];

	(void)state;
	for (int c = 0; c < 256; c++) {
		const char text[] = {'A', 'B', (char)c, 'D'};
		bool digit = c && strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZ"
					 "abcdefghijklmnopqrstuvwxyz"
					 "0123456789-_",
					 c);

		assert_true(base64url_decode(text, out, 3) == digit);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bytes_become_the_text_of_the_rfc),
		cmocka_unit_test(every_byte_comes_back),
		cmocka_unit_test(no_other_character_is_taken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
