/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/match.h"
#include "unit/content.h"

static struct talk talk;

static void begin(const char *content)
{
	talk_begin(&talk, build_good(content));
}

static int tear_down(void **state)
{
	(void)state;
	talk_end(&talk);
	return 0;
}

#define ENTRY(id, templates)                                                   \
	"### " id "\n\nAnswer.\n\n```ask " id "\n" templates "```\n\n"

static const char library[] = ENTRY("faq.card", "renew [my] card\n")
	ENTRY("faq.book", "renew book\n- renew book online\n")
		ENTRY("faq.shelf", "where is the shelf\n< red shelf >\n");

static void fewer_words_left_over_make_it_surer(void **state)
{
	static const char *const messages[] = {
		"renew my card", "renew my card for the shelf",
		"renew my card for the dragon and the wedding of my landlord"};
	double last = 2.0;
	(void)state;
	begin(library);
	for (size_t i = 0; i < COUNT(messages); i++) {
		say_to(&talk, messages[i]);
		assert_true(talk.reply.confidence < last);
		assert_string_equal(talk.reply.best->id, "faq.card");
		last = talk.reply.confidence;
	}
	assert_true(last < 0.7);
}

static void a_whole_match_is_certain_and_half_a_one_is_not(void **state)
{
	(void)state;
	begin(library);
	assert_string_equal(say_to(&talk, "renew card"), "faq.card");
	assert_true(talk.reply.confidence > 0.99);
	assert_true(talk.reply.confidence <= 1.0);
	assert_string_equal(say_to(&talk, "card"), "");
	assert_int_equal(talk.reply.verdict, FAQ_VERDICT_NONE);
	assert_true(talk.reply.confidence < 0.01);
}

static void confidence_is_as_the_header_states(void **state)
{
	(void)state;
	/* E = 2 topic words, F = 1 foreign one, n = 2:
	 * sqrt(2 / (2 + 0.8)) */
	begin(library);
	say_to(&talk, "renew card dragon");
	assert_true(talk.reply.confidence > 0.8451);
	assert_true(talk.reply.confidence < 0.8453);
	/* K = 1 known word: sqrt(2 / (2 + 0.5)) */
	say_to(&talk, "renew card shelf");
	assert_true(talk.reply.confidence > 0.8944);
	assert_true(talk.reply.confidence < 0.8945);
}

static void a_veto_takes_its_intent_out(void **state)
{
	(void)state;
	begin(library);
	assert_string_equal(say_to(&talk, "renew book"), "faq.book");
	assert_string_equal(say_to(&talk, "renew book online"), "");
	bool vetoed = false;
	for (size_t i = 0; i < talk.trace.candidate_count; i++)
		vetoed |= talk.trace.candidate[i].fate == FAQ_FATE_VETOED;
	assert_true(vetoed);
}

static void the_trace_says_what_happened(void **state)
{
	(void)state;
	begin(library);
	say_to(&talk, "Where's the RED shelf?");
	assert_string_equal(talk.trace.normalised, " where be red shelf ");
	assert_true(talk.trace.tried >= 1);
	assert_true(talk.trace.candidate_count >= 1);
	const struct faq_trace_candidate *first = &talk.trace.candidate[0];
	assert_int_equal(first->fate, FAQ_FATE_WON);
	assert_string_equal(first->pattern->intent->id, "faq.shelf");
	assert_true(first->pattern->line > 0);
	assert_true(talk.trace.reason[0] != '\0');
	say_to(&talk, "wheer is the shelf");
	assert_int_equal(talk.trace.repair_count, 1);
	assert_string_equal(talk.trace.repair[0].from, "wheer");
	assert_string_equal(talk.trace.repair[0].to, "where");
}

static void parts_are_explained_by_what_answers_them(void **state)
{
	const struct faq_trace_candidate *one = talk.trace.candidate;
	size_t won = 0;
	(void)state;
	begin(library);
	say_to(&talk, "Where is the shelf? Renew my card.");
	assert_int_equal(talk.reply.part_count, 2);
	for (size_t i = 0; i < talk.trace.candidate_count; i++)
		won += one[i].fate == FAQ_FATE_WON;
	assert_int_equal(won, 2);
	for (size_t i = 0; i < won; i++) {
		assert_int_equal(one[i].fate, FAQ_FATE_WON);
		assert_ptr_equal(one[i].pattern->intent,
				 talk.reply.part[i].intent);
	}
}

static void thresholds_decide_what_is_answered(void **state)
{
	struct faq_site strict = test_site;
	struct faq_source source = {"a.md", library, sizeof(library) - 1};
	struct faq_catalog *catalog;
	(void)state;
	strict.thresholds.answer = 0.9;
	assert_int_equal(faq_catalog_build(&catalog, &source, 1, &strict, NULL,
					   NULL, NULL),
			 FAQ_OK);
	talk_begin(&talk, catalog);
	assert_string_equal(say_to(&talk, "renew card dragon"), "");
	assert_true(talk.reply.confidence > 0.8);
	assert_string_equal(talk.reply.best->id, "faq.card");
	assert_string_equal(say_to(&talk, "renew card"), "faq.card");
}

static void raw_patterns_see_the_words_as_typed(void **state)
{
	(void)state;
	begin(ENTRY("faq.lost", "/\\blost (?:it|them)\\b/ (lost|lose)\n")
		      ENTRY("faq.gone", "/ gone /\n"));
	assert_string_equal(say_to(&talk, "LOST it"), "faq.lost");
	assert_string_equal(say_to(&talk, "lose it"), "");
	say_to(&talk, "it is gone");
	assert_int_equal(talk.trace.tried, 1);
}

/* A clock that a test moves. */
static uint64_t jump(void *context)
{
	uint64_t *now = context;
	return *now += 2000000;
}

static void a_question_out_of_time_is_counted_and_answered(void **state)
{
	static const char slow[] =
		ENTRY("faq.slow", "/(?:(?:a{0,9}){0,9}){0,9}[bc] x/\n")
			ENTRY("faq.card", "renew card\n");
	uint64_t now = 0;
	struct faq_options options = {.clock_ns = jump, .clock_context = &now};
	struct faq_limits limits;
	char message[200] = "renew card ";
	(void)state;
	begin(slow);
	faq_scratch_free(talk.scratch);
	assert_int_equal(faq_scratch_new(&talk.scratch, &options), FAQ_OK);
	for (int i = 0; i < 30; i++)
		strcat(message, "aaba");
	strcat(message, " x");
	say_to(&talk, message);
	faq_scratch_limits(talk.scratch, &limits);
	assert_int_equal(limits.questions, 1);
	assert_true(talk.reply.text[0] != '\0');
	say_to(&talk, "renew card");
	assert_string_equal(talk.reply.part[0].intent->id, "faq.card");
	assert_false(talk.reply.limited);
	faq_scratch_limits(talk.scratch, &limits);
	assert_int_equal(limits.questions, 2);
	assert_true(limits.patterns_tried >= 2);
}

static void a_veto_holds_among_hundreds_of_others(void **state)
{
	static char text[80000];
	size_t used = 0;
	(void)state;
	for (unsigned i = 0; i < 300; i++)
		used += (size_t)sprintf(text + used,
					"### T%u\n\nA.\n\n```ask faq.t%u\n"
					"word%u\n- card lost\n```\n\n",
					i, i, i);
	sprintf(text + used, "### Lost\n\nA.\n\n```ask faq.z\n"
			     "card lost now\n- card lost\n```\n");
	begin(text);
	assert_string_equal(say_to(&talk, "card lost now"), "");
	assert_false(talk.reply.limited);
}

static void politeness_costs_nothing_and_can_be_asked_for(void **state)
{
	static const char polite[] = ENTRY("faq.card", "renew [my] card\n")
		ENTRY("meta.thanks", "many thanks\n");
	static char text[1000];
	(void)state;
	begin(polite);
	say_to(&talk, "good morning renew my card many thanks");
	double plain = talk.reply.confidence;
	talk_end(&talk);
	snprintf(text, sizeof(text),
		 "%s```words courtesy\nmorning\nthanks\n```\n", polite);
	begin(text);
	assert_string_equal(
		say_to(&talk, "good morning renew my card many thanks"),
		"faq.card");
	assert_true(talk.reply.confidence > plain);
	assert_string_equal(say_to(&talk, "many thanks"), "meta.thanks");
	assert_true(talk.reply.confidence > 0.99);
}

#define TEST(name) cmocka_unit_test_teardown(name, tear_down)

static void a_title_asked_for_finds_its_intent_over_any_veto(void **state)
{
	(void)state;
	begin("### Shelves, red or blue?\n\nUpstairs.\n\n"
	      "```ask faq.colour\nwhich colour\n- red\n```\n\n" ENTRY(
		      "faq.red", "shelf red or blue\n< red shelf >\n"));
	assert_string_equal(say_to(&talk, "shelves red or blue"), "faq.colour");
	assert_string_equal(say_to(&talk, "which colour is red"), "");
	assert_string_equal(say_to(&talk, "the red shelf"), "faq.red");
}

/* Whatever else of its own intent matches as well. */
static void a_title_asked_for_is_no_tie(void **state)
{
	(void)state;
	begin("### Zebra card\n\nStriped.\n\n"
	      "```ask faq.zebra\n^ [big] zebra card $\n```\n\n" ENTRY(
		      "faq.other", "^ zebra [old] card $\n"));
	assert_string_equal(say_to(&talk, "zebra card"), "faq.zebra");
	assert_int_equal(talk.reply.verdict, FAQ_VERDICT_ANSWER);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(politeness_costs_nothing_and_can_be_asked_for),
		TEST(a_veto_holds_among_hundreds_of_others),
		TEST(a_title_asked_for_finds_its_intent_over_any_veto),
		TEST(a_title_asked_for_is_no_tie),
		TEST(fewer_words_left_over_make_it_surer),
		TEST(a_whole_match_is_certain_and_half_a_one_is_not),
		TEST(confidence_is_as_the_header_states),
		TEST(a_veto_takes_its_intent_out),
		TEST(the_trace_says_what_happened),
		TEST(parts_are_explained_by_what_answers_them),
		TEST(thresholds_decide_what_is_answered),
		TEST(raw_patterns_see_the_words_as_typed),
		TEST(a_question_out_of_time_is_counted_and_answered),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
