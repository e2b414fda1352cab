/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/faq_analyse.h"
#include "unit/content.h"

static const char content[] = "```words lend\nborrow\nlend\ntake home\n```\n"
			      "```words book\nbook\nnovel\n```\n"
			      "### Loans\n\nThree weeks.\n\n```ask faq.loans\n"
			      "< {lend} {book} >\n"                  /* 0 */
			      "< borrow book >\n"                    /* 1 */
			      "^ how [do] i {lend} *2 \"books\" $\n" /* 2 */
			      "how i {lend} book\n"                  /* 3 */
			      "/blurr(y|ed)/ (blurry|blurred)\n"     /* 4 */
			      "(what|how) [{book}]\n"                /* 5 */
			      "how i borrow book\n"                  /* 6 */
			      "```\n";

static void spells(struct talk *talk, size_t i, size_t k, const char *want)
{
	char out[64];
	assert_true(
		faq_pattern_sentence(talk->catalog, i, k, out, sizeof(out)));
	assert_string_equal(out, want);
}

static enum faq_match matches(struct talk *talk, size_t i, const char *text)
{
	assert_true(faq_pattern_read(talk->catalog, talk->scratch, text,
				     strlen(text)));
	return faq_pattern_matches(talk->catalog, talk->scratch, i);
}

static void a_shortest_sentence_keeps_order_and_forms(void **state)
{
	struct talk talk;
	(void)state;
	talk_begin(&talk, build_good(content));
	spells(&talk, 0, 0, "borrow book");
	spells(&talk, 2, 0, "how i borrow books");
	talk_end(&talk);
}

static void every_sentence_of_a_template_matches_it(void **state)
{
	struct talk talk;
	char out[96];
	(void)state;
	talk_begin(&talk, build_good(content));
	for (size_t i = 0; i < 4; i++) /* 4 is raw */
		for (size_t k = 0; k < 8; k++)
			if (faq_pattern_sentence(talk.catalog, i, k, out,
						 sizeof(out)))
				assert_int_equal(matches(&talk, i, out),
						 FAQ_MATCH_YES);
	talk_end(&talk);
}

static void a_template_of_one_sentence_has_no_second(void **state)
{
	struct talk talk;
	char out[64] = "x";
	(void)state;
	talk_begin(&talk, build_good(content));
	assert_false(
		faq_pattern_sentence(talk.catalog, 1, 1, out, sizeof(out)));
	assert_string_equal(out, "");
	assert_false(faq_pattern_sentence(talk.catalog, 0, 0, out, 5));
	talk_end(&talk);
}

static void a_single_pattern_is_asked(void **state)
{
	struct talk talk;
	char long_text[FAQ_QUESTION_BYTES + 2];
	(void)state;
	talk_begin(&talk, build_good(content));
	assert_int_equal(matches(&talk, 4, "it came out Blurred"),
			 FAQ_MATCH_YES);
	assert_int_equal(matches(&talk, 1, "a book to lend"), FAQ_MATCH_NO);
	memset(long_text, 'a', sizeof(long_text));
	assert_false(faq_pattern_read(talk.catalog, talk.scratch, long_text,
				      sizeof(long_text)));
	talk_end(&talk);
}

static void what_lies_within_another_is_proved(void **state)
{
	struct talk talk;
	(void)state;
	talk_begin(&talk, build_good(content));
	assert_true(faq_pattern_within(talk.catalog, 1, 0));
	assert_false(faq_pattern_within(talk.catalog, 0, 1));
	assert_true(faq_pattern_within(talk.catalog, 6, 3));
	/* in any order, and with as many topics */
	assert_true(faq_pattern_within(talk.catalog, 4, 4));
	assert_false(faq_pattern_within(talk.catalog, 1, 6));
	assert_false(faq_pattern_within(talk.catalog, 4, 0));
	talk_end(&talk);
}

static void topics_are_counted(void **state)
{
	struct talk talk;
	(void)state;
	talk_begin(&talk, build_good(content));
	assert_int_equal(faq_pattern_topics(talk.catalog, 0), 2);
	assert_int_equal(faq_pattern_topics(talk.catalog, 5), 0);
	talk_end(&talk);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_shortest_sentence_keeps_order_and_forms),
		cmocka_unit_test(every_sentence_of_a_template_matches_it),
		cmocka_unit_test(a_template_of_one_sentence_has_no_second),
		cmocka_unit_test(a_single_pattern_is_asked),
		cmocka_unit_test(what_lies_within_another_is_proved),
		cmocka_unit_test(topics_are_counted),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
