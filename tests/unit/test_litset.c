/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/litset.h"

static struct arena arena;

static int set_up(void **state)
{
	(void)state;
	arena_init(&arena, NULL);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

/* A set of phrases of one word each: first, first + 1 ... */
static struct litset words(uint32_t first, size_t count)
{
	struct litset set, one;
	symbol s = symbol_word(first, '\0');
	assert_int_equal(litset_one(&set, &arena, &s, 1), LITSET_OK);
	for (size_t i = 1; i < count; i++) {
		s = symbol_word(first + (uint32_t)i, '\0');
		assert_int_equal(litset_one(&one, &arena, &s, 1), LITSET_OK);
		assert_int_equal(litset_union(&set, &arena, &set, &one),
				 LITSET_OK);
	}
	assert_int_equal(set.count, count);
	return set;
}

static struct litset nothing(void)
{
	struct litset set;
	assert_int_equal(litset_one(&set, &arena, NULL, 0), LITSET_OK);
	return set;
}

static void a_symbol_keeps_its_word_and_form(void **state)
{
	(void)state;
	symbol s = symbol_word(70000, 'd');
	assert_int_equal(symbol_id(s), 70000);
	assert_int_equal(symbol_form(s), 'd');
	assert_false(symbol_is_gap(s));
	assert_true(symbol_is_gap(SYMBOL_GAP | 4u));
}

static void a_set_of_one_copies_its_symbols(void **state)
{
	symbol symbols[] = {symbol_word(1, '\0'), symbol_word(2, 's')};
	struct litset set;
	(void)state;
	assert_int_equal(litset_one(&set, &arena, symbols, 2), LITSET_OK);
	symbols[0] = 0;
	assert_int_equal(set.count, 1);
	assert_int_equal(set.phrases[0].count, 2);
	assert_int_equal(set.phrases[0].symbols[0], symbol_word(1, '\0'));
	assert_false(litset_optional(&set));
}

static void a_phrase_has_a_greatest_length(void **state)
{
	symbol symbols[LITSET_SYMBOLS_MAX + 1] = {0};
	struct litset set, most, one;
	(void)state;
	assert_int_equal(
		litset_one(&set, &arena, symbols, LITSET_SYMBOLS_MAX + 1),
		LITSET_TOO_LONG);
	assert_int_equal(set.count, 0);
	assert_int_equal(litset_one(&most, &arena, symbols, LITSET_SYMBOLS_MAX),
			 LITSET_OK);
	one = words(1, 1);
	assert_int_equal(litset_join(&set, &arena, &most, &one),
			 LITSET_TOO_LONG);
	assert_int_equal(set.count, 0);
}

static void joining_makes_every_pair(void **state)
{
	struct litset a = words(10, 2), b = words(20, 3), set;
	(void)state;
	assert_int_equal(litset_join(&set, &arena, &a, &b), LITSET_OK);
	assert_int_equal(set.count, 6);
	for (size_t i = 0; i < 6; i++) {
		assert_int_equal(set.phrases[i].count, 2);
		assert_int_equal(symbol_id(set.phrases[i].symbols[0]),
				 10 + i / 3);
		assert_int_equal(symbol_id(set.phrases[i].symbols[1]),
				 20 + i % 3);
	}
}

static void a_union_holds_each_phrase_once(void **state)
{
	struct litset a = words(1, 4), b = words(3, 4), set;
	(void)state;
	assert_int_equal(litset_union(&set, &arena, &a, &b), LITSET_OK);
	assert_int_equal(set.count, 6);
	for (size_t i = 0; i < set.count; i++)
		assert_int_equal(symbol_id(set.phrases[i].symbols[0]), i + 1);
	/* in place, and the other way round, it is the same */
	assert_int_equal(litset_union(&b, &arena, &b, &a), LITSET_OK);
	assert_int_equal(b.count, 6);
	for (size_t i = 0; i < set.count; i++)
		assert_int_equal(b.phrases[i].symbols[0],
				 set.phrases[i].symbols[0]);
}

/* So what is known of a word list is known of "({list})", too. */
static void beside_nothing_a_set_stays_what_it_is(void **state)
{
	struct litset_memo memo = {.arena = &arena};
	struct litset a = words(1, 3), none = nothing(), set;
	(void)state;
	a.memo = &memo;
	assert_int_equal(litset_join(&set, &arena, &none, &a), LITSET_OK);
	assert_ptr_equal(set.phrases, a.phrases);
	assert_ptr_equal(set.memo, &memo);
	assert_int_equal(litset_join(&set, &arena, &a, &none), LITSET_OK);
	assert_ptr_equal(set.phrases, a.phrases);
	assert_int_equal(litset_join(&set, &arena, &a, &a), LITSET_OK);
	assert_null(set.memo);
	assert_int_equal(litset_union(&set, &arena, &a, &none), LITSET_OK);
	assert_null(set.memo);
}

static void the_empty_phrase_makes_a_set_optional(void **state)
{
	struct litset a = words(1, 3), none = nothing(), set;
	(void)state;
	assert_true(litset_optional(&none));
	assert_int_equal(litset_union(&set, &arena, &a, &none), LITSET_OK);
	assert_true(litset_optional(&set));
	assert_int_equal(set.count, 4);
	/* "[a] b": b alone too, but never nothing */
	assert_int_equal(litset_join(&set, &arena, &set, &a), LITSET_OK);
	assert_false(litset_optional(&set));
	assert_int_equal(set.count, 12);
	struct litset empty = {0};
	assert_false(litset_optional(&empty));
}

static void too_many_phrases_are_refused_before_they_are_made(void **state)
{
	struct litset a = words(1, LITSET_PHRASES_MAX / 64), b = words(900, 65);
	struct litset set, c = words(900, 64);
	(void)state;
	assert_int_equal(litset_join(&set, &arena, &a, &c), LITSET_OK);
	assert_int_equal(set.count, LITSET_PHRASES_MAX);
	size_t before = arena.bytes;
	struct litset more;
	assert_int_equal(litset_join(&more, &arena, &a, &b), LITSET_TOO_MANY);
	assert_int_equal(more.count, 0);
	assert_int_equal(arena.bytes, before);
	assert_int_equal(litset_union(&more, &arena, &set, &a),
			 LITSET_TOO_MANY);
	assert_int_equal(more.count, 0);
	/* the limit itself is fine */
	assert_int_equal(litset_union(&more, &arena, &set, &set), LITSET_OK);
	assert_int_equal(more.count, LITSET_PHRASES_MAX);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_symbol_keeps_its_word_and_form),
		TEST(a_set_of_one_copies_its_symbols),
		TEST(a_phrase_has_a_greatest_length),
		TEST(joining_makes_every_pair),
		TEST(a_union_holds_each_phrase_once),
		TEST(beside_nothing_a_set_stays_what_it_is),
		TEST(the_empty_phrase_makes_a_set_optional),
		TEST(too_many_phrases_are_refused_before_they_are_made),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
