/* SPDX-License-Identifier: MIT */
#include "unit/hub_running.h"

#include "unit/content.h"

static const struct hub_seat visitor_seat = {0, 1}, agent_seat = {0, 2};

static bool agent_does(struct running *r, const char *text)
{
	struct agent_command command;
	struct agent_error error;
	bool taken;

	assert_int_equal(
		agent_command_read(&command, text, strlen(text), &error),
		AGENT_OK);
	taken = hub_agent_does(r->hub, agent_seat, &command);
	assert_true(taken == !command.doc);
	agent_command_release(&command);
	return taken;
}

static void agent_comes(struct running *r)
{
	assert_true(hub_agent_came(r->hub, agent_seat, r->id, "Ada", "h"));
	assert_true(running_hears(r, "\"type\":\"hello\""));
}

static void ask(struct running *r, const char *answer_id)
{
	const struct hub_turn last = {.at_ms = 5,
				      .question = "a person please",
				      .answer = "One moment.",
				      .intent = "meta.human"};
	const struct hub_wish wish = {.last = &last, .answer_id = answer_id};
	struct store_id id = id_of(1);

	assert_true(hub_visitor_asks(r->hub, visitor_seat, &id, &wish));
}

static void a_visitor_and_an_agent_meet(void **state)
{
	struct running *r = *state;
	struct store_id id = id_of(1);
	unsigned agents, waiting;

	agent_comes(r);
	ask(r, "");
	assert_true(running_hears(r, "\"state\":\"waiting\",\"waiting\":1"));
	assert_true(running_hears(r, "\"type\":\"presence\",\"agents\":1,"
				     "\"waiting\":1"));
	assert_true(hub_visitor_says(r->hub, visitor_seat, &id, "m-1", "hello?",
				     6));
	assert_true(running_hears(r, "\"type\":\"delivered\",\"reply_to\":"
				     "\"m-1\""));
	hub_visitor_typing(r->hub, &id, true);
	assert_true(agent_does(r, "{\"type\":\"claim\",\"conversation\":"
				  "\"010000000000000000000000000000a5\"}"));
	assert_true(running_hears(r, "\"type\":\"claimed\""));
	assert_true(agent_does(r, "{\"type\":\"reply\",\"conversation\":"
				  "\"010000000000000000000000000000a5\","
				  "\"text\":\"here I am\"}"));
	assert_true(running_hears(r, "\"text\":\"here I am\""));
	hub_presence(r->hub, &agents, &waiting);
	assert_int_equal(agents, 1);
}

static void an_earlier_turn_of_the_store_comes_along(void **state)
{
	struct running *r = *state;
	struct store_record turn = turn_of(1, 4, "when do you open");

	assert_int_equal(
		store_write(r->bench->store, &turn, 1, STORE_COMMITTED),
		STORE_OK);
	agent_comes(r);
	ask(r, "");
	assert_true(agent_does(r, "{\"type\":\"follow\",\"conversation\":"
				  "\"010000000000000000000000000000a5\"}"));
	assert_true(running_hears(r, "\"messages\":[{\"seq\":1,\"from\":"
				     "\"visitor\",\"text\":\"when do you "
				     "open\""));
	assert_true(running_hears(r, "\"text\":\"a person please\""));
}

static void who_has_left_is_no_agent_any_more(void **state)
{
	struct running *r = *state;

	agent_comes(r);
	hub_left(r->hub, agent_seat);
	r->heard[0] = '\0';
	ask(r, "");
	assert_true(running_hears(r, "\"state\":\"nobody\""));
	assert_int_equal(r->say, HUB_BOT);
}

static void what_is_served_anew_is_suggested(void **state)
{
	struct running *r = *state;
	struct faq_catalog *catalog =
		build_good("### Opening hours\n\nTen to six.\n\n"
			   "```ask faq.open\nwhen do you open\n```\n");
	struct served *served;

	assert_int_equal(served_new(&served, catalog, NULL, 2), FAQ_OK);
	agent_comes(r);
	ask(r, "");
	hub_serve(r->hub, served);
	served_drop(served);
	assert_true(agent_does(r, "{\"type\":\"suggest\",\"conversation\":"
				  "\"010000000000000000000000000000a5\","
				  "\"text\":\"when do you open\"}"));
	assert_true(running_hears(r, "\"items\":[{\"id\":\"faq.open\""));
}

static void too_much_is_refused_and_counted(void **state)
{
	struct running *r = *state;
	char text[STORE_MESSAGE_TEXT + 1] = "";
	struct store_id id = id_of(1);
	struct hub_state counted;

	memset(text, 'x', sizeof(text));
	assert_false(hub_visitor_says(r->hub, visitor_seat, &id, "", text,
				      sizeof(text)));
	/* The thread empties the queue meanwhile: until it is full. */
	while (hub_visitor_came(r->hub, visitor_seat, &id, 0))
		;
	hub_state(r->hub, &counted);
	assert_true(counted.refused > 0);
}

static void without_a_hub_nobody_is_there(void **state)
{
	struct agent_command command = {.doc = NULL};
	const struct hub_wish wish = {.answer_id = ""};
	struct store_id id = id_of(1);
	unsigned agents, waiting;

	(void)state;
	hub_presence(NULL, &agents, &waiting);
	assert_int_equal(agents, 0);
	assert_null(hub_letterbox(NULL, running_wake, NULL));
	assert_false(hub_visitor_asks(NULL, visitor_seat, &id, &wish));
	assert_false(hub_visitor_came(NULL, visitor_seat, &id, 0));
	assert_false(hub_visitor_heard(NULL, visitor_seat, &id, 1));
	assert_false(hub_visitor_says(NULL, visitor_seat, &id, "", "x", 1));
	assert_false(hub_agent_came(NULL, agent_seat, "k", "n", ""));
	assert_false(hub_agent_does(NULL, agent_seat, &command));
	hub_visitor_typing(NULL, &id, true);
	hub_left(NULL, agent_seat);
	hub_serve(NULL, NULL);
	hub_stop(NULL);
}

static void a_store_that_does_not_open_stops_the_start(void **state)
{
	struct running *r = *state;
	const struct hub_settings settings = {.database = "/nowhere/x.db",
					      .store = &r->bench->options,
					      .log = &r->f->log,
					      .served = r->f->served,
					      .now_ms = running_now};
	struct store_error error;
	struct hub *hub;

	assert_false(hub_start(&hub, &settings, &error));
	assert_null(hub);
	assert_non_null(strstr(error.message, "/nowhere/x.db"));
}

int main(void)
{
#define RUNNING(test)                                                          \
	cmocka_unit_test_setup_teardown(test, running_set_up, running_tear_down)
	const struct CMUnitTest tests[] = {
		RUNNING(a_visitor_and_an_agent_meet),
		RUNNING(an_earlier_turn_of_the_store_comes_along),
		RUNNING(who_has_left_is_no_agent_any_more),
		RUNNING(what_is_served_anew_is_suggested),
		RUNNING(too_much_is_refused_and_counted),
		cmocka_unit_test(without_a_hub_nobody_is_there),
		RUNNING(a_store_that_does_not_open_stops_the_start),
	};

	return cmocka_run_group_tests_name("hub", tests, NULL, NULL);
}
