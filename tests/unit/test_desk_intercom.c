/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "unit/desk_fixture.h"

#define US (&desk_setups[DESK_INTERCOM])
#define SAMPLE "intercom.user_replied.json"

static void a_visitors_html_is_read_as_text(void **state)
{
	struct desk_events events;
	char *body = desk_sample(SAMPLE);
	const struct desk_event *event;

	(void)state;
	assert_int_equal(desk_read_text(US, body, false, &events), DESK_OK);
	event = &events.event[0];
	assert_int_equal(event->type, DESK_MESSAGE);
	assert_string_equal(event->text, "Is tea < coffee?\nTell me");
	assert_string_equal(event->delivery, "notif_0001");
	assert_string_equal(event->message, "2");
	assert_string_equal(event->conversation, "900");
	assert_string_equal(event->contact, "u1");
	desk_events_release(&events);
	free(body);
}

static void a_conversations_first_message_is_its_source(void **state)
{
	struct desk_events events;
	char *body = desk_change(desk_sample(SAMPLE), "user.replied",
				 "user.created");

	(void)state;
	body = desk_change(body, "\"conversation_parts\": {", "\"none\": {");
	assert_int_equal(desk_read_text(US, body, false, &events), DESK_OK);
	assert_int_equal(events.event[0].type, DESK_MESSAGE);
	assert_string_equal(events.event[0].text, "Hello");
	assert_string_equal(events.event[0].message, "1");
	desk_events_release(&events);
	free(body);
}

static void only_what_a_visitor_says_to_the_bot_is_a_message(void **state)
{
	(void)state;
	desk_reads_as(US,
		      desk_change(desk_sample(SAMPLE),
				  "\"admin_assignee_id\": null",
				  "\"admin_assignee_id\": 5"),
		      DESK_IGNORED, DESK_WHY_TAKEN);
	desk_reads_as(US,
		      desk_change(desk_sample(SAMPLE),
				  "\"admin_assignee_id\": null",
				  "\"admin_assignee_id\": 77"),
		      DESK_MESSAGE, DESK_WHY_NONE);
	desk_reads_as(US,
		      desk_change(desk_sample(SAMPLE), "user.replied",
				  "admin.replied"),
		      DESK_IGNORED, DESK_WHY_AGENT);
	desk_reads_as(
		US,
		desk_change(desk_sample(SAMPLE), "user.replied", "admin.noted"),
		DESK_IGNORED, DESK_WHY_PRIVATE);
	desk_reads_as(US,
		      desk_change(desk_sample(SAMPLE), "user.replied",
				  "admin.closed"),
		      DESK_CLOSED, DESK_WHY_NONE);
	desk_reads_as(US,
		      desk_change(desk_sample(SAMPLE), "user.replied",
				  "admin.assigned"),
		      DESK_RETURNED, DESK_WHY_NONE);
	desk_reads_as(US, desk_change(desk_sample(SAMPLE), "app0001", "other"),
		      DESK_IGNORED, DESK_WHY_ACCOUNT);
	desk_reads_as(US,
		      desk_change(desk_sample(SAMPLE),
				  "conversation.user.replied", "user.x"),
		      DESK_IGNORED, DESK_WHY_KIND);
}

static void our_own_reply_that_comes_back_is_ignored(void **state)
{
	char *body = desk_change(desk_sample(SAMPLE), "user.replied",
				 "admin.replied");
	char *part = strstr(body, "\"part_type\"");

	(void)state;
	assert_non_null(part);
	memcpy(strstr(part, "\"u1\""), "\"77\"", 4);
	desk_reads_as(US, body, DESK_IGNORED, DESK_WHY_OWN);
}

static void a_ping_is_one(void **state)
{
	(void)state;
	desk_reads_as(US,
		      strdup("{\"type\":\"notification_event\",\"topic\":"
			     "\"ping\",\"data\":{\"item\":{}}}"),
		      DESK_PING, DESK_WHY_NONE);
}

static void of_very_much_html_the_beginning_is_read(void **state)
{
	struct desk_events events;
	char *much = malloc(200001);
	char *body;

	(void)state;
	assert_non_null(much);
	memset(much, 'a', 200000);
	much[200000] = '\0';
	body = desk_change(desk_sample(SAMPLE), "Is <b>tea", much);
	assert_int_equal(desk_read_text(US, body, false, &events), DESK_OK);
	assert_true(events.event[0].text_bytes > FAQ_QUESTION_BYTES);
	assert_true(events.event[0].text_bytes < 70000);
	desk_events_release(&events);
	free(body);
	free(much);
}

static void what_is_no_conversation_is_refused(void **state)
{
	(void)state;
	desk_refuses(US, desk_change(desk_sample(SAMPLE), "\"900\"", "null"));
	desk_refuses(US, desk_change(desk_sample(SAMPLE), "\"item\"", "\"i\""));
	desk_refuses(US,
		     desk_change(desk_sample(SAMPLE), "\"id\": \"2\",", ""));
	desk_refuses(US, strdup("{\"topic\":7}"));
}

static void an_answer_is_html_of_our_admin(void **state)
{
	struct desk_requests requests;
	struct desk_headers headers;
	struct faq_reply reply;

	(void)state;
	desk_answer(&reply);
	assert_int_equal(desk_reply(US, &desk_to_a, &reply, &requests),
			 DESK_OK);
	desk_request_is(
		&requests.request[0], "POST", "/conversations/42/reply",
		"{\"message_type\":\"comment\",\"type\":\"admin\","
		"\"admin_id\":\"77\",\"body\":\"<p>Now:</p>\\n"
		"<p>\xE2\x9A\xA0\xEF\xB8\x8F <strong>What *tea* is "
		"&lt;now&gt;</strong></p>\\n<p>Leaves &amp; <strong>water"
		"</strong>.</p>\\n<p>See the shop.</p>\\n<p><a href=\\\""
		"https://shop.example/?a=1&amp;b=2\\\">The tea shop</a></p>\\n"
		"<p>Hot!</p>\"}");
	assert_int_equal(desk_headers(US, &requests.request[0], 0, &headers),
			 DESK_OK);
	assert_string_equal(desk_header_of(&headers, "Authorization"),
			    "Bearer tok");
	assert_string_equal(desk_header_of(&headers, "Intercom-Version"),
			    "2.14");
	desk_requests_release(&requests);
}

static void choices_are_quick_replies_with_lasting_ids(void **state)
{
	struct desk_requests requests, again;
	struct faq_reply reply;

	(void)state;
	desk_clarify(&reply);
	assert_int_equal(desk_reply(US, &desk_to_a, &reply, &requests),
			 DESK_OK);
	assert_int_equal(desk_reply(US, &desk_to_a, &reply, &again), DESK_OK);
	assert_int_equal(requests.count, 2);
	desk_request_is(&requests.request[1], "POST", "/conversations/42/reply",
			"{\"message_type\":\"quick_reply\",\"type\":\"admin\","
			"\"admin_id\":\"77\",\"reply_options\":[{\"text\":"
			"\"What *tea* is <now>\",\"uuid\":\"");
	assert_string_equal(requests.request[1].body, again.request[1].body);
	assert_string_equal(requests.request[1].key, "k1.1");
	desk_requests_release(&requests);
	desk_requests_release(&again);
}

static void a_team_takes_over(void **state)
{
	struct desk_requests requests;

	(void)state;
	assert_int_equal(
		desk_handover(US, &desk_to_a, DESK_REASON_ANGER, &requests),
		DESK_OK);
	desk_request_is(&requests.request[0], "POST", "/conversations/42/parts",
			"{\"message_type\":\"assignment\",\"type\":\"admin\","
			"\"admin_id\":\"77\",\"assignee_id\":\"88\"}");
	desk_requests_release(&requests);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_visitors_html_is_read_as_text),
		cmocka_unit_test(a_conversations_first_message_is_its_source),
		cmocka_unit_test(
			only_what_a_visitor_says_to_the_bot_is_a_message),
		cmocka_unit_test(our_own_reply_that_comes_back_is_ignored),
		cmocka_unit_test(a_ping_is_one),
		cmocka_unit_test(of_very_much_html_the_beginning_is_read),
		cmocka_unit_test(what_is_no_conversation_is_refused),
		cmocka_unit_test(an_answer_is_html_of_our_admin),
		cmocka_unit_test(choices_are_quick_replies_with_lasting_ids),
		cmocka_unit_test(a_team_takes_over),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
