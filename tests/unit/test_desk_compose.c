/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "unit/desk_fixture.h"

#include "desk/compose.h"

static void composes(enum desk_markup markup, const struct faq_reply *reply,
		     const char *wanted)
{
	static const struct desk_traits traits = {.name = "x"};
	struct composed composed;

	compose_reply(&composed, &traits, markup, reply);
	assert_false(composed.prose.failed);
	assert_string_equal(prose_text(&composed.prose), wanted);
	assert_int_equal(composed.button_count, 0);
	compose_release(&composed);
}

static void a_step_says_which_of_how_many(void **state)
{
	static const struct faq_intent step = {.id = "step.boil",
					       .title = "Boil",
					       .text = "Boil it.",
					       .markdown = "Boil it.\n",
					       .html = "<p>Boil it.</p>\n",
					       .again = "In short: *boil*.",
					       .note = "Hot!",
					       .step = 2,
					       .kind = FAQ_KIND_STEP};
	struct faq_reply reply;

	(void)state;
	desk_answer(&reply);
	reply.lead = "";
	reply.steps = 4;
	reply.part_count = 2;
	reply.part[0].intent = reply.part[1].intent = &step;
	reply.part[1].again = true;
	composes(DESK_MARKDOWN, &reply,
		 "2/4 **Boil**\n\nBoil it.\n\n2/4 **Boil**\n\n"
		 "In short: \\*boil\\*.\n\nHot\\!");
}

static void an_answer_without_parts_is_its_text(void **state)
{
	struct faq_reply reply;

	(void)state;
	desk_clarify(&reply);
	reply.choice_count = 0;
	reply.lead = "";
	reply.text = "One.\n\nTwo.";
	composes(DESK_HTML, &reply, "<p>One.</p>\n<p>Two.</p>\n");
	composes(DESK_PLAIN, &reply, "One.\n\nTwo.");
}

static void suggestions_are_listed_unless_personal_data_was_said(void **state)
{
	struct faq_reply reply;

	(void)state;
	desk_clarify(&reply);
	reply.verdict = FAQ_VERDICT_NONE;
	reply.choice_count = 0;
	reply.suggest_count = 1;
	reply.suggest[0].intent = &desk_water;
	composes(DESK_PLAIN, &reply, "Which one?\n\n1. Water");
	reply.personal_data = true;
	composes(DESK_PLAIN, &reply, "Which one?");
}

static void an_offer_is_a_button_and_no_entry_of_the_list(void **state)
{
	static const struct desk_traits traits = {.name = "x", .buttons = true};
	struct composed composed;
	struct faq_reply reply;

	(void)state;
	desk_clarify(&reply);
	reply.offer = &desk_water;
	reply.choice_count = 0;
	composes(DESK_PLAIN, &reply, "Which one?");
	compose_reply(&composed, &traits, DESK_PLAIN, &reply);
	assert_int_equal(composed.button_count, 1);
	assert_ptr_equal(composed.button[0], &desk_water);
	compose_release(&composed);
}

static void a_note_has_as_much_of_a_question_as_is_read(void **state)
{
	char question[FAQ_QUESTION_BYTES * 2];
	struct composed composed;
	struct faq_reply reply;

	(void)state;
	desk_clarify(&reply);
	memset(question, 'a', sizeof(question));
	question[sizeof(question) - 1] = '\0';
	memcpy(question + FAQ_QUESTION_BYTES - 1, "\xC3\xA9", 2);
	compose_note(&composed, DESK_PLAIN, DESK_REASON_ANGER, question,
		     &reply);
	assert_non_null(strstr(prose_text(&composed.prose),
			       "aa \xE2\x80\xA6\n\nNearest:\nWhat *tea*"));
	assert_true(composed.prose.size < FAQ_QUESTION_BYTES + 256);
	compose_release(&composed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_step_says_which_of_how_many),
		cmocka_unit_test(an_answer_without_parts_is_its_text),
		cmocka_unit_test(
			suggestions_are_listed_unless_personal_data_was_said),
		cmocka_unit_test(an_offer_is_a_button_and_no_entry_of_the_list),
		cmocka_unit_test(a_note_has_as_much_of_a_question_as_is_read),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
