/* SPDX-License-Identifier: MIT */
#include "server/token.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>

static const struct token_key key = {{1, 2, 3}}, other = {{1, 2, 4}};

static void make(char token[TOKEN_BYTES])
{
	struct faq_dialog dialog;

	faq_dialog_init(&dialog);
	dialog.step = 3;
	assert_true(token_write(&key, &dialog, token));
}

static void a_dialogue_comes_back_from_its_token(void **state)
{
	struct faq_dialog dialog;
	char token[TOKEN_BYTES];

	(void)state;
	make(token);
	assert_int_equal(strlen(token), TOKEN_BYTES - 1);
	assert_true(token_read(&key, token, strlen(token), &dialog));
	assert_int_equal(dialog.step, 3);
}

static void a_token_of_another_key_gives_a_fresh_dialogue(void **state)
{
	struct faq_dialog dialog;
	char token[TOKEN_BYTES];

	(void)state;
	make(token);
	dialog.step = 9;
	assert_false(token_read(&other, token, strlen(token), &dialog));
	assert_int_equal(dialog.step, 0);
}

static void every_changed_character_is_noticed(void **state)
{
	struct faq_dialog dialog;
	char token[TOKEN_BYTES];
	size_t i;

	(void)state;
	make(token);
	for (i = 0; i < TOKEN_BYTES - 1; i++) {
		char kept = token[i];

		token[i] = kept == 'A' ? 'B' : 'A';
		assert_false(token_read(&key, token, TOKEN_BYTES - 1, &dialog));
		token[i] = '\0';
		assert_false(token_read(&key, token, TOKEN_BYTES - 1, &dialog));
		token[i] = kept;
	}
	assert_true(token_read(&key, token, TOKEN_BYTES - 1, &dialog));
}

static void any_other_length_or_alphabet_is_refused(void **state)
{
	struct faq_dialog dialog;
	char token[TOKEN_BYTES + 1] = {0};

	(void)state;
	make(token);
	assert_false(token_read(&key, token, TOKEN_BYTES - 2, &dialog));
	assert_false(token_read(&key, token, TOKEN_BYTES, &dialog));
	assert_false(token_read(&key, "", 0, &dialog));
	memset(token, '+', TOKEN_BYTES - 1);
	assert_false(token_read(&key, token, TOKEN_BYTES - 1, &dialog));
}

static void two_keys_differ(void **state)
{
	struct token_key a, b;

	(void)state;
	assert_true(token_key_make(&a));
	assert_true(token_key_make(&b));
	assert_memory_not_equal(a.bytes, b.bytes, TOKEN_KEY_BYTES);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_dialogue_comes_back_from_its_token),
		cmocka_unit_test(a_token_of_another_key_gives_a_fresh_dialogue),
		cmocka_unit_test(every_changed_character_is_noticed),
		cmocka_unit_test(any_other_length_or_alphabet_is_refused),
		cmocka_unit_test(two_keys_differ),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
