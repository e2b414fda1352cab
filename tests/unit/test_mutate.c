/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "cli/mutate.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#define QUESTION "what is the price of a library card?"

/* Many variants of the text; `check` must hold for each. */
static void each(enum mutation kind, const char *text,
		 void (*check)(const char *variant))
{
	char out[MUTATE_BYTES];
	for (uint64_t seed = 0; seed < 500; seed++) {
		uint64_t random = seed;
		if (mutate(kind, text, "when do you open", &random, out))
			check(out);
	}
}

static void same_but_case(const char *variant)
{
	assert_int_equal(strcasecmp(variant, QUESTION), 0);
	assert_string_not_equal(variant, QUESTION);
}

static void case_changes_nothing_else(void **state)
{
	(void)state;
	each(MUTATION_CASE, QUESTION, same_but_case);
}

static void holds_its_words(const char *variant)
{
	assert_non_null(strstr(variant, "what is the price of a library card"));
}

static void punctuation_keeps_the_words(void **state)
{
	(void)state;
	each(MUTATION_PUNCTUATION, QUESTION, holds_its_words);
}

static void filler_and_politeness_stand_around_the_words(void **state)
{
	(void)state;
	each(MUTATION_FILLER, QUESTION, holds_its_words);
	each(MUTATION_POLITE, QUESTION, holds_its_words);
}

static void asks_nothing(const char *variant)
{
	assert_null(strstr(variant, "tell me"));
}

static void only_a_question_is_asked_to_be_told(void **state)
{
	(void)state;
	each(MUTATION_POLITE, "my card is lost", asks_nothing);
}

static void is_contracted(const char *variant)
{
	assert_string_equal(variant, "what's the price of a library card?");
}

static void a_contraction_is_made_and_undone(void **state)
{
	char out[MUTATE_BYTES];
	uint64_t random = 1;
	(void)state;
	each(MUTATION_CONTRACTION, QUESTION, is_contracted);
	assert_true(mutate(MUTATION_CONTRACTION, "I don't know", NULL, &random,
			   out));
	assert_string_equal(out, "I dont know");
	assert_false(mutate(MUTATION_CONTRACTION, "library card", NULL, &random,
			    out));
	assert_string_equal(out, "");
}

static void is_one_slip_away(const char *variant)
{
	size_t size = strlen(QUESTION), got = strlen(variant);
	assert_in_range(got, size - 1, size + 1);
	assert_memory_equal(variant, "what is the p", 9);
}

static void a_typo_is_one_slip(void **state)
{
	char out[MUTATE_BYTES];
	uint64_t random = 1;
	(void)state;
	each(MUTATION_TYPO, QUESTION, is_one_slip_away);
	assert_false(mutate(MUTATION_TYPO, "what is it", NULL, &random, out));
}

static size_t count_words(const char *text)
{
	size_t count = 0;
	bool inside = false;
	for (; *text; text++) {
		count += *text != ' ' && !inside;
		inside = *text != ' ';
	}
	return count;
}

static void lacks_one_word(const char *variant)
{
	assert_int_equal(count_words(variant), count_words(QUESTION) - 1);
}

static void one_word_is_dropped(void **state)
{
	(void)state;
	each(MUTATION_DROPPED, QUESTION, lacks_one_word);
}

static void has_all_words(const char *variant)
{
	assert_int_equal(count_words(variant), count_words(QUESTION));
	assert_null(strchr(variant, '?'));
	assert_int_not_equal(variant[strlen(variant) - 1], ' ');
}

static void another_order_keeps_all_words(void **state)
{
	(void)state;
	each(MUTATION_ORDER, QUESTION, has_all_words);
}

static void is_negated(const char *variant)
{
	assert_string_equal(variant,
			    "what is not the price of a library card?");
}

static void a_negation_stands_behind_the_verb(void **state)
{
	(void)state;
	each(MUTATION_NEGATION, QUESTION, is_negated);
}

static void holds_both(const char *variant)
{
	holds_its_words(variant);
	assert_non_null(strstr(variant, "when do you open"));
}

static void two_questions_stand_in_one(void **state)
{
	char out[MUTATE_BYTES];
	uint64_t random = 1;
	(void)state;
	each(MUTATION_TWO, QUESTION, holds_both);
	assert_false(mutate(MUTATION_TWO, QUESTION, NULL, &random, out));
}

static void a_seed_gives_the_same_variant_again(void **state)
{
	char first[MUTATE_BYTES], second[MUTATE_BYTES];
	(void)state;
	for (int kind = 0; kind < MUTATIONS; kind++) {
		uint64_t a = 7, b = 7;
		assert_true(
			mutate((enum mutation)kind, QUESTION, "x", &a, first));
		assert_true(
			mutate((enum mutation)kind, QUESTION, "x", &b, second));
		assert_string_equal(first, second);
	}
}

/* Any bytes, and as long as they come. */
static void no_text_is_too_odd(void **state)
{
	char text[2 * MUTATE_BYTES], out[MUTATE_BYTES];
	uint64_t random = 3;
	(void)state;
	for (size_t round = 0; round < 3000; round++) {
		size_t size = mutate_pick(&random, sizeof(text));
		if (round % 2)
			size = mutate_pick(&random, 12);
		for (size_t i = 0; i < size; i++)
			text[i] = " .?!aeiouisdo'\xc3\xa9\xff"[mutate_pick(
				&random, 17)];
		text[size] = '\0';
		for (int kind = 0; kind < MUTATIONS; kind++)
			if (!mutate((enum mutation)kind, text, text, &random,
				    out))
				assert_string_equal(out, "");
	}
}

static void what_must_survive_is_told(void **state)
{
	(void)state;
	assert_int_equal(mutation_rule(MUTATION_CASE), MUTATION_MUST);
	assert_int_equal(mutation_rule(MUTATION_PUNCTUATION), MUTATION_MUST);
	assert_int_equal(mutation_rule(MUTATION_FILLER), MUTATION_MUST);
	assert_int_equal(mutation_rule(MUTATION_TYPO), MUTATION_SHOULD);
	assert_int_equal(mutation_rule(MUTATION_NEGATION), MUTATION_MAY);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(case_changes_nothing_else),
		cmocka_unit_test(punctuation_keeps_the_words),
		cmocka_unit_test(filler_and_politeness_stand_around_the_words),
		cmocka_unit_test(only_a_question_is_asked_to_be_told),
		cmocka_unit_test(a_contraction_is_made_and_undone),
		cmocka_unit_test(a_typo_is_one_slip),
		cmocka_unit_test(one_word_is_dropped),
		cmocka_unit_test(another_order_keeps_all_words),
		cmocka_unit_test(a_negation_stands_behind_the_verb),
		cmocka_unit_test(two_questions_stand_in_one),
		cmocka_unit_test(a_seed_gives_the_same_variant_again),
		cmocka_unit_test(no_text_is_too_odd),
		cmocka_unit_test(what_must_survive_is_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
