/* SPDX-License-Identifier: MIT */
#include "unit/hub_fixture.h"

static void nobody_there_is_said_honestly(void **state)
{
	unsigned agents, waiting;

	(void)state;
	asks(1, 1);
	assert_true(heard(1, "\"state\":\"nobody\""));
	assert_int_equal(scene.say[1], HUB_BOT);
	hub_core_presence(scene.core, &agents, &waiting);
	assert_int_equal(agents, 0);
	assert_int_equal(waiting, 0);
}

static void a_conversation_may_be_left_for_later(void **state)
{
	const struct hub_story story = {.later = true};
	struct store_id id = id_of(1);

	(void)state;
	hub_core_visitor_asks(scene.core, seat(1), &id, &story);
	assert_true(heard(1, "\"state\":\"waiting\"}"));
	assert_int_equal(scene.say[1], HUB_PERSON);
	agent_comes(2, "Ada");
	assert_true(heard(2, "\"state\":\"waiting\",\"reason\":\"asked\""));
}

static void a_place_in_line_is_one_before_an_agent(void **state)
{
	const struct hub_story story = {.later = true};
	struct store_id id = id_of(1);

	(void)state;
	hub_core_visitor_asks(scene.core, seat(1), &id, &story);
	forget();
	hub_core_tick(scene.core);
	assert_string_equal(scene.heard[1], "");
	agent_comes(2, "Ada");
	hub_core_tick(scene.core);
	assert_true(heard(1, "\"state\":\"waiting\",\"waiting\":1"));
	forget();
	hub_core_agent_left(scene.core, seat(2));
	hub_core_tick(scene.core);
	assert_true(heard(1, "\"state\":\"waiting\"}"));
}

static void who_asks_waits_and_agents_see_it(void **state)
{
	(void)state;
	agent_comes(2, "Ada");
	asks(1, 1);
	asks(3, 2);
	assert_true(heard(1, "\"state\":\"waiting\",\"waiting\":1"));
	assert_true(heard(2, "\"type\":\"changed\""));
	assert_true(heard(2, "\"reason\":\"misses\""));
	assert_true(heard(2, "\"type\":\"presence\",\"agents\":1,"
			     "\"waiting\":2"));
}

static void the_story_comes_with_it_redacted(void **state)
{
	(void)state;
	agent_comes(2, "Ada");
	asks(1, 1);
	does(2, "follow", 1, "");
	assert_true(heard(2, "what are the fees"));
	assert_false(heard(2, "zoe@"));
	assert_true(heard(2, "\"verdict\":\"none\",\"intent\":\"faq.open\","
			     "\"confidence\":0.25"));
}

static void a_message_is_kept_before_it_is_delivered(void **state)
{
	struct store_id id = id_of(1);
	struct store_talk talk;

	(void)state;
	agent_comes(2, "Ada");
	asks(1, 1);
	does(2, "follow", 1, "");
	says(1, 1, "m-1", "hello, zoe@example.com");
	assert_true(heard(1, "{\"type\":\"delivered\",\"reply_to\":\"m-1\","
			     "\"seq\":3}"));
	assert_true(heard(2, "\"type\":\"message\""));
	assert_false(heard(2, "zoe@"));
	assert_int_equal(store_talk(scene.bench.store, &id, &talk), STORE_OK);
	assert_int_equal(talk.last_seq, 3);
}

static void a_repeated_message_is_kept_once(void **state)
{
	(void)state;
	agent_comes(2, "Ada");
	asks(1, 1);
	says(1, 1, "m-1", "hello");
	does(2, "follow", 1, "");
	forget();
	says(1, 1, "m-1", "hello");
	assert_true(heard(1, "\"reply_to\":\"m-1\",\"seq\":3"));
	assert_string_equal(scene.heard[2], "");
	says(1, 1, "m-2", "hello");
	assert_true(heard(1, "\"reply_to\":\"m-2\",\"seq\":4"));
}

static void another_text_under_a_used_id_is_a_new_message(void **state)
{
	(void)state;
	agent_comes(2, "Ada");
	asks(1, 1);
	does(2, "follow", 1, "");
	says(1, 1, "1", "hello");
	hub_core_visitor_left(scene.core, seat(1));
	visitor_comes(3, 1, 3);
	says(3, 1, "1", "please do not ship it");
	assert_true(heard(3, "\"reply_to\":\"1\",\"seq\":4"));
	assert_true(heard(2, "please do not ship it"));
	forget();
	says(3, 1, "1", "hello");
	assert_true(heard(3, "\"reply_to\":\"1\",\"seq\":3"));
	assert_string_equal(scene.heard[2], "");
}

static void a_text_and_an_id_do_not_run_together(void **state)
{
	(void)state;
	agent_comes(2, "Ada");
	asks(1, 1);
	says(1, 1, "1", "23");
	forget();
	says(1, 1, "12", "3");
	assert_true(heard(1, "\"reply_to\":\"12\",\"seq\":4"));
}

static void a_message_for_the_bot_is_given_back(void **state)
{
	(void)state;
	says(1, 1, "m-1", "what next");
	assert_int_equal(scene.say[1], HUB_RETURN);
	assert_string_equal(scene.heard[1], "what next\n");
}

static void what_can_not_be_kept_is_not_delivered(void **state)
{
	char *text = malloc(STORE_MESSAGE_TEXT + 2);

	(void)state;
	assert_non_null(text);
	memset(text, 'x', STORE_MESSAGE_TEXT + 1);
	text[STORE_MESSAGE_TEXT + 1] = '\0';
	agent_comes(2, "Ada");
	asks(1, 1);
	forget();
	says(1, 1, "m-1", text); /* more than the store takes */
	assert_false(heard(1, "delivered"));
	assert_true(heard(1, "\"type\":\"error\",\"reply_to\":\"m-1\""));
	says(1, 1, "m-1", "shorter");
	assert_true(heard(1, "delivered"));
	free(text);
}

/* Redaction makes it longer than the store takes. */
static void what_redaction_makes_longer_is_cut_behind_a_character(void **state)
{
	char text[STORE_MESSAGE_TEXT + 1] = "a@b.de xy ";
	size_t size = strlen(text);

	(void)state;
	for (; size + 2 <= STORE_MESSAGE_TEXT; size += 2)
		memcpy(text + size, "\u0449", 2);
	text[size] = '\0';
	agent_comes(2, "Ada");
	asks(1, 1);
	does(2, "follow", 1, "");
	forget();
	says(1, 1, "m-1", text);
	assert_true(heard(1, "delivered"));
	assert_true(heard(2, "\u0449\""));
	assert_false(heard(2, "\xd1\""));
	assert_false(heard(2, "\xef\xbf\xbd"));
}

static void who_comes_back_hears_what_it_missed(void **state)
{
	(void)state;
	agent_comes(2, "Ada");
	asks(1, 1);
	does(2, "claim", 1, ""); /* seq 3 */
	does(2, "reply", 1, "\"text\":\"first\"");
	hub_core_visitor_left(scene.core, seat(1));
	does(2, "reply", 1, "\"text\":\"second\"");
	assert_false(heard(1, "second"));
	visitor_comes(4, 1, 4);
	assert_true(heard(4, "\"state\":\"joined\",\"agent\":{\"name\":"
			     "\"Ada\"}"));
	assert_true(heard(4, "\"id\":\"5\",\"text\":\"second\""));
	assert_false(heard(4, "first"));
	assert_int_equal(scene.say[4], HUB_PERSON);
}

static void who_comes_back_too_late_hears_how_it_ended(void **state)
{
	(void)state;
	agent_comes(2, "Ada");
	asks(1, 1);
	does(2, "claim", 1, "");
	hub_core_visitor_left(scene.core, seat(1));
	does(2, "reply", 1, "\"text\":\"bye\"");
	does(2, "close", 1, "");
	visitor_comes(4, 1, 0);
	assert_true(heard(4, "bye"));
	assert_true(heard(4, "\"state\":\"closed\""));
	assert_int_equal(scene.say[4], HUB_BOT);
	visitor_comes(5, 9, 0); /* never had one */
	assert_string_equal(scene.heard[5], "\n");
	assert_int_equal(scene.say[5], HUB_BOT);
}

static void all_comes_back_after_a_restart(void **state)
{
	(void)state;
	agent_comes(2, "Ada");
	asks(1, 1);
	asks(3, 2);
	does(2, "claim", 1, "");
	says(1, 1, "m-1", "hello");
	restart();
	forget();
	says(1, 1, "m-1", "hello");
	assert_true(heard(1, "\"reply_to\":\"m-1\",\"seq\":4"));
	agent_comes(2, "Ada");
	assert_true(heard(2, "\"state\":\"joined\""));
	assert_true(heard(2, "\"state\":\"waiting\""));
	does(2, "reply", 1, "\"text\":\"still here\"");
	assert_true(heard(2, "\"type\":\"sent\""));
	visitor_comes(4, 1, 0);
	assert_true(heard(4, "still here"));
}

static void all_tabs_of_a_visitor_hear_the_person(void **state)
{
	(void)state;
	agent_comes(2, "Ada");
	asks(1, 1);
	visitor_comes(3, 1, 2);
	does(2, "claim", 1, "");
	does(2, "reply", 1, "\"text\":\"hi both\"");
	assert_true(heard(1, "hi both"));
	assert_true(heard(3, "hi both"));
}

static void who_moves_up_hears_it(void **state)
{
	(void)state;
	agent_comes(2, "Ada");
	asks(1, 1);
	scene.now_ms++;
	asks(3, 2);
	scene.now_ms++;
	asks(4, 3);
	assert_true(heard(4, "\"waiting\":3"));
	does(2, "claim", 1, "");
	forget();
	hub_core_tick(scene.core);
	assert_true(heard(3, "\"state\":\"waiting\",\"waiting\":1"));
	assert_true(heard(4, "\"state\":\"waiting\",\"waiting\":2"));
	assert_string_equal(scene.heard[1], "");
	forget();
	hub_core_tick(scene.core);
	assert_string_equal(scene.heard[3], "");
}

/* They are found in any order, and what has ended is not. */
static void many_conversations_are_kept_apart(void **state)
{
	struct hub_count count;

	(void)state;
	agent_comes(2, "Ada");
	for (unsigned i = 1; i <= 50; i++)
		asks(1, i);
	for (unsigned i = 1; i <= 50; i += 2) {
		does(2, "claim", i, "");
		does(2, "close", i, "");
		forget();
	}
	hub_core_count(scene.core, &count);
	assert_int_equal(count.waiting, 25);
	assert_int_equal(count.joined, 0);
	for (unsigned i = 2; i <= 50; i += 2) {
		says(1, i, "", "hi");
		forget();
	}
	hub_core_count(scene.core, &count);
	assert_int_equal(count.from_visitors, 25);
	does(2, "claim", 3, "");
	assert_true(heard(2, "\"code\":\"unknown_conversation\""));
}

int main(void)
{
#define SCENE(test)                                                            \
	cmocka_unit_test_setup_teardown(test, scene_set_up, scene_tear_down)
	const struct CMUnitTest tests[] = {
		SCENE(nobody_there_is_said_honestly),
		SCENE(a_conversation_may_be_left_for_later),
		SCENE(a_place_in_line_is_one_before_an_agent),
		SCENE(who_asks_waits_and_agents_see_it),
		SCENE(the_story_comes_with_it_redacted),
		SCENE(a_message_is_kept_before_it_is_delivered),
		SCENE(a_repeated_message_is_kept_once),
		SCENE(another_text_under_a_used_id_is_a_new_message),
		SCENE(a_text_and_an_id_do_not_run_together),
		SCENE(a_message_for_the_bot_is_given_back),
		SCENE(what_can_not_be_kept_is_not_delivered),
		SCENE(what_redaction_makes_longer_is_cut_behind_a_character),
		SCENE(who_comes_back_hears_what_it_missed),
		SCENE(who_comes_back_too_late_hears_how_it_ended),
		SCENE(all_comes_back_after_a_restart),
		SCENE(who_moves_up_hears_it),
		SCENE(many_conversations_are_kept_apart),
		SCENE(all_tabs_of_a_visitor_hear_the_person),
	};

	return cmocka_run_group_tests_name("hub_core", tests, NULL, NULL);
}
