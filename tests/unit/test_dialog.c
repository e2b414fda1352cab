/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "unit/content.h"

/* Joining a library: three steps, some answers, and the acts. */
#define ACT(name, templates)                                                   \
	"### " name "\n\n```ask act." name "\n" templates "\n```\n\n"
static const char content[] =
	"### Bring a letter\n\nA letter with your street.\n\n"
	"```again\nThe letter.\n```\n\n"
	"```ask step.letter\n@why faq.why\nwhich letter\n```\n\n"
	"### Fill the form\n\nIn capitals.\n\n"
	"```ask step.form\nwhere is the form\n```\n\n"
	"### Take the card\n\nAt the desk.\n\n"
	"```ask step.card\n@offer faq.hours\ntake the card\n```\n\n"
	"### Why a letter\n\nIt shows where you live.\n\n"
	"```ask faq.why\nwhy a letter\n```\n\n"
	"### How to join\n\nThree steps.\n\n"
	"```ask order.join\n@offer act.start\nhow do i join\n```\n\n"
	"### Hours\n\nTen to six.\n\n```again\nTen to six, still.\n```\n\n"
	"```ask faq.hours\n@note rules\nwhen do you open\nopening "
	"hours\n```\n\n"
	"### Children\n\nWelcome.\n\n"
	"```ask faq.children\nmay (children|kids) come\n"
	"```\n\n"
	"### A person\n\nNobody is here.\n\n"
	"```ask meta.human\n@person\na person please\n```\n\n"
	"```say handed_over\nAnn comes.\n```\n\n"
	"```say way_out_person\nShall Ann help?\n```\n\n"
	"```say anger_person\nSorry. Ann?\n```\n\n"
	"### Films\n\nUpstairs.\n\n"
	"```ask faq.films\nfilms for (children|kids)\n"
	"where are films\n```\n\n"
	"### Fees\n\nThe page does not say.\n\n"
	"```ask limit.fees\nwhat are the fees\n```\n\n"
	"### Coffee\n\nNo coffee is known here.\n\n"
	"```ask limit.coffee\nis there coffee\n```\n\n"
	"### Parking\n\nNo parking is known here.\n\n"
	"```ask limit.parking\nis there parking\n```\n\n"
	"### Ink\n\nInk stays outside.\n\n"
	"```ask mistake.ink\nmay i bring ink\n```\n\n"
	"### Red\n\nRed.\n\n```ask faq.red\npaint\n```\n\n"
	"### Blue\n\nBlue.\n\n```ask faq.blue\npaint\n```\n\n"
	"### Hello\n\nHello!\n\n```ask meta.hello\n^(hello|hi)$\n```\n\n" ACT(
		"start", "^(start|take me through [it])$") ACT("next", "^next$")
		ACT("done", "^(done|did it)$") ACT("back", "^back$") ACT(
			"repeat",
			"^repeat$") ACT("why",
					"^why$") ACT("jump",
						     "^[go to] step "
						     "(\"1\"|\"2\"|\"3\"|\"9\"|"
						     "three)$")
			ACT("stop", "^stop$") ACT("resume", "^resume$") ACT(
				"pick", "^[the] "
					"(\"1\"|\"2\"|\"7\"|first|second|"
					"last) [one]$") ACT("none_of_these",
							    "^none of these$")
				ACT("yes", "^(yes|sure)$") ACT("no",
							       "^(no|nope)$")
					ACT("left", "^how many [steps] left$")
						ACT("anger",
						    "^(useless|stupid) "
						    "bot$") "```say "
							    "none_"
							    "language\nOnly"
							    " English, "
							    "please.\n```"
							    "\n\n";

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

/* A line of a conversation: what is said, the answer's intent, the act, where
 * the dialogue is then, and a piece of the text. */
struct line {
	const char *said, *intent, *act, *state, *text;
};

static void follow(const struct line *lines, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct line *line = &lines[i];
		const char *intent = say_to(&talk, line->said);
		const char *act = faq_act_text(talk.reply.act);
		const char *text = talk.reply.text;
		if (strcmp(intent, line->intent) || strcmp(act, line->act) ||
		    strcmp(talk.state, line->state) ||
		    !strstr(text, line->text))
			fail_msg("%zu: '%s' -> '%s' '%s' '%s'\n%s", i,
				 line->said, intent, act, talk.state, text);
	}
}

#define FOLLOW(...)                                                            \
	do {                                                                   \
		static const struct line lines[] = {__VA_ARGS__};              \
		follow(lines, COUNT(lines));                                   \
	} while (0)

static void the_checklist_goes_from_step_to_step(void **state)
{
	(void)state;
	FOLLOW({"start", "step.letter", "act.start", "step 1", "Step 1 of 3"},
	       {"next", "step.form", "act.next", "step 2", "Step 2 of 3"},
	       {"done", "step.card", "act.done", "step 3", "Step 3 of 3"},
	       {"next", "", "act.next", "offer", "That was the last step."},
	       {"yes", "faq.hours", "act.yes", "idle", "Ten to six"});
}

static void back_stops_at_the_first_step(void **state)
{
	(void)state;
	FOLLOW({"start", "step.letter", "act.start", "step 1", "1 of 3"},
	       {"next", "step.form", "act.next", "step 2", "2 of 3"},
	       {"back", "step.letter", "act.back", "step 1", "1 of 3"},
	       {"back", "step.letter", "act.back", "step 1", "first step"});
}

static void repeat_shows_the_step_or_the_last_answer(void **state)
{
	(void)state;
	FOLLOW({"repeat", "", "act.repeat", "idle", "nothing to repeat"},
	       {"opening hours", "faq.hours", "", "idle", "Ten to six."},
	       {"repeat", "faq.hours", "act.repeat", "idle", "Ten to six."},
	       {"start", "step.letter", "act.start", "step 1", "1 of 3"},
	       {"repeat", "step.letter", "act.repeat", "step 1", "1 of 3"});
}

static void why_answers_by_the_step_or_the_last_answer(void **state)
{
	(void)state;
	FOLLOW({"start", "step.letter", "act.start", "step 1", "1 of 3"},
	       {"why", "faq.why", "act.why", "step 1", "where you live"},
	       {"next", "step.form", "act.next", "step 2", "2 of 3"},
	       {"why", "", "act.why", "step 2", "gives no reason"},
	       {"stop", "", "act.stop", "idle", "Stopped"},
	       {"which letter", "step.letter", "", "idle", "street"},
	       {"why", "faq.why", "act.why", "idle", "where you live"});
}

static void a_jump_goes_to_a_step_that_exists(void **state)
{
	(void)state;
	FOLLOW({"go to step 3", "step.card", "act.jump", "step 3", "3 of 3"},
	       {"step 1", "step.letter", "act.jump", "step 1", "1 of 3"},
	       {"step three", "step.card", "act.jump", "step 3", "3 of 3"},
	       {"step 9", "", "act.jump", "step 3", "There are 3 steps"});
	assert_int_equal(talk.reply.act_number, 9);
}

static void a_side_question_pauses_and_resume_goes_on(void **state)
{
	(void)state;
	FOLLOW({"start", "step.letter", "act.start", "step 1", "1 of 3"},
	       {"next", "step.form", "act.next", "step 2", "2 of 3"},
	       {"opening hours", "faq.hours", "", "step 2 paused", "resume"},
	       {"resume", "step.form", "act.resume", "step 2", "2 of 3"},
	       {"where is the form", "step.form", "", "step 2", "capitals"},
	       {"may i bring ink", "mistake.ink", "", "step 2", "Careful"});
}

static void a_stopped_checklist_can_be_taken_up(void **state)
{
	(void)state;
	FOLLOW({"resume", "", "act.resume", "offer", "No checklist"},
	       {"start", "step.letter", "act.start", "step 1", "1 of 3"},
	       {"next", "step.form", "act.next", "step 2", "2 of 3"},
	       {"stop", "", "act.stop", "idle", "Stopped"},
	       {"next", "", "act.next", "offer", "No checklist"},
	       {"yes", "step.form", "act.yes", "step 2", "2 of 3"},
	       {"stop", "", "act.stop", "idle", "Stopped"},
	       {"resume", "step.form", "act.resume", "step 2", "2 of 3"});
}

static void an_offer_lives_for_one_turn(void **state)
{
	(void)state;
	FOLLOW({"how do i join", "order.join", "", "offer", "Three steps"},
	       {"yes", "step.letter", "act.yes", "step 1", "1 of 3"},
	       {"stop", "", "act.stop", "idle", "Stopped"},
	       {"opening hours", "faq.hours", "", "idle", "Ten to six"},
	       {"how do i join", "order.join", "", "offer", "Three steps"},
	       {"no", "", "act.no", "idle", "All right"},
	       {"yes", "", "act.yes", "idle", "What can I help"},
	       {"opening hours", "faq.hours", "", "idle", "Ten to six"},
	       {"how do i join", "order.join", "", "offer", "Three steps"},
	       {"hello", "meta.hello", "", "idle", "Hello"},
	       {"yes", "", "act.yes", "idle", "What can I help"});
}

static void two_equal_intents_are_asked_for_and_picked(void **state)
{
	(void)state;
	FOLLOW({"paint", "", "", "options", "1. "});
	assert_int_equal(talk.reply.verdict, FAQ_VERDICT_CLARIFY);
	assert_int_equal(talk.reply.choice_count, 2);
	const char *second = talk.reply.choice[1]->id;
	FOLLOW({"7", "", "act.pick", "options", "Please pick 1 to 2"});
	assert_string_equal(say_to(&talk, "the second one"), second);
	assert_int_equal(talk.reply.act, FAQ_ACT_PICK);
	assert_int_equal(talk.reply.act_number, 2);
	assert_string_equal(talk.state, "idle");
	FOLLOW({"the first one", "", "act.pick", "idle", "no list"});
}

static void options_are_dropped_for_another_question(void **state)
{
	(void)state;
	FOLLOW({"paint", "", "", "options", "1. "},
	       {"opening hours", "faq.hours", "", "idle", "Ten to six"},
	       {"2", "", "act.pick", "idle", "no list"});
}

static void inside_the_checklist_a_number_is_a_step(void **state)
{
	(void)state;
	FOLLOW({"start", "step.letter", "act.start", "step 1", "1 of 3"},
	       {"2", "step.form", "act.jump", "step 2", "2 of 3"},
	       {"last one", "step.card", "act.jump", "step 3", "3 of 3"});
}

static void the_same_question_again_is_answered_in_short(void **state)
{
	(void)state;
	FOLLOW({"opening hours", "faq.hours", "", "idle", "Ten to six."},
	       {"opening hours", "faq.hours", "", "idle", "still"});
	assert_true(talk.reply.part[0].again);
	assert_false(talk.reply.handover);
	FOLLOW({"when do you open", "faq.hours", "", "idle", "only answer"});
	assert_true(talk.reply.handover);
	/* and then it begins anew */
	FOLLOW({"may kids come", "faq.children", "", "idle", "Welcome"});
	assert_false(talk.reply.handover);
}

static void two_misses_in_a_row_lead_to_a_way_out(void **state)
{
	(void)state;
	FOLLOW({"zebra", "", "", "idle", "no answer to that"});
	assert_int_equal(talk.reply.verdict, FAQ_VERDICT_NONE);
	assert_false(talk.reply.handover);
	FOLLOW({"quux", "", "", "idle", "either"});
	assert_true(talk.reply.handover);
	FOLLOW({"zebra", "", "", "idle", "no answer to that"});
	assert_false(talk.reply.handover);
	FOLLOW({"opening hours", "faq.hours", "", "idle", "Ten"},
	       {"zebra", "", "", "idle", "no answer to that"});
	assert_false(talk.reply.handover);
}

static void what_the_page_does_not_say_counts_as_half_a_miss(void **state)
{
	(void)state;
	FOLLOW({"what are the fees", "limit.fees", "", "idle", "not say"},
	       {"is there coffee", "limit.coffee", "", "idle", "coffee"});
	assert_false(talk.reply.handover);
	FOLLOW({"is there parking", "limit.parking", "", "idle", "parking"});
	assert_true(talk.reply.handover);
}

static void two_questions_get_two_answers(void **state)
{
	(void)state;
	assert_string_equal(
		say_to(&talk, "where are films? and when do you open?"),
		"faq.films");
	assert_int_equal(talk.reply.part_count, 2);
	assert_string_equal(talk.reply.part[1].intent->id, "faq.hours");
	assert_non_null(strstr(talk.reply.text, "Upstairs."));
	assert_non_null(strstr(talk.reply.text, "Ten to six."));
}

static void anger_is_met_with_a_person(void **state)
{
	(void)state;
	FOLLOW({"useless bot", "", "act.anger", "idle", "Sorry"});
	assert_true(talk.reply.handover);
}

static void who_wants_a_person_hears_whether_there_is_one(void **state)
{
	(void)state;
	FOLLOW({"a person please", "meta.human", "", "idle", "Nobody is here"});
	assert_true(talk.reply.handover);
	assert_true(faq_asks_for_person(&talk.reply));
	assert_null(faq_part_short(&talk.reply.part[0]));
	faq_scratch_set_person(talk.scratch, true);
	FOLLOW({"a person please", "meta.human", "", "idle", "Ann comes."});
	assert_null(strstr(talk.reply.text, "Nobody"));
	assert_string_equal(faq_part_short(&talk.reply.part[0]), "Ann comes.");
	FOLLOW({"may kids come", "faq.children", "", "idle", "Welcome"});
	assert_false(talk.reply.handover);
	assert_false(faq_asks_for_person(&talk.reply));
}

static void a_person_who_is_there_is_offered(void **state)
{
	(void)state;
	faq_scratch_set_person(talk.scratch, true);
	FOLLOW({"useless bot", "", "act.anger", "idle", "Sorry. Ann?"});
	FOLLOW({"zebra", "", "", "idle", "no answer to that"},
	       {"quux", "", "", "idle", "Shall Ann help?"});
	assert_false(faq_asks_for_person(&talk.reply));
	faq_scratch_set_person(talk.scratch, false);
	FOLLOW({"zebra", "", "", "idle", "no answer to that"},
	       {"quux", "", "", "idle", "what this page covers"});
}

static void what_is_left_is_counted(void **state)
{
	(void)state;
	FOLLOW({"start", "step.letter", "act.start", "step 1", "1 of 3"},
	       {"how many left", "step.letter", "act.left", "step 1",
		"2 steps are left"});
}

/* What can't be read moves nothing. */
static void unreadable_messages_change_nothing(void **state)
{
	static const struct line lines[] = {
		{"", "", "", "step 1", "What would you"},
		{"?!", "", "", "step 1", "What would you"},
		{"\xff\xfe", "", "", "step 1", "could not read"}};
	char longest[FAQ_QUESTION_BYTES + 2];
	(void)state;
	say_to(&talk, "start");
	struct faq_dialog before = talk.dialog;
	follow(lines, COUNT(lines));
	memset(longest, 'a', sizeof(longest));
	longest[sizeof(longest) - 1] = '\0';
	say_to(&talk, longest);
	assert_non_null(strstr(talk.reply.text, "too long"));
	assert_int_equal(talk.reply.verdict, FAQ_VERDICT_NONE);
	assert_int_equal(talk.reply.step, 1);
	assert_memory_equal(&before, &talk.dialog, sizeof(before));
	/* no bytes need no pointer */
	assert_int_equal(faq_ask(talk.catalog, talk.scratch, &talk.dialog, NULL,
				 0, &talk.reply, NULL),
			 FAQ_OK);
	assert_int_equal(faq_ask(talk.catalog, talk.scratch, &talk.dialog, NULL,
				 1, &talk.reply, NULL),
			 FAQ_ERROR_MISUSE);
	assert_memory_equal(&before, &talk.dialog, sizeof(before));
}

static void a_script_of_which_the_content_knows_nothing_is_told(void **state)
{
	(void)state;
	FOLLOW({"\xd0\xba\xd0\xb0\xd0\xba \xd1\x82\xd0\xb0\xd0\xbc?", "", "",
		"idle", "Only English"},
	       {"\xe6\x88\x91\xe5\xa6\x82\xe4\xbd\x95", "", "", "idle",
		"Only English"},
	       {"opening hours", "faq.hours", "", "idle", "Ten to six"},
	       {"\xc3\xa9t\xc3\xa9 zebra", "", "", "idle", "no answer to that"},
	       {"zebra \xd0\xba\xd0\xb0\xd0\xba", "", "", "idle",
		"no answer to that"},
	       {"?", "", "", "idle", ""});
}

/* A state survives a reload: the new content may have fewer steps or none. */
static void a_state_of_another_content_does_no_harm(void **state)
{
	static const char *const messages[] = {"next",
					       "done",
					       "back",
					       "repeat",
					       "why",
					       "resume",
					       "stop",
					       "yes",
					       "no",
					       "how many left",
					       "2",
					       "step 1",
					       "none of these",
					       "opening hours",
					       "take me through it"};
	static const char stepless[] =
		"### Hours\n\nTen.\n\n```ask faq.hours\nopening "
		"hours\n```\n\n" ACT("start", "^take me through [it]$") ACT(
			"next", "^next$") ACT("done", "^done$") ACT("back",
								    "^back$")
			ACT("repeat", "^repeat$") ACT("why", "^why$") ACT(
				"jump", "^step (\"1\"|\"2\")$") ACT("stop",
								    "^stop$")
				ACT("resume", "^resume$") ACT("pick",
							      "^(\"1\"|\"2\")$")
					ACT("none_of_these", "^none of these$")
						ACT("yes", "^yes$") ACT("no",
									"^no$")
							ACT("left",
							    "^how many left$");
	struct talk other;
	(void)state;
	talk_begin(&other, build_good(stepless));
	for (size_t i = 0; i < COUNT(messages); i++) {
		for (unsigned step = 0; step < 256; step += 5) {
			struct faq_dialog odd = {
				.last_intent = 77,
				.context = {1, 2, 3},
				.choice = {4, 5, 6, 7},
				.offer = 8,
				.choice_count = step % 3 ? 4 : 0,
				.choice_list = step % 3 ? 2 : 0,
				.offer_left = step % 2,
				.step = (uint8_t)step,
				.resume = (uint8_t)(255 - step),
				.paused = step % 4 == 1};
			talk.dialog = other.dialog = odd;
			say_to(&talk, messages[i]);
			assert_true(talk.reply.text[0] != '\0');
			assert_true(talk.dialog.step <= 3);
			say_to(&other, messages[i]);
			assert_true(other.reply.text[0] != '\0');
			assert_int_equal(other.dialog.step, 0);
		}
	}
	talk_end(&other);
}

/* "next? no": what seems to move on is taken back, or only asked. */
static void a_no_behind_an_act_does_not_move_on(void **state)
{
	static const char *const messages[] = {"done? no", "next? never",
					       "did it? not me", "done?"};
	(void)state;
	say_to(&talk, "start");
	for (size_t i = 0; i < COUNT(messages); i++) {
		say_to(&talk, messages[i]);
		assert_int_equal(talk.reply.act, FAQ_ACT_NO);
		assert_int_equal(talk.dialog.step, 1);
	}
	say_to(&talk, "done");
	assert_int_equal(talk.dialog.step, 2);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_no_behind_an_act_does_not_move_on),
		TEST(a_script_of_which_the_content_knows_nothing_is_told),
		TEST(the_checklist_goes_from_step_to_step),
		TEST(back_stops_at_the_first_step),
		TEST(repeat_shows_the_step_or_the_last_answer),
		TEST(why_answers_by_the_step_or_the_last_answer),
		TEST(a_jump_goes_to_a_step_that_exists),
		TEST(a_side_question_pauses_and_resume_goes_on),
		TEST(a_stopped_checklist_can_be_taken_up),
		TEST(an_offer_lives_for_one_turn),
		TEST(two_equal_intents_are_asked_for_and_picked),
		TEST(options_are_dropped_for_another_question),
		TEST(inside_the_checklist_a_number_is_a_step),
		TEST(the_same_question_again_is_answered_in_short),
		TEST(two_misses_in_a_row_lead_to_a_way_out),
		TEST(what_the_page_does_not_say_counts_as_half_a_miss),
		TEST(two_questions_get_two_answers),
		TEST(anger_is_met_with_a_person),
		TEST(who_wants_a_person_hears_whether_there_is_one),
		TEST(a_person_who_is_there_is_offered),
		TEST(what_is_left_is_counted),
		TEST(unreadable_messages_change_nothing),
		TEST(a_state_of_another_content_does_no_harm),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
