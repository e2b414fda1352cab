/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/text.h"

/*
 * The message as one line: tokens parted by a space, or by " . " and " , "
 * where the flags say so; '?' behind a token that is asked.
 */
static void show(const char *bytes, size_t size, char *out, size_t room)
{
	static struct text text;
	size_t n = 0;
	out[0] = '\0';
	assert_int_equal(text_read(&text, bytes, size), TEXT_OK);
	assert_true(text.token_count > 0);
	for (size_t i = 0; i < text.token_count; i++) {
		const struct text_token *token = &text.token[i];
		const char *before = i ? " " : "";
		if (token->flags & TEXT_COMMA)
			before = " , ";
		if (token->flags & TEXT_SENTENCE)
			before = " . ";
		n += (size_t)snprintf(out + n, room - n, "%s%.*s%s", before,
				      (int)token->bytes,
				      text.buffer + token->start,
				      token->flags & TEXT_ASKED ? "?" : "");
		assert_true(n < room);
	}
}

static void reads(const char *message, const char *expected)
{
	char line[4096];
	show(message, strlen(message), line, sizeof(line));
	assert_string_equal(line, expected);
}

static enum text_input result(const char *bytes, size_t size)
{
	static struct text text;
	text.token_count = 7;
	enum text_input input = text_read(&text, bytes, size);
	if (input != TEXT_OK)
		assert_int_equal(text.token_count, 0);
	return input;
}

static void the_example_of_the_header_holds(void **state)
{
	(void)state;
	reads("I\u2019m  VERIFIED!!! \U0001F389 Now what?",
	      "i'm verified . now? what?");
}

static void case_and_width_and_accents_are_one(void **state)
{
	(void)state;
	reads("VERIFY", "verify");
	reads("\uFF36\uFF25\uFF32\uFF29\uFF26\uFF39", "verify");
	reads("v\u00E9r\u00EFfy", "verify");
	reads("ve\u0301rify", "verify");
	reads("\U0001D42F\U0001D41E\U0001D42B\U0001D422\U0001D41F\U0001D432",
	      "verify");
	reads("con\uFB01rm", "confirm");
	reads("stra\u00DFe", "strasse");
	reads("\uFF11\uFF12\uFF13", "123");
}

static void letters_of_any_script_make_words(void **state)
{
	(void)state;
	reads("\u041F\u0420\u0418\u0412\u0415\u0422 kyc",
	      "\u043F\u0440\u0438\u0432\u0435\u0442 kyc");
	reads("\u4F60\u597D\uFF0C\u597D\u5417\uFF1F",
	      "\u4F60\u597D? , \u597D\u5417?");
	reads("\u3053\u3093\u3002\u306F", "\u3053\u3093 . \u306F");
	reads("\u0645\u0631\u062D\u0628\u0627\u061F",
	      "\u0645\u0631\u062D\u0628\u0627?");
}

static void apostrophes_of_any_shape_stay_within_words(void **state)
{
	(void)state;
	reads("don't", "don't");
	reads("don\u2019t don\u2018t don`t don\u00B4t don\uFF07t don\u02BCt",
	      "don't don't don't don't don't don't");
	reads("'quoted' \u2018quoted\u2019 ''x'' dogs' 's",
	      "quoted quoted x dogs s");
	reads("friend's rock'n'roll don''t", "friend's rock'n'roll don t");
	reads("don'\u2026 t", "don . t");
}

static void hyphens_and_slashes_and_dots_part_words(void **state)
{
	(void)state;
	reads("sign-up e-mail and/or first_name", "sign up e mail and or "
						  "first name");
	reads("sign\u2010up sign\u2011up", "sign up sign up");
	reads("www.binance.com help", "ww binance com help");
	reads("photo.jpg e.g. this", "photo jpg e g this");
}

static void sentences_end_where_people_end_them(void **state)
{
	(void)state;
	reads("ok. what now", "ok . what now");
	reads("ok.what now", "ok . what now");
	reads("ok...what now", "ok . what now");
	reads("ok\u2026 what now", "ok . what now");
	reads("done! next; more\nlast", "done . next . more . last");
	reads("done\r\n\r\nnext", "done . next");
	reads("done \U0001F44D\U0001F3FD next", "done . next");
	reads("2. what then", "2 . what then");
}

static void pauses_stand_between_words(void **state)
{
	(void)state;
	reads("hi, i am (still) here: help", "hi , i am , still , here , help");
	reads("wait - what", "wait , what");
	reads("wait -- what", "wait , what");
	reads("wait\u2014what", "wait , what");
	reads("well, ok. yes", "well , ok . yes");
}

static void a_question_mark_asks_its_sentence_only(void **state)
{
	(void)state;
	reads("i am in. what now?", "i am in . what? now?");
	reads("what now? i am in.", "what? now? . i am in");
	reads("what now ???", "what? now?");
	reads("what now!?", "what? now?");
	reads("a? b c? d", "a? . b? c? . d");
}

static void numbers_stay_whole(void **state)
{
	(void)state;
	reads("2,000 1,000,000", "2000 1000000");
	reads("10.42 v2.0", "1042 v20");
	reads("1,2", "1 , 2");
	reads("2fa level2", "2fa level2");
	reads("$100 50% #3 +1 a@b", "100 50 3 1 a b");
	reads("1000000", "1000000");
	reads("10:42", "10 , 42");
}

static void digits_are_told_from_words(void **state)
{
	(void)state;
	static struct text text;
	const char *message = "2fa 2,000 it's '22 two";
	assert_int_equal(text_read(&text, message, strlen(message)), TEXT_OK);
	assert_int_equal(text.token_count, 5);
	for (size_t i = 0; i < 5; i++)
		assert_int_equal(!!(text.token[i].flags & TEXT_DIGITS),
				 i == 1 || i == 3);
}

static void signs_that_are_words_are_read_so(void **state)
{
	(void)state;
	reads("terms & fees", "terms and fees");
	reads("q&a", "q and a");
	reads("w/ or w/o id", "with or without id");
	reads("W/O id w/other", "without id with other");
	reads("binance\u2122 app", "binance app");
}

static void faces_are_no_words(void **state)
{
	(void)state;
	reads("thanks :D", "thanks");
	reads("thanks ;-p <3 bye", "thanks . bye");
	reads("option:d level <4", "option , d level 4");
}

static void runs_of_a_letter_are_cut_to_two(void **state)
{
	(void)state;
	reads("heeeeelp soooo", "heelp soo");
	reads("HEEEeelp", "heelp");
	reads("\u0434\u0430\u0430\u0430\u0430", "\u0434\u0430\u0430");
	reads("hello", "hello");
}

static void zero_width_characters_vanish(void **state)
{
	(void)state;
	reads("ver\u200Bi\u200Dfy\uFEFF ver\u00ADify", "verify verify");
	reads("\u202Everify\u202C", "verify");
	reads("no\u00A0break\u3000space", "no break space");
}

static void a_long_word_is_cut_between_letters(void **state)
{
	(void)state;
	char word[200], line[300];
	for (size_t i = 0; i < sizeof(word); i++)
		word[i] = (char)('a' + i % 26);
	show(word, sizeof(word), line, sizeof(line));
	assert_int_equal(strlen(line), TEXT_TOKEN_BYTES);
	char cyrillic[1 + 60] = "x";
	for (size_t i = 0; i < 30; i++)
		memcpy(cyrillic + 1 + 2 * i, i % 2 ? "\u0430" : "\u0431", 2);
	show(cyrillic, sizeof(cyrillic), line, sizeof(line));
	assert_int_equal(strlen(line), TEXT_TOKEN_BYTES - 1);
	assert_true(text_is_utf8(line, strlen(line), NULL));
}

static void nothing_to_read_is_empty(void **state)
{
	(void)state;
	assert_int_equal(result(NULL, 0), TEXT_EMPTY);
	assert_int_equal(result("", 0), TEXT_EMPTY);
	assert_int_equal(result("  \t\n ", 5), TEXT_EMPTY);
	assert_int_equal(result("???", 3), TEXT_EMPTY);
	assert_int_equal(result("\U0001F600", 4), TEXT_EMPTY);
	assert_int_equal(result("\u200B", 3), TEXT_EMPTY);
	assert_int_equal(result("'''", 3), TEXT_EMPTY);
}

static void too_much_is_refused_and_the_most_is_read(void **state)
{
	(void)state;
	char message[FAQ_QUESTION_BYTES + 1];
	memset(message, 'a', sizeof(message));
	assert_int_equal(result(message, FAQ_QUESTION_BYTES), TEXT_OK);
	assert_int_equal(result(message, sizeof(message)), TEXT_TOO_LONG);
	for (size_t i = 0; i < 2u * TEXT_TOKENS; i++)
		message[i] = i % 2 ? ' ' : 'a';
	assert_int_equal(result(message, 2u * TEXT_TOKENS), TEXT_OK);
	message[2u * TEXT_TOKENS] = 'b';
	assert_int_equal(result(message, 2u * TEXT_TOKENS + 1), TEXT_TOO_LONG);
}

static void the_widest_expansion_stays_within_the_buffer(void **state)
{
	(void)state;
	char message[FAQ_QUESTION_BYTES];
	size_t n = 0;
	for (; n + 4 <= sizeof(message); n += 4)
		memcpy(message + n, "\uFDFA ", 4);
	assert_int_equal(result(message, n), TEXT_TOO_LONG);
	assert_int_equal(result(message, 40), TEXT_OK);
}

static void what_is_not_utf8_is_refused_with_its_place(void **state)
{
	(void)state;
	static const struct {
		const char *bytes;
		size_t size, where;
	} bad[] = {
		{"\x80", 1, 0},
		{"ab\xFF", 3, 2},
		{"\xC0\xAF", 2, 0},
		{"\xC1\xBF", 2, 0},
		{"\xE0\x80\xAF", 3, 0},
		{"\xED\xA0\x80", 3, 0},
		{"\xF0\x80\x80\xAF", 4, 0},
		{"\xF4\x90\x80\x80", 4, 0},
		{"\xF8\x88\x80\x80\x80", 5, 0},
		{"a\xE2\x82", 3, 1},
		{"a\0b", 3, 1},
		{"abcdefgh\0abcdefgh", 17, 8},
		{"abcdefg\0abcdefgh", 16, 7},
		{"abcdefg\xC3", 8, 7},
	};
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		size_t where = SIZE_MAX;
		assert_false(text_is_utf8(bad[i].bytes, bad[i].size, &where));
		assert_int_equal(where, bad[i].where);
		assert_int_equal(result(bad[i].bytes, bad[i].size),
				 TEXT_INVALID);
	}
}

static void every_code_point_is_utf8_but_surrogates(void **state)
{
	(void)state;
	for (uint32_t c = 1; c < 0x110000; c++) {
		char s[4];
		size_t n = 0;
		if (c < 0x80) {
			s[n++] = (char)c;
		} else if (c < 0x800) {
			s[n++] = (char)(0xC0 | c >> 6);
		} else if (c < 0x10000) {
			s[n++] = (char)(0xE0 | c >> 12);
			s[n++] = (char)(0x80 | (c >> 6 & 0x3F));
		} else {
			s[n++] = (char)(0xF0 | c >> 18);
			s[n++] = (char)(0x80 | (c >> 12 & 0x3F));
			s[n++] = (char)(0x80 | (c >> 6 & 0x3F));
		}
		if (c >= 0x80)
			s[n++] = (char)(0x80 | (c & 0x3F));
		bool surrogate = c >= 0xD800 && c < 0xE000;
		assert_int_equal(text_is_utf8(s, n, NULL), !surrogate);
		enum text_input input = result(s, n);
		assert_true(surrogate
				    ? input == TEXT_INVALID
				    : input == TEXT_OK || input == TEXT_EMPTY);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_example_of_the_header_holds),
		cmocka_unit_test(case_and_width_and_accents_are_one),
		cmocka_unit_test(letters_of_any_script_make_words),
		cmocka_unit_test(apostrophes_of_any_shape_stay_within_words),
		cmocka_unit_test(hyphens_and_slashes_and_dots_part_words),
		cmocka_unit_test(sentences_end_where_people_end_them),
		cmocka_unit_test(pauses_stand_between_words),
		cmocka_unit_test(a_question_mark_asks_its_sentence_only),
		cmocka_unit_test(numbers_stay_whole),
		cmocka_unit_test(digits_are_told_from_words),
		cmocka_unit_test(signs_that_are_words_are_read_so),
		cmocka_unit_test(faces_are_no_words),
		cmocka_unit_test(runs_of_a_letter_are_cut_to_two),
		cmocka_unit_test(zero_width_characters_vanish),
		cmocka_unit_test(a_long_word_is_cut_between_letters),
		cmocka_unit_test(nothing_to_read_is_empty),
		cmocka_unit_test(too_much_is_refused_and_the_most_is_read),
		cmocka_unit_test(the_widest_expansion_stays_within_the_buffer),
		cmocka_unit_test(what_is_not_utf8_is_refused_with_its_place),
		cmocka_unit_test(every_code_point_is_utf8_but_surrogates),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
