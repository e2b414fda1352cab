/* SPDX-License-Identifier: MIT */
#include "store/words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static void every_word_is_found_at_its_place(void **state)
{
	(void)state;
	for (size_t i = 0; i < WORDS_STATES; i++)
		assert_int_equal(
			words_find(words_state[i], words_state, WORDS_STATES),
			i);
	for (size_t i = 0; i < WORDS_REASONS; i++)
		assert_int_equal(words_find(words_reason[i], words_reason,
					    WORDS_REASONS),
				 i);
	for (size_t i = 0; i < WORDS_SENDERS; i++)
		assert_int_equal(words_find(words_sender[i], words_sender,
					    WORDS_SENDERS),
				 i);
}

static void an_unknown_word_is_the_last(void **state)
{
	(void)state;
	assert_int_equal(words_find("", words_state, WORDS_STATES),
			 STORE_TALK_CLOSED);
	assert_int_equal(words_find("wait", words_state, WORDS_STATES),
			 STORE_TALK_CLOSED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_word_is_found_at_its_place),
		cmocka_unit_test(an_unknown_word_is_the_last),
	};

	return cmocka_run_group_tests_name("store_words", tests, NULL, NULL);
}
