/* SPDX-License-Identifier: MIT */
/* Clicks: what faq_choose() answers and what it does to the dialogue. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/dialog.h"
#include "unit/content.h"

static const char content[] =
	"### Bring a letter\n\nA letter.\n\n"
	"```ask step.letter\nwhich letter\n```\n\n"
	"### Fill the form\n\nIn capitals.\n\n"
	"```ask step.form\nwhere is the form\n```\n\n"
	"### Hours\n\nTen to six.\n\n```again\nTen to six, still.\n```\n\n"
	"```ask faq.hours\nopening hours\n```\n\n"
	"### Fees\n\nThe page does not say.\n\n"
	"```ask limit.fees\nwhat are the fees\n```\n\n"
	"### Red\n\nRed.\n\n```ask faq.red\npaint\n```\n\n"
	"### Blue\n\nBlue.\n\n```ask faq.blue\npaint\n```\n\n"
	"### Start\n\n```ask act.start\n^start$\n```\n\n"
	"### Next\n\n```ask act.next\n^next$\n```\n\n"
	"### Back\n\n```ask act.back\n^back$\n```\n\n"
	"### Why\n\n```ask act.why\n^why$\n```\n\n"
	"### Resume\n\n```ask act.resume\n^resume$\n```\n\n"
	"### Jump\n\n```ask act.jump\n^step \"2\"$\n```\n\n"
	"### Pick\n\n```ask act.pick\n^(\"1\"|\"2\")$\n```\n\n";

static struct talk talk;

static int set_up(void **state)
{
	(void)state;
	talk_begin(&talk, build_good(content));
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	talk_end(&talk);
	return 0;
}

/* Chooses it; returns the id of the answer's first intent, "" when none. */
static const char *choose(const char *id)
{
	assert_int_equal(faq_choose(talk.catalog, talk.scratch, &talk.dialog,
				    id, &talk.reply),
			 FAQ_OK);
	faq_dialog_describe(&talk.dialog, talk.state, sizeof(talk.state));
	return talk.reply.part_count ? talk.reply.part[0].intent->id : "";
}

static void a_chosen_option_is_picked_like_its_number(void **state)
{
	(void)state;
	say_to(&talk, "paint");
	assert_string_equal(talk.state, "options");
	assert_string_equal(choose("faq.blue"), "faq.blue");
	assert_int_equal(talk.reply.act, FAQ_ACT_PICK);
	assert_true(talk.reply.choice_count == 0);
	assert_string_equal(talk.state, "idle");
}

static void what_is_chosen_need_not_have_been_offered(void **state)
{
	(void)state;
	say_to(&talk, "paint");
	assert_string_equal(choose("faq.hours"), "faq.hours");
	assert_int_equal(talk.reply.act, FAQ_ACT_NONE);
	assert_non_null(strstr(talk.reply.text, "Ten to six."));
	assert_string_equal(talk.state, "idle");
	assert_string_equal(choose("faq.hours"), "faq.hours");
	assert_true(talk.reply.part[0].again);
}

static void what_was_suggested_is_picked_by_its_number(void **state)
{
	const struct faq_intent *first;
	(void)state;
	say_to(&talk, "some letter for some form in some hours");
	assert_int_equal(talk.reply.verdict, FAQ_VERDICT_NONE);
	assert_true(talk.reply.suggest_count > 1);
	first = talk.reply.suggest[0].intent;
	assert_non_null(strstr(talk.reply.text, "\n1. "));
	say_to(&talk, "1");
	assert_int_equal(talk.reply.act, FAQ_ACT_PICK);
	assert_ptr_equal(talk.reply.part[0].intent, first);
	assert_int_equal(talk.dialog.misses, 0);
}

static void a_number_picks_where_no_act_says_so(void **state)
{
	struct talk bare;
	(void)state;
	talk_begin(
		&bare,
		build_good("### Red\n\nRed.\n\n```ask faq.red\npaint\n```\n\n"
			   "### Blue\n\nBlue.\n\n"
			   "```ask faq.blue\npaint\n```\n\n"));
	say_to(&bare, "2");
	assert_int_equal(bare.reply.verdict, FAQ_VERDICT_NONE);
	say_to(&bare, "paint");
	assert_int_equal(bare.reply.choice_count, 2);
	say_to(&bare, "3");
	assert_int_equal(bare.reply.choice_count, 2); /* 1 or 2, please */
	const struct faq_intent *second = bare.reply.choice[1];
	say_to(&bare, "2");
	assert_int_equal(bare.reply.act, FAQ_ACT_PICK);
	assert_ptr_equal(bare.reply.part[0].intent, second);
	talk_end(&bare);
}

/* They may be far off: a word of theirs is no answer. */
static void what_was_suggested_is_picked_by_nothing_else(void **state)
{
	(void)state;
	say_to(&talk, "some letter for some form in some hours");
	assert_int_equal(talk.dialog.choice_list, DIALOG_LIST_SUGGESTIONS);
	say_to(&talk, "some form in some hours");
	assert_int_equal(talk.reply.verdict, FAQ_VERDICT_NONE);
	say_to(&talk, "paint");
	assert_int_equal(talk.reply.verdict, FAQ_VERDICT_CLARIFY);
	assert_int_equal(talk.dialog.choice_list, DIALOG_LIST_OPTIONS);
	say_to(&talk, "1");
	say_to(&talk, "1");
	assert_int_equal(talk.reply.part_count, 0); /* no list is open */
}

static void every_intent_is_answered_when_it_is_chosen(void **state)
{
	(void)state;
	for (size_t i = 0; i < faq_catalog_intents(talk.catalog); i++) {
		const struct faq_intent *intent =
			faq_catalog_intent(talk.catalog, i);
		if (intent->kind == FAQ_KIND_ACT)
			continue;
		faq_dialog_init(&talk.dialog);
		assert_string_equal(choose(intent->id), intent->id);
	}
}

static void acts_are_chosen_as_if_said(void **state)
{
	(void)state;
	assert_string_equal(choose("act.start"), "step.letter");
	assert_string_equal(choose("act.next"), "step.form");
	assert_int_equal(talk.reply.act, FAQ_ACT_NEXT);
	assert_string_equal(choose("act.why"), "");
	assert_string_equal(choose("faq.hours"), "faq.hours");
	assert_string_equal(talk.state, "step 2 paused");
	assert_string_equal(choose("act.resume"), "step.form");
	assert_string_equal(choose("act.back"), "step.letter");
}

static void what_cannot_be_chosen_changes_nothing(void **state)
{
	static const char *const unknown[] = {"", "faq.none", "act.jump",
					      "act.pick"};
	(void)state;
	say_to(&talk, "start");
	struct faq_dialog before = talk.dialog;
	for (size_t i = 0; i < COUNT(unknown); i++)
		assert_int_equal(faq_choose(talk.catalog, talk.scratch,
					    &talk.dialog, unknown[i],
					    &talk.reply),
				 FAQ_ERROR_UNKNOWN);
	assert_int_equal(faq_choose(talk.catalog, talk.scratch, &talk.dialog,
				    NULL, &talk.reply),
			 FAQ_ERROR_MISUSE);
	assert_memory_equal(&before, &talk.dialog, sizeof(before));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_chosen_option_is_picked_like_its_number),
		TEST(what_is_chosen_need_not_have_been_offered),
		TEST(what_was_suggested_is_picked_by_its_number),
		TEST(a_number_picks_where_no_act_says_so),
		TEST(what_was_suggested_is_picked_by_nothing_else),
		TEST(every_intent_is_answered_when_it_is_chosen),
		TEST(acts_are_chosen_as_if_said),
		TEST(what_cannot_be_chosen_changes_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
