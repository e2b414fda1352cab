/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/match.h"
#include "unit/content.h"

#define ENTRY(id, templates)                                                   \
	"### " id "\n\nAnswer.\n\n```ask " id "\n" templates "```\n\n"

static const char library[] = ENTRY("faq.card", "renew card\nlost card\n")
	ENTRY("faq.book", "renew book\nfind book\n")
		ENTRY("faq.shelf", "find shelf\n- shelf of films\n")
			ENTRY("limit.fees", "card fees\n")
				ENTRY("meta.hello", "hello card\n")
					ENTRY("act.next", "next card\n");

static struct talk talk;

static int set_up(void **state)
{
	(void)state;
	talk_begin(&talk, build_good(library));
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	talk_end(&talk);
	return 0;
}

static size_t find_above(const char *message, double least,
			 struct faq_suggestion *out, size_t most)
{
	struct faq_scratch *scratch = talk.scratch;
	assert_int_equal(text_read(&scratch->text, message, strlen(message)),
			 TEXT_OK);
	words_read(&scratch->words, &scratch->text, talk.catalog->vocab, NULL,
		   NULL);
	words_resolve(&scratch->words, talk.catalog->vocab);
	return suggest_find(talk.catalog, &scratch->suggest,
			    scratch->words.word, scratch->words.count, least,
			    out, most);
}

static size_t find(const char *message, struct faq_suggestion *out, size_t most)
{
	return find_above(message, 0.0, out, most);
}

static void what_scores_less_than_the_least_is_left_out(void **state)
{
	struct faq_suggestion all[FAQ_SUGGEST_MAX], some[FAQ_SUGGEST_MAX];
	(void)state;
	size_t count = find("is my card found?", all, FAQ_SUGGEST_MAX);
	assert_true(count >= 2);
	assert_true(all[count - 1].score < all[0].score);
	size_t kept = find_above("is my card found?", all[0].score, some,
				 FAQ_SUGGEST_MAX);
	assert_true(kept >= 1 && kept < count);
	for (size_t i = 0; i < kept; i++)
		assert_true(some[i].score >= all[0].score);
	assert_ptr_equal(some[0].intent, all[0].intent);
}

static void the_nearest_intents_come_best_first(void **state)
{
	struct faq_suggestion near[FAQ_SUGGEST_MAX];
	(void)state;
	size_t count = find("is my card found?", near, FAQ_SUGGEST_MAX);
	assert_true(count >= 2);
	for (size_t i = 0; i < count; i++) {
		assert_true(near[i].score > 0.0 && near[i].score <= 1.0);
		if (i)
			assert_true(near[i].score <= near[i - 1].score);
	}
	assert_int_equal(find("renewed books", near, 1), 1);
	assert_string_equal(near[0].intent->id, "faq.book");
}

static void acts_smalltalk_and_limits_are_no_suggestions(void **state)
{
	struct faq_suggestion near[FAQ_SUGGEST_MAX];
	(void)state;
	size_t count = find("hello next card fees", near, FAQ_SUGGEST_MAX);
	assert_true(count >= 1);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(near[i].intent->kind, FAQ_KIND_FAQ);
}

static void a_veto_speaks_for_nothing(void **state)
{
	struct faq_suggestion near[FAQ_SUGGEST_MAX];
	(void)state;
	assert_int_equal(find("films", near, FAQ_SUGGEST_MAX), 0);
	assert_int_equal(find("zebra", near, FAQ_SUGGEST_MAX), 0);
}

static void a_question_leaves_nothing_for_the_next(void **state)
{
	struct faq_suggestion first[FAQ_SUGGEST_MAX], again[FAQ_SUGGEST_MAX];
	(void)state;
	size_t count = find("renew card", first, FAQ_SUGGEST_MAX);
	find("find book shelf hello fees next", again, 2);
	assert_int_equal(find("renew card", again, FAQ_SUGGEST_MAX), count);
	for (size_t i = 0; i < count; i++) {
		assert_ptr_equal(first[i].intent, again[i].intent);
		assert_memory_equal(&first[i].score, &again[i].score,
				    sizeof(first[i].score));
	}
}

static void more_foreign_words_mean_less(void **state)
{
	struct faq_suggestion near[1], far[1];
	(void)state;
	assert_int_equal(find("renew book", near, 1), 1);
	assert_int_equal(find("renew dragon wedding book", far, 1), 1);
	assert_ptr_equal(near[0].intent, far[0].intent);
	assert_true(far[0].score < near[0].score);
}

static void equal_ones_are_ordered_by_id(void **state)
{
	struct faq_suggestion near[FAQ_SUGGEST_MAX];
	(void)state;
	size_t count = find("find", near, FAQ_SUGGEST_MAX);
	assert_int_equal(count, 2);
	find("renew", near, FAQ_SUGGEST_MAX);
	assert_string_equal(near[0].intent->id, "faq.book");
	assert_string_equal(near[1].intent->id, "faq.card");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_nearest_intents_come_best_first),
		TEST(acts_smalltalk_and_limits_are_no_suggestions),
		TEST(what_scores_less_than_the_least_is_left_out),
		TEST(a_veto_speaks_for_nothing),
		TEST(a_question_leaves_nothing_for_the_next),
		TEST(more_foreign_words_mean_less),
		TEST(equal_ones_are_ordered_by_id),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
