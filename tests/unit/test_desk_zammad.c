/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "unit/desk_fixture.h"

#define US (&desk_setups[DESK_ZAMMAD])
#define SAMPLE "zammad.article.json"

static void a_customers_article_is_a_message(void **state)
{
	struct desk_events events;
	char *body = desk_sample(SAMPLE);
	const struct desk_event *event;

	(void)state;
	assert_int_equal(desk_read_text(US, body, false, &events), DESK_OK);
	event = &events.event[0];
	assert_int_equal(event->type, DESK_MESSAGE);
	assert_string_equal(event->text, "what is tea?");
	assert_string_equal(event->message, "410");
	assert_string_equal(event->conversation, "81");
	assert_string_equal(event->contact, "5");
	desk_events_release(&events);
	free(body);
}

static void only_what_a_customer_says_to_the_bot_is_a_message(void **state)
{
	(void)state;
	desk_reads_as(US, desk_change(desk_sample(SAMPLE), "Customer", "Agent"),
		      DESK_IGNORED, DESK_WHY_AGENT);
	desk_reads_as(US,
		      desk_change(desk_sample(SAMPLE), "Customer", "System"),
		      DESK_IGNORED, DESK_WHY_SYSTEM);
	desk_reads_as(US,
		      desk_change(desk_sample(SAMPLE), "\"created_by_id\": 5",
				  "\"created_by_id\": 9"),
		      DESK_IGNORED, DESK_WHY_OWN);
	desk_reads_as(US,
		      desk_change(desk_sample(SAMPLE), "\"internal\": false",
				  "\"internal\": true"),
		      DESK_IGNORED, DESK_WHY_PRIVATE);
	desk_reads_as(US,
		      desk_change(desk_sample(SAMPLE), "\"owner_id\": 1",
				  "\"owner_id\": 3"),
		      DESK_IGNORED, DESK_WHY_TAKEN);
	desk_reads_as(US,
		      desk_change(desk_sample(SAMPLE), "\"owner_id\": 1",
				  "\"owner_id\": 9"),
		      DESK_MESSAGE, DESK_WHY_NONE);
}

static void a_ticket_without_an_article_says_whose_it_is(void **state)
{
	(void)state;
	desk_reads_as(US,
		      strdup("{\"ticket\":{\"id\":1,\"owner_id\":3},"
			     "\"article\":{}}"),
		      DESK_TAKEN, DESK_WHY_NONE);
	desk_reads_as(US, strdup("{\"ticket\":{\"id\":1,\"owner_id\":1}}"),
		      DESK_RETURNED, DESK_WHY_NONE);
	desk_reads_as(US,
		      strdup("{\"ticket\":{\"id\":1,\"owner_id\":1,\"state\":"
			     "{\"name\":\"closed\"}}}"),
		      DESK_CLOSED, DESK_WHY_NONE);
}

static void what_is_no_ticket_is_refused(void **state)
{
	(void)state;
	desk_refuses(US, strdup("{}"));
	desk_refuses(US, strdup("{\"ticket\":{}}"));
	desk_refuses(US, desk_change(desk_sample(SAMPLE), "410", "\"\""));
	desk_refuses(US, desk_change(desk_sample(SAMPLE), "\"Customer\"", "4"));
}

static void an_answer_is_an_article_with_numbered_choices(void **state)
{
	struct desk_requests requests;
	struct desk_headers headers;
	struct faq_reply reply;

	(void)state;
	desk_clarify(&reply);
	assert_int_equal(desk_reply(US, &desk_to_a, &reply, &requests),
			 DESK_OK);
	desk_request_is(&requests.request[0], "POST", "/api/v1/ticket_articles",
			"{\"ticket_id\":\"42\",\"body\":\"<p>Which one?</p>\\n"
			"<p>1. What *tea* is &lt;now&gt;<br>2. Water</p>\","
			"\"content_type\":\"text/html\",\"type\":\"note\","
			"\"internal\":false}");
	assert_int_equal(desk_headers(US, &requests.request[0], 0, &headers),
			 DESK_OK);
	assert_string_equal(desk_header_of(&headers, "Authorization"),
			    "Token token=tok");
	desk_requests_release(&requests);
}

static void a_note_is_internal_and_a_handover_opens_the_ticket(void **state)
{
	struct desk_requests requests;
	struct faq_reply reply;

	(void)state;
	desk_answer(&reply);
	assert_int_equal(desk_note(US, &desk_to_a, DESK_REASON_ASKED,
				   "<script>", &reply, &requests),
			 DESK_OK);
	desk_request_is(&requests.request[0], "POST", "/api/v1/ticket_articles",
			"&lt;script&gt;");
	assert_non_null(strstr(requests.request[0].body, "\"internal\":true"));
	desk_requests_release(&requests);
	assert_int_equal(
		desk_handover(US, &desk_to_a, DESK_REASON_ASKED, &requests),
		DESK_OK);
	desk_request_is(&requests.request[0], "PUT", "/api/v1/tickets/42",
			"{\"state\":\"open\",\"group\":\"Support\"}");
	desk_requests_release(&requests);
	assert_int_equal(desk_typing(US, &desk_to_a, true, &requests),
			 DESK_ERROR_UNABLE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_customers_article_is_a_message),
		cmocka_unit_test(
			only_what_a_customer_says_to_the_bot_is_a_message),
		cmocka_unit_test(a_ticket_without_an_article_says_whose_it_is),
		cmocka_unit_test(what_is_no_ticket_is_refused),
		cmocka_unit_test(an_answer_is_an_article_with_numbered_choices),
		cmocka_unit_test(
			a_note_is_internal_and_a_handover_opens_the_ticket),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
