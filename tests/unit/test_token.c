/* SPDX-License-Identifier: MIT */
#include "server/talk/token.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#define NOW 1800000000

static const struct token_keys old_keys = {{{1, 2, 3}}, {{0}}, false, 1000};
static const struct token_keys new_keys = {
	{{1, 2, 4}}, {{1, 2, 3}}, true, 1000};
static const struct token_keys other_keys = {
	{{9, 2, 4}}, {{9, 2, 3}}, true, 1000};

static struct signer old, new, other;

static int set_up(void **state)
{
	(void)state;
	assert_true(signer_init(&old, &old_keys));
	assert_true(signer_init(&new, &new_keys));
	assert_true(signer_init(&other, &other_keys));
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	signer_release(&old);
	signer_release(&new);
	signer_release(&other);
	return 0;
}

static struct visit sample(void)
{
	struct visit visit;

	visit_init(&visit);
	assert_true(token_begin(&new, &visit));
	visit.dialog.step = 3;
	visit_remember(&visit, "m1");
	return visit;
}

static void make(struct signer *signer, char token[TOKEN_BYTES])
{
	struct visit visit = sample();

	assert_true(token_write(signer, &visit, NOW, token));
}

static enum token_status take(struct signer *signer, const char *token,
			      int64_t now, struct visit *visit)
{
	return token_read(signer, token, strlen(token), now, visit);
}

static void a_visit_comes_back_from_its_token(void **state)
{
	struct visit visit = sample(), back;
	char token[TOKEN_BYTES];

	(void)state;
	assert_true(token_write(&old, &visit, NOW, token));
	assert_int_equal(strlen(token), TOKEN_CHARACTERS);
	assert_int_equal(take(&old, token, NOW, &back), TOKEN_OK);
	assert_memory_equal(back.visitor, visit.visitor, VISIT_VISITOR_BYTES);
	assert_int_equal(back.dialog.step, 3);
	assert_true(visit_has_seen(&back, "m1"));
	assert_true(back.issued_s == NOW);
}

/* The known answer is of Python's hmac and base64 modules. */
static void a_token_is_a_visit_and_its_hmac(void **state)
{
	struct visit visit;
	char token[TOKEN_BYTES];

	(void)state;
	visit_init(&visit);
	visit.begun = true;
	assert_true(token_write(&old, &visit, NOW, token));
	assert_string_equal(token + BASE64URL_CHARACTERS(VISIT_BYTES + 2),
			    "BQ7mOXsis_KWyoVs19GwJ7ZzmYaYCBKeUNe46F3f");
}

static void a_signer_signs_the_same_each_time(void **state)
{
	struct visit visit = sample();
	char first[TOKEN_BYTES], again[TOKEN_BYTES];

	(void)state;
	assert_true(token_write(&old, &visit, NOW, first));
	make(&old, again);
	assert_string_not_equal(first, again);
	assert_true(token_write(&old, &visit, NOW, again));
	assert_string_equal(first, again);
}

static void a_token_of_the_key_before_is_still_read(void **state)
{
	struct visit visit;
	char token[TOKEN_BYTES];

	(void)state;
	make(&old, token);
	assert_int_equal(take(&new, token, NOW, &visit), TOKEN_OK);
	assert_int_equal(visit.dialog.step, 3);
	make(&new, token);
	assert_int_equal(take(&new, token, NOW, &visit), TOKEN_OK);
	assert_int_equal(take(&old, token, NOW, &visit), TOKEN_FOREIGN);
}

static void a_token_of_another_key_gives_an_empty_visit(void **state)
{
	struct visit visit = sample();
	char token[TOKEN_BYTES];

	(void)state;
	make(&old, token);
	assert_int_equal(take(&other, token, NOW, &visit), TOKEN_FOREIGN);
	assert_false(visit.begun);
	assert_int_equal(visit.dialog.step, 0);
}

static void an_old_token_gives_an_empty_visit(void **state)
{
	struct visit visit;
	char token[TOKEN_BYTES];

	(void)state;
	make(&old, token);
	assert_int_equal(take(&old, token, NOW + 1000, &visit), TOKEN_OK);
	assert_int_equal(take(&old, token, NOW + 1001, &visit), TOKEN_EXPIRED);
	assert_false(visit.begun);
	assert_int_equal(visit.dialog.step, 0);
	/* another node's clock may be ahead of ours */
	assert_int_equal(take(&old, token, NOW - 5, &visit), TOKEN_OK);
}

static void every_changed_character_is_noticed(void **state)
{
	struct visit visit;
	char token[TOKEN_BYTES];

	(void)state;
	make(&old, token);
	for (size_t i = 0; i < TOKEN_CHARACTERS; i++) {
		char kept = token[i];

		token[i] = kept == 'A' ? 'B' : 'A';
		assert_int_equal(
			token_read(&old, token, TOKEN_CHARACTERS, NOW, &visit),
			TOKEN_FOREIGN);
		token[i] = '\0';
		assert_int_equal(
			token_read(&old, token, TOKEN_CHARACTERS, NOW, &visit),
			TOKEN_FOREIGN);
		token[i] = kept;
	}
	assert_int_equal(take(&old, token, NOW, &visit), TOKEN_OK);
}

static void any_other_length_or_alphabet_is_foreign(void **state)
{
	struct visit visit;
	char token[TOKEN_BYTES + 1] = {0};

	(void)state;
	make(&old, token);
	token[TOKEN_CHARACTERS] = 'A';
	assert_int_equal(take(&old, token, NOW, &visit), TOKEN_FOREIGN);
	token[TOKEN_CHARACTERS - 1] = '\0';
	assert_int_equal(take(&old, token, NOW, &visit), TOKEN_FOREIGN);
	assert_int_equal(take(&old, "", NOW, &visit), TOKEN_FOREIGN);
	memset(token, '+', TOKEN_CHARACTERS);
	token[TOKEN_CHARACTERS] = '\0';
	assert_int_equal(take(&old, token, NOW, &visit), TOKEN_FOREIGN);
}

static void a_visitor_is_given_once_and_no_two_alike(void **state)
{
	struct visit a, b, kept;

	(void)state;
	visit_init(&a);
	visit_init(&b);
	assert_true(token_begin(&new, &a));
	assert_true(token_begin(&new, &b));
	assert_memory_not_equal(a.visitor, b.visitor, VISIT_VISITOR_BYTES);
	kept = a;
	assert_true(token_begin(&new, &a));
	assert_memory_equal(a.visitor, kept.visitor, VISIT_VISITOR_BYTES);
}

static void none_alike_among_more_than_are_fetched_ahead(void **state)
{
	enum {
		VISITORS = TOKEN_RANDOM_BYTES / VISIT_VISITOR_BYTES + 2
	};
	struct visit visit[VISITORS];

	(void)state;
	for (size_t i = 0; i < VISITORS; i++) {
		visit_init(&visit[i]);
		assert_true(token_begin(&new, &visit[i]));
		for (size_t k = 0; k < i; k++)
			assert_memory_not_equal(visit[i].visitor,
						visit[k].visitor,
						VISIT_VISITOR_BYTES);
	}
}

static void two_keys_differ(void **state)
{
	struct token_keys a, b;

	(void)state;
	assert_true(token_keys_make(&a));
	assert_true(token_keys_make(&b));
	assert_memory_not_equal(a.current.bytes, b.current.bytes,
				TOKEN_KEY_BYTES);
	assert_true(a.lifetime_s == TOKEN_LIFETIME_S);
	assert_false(a.has_previous);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

/* A session taken up with the old key goes on, and so does what it rates. */
static void answers_given_under_the_key_before_are_known(void **state)
{
	struct visit visit = sample();
	char id[ANSWER_ID_BYTES];

	(void)state;
	visit.begun = true;
	answer_id_make(&old.answers, &visit, "12345678", id);
	assert_true(token_gave(&old, &visit, id));
	assert_true(token_gave(&new, &visit, id));
	assert_false(token_gave(&other, &visit, id));
	answer_id_make(&new.answers, &visit, "12345678", id);
	assert_true(token_gave(&new, &visit, id));
	assert_false(token_gave(&old, &visit, id));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_visit_comes_back_from_its_token),
		TEST(a_token_is_a_visit_and_its_hmac),
		TEST(a_signer_signs_the_same_each_time),
		TEST(a_token_of_the_key_before_is_still_read),
		TEST(a_token_of_another_key_gives_an_empty_visit),
		TEST(an_old_token_gives_an_empty_visit),
		TEST(every_changed_character_is_noticed),
		TEST(any_other_length_or_alphabet_is_foreign),
		TEST(a_visitor_is_given_once_and_no_two_alike),
		TEST(answers_given_under_the_key_before_are_known),
		cmocka_unit_test(none_alike_among_more_than_are_fetched_ahead),
		TEST(two_keys_differ),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
