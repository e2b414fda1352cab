/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "unit/desk_fixture.h"

#define US (&desk_setups[DESK_WEBHOOK])
#define SAMPLE "webhook.message.json"

static void the_map_says_where_things_are(void **state)
{
	struct desk_events events;
	char *body = desk_sample(SAMPLE);
	const struct desk_event *event;

	(void)state;
	assert_int_equal(desk_read_text(US, body, false, &events), DESK_OK);
	event = &events.event[0];
	assert_int_equal(event->type, DESK_MESSAGE);
	assert_string_equal(event->text, "what is tea?");
	assert_string_equal(event->conversation, "r-1");
	assert_string_equal(event->message, "7");
	assert_string_equal(event->delivery, "msg_1");
	assert_true(event->order == 1767225600000);
	desk_events_release(&events);
	free(body);
}

static struct desk_event first_of(const struct desk_config *config, char *body)
{
	struct desk_events events;
	struct desk_event event;

	assert_int_equal(desk_read_text(config, body, false, &events), DESK_OK);
	event = events.event[0];
	desk_events_release(&events);
	free(body);
	return event;
}

/* A number that the desk counts up is no time, and no time replaces it. */
static void a_number_of_the_desks_own_is_the_order(void **state)
{
	struct desk_config config = *US;
	struct desk_event event;

	(void)state;
	config.map.order = "/message/id";
	event = first_of(&config, desk_sample(SAMPLE));
	assert_true(event.order == 7);
	assert_true(event.order_span == 1);
	config.map.order = "/nowhere";
	event = first_of(&config, desk_sample(SAMPLE));
	assert_true(event.order == 0);
}

static void types_and_authors_are_the_maps(void **state)
{
	(void)state;
	desk_reads_as(
		US, desk_change(desk_sample(SAMPLE), "\"visitor\"", "\"bot\""),
		DESK_IGNORED, DESK_WHY_OWN);
	desk_reads_as(
		US,
		desk_change(desk_sample(SAMPLE), "\"visitor\"", "\"staff\""),
		DESK_IGNORED, DESK_WHY_AGENT);
	desk_reads_as(US,
		      desk_change(desk_sample(SAMPLE), "message.new", "taken"),
		      DESK_TAKEN, DESK_WHY_NONE);
	desk_reads_as(
		US, desk_change(desk_sample(SAMPLE), "message.new", "returned"),
		DESK_RETURNED, DESK_WHY_NONE);
	desk_reads_as(US,
		      desk_change(desk_sample(SAMPLE), "message.new", "closed"),
		      DESK_CLOSED, DESK_WHY_NONE);
	desk_reads_as(US,
		      desk_change(desk_sample(SAMPLE), "message.new", "other"),
		      DESK_IGNORED, DESK_WHY_KIND);
}

static void a_message_without_its_places_is_refused(void **state)
{
	(void)state;
	desk_refuses(US, desk_change(desk_sample(SAMPLE), "words", "w"));
	desk_refuses(US, desk_change(desk_sample(SAMPLE), "room/id", "room"));
	desk_refuses(
		US, desk_change(desk_sample(SAMPLE), "\"what is tea?\"", "[]"));
	desk_refuses(US, desk_change(desk_sample(SAMPLE), "7", "{}"));
	desk_refuses(US, strdup("7"));
}

static void an_answer_is_the_template_signed(void **state)
{
	struct desk_requests requests;
	struct desk_headers headers;
	struct faq_reply reply;

	(void)state;
	desk_clarify(&reply);
	reply.lead = "A \"quote\" \\ and\nmore {{text}}";
	assert_int_equal(desk_reply(US, &desk_to_a, &reply, &requests),
			 DESK_OK);
	desk_request_is(&requests.request[0], "POST", "/rooms/42",
			"{\"id\":\"k1.0\",\"words\":\"A \\\"quote\\\" \\\\ and"
			"\\nmore {{text}}\",\"buttons\":[{\"title\":\"What "
			"*tea* is <now>\",\"payload\":\"faq.tea\"},");
	assert_int_equal(
		desk_headers(US, &requests.request[0], 1700000000, &headers),
		DESK_OK);
	assert_string_equal(desk_header_of(&headers, "webhook-id"), "k1.0");
	assert_string_equal(desk_header_of(&headers, "webhook-timestamp"),
			    "1700000000");
	assert_non_null(desk_header_of(&headers, "webhook-signature"));
	desk_requests_release(&requests);
}

static void what_has_no_template_can_not_be_done(void **state)
{
	struct desk_requests requests;
	struct faq_reply reply;

	(void)state;
	desk_answer(&reply);
	assert_int_equal(
		desk_handover(US, &desk_to_a, DESK_REASON_FAILED, &requests),
		DESK_OK);
	desk_request_is(&requests.request[0], "PUT", "/rooms/42/owner",
			"{\"why\":\"reply_failed\"}");
	desk_requests_release(&requests);
	assert_int_equal(desk_typing(US, &desk_to_a, true, &requests),
			 DESK_ERROR_UNABLE);
	assert_int_equal(desk_note(US, &desk_to_a, DESK_REASON_FAILED, NULL,
				   &reply, &requests),
			 DESK_ERROR_UNABLE);
}

static void check(const struct desk_config *config, bool good)
{
	char fault[128];

	assert_int_equal(desk_config_check(config, fault, sizeof(fault)),
			 good ? DESK_OK : DESK_ERROR_CONFIG);
	assert_int_equal(fault[0] == '\0', good);
}

static void a_map_that_can_not_work_is_refused(void **state)
{
	struct desk_config config = *US;

	(void)state;
	check(&config, true);
	config.map.text = "words";
	check(&config, false);
	config.map.text = NULL;
	check(&config, false);
	config = *US;
	config.map.type = NULL;
	check(&config, false);
	config = *US;
	config.map.author = NULL;
	check(&config, false);
	config = *US;
	config.map.limit = 100;
	check(&config, false);
	config = *US;
	config.map.markup_out = DESK_HTML;
	check(&config, false);
	config = *US;
	config.map.reply.path = NULL;
	check(&config, false);
	config = *US;
	config.map.handover.body = "{{nothing}}";
	check(&config, false);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_map_says_where_things_are),
		cmocka_unit_test(a_number_of_the_desks_own_is_the_order),
		cmocka_unit_test(types_and_authors_are_the_maps),
		cmocka_unit_test(a_message_without_its_places_is_refused),
		cmocka_unit_test(an_answer_is_the_template_signed),
		cmocka_unit_test(what_has_no_template_can_not_be_done),
		cmocka_unit_test(a_map_that_can_not_work_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
