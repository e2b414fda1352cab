/* SPDX-License-Identifier: MIT */
#include "unit/hub_fixture.h"

#define ADA 2
#define BOB 3

/* A visitor at seat 1 waits; Ada and Bob are there. */
static int wait_for_two(void **state)
{
	scene_set_up(state);
	agent_comes(ADA, "Ada");
	agent_comes(BOB, "Bob");
	asks(1, 1);
	forget();
	return 0;
}

static void a_hello_tells_what_is_there(void **state)
{
	(void)state;
	agent_comes(4, "Cy");
	assert_true(heard(4, "\"type\":\"hello\",\"reply_to\":\"h\","
			     "\"protocol\":\"faqd.desk.v1\","
			     "\"agent\":{\"name\":\"Cy\"}"));
	assert_true(heard(4, "\"canned\":[{\"id\":\"faq.open\""));
	assert_true(heard(4, "\"presence\":{\"agents\":3,\"waiting\":1}"));
}

static void two_agents_can_not_claim_one_conversation(void **state)
{
	(void)state;
	does(ADA, "claim", 1, "");
	does(BOB, "claim", 1, "");
	assert_true(heard(ADA, "\"type\":\"claimed\""));
	assert_false(heard(BOB, "\"type\":\"claimed\""));
	assert_true(heard(BOB, "\"code\":\"already_claimed\","
			       "\"detail\":\"Ada\""));
	assert_true(heard(1, "\"state\":\"joined\",\"agent\":{\"name\":"
			     "\"Ada\"}"));
	assert_false(heard(1, "Bob"));
}

static void only_who_has_claimed_replies_and_ends(void **state)
{
	static const char *const types[] = {"reply", "give_back", "close",
					    "typing"};

	(void)state;
	does(ADA, "claim", 1, "");
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		forget();
		does(BOB, types[i], 1, "\"text\":\"hi\"");
		assert_true(heard(BOB, "\"code\":\"not_yours\""));
		assert_string_equal(scene.heard[1], "");
	}
}

static void a_reply_is_kept_and_reaches_all_who_are_concerned(void **state)
{
	(void)state;
	does(BOB, "follow", 1, "");
	does(ADA, "claim", 1, "");
	does(ADA, "reply", 1, "\"text\":\"write to help@example.com\"");
	assert_true(heard(ADA, "\"type\":\"sent\",\"reply_to\":\"x\""));
	assert_true(heard(1, "\"type\":\"agent_message\",\"id\":\"4\","
			     "\"text\":\"write to help@example.com\""));
	assert_true(heard(BOB, "\"seq\":4,\"from\":\"agent\""));
}

static void a_note_is_not_for_the_visitor(void **state)
{
	(void)state;
	does(BOB, "follow", 1, "");
	does(ADA, "note", 1, "\"text\":\"rude\"");
	assert_true(heard(ADA, "\"type\":\"noted\""));
	assert_true(heard(BOB, "\"from\":\"note\",\"text\":\"rude\""));
	visitor_comes(5, 1, 0);
	assert_false(heard(1, "rude") || heard(5, "rude"));
}

static void what_is_given_back_is_the_bots(void **state)
{
	(void)state;
	does(ADA, "claim", 1, "");
	does(ADA, "give_back", 1, "");
	assert_true(heard(ADA, "\"type\":\"given_back\""));
	assert_true(heard(1, "\"state\":\"returned\""));
	assert_int_equal(scene.say[1], HUB_BOT);
	says(1, 1, "m-1", "next question");
	assert_int_equal(scene.say[1], HUB_RETURN);
	does(ADA, "reply", 1, "\"text\":\"late\"");
	assert_true(heard(ADA, "\"code\":\"unknown_conversation\""));
	asks(1, 1);
	assert_true(heard(1, "\"state\":\"waiting\""));
}

static void an_agent_who_stays_away_loses_the_conversation(void **state)
{
	(void)state;
	does(ADA, "claim", 1, "");
	hub_core_agent_left(scene.core, seat(ADA));
	forget();
	scene.now_ms += 59999;
	hub_core_tick(scene.core);
	assert_string_equal(scene.heard[1], "");
	scene.now_ms += 1;
	hub_core_tick(scene.core);
	assert_true(heard(1, "\"state\":\"waiting\""));
	assert_true(heard(BOB, "\"state\":\"waiting\""));
	does(BOB, "claim", 1, "");
	assert_true(heard(BOB, "\"type\":\"claimed\""));
}

static void an_agent_who_comes_back_keeps_it(void **state)
{
	(void)state;
	does(ADA, "claim", 1, "");
	hub_core_agent_left(scene.core, seat(ADA));
	agent_comes(4, "Ada");
	scene.now_ms += 60000;
	hub_core_tick(scene.core);
	does(4, "reply", 1, "\"text\":\"back\"");
	assert_true(heard(1, "back"));
}

static void an_agent_with_a_long_name_is_known_after_a_restart(void **state)
{
	static const char name[] = "Александра-Виктория Константинопольская "
				   "из второй смены 42!!";

	(void)state;
	agent_comes(4, name);
	does(4, "claim", 1, "");
	restart();
	agent_comes(5, name);
	does(5, "reply", 1, "\"text\":\"back\"");
	assert_true(heard(5, "\"type\":\"sent\""));
}

static void an_agent_of_before_a_restart_may_stay_away_too_long(void **state)
{
	(void)state;
	does(ADA, "claim", 1, "");
	restart();
	agent_comes(BOB, "Bob");
	scene.now_ms += 60000;
	hub_core_tick(scene.core);
	does(BOB, "claim", 1, "");
	assert_true(heard(BOB, "\"type\":\"claimed\""));
}

static void who_is_not_available_is_nobody(void **state)
{
	struct agent_command away = {.type = AGENT_PRESENCE, .id = ""};

	(void)state;
	hub_core_agent_does(scene.core, seat(ADA), &away);
	hub_core_agent_does(scene.core, seat(BOB), &away);
	asks(4, 2);
	assert_true(heard(4, "\"state\":\"nobody\""));
}

static void the_engine_suggests_for_the_last_words(void **state)
{
	(void)state;
	says(1, 1, "m-1", "when do you open");
	does(ADA, "suggest", 1, "");
	assert_true(heard(ADA, "\"type\":\"suggestions\",\"reply_to\":\"x\""));
	assert_true(heard(ADA, "\"items\":[{\"id\":\"faq.open\""));
}

struct corrected {
	size_t count;
	char question[64];
};

static bool keep_correction(void *context,
			    const struct store_correction *correction)
{
	struct corrected *corrected = context;

	corrected->count++;
	snprintf(corrected->question, sizeof(corrected->question), "%.*s",
		 (int)correction->question_bytes, correction->question);
	assert_string_equal(correction->answered, "faq.open");
	assert_string_equal(correction->expected, "limit.fees");
	assert_string_equal(correction->agent, "Ada");
	return true;
}

static void a_wrong_answer_is_kept_with_its_question(void **state)
{
	struct corrected corrected = {0};

	(void)state;
	says(1, 1, "m-1", "not this one");
	does(ADA, "wrong", 1, "\"seq\":2,\"expected\":\"limit.fees\"");
	assert_true(heard(ADA, "\"type\":\"corrected\""));
	assert_int_equal(store_corrections(scene.bench.store, 0, INT64_MAX,
					   keep_correction, &corrected),
			 STORE_OK);
	assert_int_equal(corrected.count, 1);
	assert_non_null(strstr(corrected.question, "what are the fees"));
	does(ADA, "wrong", 7, "\"seq\":2,\"expected\":\"limit.fees\"");
	assert_true(heard(ADA, "\"code\":\"invalid\""));
}

static void a_visitor_hears_that_it_was_read(void **state)
{
	(void)state;
	does(ADA, "claim", 1, "");
	says(1, 1, "m-1", "unseen");
	assert_false(heard(1, "\"type\":\"read\""));
	does(ADA, "follow", 1, "");
	says(1, 1, "m-2", "seen");
	assert_true(heard(1, "{\"type\":\"read\",\"seq\":5}"));
}

static void typing_is_told_both_ways(void **state)
{
	struct store_id id = id_of(1);

	(void)state;
	does(ADA, "claim", 1, "");
	does(ADA, "follow", 1, "");
	does(ADA, "typing", 1, "");
	assert_true(heard(1, "{\"type\":\"typing\",\"on\":true"));
	hub_core_visitor_typing(scene.core, &id, true);
	assert_true(heard(ADA, "\"type\":\"typing\",\"conversation\""));
}

static void a_name_under_another_key_is_another_person(void **state)
{
	(void)state;
	does(ADA, "claim", 1, "");
	agent_comes_by(4, "otherkey", "Ada");
	does(4, "claim", 1, "");
	does(4, "reply", 1, "\"text\":\"I am not she\"");
	assert_true(heard(4, "\"code\":\"already_claimed\""));
	assert_true(heard(4, "\"code\":\"not_yours\""));
	assert_false(heard(1, "I am not she"));
	hub_core_agent_left(scene.core, seat(ADA));
	scene.now_ms += 60000;
	hub_core_tick(scene.core);
	does(4, "claim", 1, "");
	assert_true(heard(4, "\"type\":\"claimed\""));
}

/* Because its answer got lost. */
static void a_reply_that_is_sent_again_is_kept_once(void **state)
{
	(void)state;
	does(ADA, "claim", 1, "");
	does(ADA, "reply", 1, "\"text\":\"hello\"");
	does(ADA, "note", 1, "\"text\":\"hello\"");
	forget();
	hub_core_agent_left(scene.core, seat(ADA));
	agent_comes(4, "Ada");
	does(4, "reply", 1, "\"text\":\"hello\"");
	assert_true(heard(4, "\"type\":\"sent\",\"reply_to\":\"x\""));
	assert_true(heard(4, "\"seq\":4}"));
	does(4, "note", 1, "\"text\":\"hello\"");
	assert_true(heard(4, "\"type\":\"noted\""));
	assert_true(heard(4, "\"seq\":5}"));
	assert_false(heard(1, "hello"));
	does(4, "reply", 1, "\"text\":\"something else\"");
	assert_true(heard(1, "\"id\":\"6\",\"text\":\"something else\""));
}

static void an_end_that_is_asked_for_again_is_confirmed(void **state)
{
	(void)state;
	does(ADA, "claim", 1, "");
	does(ADA, "close", 1, "");
	forget();
	does(ADA, "close", 1, "");
	assert_true(heard(ADA, "\"type\":\"closed\""));
	does(ADA, "give_back", 1, "");
	does(BOB, "close", 1, "");
	assert_true(heard(ADA, "\"code\":\"unknown_conversation\""));
	assert_true(heard(BOB, "\"code\":\"unknown_conversation\""));
}

static void
who_tells_of_presence_is_answered_and_others_when_it_changes(void **state)
{
	const struct agent_command here = {
		.type = AGENT_PRESENCE, .id = "p-1", .on = true};
	const struct agent_command away = {.type = AGENT_PRESENCE, .id = "p-2"};

	(void)state;
	hub_core_agent_does(scene.core, seat(ADA), &here);
	assert_true(heard(ADA, "\"type\":\"presence\",\"reply_to\":\"p-1\","
			       "\"agents\":2,\"waiting\":1"));
	assert_string_equal(scene.heard[BOB], "");
	hub_core_agent_does(scene.core, seat(ADA), &away);
	assert_true(heard(ADA, "\"reply_to\":\"p-2\",\"agents\":1"));
	assert_true(heard(BOB, "\"type\":\"presence\",\"agents\":1"));
}

static void what_the_visitor_has_shown_is_delivered(void **state)
{
	struct store_id id = id_of(1);

	(void)state;
	does(ADA, "follow", 1, "");
	does(ADA, "claim", 1, "");
	does(ADA, "reply", 1, "\"text\":\"one\"");
	does(ADA, "reply", 1, "\"text\":\"two\"");
	assert_false(heard(ADA, "\"delivered\""));
	forget();
	hub_core_visitor_heard(scene.core, &id, 4);
	assert_true(
		heard(ADA, "\"seq\":4,\"from\":\"agent\",\"text\":\"one\""));
	assert_true(heard(ADA, "\"delivered\":true"));
	assert_false(heard(ADA, "\"text\":\"two\""));
	forget();
	hub_core_visitor_heard(scene.core, &id, 4);
	hub_core_visitor_heard(scene.core, &id, 99);
	assert_string_equal(scene.heard[ADA], "");
	does(ADA, "close", 1, "");
	forget();
	hub_core_visitor_heard(scene.core, &id, 5);
	assert_true(heard(ADA, "\"text\":\"two\""));
	does(ADA, "follow", 1, "\"after\":4");
	assert_true(heard(ADA, "\"delivered\":true"));
}

static void what_was_said_before_the_agent_looked_is_read_then(void **state)
{
	(void)state;
	does(ADA, "claim", 1, "");
	says(1, 1, "m-1", "are you there");
	assert_false(heard(1, "\"type\":\"read\""));
	does(ADA, "follow", 1, "");
	assert_true(heard(1, "{\"type\":\"read\",\"seq\":4}"));
	forget();
	visitor_comes(5, 1, 0);
	assert_true(heard(5, "{\"type\":\"read\",\"seq\":4}"));
}

static void who_has_not_come_does_nothing(void **state)
{
	(void)state;
	does(6, "claim", 1, "");
	assert_string_equal(scene.heard[6], "");
	assert_string_equal(scene.heard[1], "");
}

int main(void)
{
#define TWO(test)                                                              \
	cmocka_unit_test_setup_teardown(test, wait_for_two, scene_tear_down)
	const struct CMUnitTest tests[] = {
		TWO(a_hello_tells_what_is_there),
		TWO(two_agents_can_not_claim_one_conversation),
		TWO(only_who_has_claimed_replies_and_ends),
		TWO(a_reply_is_kept_and_reaches_all_who_are_concerned),
		TWO(a_note_is_not_for_the_visitor),
		TWO(what_is_given_back_is_the_bots),
		TWO(an_agent_who_stays_away_loses_the_conversation),
		TWO(an_agent_who_comes_back_keeps_it),
		TWO(an_agent_with_a_long_name_is_known_after_a_restart),
		TWO(an_agent_of_before_a_restart_may_stay_away_too_long),
		TWO(who_is_not_available_is_nobody),
		TWO(the_engine_suggests_for_the_last_words),
		TWO(a_wrong_answer_is_kept_with_its_question),
		TWO(a_visitor_hears_that_it_was_read),
		TWO(typing_is_told_both_ways),
		TWO(a_name_under_another_key_is_another_person),
		TWO(a_reply_that_is_sent_again_is_kept_once),
		TWO(an_end_that_is_asked_for_again_is_confirmed),
		TWO(who_tells_of_presence_is_answered_and_others_when_it_changes),
		TWO(what_the_visitor_has_shown_is_delivered),
		TWO(what_was_said_before_the_agent_looked_is_read_then),
		TWO(who_has_not_come_does_nothing),
	};

	return cmocka_run_group_tests_name("hub_agents", tests, NULL, NULL);
}
