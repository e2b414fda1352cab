/* SPDX-License-Identifier: MIT */
#include "unit/hub_cluster.h"

static void an_agent_answers_a_visitor_of_another_node(void **state)
{
	(void)state;
	at(1);
	does(BOB, "follow", 1, "");
	does(BOB, "claim", 1, "");
	hear();
	assert_true(heard(VIC, "\"state\":\"joined\",\"agent\":{\"name\":"
			       "\"Bob\"}"));
	at(0);
	says(VIC, 1, "m", "my papers");
	assert_true(heard(VIC, "\"type\":\"delivered\",\"reply_to\":\"m\""));
	hear();
	assert_int_equal(times(BOB, "\"from\":\"visitor\",\"text\":"
				    "\"my papers\""),
			 2); /* the message, and the last of the summary */
	assert_true(heard(VIC, "\"type\":\"read\""));
	at(1);
	does(BOB, "reply", 1, "\"text\":\"I see them\"");
	hear();
	assert_int_equal(times(VIC, "\"text\":\"I see them\""), 1);
	at(1);
	does(BOB, "give_back", 1, "");
	hear();
	assert_true(heard(VIC, "\"state\":\"returned\""));
	assert_int_equal(scene.say[VIC], HUB_BOT);
}

static void two_agents_at_two_nodes_can_not_claim_one(void **state)
{
	(void)state;
	at(0);
	does(ADA, "claim", 1, "");
	at(1);
	does(BOB, "claim", 1, ""); /* has not heard of it */
	assert_true(heard(ADA, "\"type\":\"claimed\""));
	assert_false(heard(BOB, "\"type\":\"claimed\""));
	assert_true(heard(BOB, "\"code\":\"already_claimed\","
			       "\"detail\":\"Ada\""));
	hear();
	assert_false(heard(VIC, "Bob"));
}

static void what_two_nodes_write_at_once_stands_in_one_order(void **state)
{
	(void)state;
	at(1);
	does(BOB, "follow", 1, "");
	does(BOB, "claim", 1, "");
	hear();
	forget();
	at(0);
	says(VIC, 1, "m", "one");
	at(1);
	does(BOB, "reply", 1, "\"text\":\"two\"");
	at(0);
	says(VIC, 1, "n", "three");
	hear();
	assert_true(heard(VIC, "\"reply_to\":\"m\",\"seq\":4"));
	assert_true(heard(BOB, "\"type\":\"sent\",\"reply_to\":\"x\","));
	assert_true(heard(VIC, "\"reply_to\":\"n\",\"seq\":6"));
	assert_int_equal(times(VIC, "\"id\":\"5\",\"text\":\"two\""), 1);
	assert_int_equal(times(BOB, "\"seq\":4,\"from\":\"visitor\""), 1);
}

static void what_is_said_again_at_another_node_is_kept_once(void **state)
{
	(void)state;
	at(1);
	does(BOB, "claim", 1, "");
	at(0);
	says(VIC, 1, "m", "one");
	at(1);
	visitor_comes(TAB, 1, 0);
	forget();
	says(TAB, 1, "m", "one");
	assert_true(heard(TAB, "\"type\":\"delivered\",\"reply_to\":\"m\","
			       "\"seq\":4"));
	does(BOB, "reply", 1, "\"text\":\"two\"");
	at(0);
	agent_comes(6, "Bob");
	forget();
	does(6, "reply", 1, "\"text\":\"two\"");
	assert_true(heard(6, "\"type\":\"sent\",\"reply_to\":\"x\""));
	assert_true(heard(6, "\"seq\":5}"));
	hear();
	assert_int_equal(times(TAB, "\"text\":\"two\""), 0);
}

static void a_visitor_goes_on_at_another_node(void **state)
{
	(void)state;
	at(0);
	does(ADA, "claim", 1, "");
	does(ADA, "reply", 1, "\"text\":\"one\"");
	lose_words();
	at(1);
	visitor_comes(TAB, 1, 0);
	assert_true(heard(TAB, "\"state\":\"joined\""));
	assert_int_equal(times(TAB, "\"text\":\"one\""), 1);
	hear();
	assert_int_equal(times(TAB, "\"text\":\"one\""), 1);
	assert_int_equal(scene.say[TAB], HUB_PERSON);
}

static void what_was_missed_comes_when_the_bus_is_back(void **state)
{
	(void)state;
	at(0);
	does(ADA, "claim", 1, "");
	does(ADA, "reply", 1, "\"text\":\"one\"");
	asks(5, 2);
	lose_words();
	forget();
	hub_core_hears(cluster.core[1], NULL);
	assert_true(heard(BOB, "\"state\":\"joined\""));
	assert_true(heard(BOB, "\"state\":\"waiting\""));
	hear();
	at(0);
	does(ADA, "close", 1, "");
	lose_words();
	hub_core_hears(cluster.core[1], NULL);
	assert_true(heard(BOB, "\"state\":\"closed\""));
}

static enum store_status no_talk(struct store *store,
				 const struct store_id *visitor,
				 struct store_talk *out)
{
	(void)store;
	(void)visitor;
	*out = (struct store_talk){.state = STORE_TALK_CLOSED};
	return STORE_ERROR_IO;
}

static void who_comes_while_the_store_is_away_is_let_in_later(void **state)
{
	enum store_status (*talk)(struct store * store,
				  const struct store_id *visitor,
				  struct store_talk *out) = cluster.ops[1].talk;

	(void)state;
	cluster.ops[1].talk = no_talk;
	at(1);
	visitor_comes(TAB, 1, 0);
	assert_string_equal(scene.heard[TAB], "");
	says(TAB, 1, "m", "one");
	assert_true(heard(TAB, "\"type\":\"error\",\"reply_to\":\"m\","
			       "\"code\":\"failed\""));
	assert_int_equal(scene.say[TAB], HUB_PERSON);
	tick();
	forget();
	cluster.ops[1].talk = talk;
	tick();
	assert_true(heard(TAB, "\"state\":\"waiting\""));
	says(TAB, 1, "m", "one");
	assert_true(heard(TAB, "\"type\":\"delivered\""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_agent_answers_a_visitor_of_another_node),
		TEST(two_agents_at_two_nodes_can_not_claim_one),
		TEST(what_two_nodes_write_at_once_stands_in_one_order),
		TEST(what_is_said_again_at_another_node_is_kept_once),
		TEST(a_visitor_goes_on_at_another_node),
		TEST(what_was_missed_comes_when_the_bus_is_back),
		TEST(who_comes_while_the_store_is_away_is_let_in_later),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
