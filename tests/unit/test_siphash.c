/* SPDX-License-Identifier: MIT */
#include "server/edge/siphash.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

/* Row 16 of the authors' vectors: key 00..0f, message 00..0f. */
static void it_gives_the_published_value(void **state)
{
	static const uint8_t key[SIPHASH_KEY_BYTES] = {
		0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

	(void)state;
	assert_int_equal(siphash(key, 0x0706050403020100u, 0x0f0e0d0c0b0a0908u),
			 0x3f2acc7f57c29bdbu);
}

static void every_byte_of_key_and_message_counts(void **state)
{
	static const uint8_t zero[SIPHASH_KEY_BYTES];
	uint64_t plain = siphash(zero, 0, 0);

	(void)state;
	for (unsigned i = 0; i < SIPHASH_KEY_BYTES; i++) {
		uint8_t key[SIPHASH_KEY_BYTES] = {0};

		key[i] = 1;
		assert_int_not_equal(siphash(key, 0, 0), plain);
	}
	for (unsigned i = 0; i < 64; i += 8) {
		assert_int_not_equal(siphash(zero, UINT64_C(1) << i, 0), plain);
		assert_int_not_equal(siphash(zero, 0, UINT64_C(1) << i), plain);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_gives_the_published_value),
		cmocka_unit_test(every_byte_of_key_and_message_counts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
