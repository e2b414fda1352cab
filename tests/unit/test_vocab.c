/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/slip.h"
#include "core/vocab.h"

static const char *const words[] = {
	"verify",   "verification", "account",  "document", "documents",
	"passport", "withdrawal",   "security", "region",   "submit",
	"deposit",  "approved",     "selfie",   "status",   "register",
	"identity", "help",         "kyc",      "2fa",      "fund",
	"address",  "screenshot",   "bank",     "support",  "transfer",
};
#define WORDS (sizeof(words) / sizeof(*words))

static uint32_t add(struct vocab *vocab, const char *surface)
{
	struct english_fold fold;
	english_fold(surface, strlen(surface), &fold);
	return vocab_add(vocab, fold.stem, fold.bytes, surface,
			 strlen(surface));
}

/* A sealed vocabulary of `words`; step -1 adds them backwards. */
static struct vocab *filled(struct arena *arena, int step)
{
	arena_init(arena, NULL);
	struct vocab *vocab = vocab_new(arena, WORDS);
	assert_non_null(vocab);
	for (size_t i = 0; i < WORDS; i++)
		assert_int_not_equal(
			add(vocab, words[step < 0 ? WORDS - 1 - i : i]),
			VOCAB_NONE);
	assert_int_equal(vocab_seal(vocab), FAQ_OK);
	return vocab;
}

static void repairs(const struct vocab *vocab, const char *typo,
		    const char *expected)
{
	const char *found = vocab_repair(vocab, typo, strlen(typo));
	if (!expected != !found || (found && strcmp(found, expected) != 0))
		print_error("%s -> %s\n", typo, found ? found : "nothing");
	if (expected) {
		assert_non_null(found);
		assert_string_equal(found, expected);
	} else {
		assert_null(found);
	}
}

static void a_stem_has_one_id(void **state)
{
	(void)state;
	struct arena arena;
	arena_init(&arena, NULL);
	struct vocab *vocab = vocab_new(&arena, 3);
	assert_int_equal(add(vocab, "check"), 0);
	assert_int_equal(add(vocab, "verify"), 1);
	assert_int_equal(add(vocab, "checked"), 0);
	assert_int_equal(add(vocab, "check"), 0);
	assert_int_equal(vocab_size(vocab), 2);
	assert_string_equal(vocab_stem(vocab, 1), "verify");
	assert_string_equal(vocab_stem(vocab, 2), "");
	assert_int_equal(vocab_find(vocab, "check", 5), 0);
	assert_int_equal(vocab_find(vocab, "chec", 4), VOCAB_NONE);
	assert_int_equal(vocab_find(vocab, "", 0), VOCAB_NONE);
	arena_release(&arena);
}

static void it_takes_no_more_stems_than_told(void **state)
{
	(void)state;
	struct arena arena;
	arena_init(&arena, NULL);
	struct vocab *vocab = vocab_new(&arena, 1);
	assert_int_equal(add(vocab, "check"), 0);
	assert_int_equal(add(vocab, "verify"), VOCAB_NONE);
	assert_int_equal(add(vocab, "checks"), 0);
	assert_int_equal(vocab_size(vocab), 1);
	arena_release(&arena);
}

static void an_empty_one_repairs_nothing(void **state)
{
	(void)state;
	struct arena arena;
	arena_init(&arena, NULL);
	struct vocab *vocab = vocab_new(&arena, 0);
	assert_non_null(vocab);
	assert_int_equal(vocab_seal(vocab), FAQ_OK);
	repairs(vocab, "verfiy", NULL);
	assert_int_equal(vocab_size(vocab), 0);
	arena_release(&arena);
}

static void sealing_is_for_good(void **state)
{
	(void)state;
	struct arena arena;
	struct vocab *vocab = filled(&arena, 1);
	assert_int_equal(add(vocab, "verify"), VOCAB_NONE);
	assert_int_equal(vocab_seal(vocab), FAQ_ERROR_MISUSE);
	arena_release(&arena);
}

static void one_slip_in_a_short_word_is_repaired(void **state)
{
	(void)state;
	struct arena arena;
	struct vocab *vocab = filled(&arena, 1);
	repairs(vocab, "verfiy", "verify");
	repairs(vocab, "verfy", "verify");
	repairs(vocab, "verrify", "verify");
	repairs(vocab, "vetify", "verify");
	repairs(vocab, "berify", "verify");
	repairs(vocab, "acount", "account");
	repairs(vocab, "selfy", NULL);
	repairs(vocab, "sefie", "selfie");
	repairs(vocab, "heelp", "help");
	repairs(vocab, "hlep", "help");
	repairs(vocab, "acounnt", "account");
	repairs(vocab, "ccounnt", NULL);
	repairs(vocab, "bnak", "bank");
	arena_release(&arena);
}

static void two_slips_in_a_long_word_are_repaired(void **state)
{
	(void)state;
	struct arena arena;
	struct vocab *vocab = filled(&arena, 1);
	repairs(vocab, "verificaton", "verification");
	repairs(vocab, "varificaton", "verification");
	repairs(vocab, "widrawal", "withdrawal");
	repairs(vocab, "pasportt", "passport");
	repairs(vocab, "docuemtns", "documents");
	repairs(vocab, "dcoumnets", "documents");
	repairs(vocab, "vrifcaton", NULL);
	arena_release(&arena);
}

static void inflections_are_targets_too(void **state)
{
	(void)state;
	struct arena arena;
	struct vocab *vocab = filled(&arena, 1);
	repairs(vocab, "verfied", "verified");
	repairs(vocab, "submiting", "submitting");
	repairs(vocab, "identites", "identities");
	repairs(vocab, "aprove", "approve");
	repairs(vocab, "regions", "regions");
	repairs(vocab, "verifcations", "verifications");
	repairs(vocab, "kycc", "kycs"); /* kyc itself is too short */
	arena_release(&arena);
}

static void short_words_and_codes_are_left_alone(void **state)
{
	(void)state;
	struct arena arena;
	struct vocab *vocab = filled(&arena, 1);
	repairs(vocab, "kyv", NULL);
	repairs(vocab, "2faa", NULL);
	repairs(vocab, "acc0unt", NULL);
	repairs(vocab, "", NULL);
	repairs(vocab, "acco\u00FBnt", NULL);
	repairs(vocab, "verificationverificationverification", NULL);
	arena_release(&arena);
}

static void a_possessive_is_repaired_without_its_s(void **state)
{
	(void)state;
	struct arena arena;
	struct vocab *vocab = filled(&arena, 1);
	repairs(vocab, "acount's", "account");
	repairs(vocab, "ba's", NULL);
	repairs(vocab, "'s", NULL);
	arena_release(&arena);
}

static void the_likelier_slip_wins(void **state)
{
	(void)state;
	struct arena arena;
	arena_init(&arena, NULL);
	struct vocab *vocab = vocab_new(&arena, 20);
	static const char *const pool[] = {"form",  "from",  "firm",  "farm",
					   "sells", "cells", "blank", "plank"};
	for (size_t i = 0; i < sizeof(pool) / sizeof(*pool); i++)
		vocab_add(vocab, pool[i], strlen(pool[i]), pool[i],
			  strlen(pool[i]));
	vocab_add(vocab, "plank", 5, "plank", 5);
	assert_int_equal(vocab_seal(vocab), FAQ_OK);
	repairs(vocab, "fomr", "form");    /* swapped, before all others */
	repairs(vocab, "forrm", "form");   /* doubled */
	repairs(vocab, "fprm", "form");    /* p is beside o */
	repairs(vocab, "cwells", "cells"); /* the same first letter */
	repairs(vocab, "xlank", "plank");  /* used twice */
	repairs(vocab, "fxrm", "farm");    /* the alphabet */
	arena_release(&arena);
}

static void the_order_of_adding_does_not_matter(void **state)
{
	(void)state;
	struct arena there, back;
	struct vocab *one = filled(&there, 1);
	struct vocab *other = filled(&back, -1);
	for (size_t i = 0; i < WORDS; i++) {
		char typo[64];
		size_t n = strlen(words[i]);
		for (size_t k = 0; k < n; k++) {
			memcpy(typo, words[i], n + 1);
			typo[k] = 'e';
			const char *a = vocab_repair(one, typo, n);
			const char *b = vocab_repair(other, typo, n);
			assert_int_equal(!a, !b);
			if (a)
				assert_string_equal(a, b);
		}
	}
	arena_release(&there);
	arena_release(&back);
}

/* The index must find what a scan of all words would. */
static void the_index_misses_nothing_within_reach(void **state)
{
	(void)state;
	struct arena arena;
	struct vocab *vocab = filled(&arena, 1);
	uint32_t random = 1;
	for (size_t round = 0; round < 20000; round++) {
		char typo[64];
		const char *word = words[round % WORDS];
		size_t n = strlen(word);
		memcpy(typo, word, n + 1);
		if (n < 8)
			continue;
		for (size_t k = 0; k < 2; k++) {
			random = random * 1664525u + 1013904223u;
			size_t at = (random >> 16) % n;
			char c = (char)('a' + (random >> 8) % 26);
			if (random >> 30 == 0)
				typo[at] = c;
			else if (random >> 30 == 1 && n > 8)
				memmove(typo + at, typo + at + 1, n-- - at);
			else if (at + 1 < n) {
				c = typo[at];
				typo[at] = typo[at + 1];
				typo[at + 1] = c;
			}
		}
		unsigned cost = slip_cost(typo, n, word, strlen(word));
		const char *found = vocab_repair(vocab, typo, n);
		if (cost / SLIP_COST > 2)
			continue;
		assert_non_null(found);
		assert_true(slip_cost(typo, n, found, strlen(found)) <= cost);
	}
	arena_release(&arena);
}

static void slips_cost_by_kind(void **state)
{
	(void)state;
	assert_int_equal(slip_cost("form", 4, "form", 4), 0);
	assert_int_equal(slip_cost("fomr", 4, "form", 4), SLIP_COST);
	assert_int_equal(slip_cost("foorm", 5, "form", 4), SLIP_COST);
	assert_int_equal(slip_cost("frm", 3, "form", 4), SLIP_COST);
	assert_int_equal(slip_cost("firm", 4, "form", 4), SLIP_COST);
	assert_int_equal(slip_cost("fxrm", 4, "form", 4), SLIP_COST + 1);
	assert_int_equal(slip_cost("", 0, "form", 4), 4 * SLIP_COST);
	assert_int_equal(slip_cost("", 0, "", 0), 0);
}

/* An allocator that fails at its n-th call. */
struct meter {
	size_t calls, out, fail_at;
};

static void *meter_allocate(void *context, size_t size)
{
	struct meter *meter = context;
	if (++meter->calls == meter->fail_at)
		return NULL;
	meter->out++;
	return malloc(size);
}

static void meter_release(void *context, void *pointer)
{
	((struct meter *)context)->out--;
	free(pointer);
}

/* Builds a vocabulary large enough for many blocks; false without memory. */
static bool build(struct arena *arena, struct vocab **out)
{
	char surface[16];
	*out = vocab_new(arena, 3000);
	if (!*out)
		return false;
	for (unsigned i = 0; i < 3000; i++) {
		size_t n = 0;
		for (unsigned k = i + 17576u * 26; k; k /= 26)
			surface[n++] = (char)('a' + k % 26);
		size_t before = vocab_size(*out);
		if (vocab_add(*out, surface, n, surface, n) == VOCAB_NONE) {
			assert_int_equal(vocab_size(*out), before);
			return false;
		}
	}
	return !vocab_seal(*out);
}

static void every_allocation_may_fail(void **state)
{
	(void)state;
	bool good = false;
	size_t failures = 0;
	for (size_t fail_at = 1; !good; fail_at++) {
		struct meter meter = {.fail_at = fail_at};
		struct faq_allocator allocator = {&meter, meter_allocate,
						  meter_release};
		struct arena arena;
		struct vocab *vocab;
		arena_init(&arena, &allocator);
		good = build(&arena, &vocab);
		failures += !good;
		/* After a failure to seal, sealing again may do. */
		if (!good && vocab && vocab_size(vocab) == 3000) {
			assert_null(vocab_repair(vocab, "abcdefgh", 8));
			assert_int_equal(vocab_seal(vocab), FAQ_OK);
		}
		arena_release(&arena);
		assert_int_equal(meter.out, 0);
	}
	assert_true(failures > 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_stem_has_one_id),
		cmocka_unit_test(it_takes_no_more_stems_than_told),
		cmocka_unit_test(an_empty_one_repairs_nothing),
		cmocka_unit_test(sealing_is_for_good),
		cmocka_unit_test(one_slip_in_a_short_word_is_repaired),
		cmocka_unit_test(two_slips_in_a_long_word_are_repaired),
		cmocka_unit_test(inflections_are_targets_too),
		cmocka_unit_test(short_words_and_codes_are_left_alone),
		cmocka_unit_test(a_possessive_is_repaired_without_its_s),
		cmocka_unit_test(the_likelier_slip_wins),
		cmocka_unit_test(the_order_of_adding_does_not_matter),
		cmocka_unit_test(the_index_misses_nothing_within_reach),
		cmocka_unit_test(slips_cost_by_kind),
		cmocka_unit_test(every_allocation_may_fail),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
