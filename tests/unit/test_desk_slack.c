/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "unit/desk_fixture.h"

#define US (&desk_setups[DESK_SLACK])
#define SAMPLE "slack.message.json"

static const struct desk_to thread = {"C1/1767225600.000200", "k1"};

static void a_mention_is_read_as_what_it_shows(void **state)
{
	struct desk_events events;
	char *body = desk_sample(SAMPLE);
	const struct desk_event *event;

	(void)state;
	assert_int_equal(desk_read_text(US, body, false, &events), DESK_OK);
	event = &events.event[0];
	assert_int_equal(event->type, DESK_MESSAGE);
	assert_string_equal(event->text, "is tea < coffee in kitchen? see");
	assert_int_equal(event->text_bytes, strlen(event->text));
	assert_string_equal(event->delivery, "Ev0001");
	assert_string_equal(event->message, "C1/1767225600.000200");
	assert_string_equal(event->conversation, "C1/1767225600.000200");
	assert_string_equal(event->contact, "U1");
	assert_string_equal(event->account, "T1");
	assert_true(event->order == 1767225600000);
	desk_events_release(&events);
	free(body);
}

static void a_thread_and_a_direct_message_are_conversations(void **state)
{
	struct desk_events events;
	char *body = desk_change(desk_sample(SAMPLE), "\"channel\":",
				 "\"thread_ts\": \"7.1\", \"channel\":");

	(void)state;
	assert_int_equal(desk_read_text(US, body, false, &events), DESK_OK);
	assert_string_equal(events.event[0].conversation, "C1/7.1");
	desk_events_release(&events);
	free(body);
	body = desk_change(desk_sample(SAMPLE), "\"channel\":",
			   "\"channel_type\": \"im\", \"channel\":");
	assert_int_equal(desk_read_text(US, body, false, &events), DESK_OK);
	assert_string_equal(events.event[0].conversation, "C1");
	desk_events_release(&events);
	free(body);
}

static void only_what_a_visitor_says_is_a_message(void **state)
{
	(void)state;
	desk_reads_as(US,
		      desk_change(desk_sample(SAMPLE),
				  "\"user\":", "\"bot_id\": \"B1\", \"user\":"),
		      DESK_IGNORED, DESK_WHY_OWN);
	desk_reads_as(US,
		      desk_change(desk_sample(SAMPLE), "\"U1\"", "\"UBOT\""),
		      DESK_IGNORED, DESK_WHY_OWN);
	desk_reads_as(US,
		      desk_change(desk_sample(SAMPLE), "\"U1\"", "\"UAGENT\""),
		      DESK_IGNORED, DESK_WHY_AGENT);
	desk_reads_as(
		US,
		desk_change(desk_sample(SAMPLE), "\"user\":",
			    "\"subtype\": \"message_changed\", \"user\":"),
		DESK_IGNORED, DESK_WHY_EDITED);
	desk_reads_as(US,
		      desk_change(desk_sample(SAMPLE), "\"user\":",
				  "\"subtype\": \"channel_join\", \"user\":"),
		      DESK_IGNORED, DESK_WHY_SYSTEM);
	desk_reads_as(US,
		      desk_change(desk_sample(SAMPLE), "app_mention",
				  "reaction_added"),
		      DESK_IGNORED, DESK_WHY_KIND);
	desk_reads_as(US, desk_change(desk_sample(SAMPLE), "\"T1\"", "\"T2\""),
		      DESK_IGNORED, DESK_WHY_ACCOUNT);
}

static void the_challenge_is_handed_back(void **state)
{
	struct desk_events events;

	(void)state;
	assert_int_equal(desk_read_text(US,
					"{\"type\":\"url_verification\","
					"\"challenge\":\"3eZ\"}",
					false, &events),
			 DESK_OK);
	assert_int_equal(events.event[0].type, DESK_CHALLENGE);
	assert_string_equal(events.event[0].text, "3eZ");
	desk_events_release(&events);
}

/* As Slack encodes it. */
static char *as_form(char *text)
{
	char *form = calloc(3, strlen(text) + 8);
	size_t at = (size_t)sprintf(form, "payload=");

	for (const char *p = text; *p; p++)
		at += (size_t)sprintf(form + at, "%%%02X", (unsigned char)*p);
	free(text);
	return form;
}

static void a_button_comes_as_a_form_with_json_in_it(void **state)
{
	struct desk_events events;
	char *body = as_form(desk_sample("slack.block_actions.json"));
	const struct desk_event *event;

	(void)state;
	assert_int_equal(desk_read_text(US, body, true, &events), DESK_OK);
	event = &events.event[0];
	assert_int_equal(event->type, DESK_MESSAGE);
	assert_string_equal(event->choice, "faq.tea");
	assert_string_equal(event->text, "What tea is");
	assert_string_equal(event->conversation, "C1/1767225600.000200");
	assert_string_equal(event->message, "C1/1767225602.123456");
	desk_events_release(&events);
	free(body);
}

static void a_payload_that_is_none_is_refused(void **state)
{
	static const char *const bodies[] = {
		"payload=7", "payload=%7B", "payload=%5B%5D", "payload=%zz",
		"payload=%7B%22type%22%3A%22block_actions%22%7D"};
	struct desk_events events;

	(void)state;
	for (size_t i = 0; i < 5; i++)
		assert_int_equal(desk_read_text(US, bodies[i], true, &events),
				 DESK_ERROR_BODY);
	desk_refuses(US, desk_change(desk_sample(SAMPLE), "\"C1\"", "null"));
	desk_refuses(US,
		     desk_change(desk_sample(SAMPLE), "\"event\":", "\"e\":"));
}

static void an_answer_is_mrkdwn_in_the_thread(void **state)
{
	struct desk_requests requests;
	struct desk_headers headers;
	struct faq_reply reply;

	(void)state;
	desk_answer(&reply);
	assert_int_equal(desk_reply(US, &thread, &reply, &requests), DESK_OK);
	desk_request_is(
		&requests.request[0], "POST", "/api/chat.postMessage",
		"{\"channel\":\"C1\",\"thread_ts\":\"1767225600.000200\","
		"\"text\":\"Now:\\n\\n\xE2\x9A\xA0\xEF\xB8\x8F *What *tea* is "
		"&lt;now&gt;*\\n\\nLeaves &amp; *water*.\\n\\nSee the shop."
		"\\n\\n<https://shop.example/?a=1&amp;b=2|The tea shop>\\n\\n"
		"Hot!\",\"unfurl_links\":false,\"blocks\":[{\"type\":"
		"\"section\",\"text\":{\"type\":\"mrkdwn\",\"text\":\"");
	assert_int_equal(desk_headers(US, &requests.request[0], 0, &headers),
			 DESK_OK);
	assert_string_equal(desk_header_of(&headers, "Authorization"),
			    "Bearer xoxb");
	desk_requests_release(&requests);
}

static void choices_are_buttons_with_short_labels(void **state)
{
	static const struct faq_intent wordy = {
		.id = "faq.wordy",
		.title =
			"0123456789012345678901234567890123456789"
			"012345678901234567890123456789\xC3\xA9\xC3\xA9\xC3\xA9"
			"\xC3\xA9\xC3\xA9\xC3\xA9 more"};
	struct desk_requests requests;
	struct faq_reply reply;

	(void)state;
	desk_clarify(&reply);
	reply.choice[1] = &wordy;
	assert_int_equal(desk_reply(US, &thread, &reply, &requests), DESK_OK);
	desk_request_is(&requests.request[0], "POST", "/api/chat.postMessage",
			"{\"type\":\"actions\",\"elements\":[{\"type\":"
			"\"button\",\"action_id\":\"choice.0\",\"text\":{"
			"\"type\":\"plain_text\",\"text\":\"What *tea* is <now>"
			"\"},\"value\":\"faq.tea\"}");
	assert_non_null(strstr(requests.request[0].body,
			       "9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\"}"));
	desk_requests_release(&requests);
}

static void ok_false_is_no_success(void **state)
{
	static const struct {
		const char *body;
		enum desk_outcome outcome;
	} all[] = {{"{\"ok\":true}", DESK_DONE},
		   {"{\"ok\":false,\"error\":\"ratelimited\"}", DESK_AGAIN},
		   {"{\"ok\":false,\"error\":\"invalid_auth\"}", DESK_DEAD},
		   {"{\"ok\":\"true\"}", DESK_DEAD},
		   {"<html>", DESK_AGAIN}};

	(void)state;
	for (size_t i = 0; i < 5; i++) {
		struct desk_result result = desk_result(
			US, 200, NULL, 0, all[i].body, strlen(all[i].body));

		assert_int_equal(result.outcome, all[i].outcome);
		assert_int_equal(result.cause[0] == '\0',
				 all[i].outcome == DESK_DONE);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_mention_is_read_as_what_it_shows),
		cmocka_unit_test(
			a_thread_and_a_direct_message_are_conversations),
		cmocka_unit_test(only_what_a_visitor_says_is_a_message),
		cmocka_unit_test(the_challenge_is_handed_back),
		cmocka_unit_test(a_button_comes_as_a_form_with_json_in_it),
		cmocka_unit_test(a_payload_that_is_none_is_refused),
		cmocka_unit_test(an_answer_is_mrkdwn_in_the_thread),
		cmocka_unit_test(choices_are_buttons_with_short_labels),
		cmocka_unit_test(ok_false_is_no_success),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
