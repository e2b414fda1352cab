/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "unit/desk_fixture.h"

#define US (&desk_setups[DESK_ZENDESK])
#define SAMPLE "zendesk.conversation_message.json"

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
	assert_string_equal(event->text, "how long does the review take");
	assert_string_equal(event->delivery, "evt0001");
	assert_string_equal(event->message, "msg0001");
	assert_string_equal(event->conversation, "conv0001");
	assert_string_equal(event->account, "app0001");
	assert_string_equal(event->contact, "u0001");
	assert_true(event->order == 1767225600000);
	desk_events_release(&events);
	free(body);
}

static void a_call_may_have_many_events_but_not_any_number(void **state)
{
	static const char one[] =
		"{\"id\":\"e\",\"type\":\"conversation:read\"},";
	struct desk_events events;
	char *body = calloc(1, sizeof(one) * (DESK_EVENTS_MAX + 1) + 64);

	(void)state;
	for (size_t count = DESK_EVENTS_MAX; count <= DESK_EVENTS_MAX + 1;
	     count++) {
		snprintf(body, 64,
			 "{\"app\":{\"id\":\"app0001\"},\"events\":[");
		for (size_t i = 0; i < count; i++)
			strcat(body, one);
		snprintf(strrchr(body, ','), 3, "]}");
		if (count > DESK_EVENTS_MAX) {
			desk_refuses(US, body);
			break;
		}
		assert_int_equal(desk_read_text(US, body, false, &events),
				 DESK_OK);
		assert_int_equal(events.count, count);
		desk_events_release(&events);
	}
}

static void only_what_a_visitor_says_to_the_bot_is_a_message(void **state)
{
	(void)state;
	desk_reads_as(US,
		      desk_change(desk_sample(SAMPLE), "\"type\": \"user\"",
				  "\"type\": \"business\""),
		      DESK_IGNORED, DESK_WHY_OWN);
	desk_reads_as(US,
		      desk_change(desk_sample(SAMPLE), "\"type\": \"web\"",
				  "\"type\": \"zd:agentWorkspace\""),
		      DESK_IGNORED, DESK_WHY_AGENT);
	desk_reads_as(US,
		      desk_change(desk_sample(SAMPLE), "\"name\": \"faqd\"",
				  "\"name\": \"zd-agentWorkspace\""),
		      DESK_IGNORED, DESK_WHY_TAKEN);
	desk_reads_as(US, desk_change(desk_sample(SAMPLE), "app0001", "app2"),
		      DESK_IGNORED, DESK_WHY_ACCOUNT);
	desk_reads_as(US,
		      desk_change(desk_sample(SAMPLE), "conversation:message",
				  "switchboard:passControl"),
		      DESK_RETURNED, DESK_WHY_NONE);
	desk_reads_as(US,
		      desk_change(desk_change(desk_sample(SAMPLE),
					      "conversation:message",
					      "switchboard:passControl"),
				  "\"name\": \"faqd\"", "\"name\": \"x\""),
		      DESK_TAKEN, DESK_WHY_NONE);
}

static void a_button_carries_its_intent(void **state)
{
	struct desk_events events;
	char *body =
		desk_change(desk_sample(SAMPLE), "\"type\": \"text\",",
			    "\"type\": \"text\", \"payload\": \"faq.tea\",");

	(void)state;
	assert_int_equal(desk_read_text(US, body, false, &events), DESK_OK);
	assert_string_equal(events.event[0].choice, "faq.tea");
	desk_events_release(&events);
	free(body);
	body = strdup("{\"app\":{\"id\":\"app0001\"},\"events\":[{\"id\":\"e9\""
		      ",\"type\":\"conversation:postback\",\"payload\":{"
		      "\"conversation\":{\"id\":\"c\"},\"postback\":{"
		      "\"payload\":\"faq.water\"}}}]}");
	assert_int_equal(desk_read_text(US, body, false, &events), DESK_OK);
	assert_string_equal(events.event[0].choice, "faq.water");
	assert_string_equal(events.event[0].message, "e9");
	desk_events_release(&events);
	free(body);
}

static void an_image_is_a_message_without_words(void **state)
{
	struct desk_events events;
	char *body = desk_change(desk_sample(SAMPLE),
				 "\"type\": \"text\",\n      \"text\": \"how "
				 "long does the review take\"",
				 "\"type\": \"image\"");

	(void)state;
	assert_int_equal(desk_read_text(US, body, false, &events), DESK_OK);
	assert_int_equal(events.event[0].type, DESK_MESSAGE);
	assert_true(events.event[0].attachment);
	assert_string_equal(events.event[0].text, "");
	desk_events_release(&events);
	free(body);
}

static void what_is_no_batch_of_events_is_refused(void **state)
{
	(void)state;
	desk_refuses(US, desk_change(desk_sample(SAMPLE), "evt0001", ""));
	desk_refuses(US,
		     desk_change(desk_sample(SAMPLE), "\"events\"", "\"e\""));
	desk_refuses(US,
		     desk_change(desk_sample(SAMPLE), "\"payload\"", "\"p\""));
	desk_refuses(US,
		     desk_change(desk_sample(SAMPLE), "\"conv0001\"", "[]"));
	desk_refuses(US, strdup("{\"app\":{\"id\":\"a\"},\"events\":[1]}"));
	desk_refuses(US, strdup("{\"events\":[]}"));
}

static void an_answer_is_plain_and_its_link_a_button(void **state)
{
	struct desk_requests requests;
	struct desk_headers headers;
	struct faq_reply reply;

	(void)state;
	desk_answer(&reply);
	assert_int_equal(desk_reply(US, &desk_to_a, &reply, &requests),
			 DESK_OK);
	desk_request_is(&requests.request[0], "POST",
			"/v2/apps/app0001/conversations/42/messages",
			"{\"author\":{\"type\":\"business\"},\"content\":{"
			"\"type\":\"text\",\"text\":\"Now:\\n\\n"
			"\xE2\x9A\xA0\xEF\xB8\x8F What *tea* is <now>\\n\\n"
			"Leaves & water.\\n\\nSee the shop.\\n\\nHot!\","
			"\"actions\":[{\"type\":\"link\",\"text\":\"The tea "
			"shop\",\"uri\":\"https://shop.example/?a=1&b=2\"}]}}");
	assert_int_equal(desk_headers(US, &requests.request[0], 0, &headers),
			 DESK_OK);
	assert_string_equal(desk_header_of(&headers, "Authorization"),
			    "Basic a2V5MTpwYXNz");
	desk_requests_release(&requests);
}

static void choices_are_replies_and_nothing_else_is_with_them(void **state)
{
	struct desk_requests requests;
	struct faq_reply reply;

	(void)state;
	desk_clarify(&reply);
	reply.part_count = 1;
	reply.part[0].intent = &desk_tea;
	assert_int_equal(desk_reply(US, &desk_to_a, &reply, &requests),
			 DESK_OK);
	desk_request_is(&requests.request[0], "POST",
			"/v2/apps/app0001/conversations/42/messages",
			"\"actions\":[{\"type\":\"reply\",\"text\":\"What *tea*"
			" is <now>\",\"payload\":\"faq.tea\"},{\"type\":"
			"\"reply\",\"text\":\"Water\",\"payload\":"
			"\"faq.water\"}]");
	assert_null(strstr(requests.request[0].body, "\"link\""));
	assert_non_null(strstr(requests.request[0].body, "The tea shop: http"));
	desk_requests_release(&requests);
}

static void control_is_passed_and_there_are_no_notes(void **state)
{
	struct desk_requests requests;
	struct faq_reply reply;

	(void)state;
	desk_answer(&reply);
	assert_int_equal(
		desk_handover(US, &desk_to_a, DESK_REASON_ASKED, &requests),
		DESK_OK);
	desk_request_is(&requests.request[0], "POST",
			"/v2/apps/app0001/conversations/42/passControl",
			"{\"switchboardIntegration\":\"next\",\"metadata\":{"
			"\"faqd.reason\":\"asked_for_a_person\"}}");
	desk_requests_release(&requests);
	assert_int_equal(desk_typing(US, &desk_to_a, false, &requests),
			 DESK_OK);
	desk_request_is(&requests.request[0], "POST",
			"/v2/apps/app0001/conversations/42/activity",
			"\"type\":\"typing:stop\"");
	desk_requests_release(&requests);
	assert_int_equal(desk_note(US, &desk_to_a, DESK_REASON_ASKED, "x",
				   &reply, &requests),
			 DESK_ERROR_UNABLE);
	assert_null(requests.request);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_visitors_message_is_read_whole),
		cmocka_unit_test(
			a_call_may_have_many_events_but_not_any_number),
		cmocka_unit_test(
			only_what_a_visitor_says_to_the_bot_is_a_message),
		cmocka_unit_test(a_button_carries_its_intent),
		cmocka_unit_test(an_image_is_a_message_without_words),
		cmocka_unit_test(what_is_no_batch_of_events_is_refused),
		cmocka_unit_test(an_answer_is_plain_and_its_link_a_button),
		cmocka_unit_test(
			choices_are_replies_and_nothing_else_is_with_them),
		cmocka_unit_test(control_is_passed_and_there_are_no_notes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
