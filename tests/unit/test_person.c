/* SPDX-License-Identifier: MIT */
#include "server/talk/person.h"

#include "person_fixture.h"
#include "server/talk/mouth.h"

static void without_agents_nothing_is_said_of_persons(void **state)
{
	struct desk *d = *state;

	d->f->shared.hub = NULL;
	say(d, "{\"type\":\"ask\",\"text\":\"a person please\"}");
	while (d->f->session.queue.count > 0) {
		char *text = fixture_sent(d->f);

		assert_non_null(strstr(text, "Nobody is here &amp; that"));
		assert_non_null(strstr(text, "\"handover\":true"));
		assert_null(strstr(text, "\"person\""));
		free(text);
	}
	say(d, "{\"type\":\"person\",\"id\":\"1\"}");
	visitor_hears(d, "{\"type\":\"handover\",\"state\":\"nobody\"}");
	assert_false(d->f->session.visit.person);
}

static void who_asks_while_nobody_is_there_hears_so(void **state)
{
	struct desk *d = *state;

	say(d, "{\"type\":\"ask\",\"text\":\"a person please\"}");
	visitor_hears(d, "Nobody is here & that is so.");
	visitor_hears(d, "\"person\":false");
	visitor_hears(d, "{\"type\":\"handover\",\"state\":\"nobody\"}");
	say(d, "{\"type\":\"ask\",\"text\":\"what is tea\"}");
	visitor_hears(d, "Leaves in hot water.");
}

static void a_conversation_is_left_for_later(void **state)
{
	struct desk *d = *state;

	say(d, "{\"type\":\"person\",\"id\":\"l\",\"later\":true}");
	visitor_hears(d, "{\"type\":\"session\",\"reply_to\":\"l\",");
	visitor_hears(d, "\"state\":\"waiting\"");
	say(d, "{\"type\":\"ask\",\"id\":\"m\",\"text\":\"my question\"}");
	visitor_hears(d, "{\"type\":\"delivered\",\"reply_to\":\"m\",");
	agent_comes(d);
	visitor_is_joined(d);
}

static void who_asks_for_a_person_is_handed_over(void **state)
{
	struct desk *d = *state;

	agent_comes(d);
	say(d, "{\"type\":\"ask\",\"text\":\"a person please\"}");
	visitor_hears(d, "<p>One moment: &lt;a person&gt; comes.</p>");
	visitor_hears(d, "\"state\":\"waiting\",\"waiting\":1");
	assert_true(d->f->session.visit.person);
	agent_does(d, AGENT_FOLLOW, "");
	agent_hears(d, "a person please");
}

static void after_two_misses_a_person_is_offered(void **state)
{
	struct desk *d = *state;

	agent_comes(d);
	say(d, "{\"type\":\"ask\",\"text\":\"zebra\"}");
	visitor_hears(d, "\"handover\":false");
	say(d, "{\"type\":\"ask\",\"text\":\"gnu\"}");
	visitor_hears(d, "\"tail\":\"Shall a person help?\"");
	assert_false(d->f->session.visit.person);
	say(d, "{\"type\":\"person\",\"id\":\"y\"}");
	visitor_hears(d, "{\"type\":\"session\",\"reply_to\":\"y\",");
	visitor_hears(d, "\"waiting\"");
	agent_hears(d, "\"reason\":\"misses\"");
}

static void anger_with_nobody_there_may_be_left_for_later(void **state)
{
	struct desk *d = *state;

	say(d, "{\"type\":\"ask\",\"text\":\"useless\"}");
	visitor_hears(d, "\"person\":\"nobody\"");
	say(d, "{\"type\":\"person\",\"later\":true}");
	visitor_hears(d, "\"person\":true");
	visitor_hears(d, "\"waiting\"");
	agent_comes(d);
	agent_does(d, AGENT_FOLLOW, "");
	agent_hears(d, "\"reason\":\"anger\"");
}

static void messages_go_both_ways_and_are_told_when_stored(void **state)
{
	struct desk *d = *state;

	agent_comes(d);
	free(ask_for_person(d));
	visitor_is_joined(d);
	say(d, "{\"type\":\"typing\",\"on\":true}");
	agent_hears(d, "\"type\":\"typing\"");
	say(d, "{\"type\":\"ask\",\"id\":\"m\",\"text\":\"what is tea\"}");
	visitor_hears(d, "{\"type\":\"delivered\",\"reply_to\":\"m\",\"seq\":");
	visitor_hears(d, "{\"type\":\"read\",\"seq\":");
	agent_hears(d, "what is tea");
	say(d, "{\"type\":\"ask\",\"id\":\"m\",\"text\":\"what is tea\"}");
	visitor_hears(d, "{\"type\":\"delivered\",\"reply_to\":\"m\",");
	agent_does(d, AGENT_TYPING, ",\"on\":true");
	visitor_hears(d, "\"type\":\"typing\"");
	agent_does(d, AGENT_REPLY, ",\"text\":\"It is leaves.\"");
	visitor_hears(d, "\"text\":\"It is leaves.\"");
}

static void a_click_is_told_as_it_was_read(void **state)
{
	struct desk *d = *state;

	agent_comes(d);
	free(ask_for_person(d));
	visitor_is_joined(d);
	say(d, "{\"type\":\"choose\",\"id\":\"c\",\"choice\":\"faq.tea\"}");
	agent_hears(d, "\"text\":\"What is tea?\"");
	say(d, "{\"type\":\"choose\",\"id\":\"n\",\"choice\":2}");
	agent_hears(d, "\"text\":\"2\"");
}

static void a_message_too_long_for_a_person_is_refused(void **state)
{
	struct desk *d = *state;
	char text[STORE_MESSAGE_TEXT + 64];

	agent_comes(d);
	free(ask_for_person(d));
	snprintf(text, sizeof(text), "{\"type\":\"ask\",\"text\":\"%0*d\"}",
		 (int)STORE_MESSAGE_TEXT + 1, 0);
	say(d, text);
	visitor_hears(d, "\"code\":\"invalid_message\"");
}

static void what_is_said_after_the_end_is_answered_by_the_bot(void **state)
{
	struct desk *d = *state;

	agent_comes(d);
	free(ask_for_person(d));
	visitor_is_joined(d);
	agent_does(d, AGENT_GIVE_BACK, "");
	/* It has been given back, and the visitor has not heard so yet. */
	agent_hears(d, "\"given_back\"");
	d->f->session.visit.person = true;
	while (d->f->session.queue.count > 0)
		free(fixture_sent(d->f));
	say(d, "{\"type\":\"ask\",\"id\":\"m\",\"text\":\"what is tea\"}");
	visitor_hears(d, "\"person\":false");
	visitor_hears(d, "\"state\":\"returned\"");
	visitor_hears(d, "{\"type\":\"answer\",\"reply_to\":\"m\",");
	say(d, "{\"type\":\"ask\",\"id\":\"m\",\"text\":\"what is tea\"}");
	visitor_hears(d, "{\"type\":\"repeated\",\"reply_to\":\"m\",");
}

static void what_is_given_back_goes_on_with_the_bot(void **state)
{
	struct desk *d = *state;
	char *session;

	agent_comes(d);
	free(ask_for_person(d));
	visitor_is_joined(d);
	agent_does(d, AGENT_GIVE_BACK, "");
	session = hear_session(d, "\"person\":false");
	visitor_hears(d, "{\"type\":\"handover\",\"state\":\"returned\"}");
	reconnect(d, session, 0);
	say(d, "{\"type\":\"ask\",\"text\":\"what is tea\"}");
	visitor_hears(d, "Leaves in hot water.");
	free(session);
}

static void who_comes_back_hears_what_was_missed_once(void **state)
{
	struct desk *d = *state;
	char *session;

	agent_comes(d);
	session = ask_for_person(d);
	visitor_is_joined(d);
	agent_does(d, AGENT_REPLY, ",\"text\":\"one\"");
	visitor_hears(d, "\"text\":\"one\"");
	reconnect(d, session, 4);
	visitor_hears(d, "\"joined\"");
	agent_does(d, AGENT_REPLY, ",\"text\":\"two\"");
	visitor_hears(d, "\"text\":\"two\"");
	reconnect(d, session, 4);
	visitor_hears(d, "\"joined\"");
	visitor_hears(d, "\"id\":\"5\",\"text\":\"two\"");
	free(session);
}

static void a_restart_of_faqd_loses_nothing(void **state)
{
	struct desk *d = *state;
	char *session;

	agent_comes(d);
	session = ask_for_person(d);
	visitor_is_joined(d);
	agent_does(d, AGENT_REPLY, ",\"text\":\"one\"");
	visitor_hears(d, "\"text\":\"one\"");
	end_hub(d);
	begin_hub(d);
	reconnect(d, session, 0);
	visitor_hears(d, "\"joined\"");
	visitor_hears(d, "\"text\":\"one\"");
	free(session);
}

static void a_session_of_a_faqd_with_agents_is_good_without(void **state)
{
	struct desk *d = *state;
	char *session;

	agent_comes(d);
	session = ask_for_person(d);
	d->f->shared.hub = NULL;
	reconnect(d, session, 0);
	visitor_hears(d, "\"person\":false");
	visitor_hears(d, "\"state\":\"returned\"");
	d->f->session.visit.person = true;
	say(d, "{\"type\":\"ask\",\"text\":\"what is tea\"}");
	visitor_hears(d, "\"person\":false");
	visitor_hears(d, "\"state\":\"returned\"");
	visitor_hears(d, "Leaves in hot water.");
	d->f->shared.hub = d->hub;
	free(session);
}

static void another_visitor_on_the_connection_hears_nothing(void **state)
{
	struct desk *d = *state;
	struct visit other;
	char hello[512], token[TOKEN_BYTES];
	uint64_t serial;

	agent_comes(d);
	free(ask_for_person(d));
	serial = d->f->session.serial;
	visit_init(&other);
	assert_true(token_begin(&d->f->responder.signer, &other));
	assert_true(token_write(&d->f->responder.signer, &other,
				d->f->responder.now_s(), token));
	snprintf(hello, sizeof(hello),
		 "{\"type\":\"resume\",\"session\":\"%s\"}", token);
	say(d, hello);
	visitor_hears(d, "\"resumed\":true");
	assert_null(seats_find(&d->f->responder.seats, serial));
	assert_false(d->f->session.visit.person);
}

static void a_new_conversation_hears_nothing_of_the_old(void **state)
{
	struct desk *d = *state;
	uint64_t serial;

	agent_comes(d);
	free(ask_for_person(d));
	serial = d->f->session.serial;
	say(d, "{\"type\":\"hello\"}");
	visitor_hears(d, "\"resumed\":false");
	assert_null(seats_find(&d->f->responder.seats, serial));
	assert_false(d->f->session.visit.person);
}

static void who_speaks_http_is_told_of_the_person(void **state)
{
	struct desk *d = *state;
	struct mouth_call call = {.now_s = 1};
	struct mouth_answer answer;
	char body[512], *session;

	agent_comes(d);
	session = ask_for_person(d);
	snprintf(body, sizeof(body),
		 "{\"text\":\"what is tea\",\"session\":\"%s\"}", session);
	call.body = body;
	call.bytes = strlen(body);
	answer = mouth_of(ROUTE_ASK)->answer(&d->f->responder, &call);
	assert_int_equal(answer.status, 409);
	assert_non_null(strstr(answer.body, "\"code\":\"with_person\""));
	free(session);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(without_agents_nothing_is_said_of_persons),
		TEST(who_asks_while_nobody_is_there_hears_so),
		TEST(a_conversation_is_left_for_later),
		TEST(who_asks_for_a_person_is_handed_over),
		TEST(after_two_misses_a_person_is_offered),
		TEST(anger_with_nobody_there_may_be_left_for_later),
		TEST(messages_go_both_ways_and_are_told_when_stored),
		TEST(a_click_is_told_as_it_was_read),
		TEST(a_message_too_long_for_a_person_is_refused),
		TEST(what_is_said_after_the_end_is_answered_by_the_bot),
		TEST(what_is_given_back_goes_on_with_the_bot),
		TEST(who_comes_back_hears_what_was_missed_once),
		TEST(a_restart_of_faqd_loses_nothing),
		TEST(a_session_of_a_faqd_with_agents_is_good_without),
		TEST(another_visitor_on_the_connection_hears_nothing),
		TEST(a_new_conversation_hears_nothing_of_the_old),
		TEST(who_speaks_http_is_told_of_the_person),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
