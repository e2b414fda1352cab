/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/turn.h"
#include "unit/content.h"

static struct talk talk;

static int tear_down(void **state)
{
	(void)state;
	talk_end(&talk);
	return 0;
}

static const char library[] =
	"### Show the card\n\nAt the door.\n\n```ask step.card\nshow card\n"
	"```\n\n"
	"### Take a seat\n\nUpstairs.\n\n```ask step.seat\n@note rules\n"
	"take seat\n```\n\n"
	"### Eating\n\nNo food.\n\n```ask mistake.food\n@note rules\nmay i "
	"eat\n"
	"```\n\n"
	"### To the desk\n\nAsk there.\n\n"
	"```ask redirect.desk\n@link desk\nwhere is the desk\n```\n\n"
	"### The map\n\nSee [it](link:map).\n\n"
	"```ask redirect.map\n@link map\nwhere is the map\n```\n\n"
	"```say warning\nMind\n```\n";

static void begin(const char *content)
{
	talk_begin(&talk, build_good(content));
}

static void a_reply_is_put_together_in_order(void **state)
{
	static const struct {
		const char *said, *text;
	} rows[] = {
		{"show card", "Step 1 of 2: Show the card\nAt the door."},
		{"take seat", "Step 2 of 2: Take a seat\nUpstairs.\n\n"
			      "The rules on the door have the last word."},
		{"may i eat", "Mind: No food.\n\n"
			      "The rules on the door have the last word."},
		{"where is the desk",
		 "Ask there.\n"
		 "the front desk: https://library.example/desk"},
		/* a link that the answer has is not named twice */
		{"where is the map", "See it (https://library.example/map)."}};
	(void)state;
	begin(library);
	for (size_t i = 0; i < COUNT(rows); i++) {
		faq_dialog_init(&talk.dialog);
		say_to(&talk, rows[i].said);
		assert_string_equal(talk.reply.text, rows[i].text);
		assert_string_equal(talk.reply.lead, "");
		assert_string_equal(talk.reply.tail, "");
	}
}

/* The same note under both answers is said once, at the end. */
static void a_note_of_both_answers_is_said_once(void **state)
{
	(void)state;
	begin(library);
	say_to(&talk, "may i eat? and where do i take a seat?");
	assert_int_equal(talk.reply.part_count, 2);
	const char *note = strstr(talk.reply.text, "The rules");
	assert_non_null(note);
	assert_null(strstr(note + 1, "The rules"));
	assert_non_null(strstr(talk.reply.text, "And your other question:"));
}

static void suggestions_follow_a_miss(void **state)
{
	(void)state;
	begin(library);
	say_to(&talk, "zebra seat");
	assert_int_equal(talk.reply.verdict, FAQ_VERDICT_NONE);
	assert_true(talk.reply.suggest_count > 0);
	assert_non_null(strstr(talk.reply.text, "1. Take a seat"));
}

static void the_contents_phrases_replace_ours(void **state)
{
	(void)state;
	begin(library);
	assert_string_equal(catalog_say(talk.catalog, "warning"), "Mind");
	assert_string_equal(catalog_say(talk.catalog, "stopped"), "Stopped.");
	assert_string_equal(catalog_say(talk.catalog, "no such key"), "");
}

static void numbers_stand_where_a_phrase_wants_them(void **state)
{
	struct turn turn;
	char bytes[64];
	struct buf out;
	(void)state;
	begin("### A\n\nA.\n\n```ask faq.a\nbook\n```\n\n"
	      "```say again\n{n} of {m}{n}, {k} {\n```\n");
	turn = (struct turn){.catalog = talk.catalog};
	buf_init(&out, bytes, sizeof(bytes));
	answer_say(&turn, &out, "again", 3, 12);
	assert_string_equal(bytes, "3 of 123, {k} {");
	answer_say(&turn, &out, "again", 0, 1);
	assert_string_equal(bytes, "3 of 123, {k} {\n0 of 10, {k} {");
	answer_say(&turn, &out, "none such", 0, 1);
	assert_int_equal(out.used, strlen("3 of 123, {k} {\n0 of 10, {k} {"));
}

/* Two of the longest answers fit, to their last word. */
static void two_of_the_longest_answers_fit_whole(void **state)
{
	static char text[20000];
	size_t used = 0;
	(void)state;
	for (int i = 0; i < 2; i++) {
		used += (size_t)sprintf(text + used, "### T%d\n\n", i);
		for (int j = 0; j < 795; j++)
			used += (size_t)sprintf(text + used,
						"\xc3\xa9\xe2\x82\xac");
		used += (size_t)sprintf(text + used, " end%d.", i);
		used += (size_t)sprintf(
			text + used, "\n\n```ask faq.t%d\n%s\n```\n\n", i,
			i ? "where is the map" : "how do i join");
	}
	begin(text);
	say_to(&talk, "how do i join? where is the map?");
	assert_int_equal(talk.reply.part_count, 2);
	size_t bytes = strlen(talk.reply.text);
	assert_true(bytes > 7900);
	assert_non_null(strstr(talk.reply.text, "end0."));
	assert_non_null(strstr(talk.reply.text, "end1."));
	assert_true(talk.reply.text + bytes <
		    talk.reply.buffer + sizeof(talk.reply.buffer));
	assert_true(text_is_utf8(talk.reply.text, bytes, NULL));
}

static void personal_data_is_never_echoed(void **state)
{
	(void)state;
	begin(library);
	say_to(&talk, "show card 4111 1111 1111 1111");
	assert_true(talk.reply.personal_data);
	assert_null(strstr(talk.reply.text, "4111"));
	assert_null(strstr(talk.trace.normalised, "4111"));
	assert_string_equal(talk.reply.part[0].intent->id, "step.card");
	assert_true(talk.reply.lead[0] != '\0');
}

#define TEST(name) cmocka_unit_test_teardown(name, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_reply_is_put_together_in_order),
		TEST(a_note_of_both_answers_is_said_once),
		TEST(suggestions_follow_a_miss),
		TEST(the_contents_phrases_replace_ours),
		TEST(numbers_stand_where_a_phrase_wants_them),
		TEST(two_of_the_longest_answers_fit_whole),
		TEST(personal_data_is_never_echoed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
