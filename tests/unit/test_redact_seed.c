/* SPDX-License-Identifier: MIT */
/* Seed phrases: test vectors of BIP-39 and words picked at random. */
#include "unit/redact_fixture.h"

#define PHRASE_BYTES 512u

static const char *const words[] = {"legal", "winner",  "thank", "year",
				    "wave",  "sausage", "worth", "useful",
				    "legal", "winner",  "thank", "yellow"};

#define WORDS (sizeof(words) / sizeof(words[0]))

/* The words with `before` and `after` around each. */
static void expect_parted(const char *before, const char *after)
{
	char text[PHRASE_BYTES] = "", out[PHRASE_BYTES];
	for (size_t i = 0; i < WORDS; i++) {
		strcat(text, before);
		strcat(text, words[i]);
		strcat(text, after);
	}
	faq_redact(text, strlen(text), out, sizeof(out));
	assert_non_null(strstr(out, "[" REDACT_SEED "]"));
	for (size_t i = 0; i < WORDS; i++)
		assert_null(strstr(out, words[i]));
}

static void a_phrase_is_found_whatever_parts_its_words(void **state)
{
	(void)state;
	static const char *const partings[][2] = {
		{"", "\xc2\xa0"},        /* no-break space */
		{"", "\xe2\x80\x83"},    /* em space */
		{"", "\xe2\x80\x8b"},    /* no width */
		{"\xe2\x80\xa2 ", "\n"}, /* bullets */
		{"* ", "\n"},
		{"- ", "\r\n"},
		{"", " \xe2\x80\x94 "}, /* em dash */
		{"", "\xe3\x80\x81"},   /* ideographic comma */
		{"", " \xe2\x86\x92 "}, /* arrow */
		{"", "+"},
		{"", " > "},
		{"", " & "},
		{"", "..."},
		{"", "!"},
		{"", "   "},
		{"\xe2\x80\x9c", "\xe2\x80\x9d "}, /* curly quotes */
		{"[", "] "},
		{"<", ">"},
		{"{", "},"},
		{"\"", "\", "},
		{"\xe2\x91\xa0", " "},                /* a circled one */
		{"1\xef\xb8\x8f\xe2\x83\xa3 ", "\n"}, /* keycap */
		{"7", " "},
		{"| 3 | ", " |\n"},
		{"\xf0\x9f\x94\x91", " "}, /* a key, as emoji */
	};
	for (size_t i = 0; i < sizeof(partings) / sizeof(partings[0]); i++)
		expect_parted(partings[i][0], partings[i][1]);
}

static void an_and_within_a_long_phrase_is_read_over(void **state)
{
	(void)state;
	expect("legal winner thank year wave sausage and worth useful legal "
	       "winner thank yellow",
	       "[SEED_PHRASE]");
	expect("legal, winner, thank, year, wave, sausage, worth, useful, "
	       "legal, winner, thank and yellow",
	       "[SEED_PHRASE]");
	expect_left("you can trade this year and then sell gold this week");
}

static void
two_typing_errors_are_read_over_in_what_is_called_a_phrase(void **state)
{
	(void)state;
	expect("my seed phrase: legal winner thank yeear wave sausage worth "
	       "usefull legal winner thank yellow",
	       "my seed phrase: [SEED_PHRASE]");
	expect("legal winner thank yeear wave sausage worth usefull legal "
	       "winner thank yellow is my seed",
	       "[SEED_PHRASE] is my seed");
}

static void four_letters_of_each_word_are_a_phrase(void **state)
{
	(void)state;
	expect("lega winn than year wave saus wort usef lega winn than yell",
	       "[SEED_PHRASE]");
	expect_left("lega winn than year wave saus");
}

static void letters_in_disguise_are_a_phrase(void **state)
{
	(void)state;
	/* full-width, and struck through */
	expect("\xef\xbd\x8c\xef\xbd\x85\xef\xbd\x87\xef\xbd\x81\xef\xbd\x8c "
	       "winner thank year w\xcc\xb6"
	       "a\xcc\xb6v\xcc\xb6"
	       "e\xcc\xb6 sausage worth useful "
	       "legal winner thank yellow",
	       "[SEED_PHRASE]");
	/* letters with nothing of any width between them */
	expect("le\xe2\x80\x8bgal win\xe2\x80\x8bner thank year wave sausage "
	       "worth useful legal winner thank yellow",
	       "[SEED_PHRASE]");
}

static void sentences_of_listed_words_are_left(void **state)
{
	(void)state;
	expect_left("can you help? please! only then will this work again");
	expect_left("when will they verify this? what can happen next?");
	expect_left("can you help when my phone will not open this page");
	expect_left(
		"you must use that same photo again, then wait for it - they "
		"will check it");
	expect_left("what words are in a seed phrase and where can i use it");
	expect_left("buy, sell, trade, swap, stake and withdraw");
	expect_left("there are a few\nthings\nabout\nyour\npage that\nhelp");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_phrase_is_found_whatever_parts_its_words),
		cmocka_unit_test(an_and_within_a_long_phrase_is_read_over),
		cmocka_unit_test(
			two_typing_errors_are_read_over_in_what_is_called_a_phrase),
		cmocka_unit_test(four_letters_of_each_word_are_a_phrase),
		cmocka_unit_test(letters_in_disguise_are_a_phrase),
		cmocka_unit_test(sentences_of_listed_words_are_left),
	};
	return cmocka_run_group_tests_name("redact_seed", tests, NULL, NULL);
}
