/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/english.h"
#include "core/lexicon.h"

#include "english_families.h"

static void fold_of(const char *word, char *stem, char *form)
{
	struct english_fold fold;
	english_fold(word, strlen(word), &fold);
	assert_true(fold.bytes <= WORD_BYTES);
	memcpy(stem, fold.stem, fold.bytes);
	stem[fold.bytes] = '\0';
	*form = fold.form;
}

/* Copies the next word of a line to `word`; false at the line's end. */
static bool next_word(const char **line, char *word)
{
	*line += strspn(*line, " ");
	size_t n = strcspn(*line, " ");
	memcpy(word, *line, n);
	word[n] = '\0';
	*line += n;
	return n > 0;
}

static void inflections_share_their_base_as_stem(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(families) / sizeof(*families); i++) {
		const char *line = families[i];
		char base[64], word[64], stem[64], form;
		assert_true(next_word(&line, base));
		fold_of(base, stem, &form);
		assert_string_equal(stem, base);
		while (next_word(&line, word)) {
			fold_of(word, stem, &form);
			if (strcmp(stem, base) != 0)
				print_error("%s -> %s\n", word, stem);
			assert_string_equal(stem, base);
		}
	}
}

static void unrelated_words_do_not_share_a_stem(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(strangers) / sizeof(*strangers); i++) {
		const char *line = strangers[i];
		char stem[8][64], word[64], form;
		size_t count = 0;
		while (next_word(&line, word)) {
			fold_of(word, stem[count], &form);
			for (size_t k = 0; k < count; k++)
				assert_string_not_equal(stem[k], stem[count]);
			count++;
		}
	}
}

static void the_form_is_told(void **state)
{
	(void)state;
	static const struct {
		const char *word;
		char form;
	} forms[] = {
		{"check", 0},      {"checks", 's'}, {"checked", 'd'},
		{"checking", 'g'}, {"people", 's'}, {"sent", 'd'},
		{"been", 'd'},     {"was", 'd'},    {"is", 0},
		{"am", 0},         {"being", 'g'},  {"does", 's'},
		{"dying", 'g'},    {"kyc'd", 'd'},  {"friend's", 0},
		{"done", 0},       {"left", 0},     {"warnings", 's'},
		{"tries", 's'},    {"news", 0},
	};
	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
		char stem[64], form;
		fold_of(forms[i].word, stem, &form);
		assert_int_equal(form, forms[i].form);
	}
}

static void what_is_no_english_word_is_left_alone(void **state)
{
	(void)state;
	static const char *const words[] = {
		"2fas", "u2s",          "1000",       "as", "us",
		"s",    "\u0441\u0441", "caf\u00E9s", "",   "12ing"};
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		char stem[64], form;
		fold_of(words[i], stem, &form);
		assert_string_equal(stem, words[i]);
		assert_int_equal(form, 0);
	}
}

static void a_word_of_any_length_folds_within_bounds(void **state)
{
	(void)state;
	static const char *const tails[] = {"",    "s",   "ed",  "ing",
					    "ies", "ied", "es",  "'s",
					    "'",   "ses", "ings"};
	char word[WORD_BYTES + 8];
	for (size_t i = 0; i < sizeof(tails) / sizeof(*tails); i++) {
		for (size_t n = 0; n <= WORD_BYTES; n++) {
			struct english_fold fold;
			memset(word, n % 2 ? 'a' : 'b', n);
			memcpy(word + n, tails[i], strlen(tails[i]));
			english_fold(word, n + strlen(tails[i]), &fold);
			assert_true(fold.bytes <= WORD_BYTES);
		}
	}
}

static void short_forms_are_opened(void **state)
{
	(void)state;
	static const char *const pairs[][2] = {
		{"can't", "can not"},
		{"cant", "can not"},
		{"won't", "will not"},
		{"wont", "will not"},
		{"im", "i am"},
		{"i'm", "i am"},
		{"i've", "i have"},
		{"ive", "i have"},
		{"i'd", "i would"},
		{"ill", "i will"},
		{"its", "it is"},
		{"it's", "it is"},
		{"whats", "what is"},
		{"wats", "what is"},
		{"where's", "where is"},
		{"lets", "let us"},
		{"ur", "your"},
		{"youre", "you are"},
		{"theyre", "they are"},
		{"isnt", "is not"},
		{"doesn't", "does not"},
		{"didnt", "did not"},
		{"wanna", "want to"},
		{"gonna", "going to"},
		{"gotta", "have to"},
		{"u", "you"},
		{"r", "are"},
		{"y", "why"},
		{"b4", "before"},
		{"thx", "thanks"},
		{"ty", "thank you"},
		{"ppl", "people"},
		{"acct", "account"},
		{"pics", "pictures"},
		{"fotos", "photos"},
		{"rn", "right now"},
		{"idk", "i do not know"},
		{"pwd", "password"},
		{"np", "no problem"},
		{"k", "ok"},
		{"yeah", "yes"},
		{"nah", "no"},
		{"alot", "a lot"},
		{"recieve", "receive"},
		{"teh", "the"},
		{"dat", "that"},
	};
	for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++) {
		const char *open =
			english_open(pairs[i][0], strlen(pairs[i][0]));
		assert_non_null(open);
		assert_string_equal(open, pairs[i][1]);
	}
}

static void words_that_stand_for_themselves_are_not_opened(void **state)
{
	(void)state;
	static const char *const words[] = {
		"id", "were", "well", "wed",      "shell",   "hell", "dose",
		"ya", "form", "sing", "friend's", "re",      "pass", "an",
		"2",  "4",    "atm",  "tx",       "account", "kyc",  "app",
		"",   "min",  "may",  "mine"};
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		assert_null(english_open(words[i], strlen(words[i])));
}

/* A meaning that is short itself would be left half open, for words are opened
 * once only. */
static void meanings_are_plain_words(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEXICON_ENTRY_SLOTS; i++) {
		const char *to = lexicon_short[i].to;
		char word[64];
		if (!lexicon_short[i].bytes)
			continue;
		while (next_word(&to, word)) {
			if (english_open(word, strlen(word)))
				print_error("%s\n", lexicon_short[i].to);
			assert_null(english_open(word, strlen(word)));
			assert_true(strlen(word) == 1 || !strcmp(word, "2fa") ||
				    english_known(word, strlen(word)));
		}
	}
}

static void fillers_carry_no_meaning(void **state)
{
	(void)state;
	static const char *const fillers[] = {
		"a",    "an",     "the",      "please",    "pls",  "plz",
		"just", "really", "actually", "basically", "um",   "uh",
		"lol",  "btw",    "so",       "sir",       "guys", "bro",
		"dear", "kinda",  "omg"};
	static const char *const others[] = {
		"not",     "no",  "before", "after", "yet",  "already",
		"without", "hi",  "hello",  "hey",   "mate", "i",
		"my",      "how", "kyc",    "now",   "still"};
	for (size_t i = 0; i < sizeof(fillers) / sizeof(*fillers); i++) {
		assert_true(english_filler(fillers[i], strlen(fillers[i])));
		assert_true(english_function(fillers[i], strlen(fillers[i])));
	}
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		assert_false(english_filler(others[i], strlen(others[i])));
}

static void function_words_tell_nothing_of_the_topic(void **state)
{
	(void)state;
	const char *yes = "i you my is are do does can could should will what "
			  "how when where of to in on at and or but if not no "
			  "yes it this that there here get got have has want "
			  "need know tell say go make some any all also still "
			  "before after without already yet not us";
	const char *no = "kyc verify account passport document region status "
			 "selfie security money deposit photo error human "
			 "support reject wait review order hello thanks";
	char word[64];
	while (next_word(&yes, word))
		assert_true(english_function(word, strlen(word)));
	while (next_word(&no, word))
		assert_false(english_function(word, strlen(word)));
}

static void real_words_are_known_and_typos_are_not(void **state)
{
	(void)state;
	const char *real = "verify verified countries passport selfie bitcoin "
			   "chatgpt whatsapp iphone colour color organise "
			   "email wifi kyc james friend's login uninstall";
	const char *typos = "verfiy acount pasport documnet sefie identiy "
			    "registraton aproved securty xqzj th teh";
	char word[64];
	while (next_word(&real, word))
		assert_true(english_known(word, strlen(word)));
	while (next_word(&typos, word))
		assert_false(english_known(word, strlen(word)));
}

struct seen {
	const char *wanted;
	const char *base;
	size_t count, hits;
};

static void see(void *context, const char *form, size_t bytes)
{
	struct seen *seen = context;
	struct english_fold fold, base;
	english_fold(form, bytes, &fold);
	english_fold(seen->base, strlen(seen->base), &base);
	assert_int_equal(fold.bytes, base.bytes);
	assert_memory_equal(fold.stem, base.stem, base.bytes);
	seen->count++;
	if (strlen(seen->wanted) == bytes && !memcmp(seen->wanted, form, bytes))
		seen->hits++;
}

/* Not told of: possessives, plurals of -ing, the British writing. */
static bool told_of(const char *base, const char *word)
{
	return !strchr(word, '\'') && !strstr(word, "ings") &&
	       (!strstr(base, "iz") || !strstr(word, "is"));
}

static void all_forms_of_a_family_are_found(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(families) / sizeof(*families); i++) {
		const char *line = families[i];
		char base[64], word[64];
		assert_true(next_word(&line, base));
		while (next_word(&line, word)) {
			struct seen seen = {.wanted = word, .base = base};
			if (!told_of(base, word))
				continue;
			english_forms(base, strlen(base), see, &seen);
			if (!seen.hits)
				print_error("%s: no %s\n", base, word);
			assert_true(seen.hits > 0);
			assert_true(seen.count < 24);
		}
	}
}

static void an_inflected_word_has_the_forms_of_its_base(void **state)
{
	(void)state;
	struct seen seen = {.wanted = "verify", .base = "verified"};
	english_forms("verified", 8, see, &seen);
	assert_int_equal(seen.hits, 1);
	seen = (struct seen){.wanted = "2fa", .base = "2fa"};
	english_forms("2fa", 3, see, &seen);
	assert_int_equal(seen.count, 1);
	assert_int_equal(seen.hits, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(inflections_share_their_base_as_stem),
		cmocka_unit_test(unrelated_words_do_not_share_a_stem),
		cmocka_unit_test(the_form_is_told),
		cmocka_unit_test(what_is_no_english_word_is_left_alone),
		cmocka_unit_test(a_word_of_any_length_folds_within_bounds),
		cmocka_unit_test(short_forms_are_opened),
		cmocka_unit_test(
			words_that_stand_for_themselves_are_not_opened),
		cmocka_unit_test(meanings_are_plain_words),
		cmocka_unit_test(fillers_carry_no_meaning),
		cmocka_unit_test(function_words_tell_nothing_of_the_topic),
		cmocka_unit_test(real_words_are_known_and_typos_are_not),
		cmocka_unit_test(all_forms_of_a_family_are_found),
		cmocka_unit_test(an_inflected_word_has_the_forms_of_its_base),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
