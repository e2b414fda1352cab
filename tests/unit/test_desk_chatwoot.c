/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "unit/desk_fixture.h"

#define US (&desk_setups[DESK_CHATWOOT])
#define SAMPLE "chatwoot.message_created.json"

static void a_visitors_message_is_read_whole(void **state)
{
	struct desk_events events;
	char *body = desk_sample(SAMPLE);
	const struct desk_event *event;

	(void)state;
	assert_int_equal(desk_read_text(US, body, false, &events), DESK_OK);
	assert_int_equal(events.count, 1);
	event = &events.event[0];
	assert_int_equal(event->type, DESK_MESSAGE);
	assert_string_equal(event->text,
			    "my passport photo got rejected, what now?");
	assert_int_equal(event->text_bytes, strlen(event->text));
	assert_string_equal(event->delivery, "d-1");
	assert_string_equal(event->message, "501");
	assert_string_equal(event->conversation, "42");
	assert_string_equal(event->account, "1");
	assert_string_equal(event->contact, "12");
	assert_true(event->order == 1767225600000);
	assert_false(event->attachment);
	desk_events_release(&events);
	free(body);
}

static void only_what_a_visitor_says_to_the_bot_is_a_message(void **state)
{
	(void)state;
	desk_reads_as(US,
		      desk_change(desk_sample(SAMPLE), "\"private\": false",
				  "\"private\": true"),
		      DESK_IGNORED, DESK_WHY_PRIVATE);
	desk_reads_as(US,
		      desk_change(desk_sample(SAMPLE), "\"incoming\"",
				  "\"outgoing\""),
		      DESK_IGNORED, DESK_WHY_OWN);
	desk_reads_as(US,
		      desk_change(desk_change(desk_sample(SAMPLE),
					      "\"incoming\"", "\"outgoing\""),
				  "\"sender\": {\n  \"account\"",
				  "\"sender\": {\n  \"type\": \"user\",\n  "
				  "\"account\""),
		      DESK_IGNORED, DESK_WHY_AGENT);
	desk_reads_as(US,
		      desk_change(desk_sample(SAMPLE), "\"incoming\"",
				  "\"activity\""),
		      DESK_IGNORED, DESK_WHY_SYSTEM);
	desk_reads_as(US, desk_change(desk_sample(SAMPLE), "\"incoming\"", "0"),
		      DESK_MESSAGE, DESK_WHY_NONE);
	desk_reads_as(
		US, desk_change(desk_sample(SAMPLE), "\"pending\"", "\"open\""),
		DESK_IGNORED, DESK_WHY_TAKEN);
	desk_reads_as(US,
		      desk_change(desk_sample(SAMPLE), "message_created",
				  "webwidget_triggered"),
		      DESK_IGNORED, DESK_WHY_KIND);
	desk_reads_as(US,
		      desk_change(desk_sample(SAMPLE),
				  "\"account\": {\n  \"id\": 1",
				  "\"account\": {\n  \"id\": 2"),
		      DESK_IGNORED, DESK_WHY_ACCOUNT);
}

static void a_change_is_ignored_unless_a_button_was_pressed(void **state)
{
	struct desk_events events;
	char *body = desk_change(desk_sample(SAMPLE), "message_created",
				 "message_updated");

	(void)state;
	desk_reads_as(US,
		      desk_change(desk_sample(SAMPLE), "message_created",
				  "message_updated"),
		      DESK_IGNORED, DESK_WHY_EDITED);
	body = desk_change(body, "\"in_reply_to\": null",
			   "\"submitted_values\": [{\"title\": \"Tea\", "
			   "\"value\": \"faq.tea\"}]");
	assert_int_equal(desk_read_text(US, body, false, &events), DESK_OK);
	assert_int_equal(events.event[0].type, DESK_MESSAGE);
	assert_string_equal(events.event[0].choice, "faq.tea");
	assert_string_equal(events.event[0].text, "Tea");
	assert_string_equal(events.event[0].message, "501/pressed");
	desk_events_release(&events);
	free(body);
}

static void the_status_says_whose_the_conversation_is(void **state)
{
	static const struct {
		const char *status;
		enum desk_event_type type;
		enum desk_why why;
	} all[] = {{"open", DESK_TAKEN, DESK_WHY_NONE},
		   {"pending", DESK_RETURNED, DESK_WHY_NONE},
		   {"resolved", DESK_CLOSED, DESK_WHY_NONE},
		   {"snoozed", DESK_IGNORED, DESK_WHY_KIND}};

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		char *body = strdup("{\"event\":\"conversation_status_changed\""
				    ",\"id\":42,\"status\":\"?\"}");

		desk_reads_as(US, desk_change(body, "?", all[i].status),
			      all[i].type, all[i].why);
	}
}

/* The time of the last message stands for that of a change, where an older
 * Chatwoot does not say it. */
static void a_change_of_status_has_the_time_of_the_change(void **state)
{
	static const struct {
		const char *times;
		int64_t order, span;
	} all[] = {{"\"last_activity_at\":1767225600", 1767225600000, 1000},
		   {"\"last_activity_at\":1767225600,"
		    "\"updated_at\":1767225607.25",
		    1767225607250, 1}};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		char *body = desk_change(
			strdup("{\"event\":\"conversation_opened\",\"id\":42,"
			       "\"status\":\"open\",?}"),
			"?", all[i].times);
		struct desk_events events;

		assert_int_equal(desk_read_text(US, body, false, &events),
				 DESK_OK);
		assert_true(events.event[0].order == all[i].order);
		assert_true(events.event[0].order_span == all[i].span);
		desk_events_release(&events);
		free(body);
	}
}

static void what_lacks_its_ids_or_has_other_types_is_refused(void **state)
{
	(void)state;
	desk_refuses(US, desk_change(desk_sample(SAMPLE), "\"id\": 501,", ""));
	desk_refuses(US, desk_change(desk_sample(SAMPLE), "\"id\": 42,", ""));
	desk_refuses(US, desk_change(desk_sample(SAMPLE), "501", "5.5"));
	desk_refuses(US, desk_change(desk_sample(SAMPLE), "501", "1e300"));
	desk_refuses(US,
		     desk_change(desk_sample(SAMPLE), "501", "\"a\\u0007b\""));
	desk_refuses(US, desk_change(desk_sample(SAMPLE), "\"pending\"", "{}"));
	desk_refuses(US, desk_change(desk_sample(SAMPLE), "\"private\": false",
				     "\"private\": \"no\""));
	desk_refuses(US, strdup("{\"event\":\"message_created\"}"));
	desk_refuses(US, strdup("[]"));
	desk_refuses(US, strdup(""));
}

static void an_answer_is_markdown_in_the_conversation(void **state)
{
	struct desk_requests requests;
	struct desk_headers headers;
	struct faq_reply reply;

	(void)state;
	desk_answer(&reply);
	assert_int_equal(desk_reply(US, &desk_to_a, &reply, &requests),
			 DESK_OK);
	assert_int_equal(requests.count, 1);
	assert_false(requests.synchronous);
	desk_request_is(
		&requests.request[0], "POST",
		"/api/v1/accounts/1/conversations/42/messages",
		"{\"content\":\"Now:\\n\\n\xE2\x9A\xA0\xEF\xB8\x8F "
		"**What \\\\*tea\\\\* is \\\\<now\\\\>**\\n\\n"
		"Leaves & **water**.\\n\\nSee the shop.\\n\\n"
		"[The tea shop](<https://shop.example/?a=1&b=2>)\\n\\n"
		"Hot\\\\!\",\"message_type\":\"outgoing\",\"private\":false,"
		"\"content_type\":\"text\",\"content_attributes\":{}}");
	assert_string_equal(requests.request[0].key, "k1.0");
	assert_int_equal(desk_headers(US, &requests.request[0], 0, &headers),
			 DESK_OK);
	assert_string_equal(desk_header_of(&headers, "api_access_token"),
			    "bot-token");
	assert_null(strstr(requests.request[0].body, "bot-token"));
	desk_requests_release(&requests);
}

static void choices_are_an_input_select(void **state)
{
	struct desk_requests requests;
	struct faq_reply reply;

	(void)state;
	desk_clarify(&reply);
	assert_int_equal(desk_reply(US, &desk_to_a, &reply, &requests),
			 DESK_OK);
	desk_request_is(&requests.request[0], "POST",
			"/api/v1/accounts/1/conversations/42/messages",
			"{\"content\":\"Which one?\",\"message_type\":"
			"\"outgoing\",\"private\":false,\"content_type\":"
			"\"input_select\",\"content_attributes\":{\"items\":["
			"{\"title\":\"What *tea* is <now>\",\"value\":"
			"\"faq.tea\"},{\"title\":\"Water\",\"value\":"
			"\"faq.water\"}]}}");
	desk_requests_release(&requests);
}

static void a_note_is_private_and_a_handover_opens_it(void **state)
{
	struct desk_requests requests;
	struct faq_reply reply;

	(void)state;
	desk_answer(&reply);
	reply.part_count = 0;
	reply.suggest_count = 1;
	reply.suggest[0].intent = &desk_water;
	reply.suggest[0].score = 0.41;
	assert_int_equal(desk_note(US, &desk_to_a, DESK_REASON_MISSED,
				   "is *it*?", &reply, &requests),
			 DESK_OK);
	desk_request_is(&requests.request[0], "POST",
			"/api/v1/accounts/1/conversations/42/messages",
			"is \\\\*it\\\\*?");
	assert_non_null(
		strstr(requests.request[0].body, "Water (faq.water, 41 %)"));
	assert_non_null(strstr(requests.request[0].body, "\"private\":true"));
	desk_requests_release(&requests);
	assert_int_equal(
		desk_handover(US, &desk_to_a, DESK_REASON_ASKED, &requests),
		DESK_OK);
	desk_request_is(&requests.request[0], "POST",
			"/api/v1/accounts/1/conversations/42/toggle_status",
			"{\"status\":\"open\"}");
	desk_requests_release(&requests);
	assert_int_equal(desk_typing(US, &desk_to_a, true, &requests), DESK_OK);
	desk_request_is(
		&requests.request[0], "POST",
		"/api/v1/accounts/1/conversations/42/toggle_typing_status",
		"{\"typing_status\":\"on\"}");
	desk_requests_release(&requests);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_visitors_message_is_read_whole),
		cmocka_unit_test(
			only_what_a_visitor_says_to_the_bot_is_a_message),
		cmocka_unit_test(
			a_change_is_ignored_unless_a_button_was_pressed),
		cmocka_unit_test(the_status_says_whose_the_conversation_is),
		cmocka_unit_test(a_change_of_status_has_the_time_of_the_change),
		cmocka_unit_test(
			what_lacks_its_ids_or_has_other_types_is_refused),
		cmocka_unit_test(an_answer_is_markdown_in_the_conversation),
		cmocka_unit_test(choices_are_an_input_select),
		cmocka_unit_test(a_note_is_private_and_a_handover_opens_it),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
