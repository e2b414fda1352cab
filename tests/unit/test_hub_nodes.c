/* SPDX-License-Identifier: MIT */
#include "unit/hub_cluster.h"

static void agents_of_all_nodes_count(void **state)
{
	unsigned agents, waiting;

	(void)state;
	for (size_t i = 0; i < NODES; i++) {
		hub_core_presence(cluster.core[i], &agents, &waiting);
		assert_int_equal(agents, 2);
		assert_int_equal(waiting, 1);
	}
	at(1);
	does(BOB, "presence", 1, "\"available\":false");
	hear();
	hub_core_presence(cluster.core[0], &agents, &waiting);
	assert_int_equal(agents, 1);
}

static void one_agent_at_two_nodes_counts_once(void **state)
{
	unsigned agents, waiting;

	(void)state;
	at(1);
	agent_comes(5, "Ada");
	hear();
	for (size_t i = 0; i < NODES; i++) {
		hub_core_presence(cluster.core[i], &agents, &waiting);
		assert_int_equal(agents, 2);
	}
}

static void typing_and_marks_cross_nodes(void **state)
{
	struct store_id id = id_of(1);

	(void)state;
	at(1);
	does(BOB, "follow", 1, "");
	does(BOB, "claim", 1, "");
	does(BOB, "reply", 1, "\"text\":\"one\"");
	hear();
	forget();
	at(0);
	hub_core_visitor_typing(scene.core, &id, true);
	hub_core_visitor_heard(scene.core, &id, 4);
	hear();
	assert_true(heard(BOB, "\"type\":\"typing\""));
	assert_true(heard(BOB, "\"delivered\":true"));
	at(1);
	does(BOB, "typing", 1, "\"on\":true");
	hear();
	assert_true(heard(VIC, "\"type\":\"typing\",\"on\":true"));
}

static void who_is_online_elsewhere_is_seen_so(void **state)
{
	(void)state;
	at(1);
	does(BOB, "follow", 1, "");
	assert_true(heard(BOB, "\"online\":true"));
	forget();
	at(0);
	hub_core_visitor_left(scene.core, seat(VIC));
	hear();
	assert_true(heard(BOB, "\"online\":false"));
}

static void the_agents_of_a_dead_node_vanish(void **state)
{
	unsigned agents, waiting;

	(void)state;
	at(1);
	does(BOB, "claim", 1, "");
	hear();
	close_node(1);
	scene.now_ms += 11000;
	tick();
	hub_core_presence(cluster.core[0], &agents, &waiting);
	assert_int_equal(agents, 1);
	assert_int_equal(waiting, 0);
	forget();
	scene.now_ms += 61000;
	tick();
	hub_core_presence(cluster.core[0], &agents, &waiting);
	assert_int_equal(waiting, 1);
	assert_true(heard(VIC, "\"state\":\"waiting\""));
}

static void a_node_that_was_silent_is_asked_who_is_with_it(void **state)
{
	unsigned agents, waiting;

	(void)state;
	scene.now_ms += 11000;
	hub_core_tick(cluster.core[0]);
	lose_words();
	hub_core_presence(cluster.core[0], &agents, &waiting);
	assert_int_equal(agents, 1);
	tick();
	hub_core_presence(cluster.core[0], &agents, &waiting);
	assert_int_equal(agents, 2);
}

static void an_agent_who_changes_nodes_keeps_his_own(void **state)
{
	(void)state;
	at(1);
	does(BOB, "claim", 1, "");
	hear();
	at(0);
	agent_comes(6, "Bob");
	hear();
	at(1);
	hub_core_agent_left(scene.core, seat(BOB));
	hear();
	forget();
	for (unsigned i = 0; i < 20; i++) {
		scene.now_ms += 5000;
		tick();
	}
	at(0);
	does(6, "reply", 1, "\"text\":\"here\"");
	assert_true(heard(6, "\"type\":\"sent\""));
	assert_false(heard(VIC, "\"state\":\"waiting\""));
}

static void what_could_not_be_said_is_said_later(void **state)
{
	unsigned agents, waiting;

	(void)state;
	cluster.failing = 1;
	at(1);
	agent_comes(5, "Cy");
	hear();
	hub_core_presence(cluster.core[0], &agents, &waiting);
	assert_int_equal(agents, 2);
	tick();
	hub_core_presence(cluster.core[0], &agents, &waiting);
	assert_int_equal(agents, 3);
}

static void any_word_is_taken_or_passed_over(void **state)
{
	static const char *const words[] = {"",
					    "x",
					    "00000000000000cc",
					    "00000000000000cc dance",
					    "00000000000000cc agent here k",
					    "00000000000000cc talk zz"};

	(void)state;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		hub_core_hears(cluster.core[0], words[i]);
	assert_string_equal(scene.heard[ADA], "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(agents_of_all_nodes_count),
		TEST(one_agent_at_two_nodes_counts_once),
		TEST(typing_and_marks_cross_nodes),
		TEST(who_is_online_elsewhere_is_seen_so),
		TEST(the_agents_of_a_dead_node_vanish),
		TEST(a_node_that_was_silent_is_asked_who_is_with_it),
		TEST(an_agent_who_changes_nodes_keeps_his_own),
		TEST(what_could_not_be_said_is_said_later),
		TEST(any_word_is_taken_or_passed_over),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
