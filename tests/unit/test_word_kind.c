/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/faq_word.h"

static enum faq_word kind(const char *word)
{
	return faq_word_kind(word, strlen(word));
}

static void words_are_told_apart(void **state)
{
	(void)state;
	assert_int_equal(kind("please"), FAQ_WORD_FILLER);
	assert_int_equal(kind("what"), FAQ_WORD_FUNCTION);
	assert_int_equal(kind("towel"), FAQ_WORD_CONTENT);
	assert_int_equal(kind("\xE2\x80\x9Cplease"), FAQ_WORD_FILLER);
	assert_int_equal(kind("\xEF\xBF\xBD"), FAQ_WORD_FILLER);
	assert_int_equal(kind("caf\xC3\xA9"), FAQ_WORD_CONTENT);
}

static void forms_share_a_stem_and_no_length_overflows(void **state)
{
	char one[FAQ_STEM_BYTES], other[FAQ_STEM_BYTES], word[200];
	(void)state;
	faq_word_stem("lockers", 7, one);
	faq_word_stem("locker", 6, other);
	assert_string_equal(one, other);
	memset(word, 'a', sizeof(word));
	faq_word_stem(word, sizeof(word), one);
	assert_string_equal(one, "");
	faq_word_stem("", 0, one);
	assert_string_equal(one, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_are_told_apart),
		cmocka_unit_test(forms_share_a_stem_and_no_length_overflows),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
