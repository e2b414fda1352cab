/* SPDX-License-Identifier: MIT */
/* Support desks: what comes by their webhooks, what goes to their APIs. */
#include "server/office.h"

#include <signal.h>
#include <string.h>

static void a_message_is_answered_through_the_desks_api(struct suite *suite)
{
	struct office office;

	CHECK(suite, office_start(&office));
	CHECK(suite, office_call(&office, suite, "m1", "message", "what is tea",
				 0) == 200);
	CHECK(suite, fake_desk_wait(&office.desk, 1));
	CHECK(suite, strcmp(office.desk.call[0].path, "/api/reply") == 0);
	CHECK(suite, strstr(office.desk.call[0].body, "Leaves in hot water"));
	CHECK(suite, strstr(office.desk.call[0].body, "\"to\":\"c 1\""));
	CHECK(suite,
	      strstr(office.desk.call[0].head, "webhook-signature: v1,"));
	CHECK(suite, office_close(&office));
}

static void a_message_that_comes_twice_is_answered_once(struct suite *suite)
{
	struct office office;

	CHECK(suite, office_start(&office));
	for (int i = 0; i < 3; i++)
		CHECK(suite, office_call(&office, suite, "m1", "message",
					 "what is tea", 0) == 200);
	CHECK(suite, office_call(&office, suite, "m2", "message", "boil water",
				 0) == 200);
	CHECK(suite, fake_desk_wait(&office.desk, 2));
	CHECK(suite, strstr(office.desk.call[1].body, "Boil water"));
	CHECK(suite, office_close(&office));
	CHECK(suite, office.desk.count == 2);
}

static void what_is_not_signed_by_the_desk_is_refused(struct suite *suite)
{
	struct office office;

	CHECK(suite, office_start(&office));
	CHECK(suite, office_call(&office, suite, "m1", "message", "what is tea",
				 3600) == 401);
	client_post_to(&office.server, "/desk/desk", "", "{}", &suite->r);
	CHECK(suite, suite->r.status == 401);
	client_post_to(&office.server, "/desk/room", "",
		       "{\"token\":\"wrong\",\"text\":\"what is tea\"}",
		       &suite->r);
	CHECK(suite, suite->r.status == 401);
	client_post_to(&office.server, "/desk/other", "", "{}", &suite->r);
	CHECK(suite, suite->r.status == 404);
	CHECK(suite, office_close(&office));
	CHECK(suite, office.desk.count == 0);
}

static void
a_desk_without_an_api_is_answered_in_the_response(struct suite *suite)
{
	static const char body[] =
		"{\"token\":\"" OFFICE_SECRET
		"\",\"channel_id\":\"c\",\"user_id\":"
		"\"u\",\"user_name\":\"ann\",\"post_id\":\"p\",\"text\":\"what "
		"is tea\"}";
	struct office office;

	CHECK(suite, office_start(&office));
	client_post_to(&office.server, "/desk/room", "", body, &suite->r);
	CHECK(suite, suite->r.status == 200);
	CHECK(suite, strstr(suite->r.body, "Leaves in hot water"));
	client_post_to(&office.server, "/desk/room", "", body, &suite->r);
	CHECK(suite, suite->r.status == 200);
	CHECK(suite, suite->r.body_bytes == 0);
	CHECK(suite, office_close(&office));
}

static void
who_asks_for_a_person_gets_one_and_the_bot_is_silent(struct suite *suite)
{
	struct office office;

	CHECK(suite, office_start(&office));
	CHECK(suite, office_call(&office, suite, "m1", "message", "buy tea",
				 0) == 200);
	CHECK(suite, fake_desk_wait(&office.desk, 3));
	CHECK(suite, strcmp(office.desk.call[0].path, "/api/reply") == 0);
	CHECK(suite, strcmp(office.desk.call[1].path, "/api/note") == 0);
	CHECK(suite, strcmp(office.desk.call[2].path, "/api/handover") == 0);
	CHECK(suite, strstr(office.desk.call[2].body, "asked_for_a_person"));
	CHECK(suite, office_call(&office, suite, "m2", "message", "what is tea",
				 0) == 200);
	CHECK(suite,
	      office_call(&office, suite, "m3", "returned", "", 0) == 200);
	CHECK(suite, office_call(&office, suite, "m4", "message", "boil water",
				 0) == 200);
	CHECK(suite, fake_desk_wait(&office.desk, 4));
	CHECK(suite, strstr(office.desk.call[3].body, "Boil water"));
	CHECK(suite, office_close(&office));
	CHECK(suite, office.desk.count == 4);
}

/* The content says that nobody can be called. */
static void what_is_said_before_a_handover_is_true(struct suite *suite)
{
	struct office office;

	CHECK(suite, office_start(&office));
	CHECK(suite, office_call(&office, suite, "m1", "message",
				 "a person please", 0) == 200);
	CHECK(suite, fake_desk_wait(&office.desk, 3));
	CHECK(suite, strstr(office.desk.call[0].body, "passing you to"));
	CHECK(suite, !strstr(office.desk.call[0].body, "Nobody"));
	CHECK(suite, strstr(office.desk.call[2].body, "asked_for_a_person"));
	CHECK(suite, office_close(&office));
}

static void a_desk_that_fails_is_asked_again_in_order(struct suite *suite)
{
	struct office office;

	CHECK(suite, office_start(&office));
	fake_desk_answer(&office.desk, "500 0 200 200");
	CHECK(suite, office_call(&office, suite, "m1", "message", "what is tea",
				 0) == 200);
	CHECK(suite, office_call(&office, suite, "m2", "message", "boil water",
				 0) == 200);
	CHECK(suite, fake_desk_wait(&office.desk, 4));
	for (int i = 0; i < 3; i++)
		CHECK(suite, strstr(office.desk.call[i].body, "Leaves"));
	CHECK(suite, strstr(office.desk.call[3].body, "Boil water"));
	CHECK(suite, office_close(&office));
	CHECK(suite, office.desk.count == 4);
}

static void what_a_desk_refuses_for_good_goes_to_a_person(struct suite *suite)
{
	struct office office;

	CHECK(suite, office_start(&office));
	fake_desk_answer(&office.desk, "302 200");
	CHECK(suite, office_call(&office, suite, "m1", "message", "what is tea",
				 0) == 200);
	CHECK(suite, fake_desk_wait(&office.desk, 2));
	CHECK(suite, strcmp(office.desk.call[1].path, "/api/handover") == 0);
	CHECK(suite, strstr(office.desk.call[1].body, "reply_failed"));
	CHECK(suite, office_call(&office, suite, "m2", "message", "boil water",
				 0) == 200);
	CHECK(suite, office_close(&office));
	CHECK(suite, office.desk.count == 2);
}

static void an_api_on_a_private_address_is_not_asked(struct suite *suite)
{
	struct office office;

	CHECK(suite, office_make(&office) &&
			     office_open(&office, "http", "\"http\":true,"));
	CHECK(suite, office_call(&office, suite, "m1", "message", "what is tea",
				 0) == 200);
	CHECK(suite, server_soon_logged(&office.server,
					"its host is on a private address"));
	CHECK(suite, office_close(&office));
	CHECK(suite, office.desk.count == 0);
}

static void what_was_acknowledged_outlives_a_kill(struct suite *suite)
{
	struct office office;

	CHECK(suite, office_start(&office));
	fake_desk_answer(&office.desk, "500");
	CHECK(suite, office_call(&office, suite, "m1", "message", "what is tea",
				 0) == 200);
	CHECK(suite, fake_desk_wait(&office.desk, 1));
	server_stop(&office.server, SIGKILL);
	CHECK(suite, office_restart(&office));
	CHECK(suite, office_call(&office, suite, "m1", "message", "what is tea",
				 0) == 200);
	CHECK(suite, office_call(&office, suite, "m2", "message", "boil water",
				 0) == 200);
	CHECK(suite, fake_desk_wait(&office.desk, 3));
	CHECK(suite, strstr(office.desk.call[1].body, "Leaves"));
	CHECK(suite, strstr(office.desk.call[2].body, "Boil water"));
	CHECK(suite, office_close(&office));
	CHECK(suite, office.desk.count == 3);
}

static void a_faulty_desks_file_stops_the_start(struct suite *suite)
{
	struct office office;

	CHECK(suite, office_start(&office));
	CHECK(suite, server_stop(&office.server, SIGTERM) == 0);
	CHECK(suite, office_put(&office, "desks.json",
				"{\"desks\":[\n{\"knid\":\"slack\"}]}"));
	CHECK(suite, server_run(&office.server, office.options) == 3);
	CHECK(suite, server_logged(&office.server,
				   "2:2: unknown key 'knid', did you mean "
				   "'kind'?"));
	fake_desk_close(&office.desk);
}

static void without_desks_there_is_no_such_path(struct suite *suite)
{
	client_post_to(&suite->server, "/desk/desk", "", "{}", &suite->r);
	CHECK(suite, suite->r.status == 404);
}

const struct test tests_desks[] = {
	TEST(a_message_is_answered_through_the_desks_api),
	TEST(a_message_that_comes_twice_is_answered_once),
	TEST(what_is_not_signed_by_the_desk_is_refused),
	TEST(a_desk_without_an_api_is_answered_in_the_response),
	TEST(who_asks_for_a_person_gets_one_and_the_bot_is_silent),
	TEST(what_is_said_before_a_handover_is_true),
	TEST(a_desk_that_fails_is_asked_again_in_order),
	TEST(what_a_desk_refuses_for_good_goes_to_a_person),
	TEST(an_api_on_a_private_address_is_not_asked),
	TEST(what_was_acknowledged_outlives_a_kill),
	TEST(a_faulty_desks_file_stops_the_start),
	TEST(without_desks_there_is_no_such_path),
	{NULL, NULL},
};
