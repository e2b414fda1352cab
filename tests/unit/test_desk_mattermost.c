/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "unit/desk_fixture.h"

#define US (&desk_setups[DESK_MATTERMOST])

static void json_and_a_form_say_the_same(void **state)
{
	static const char form[] =
		"token=tok&team_id=t1&channel_id=c1&timestamp=1767225600&"
		"user_id=u1&user_name=sam&post_id=p1&text=kyc+which%20level+do"
		"+i+need&trigger_word=kyc&file_ids=";
	char *json = desk_sample("mattermost.outgoing.json");

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct desk_events events;
		const struct desk_event *event;

		assert_int_equal(
			desk_read_text(US, i ? form : json, i == 1, &events),
			DESK_OK);
		event = &events.event[0];
		assert_int_equal(event->type, DESK_MESSAGE);
		assert_string_equal(event->text, "which level do i need");
		assert_string_equal(event->message, "p1");
		assert_string_equal(event->conversation, "c1/u1");
		assert_true(event->order == 1767225600000);
		desk_events_release(&events);
	}
	free(json);
}

static void an_agents_message_is_ignored(void **state)
{
	(void)state;
	desk_reads_as(US,
		      desk_change(desk_sample("mattermost.outgoing.json"),
				  "\"u1\"", "\"agent\""),
		      DESK_IGNORED, DESK_WHY_AGENT);
	desk_refuses(US, desk_change(desk_sample("mattermost.outgoing.json"),
				     "\"p1\"", "\"\""));
	desk_refuses(US, desk_change(desk_sample("mattermost.outgoing.json"),
				     "\"c1\"", "{}"));
}

static void the_answer_is_the_response_a_comment(void **state)
{
	struct desk_requests requests;
	struct faq_reply reply;

	(void)state;
	desk_clarify(&reply);
	assert_int_equal(desk_reply(US, &desk_to_a, &reply, &requests),
			 DESK_OK);
	assert_true(requests.synchronous);
	assert_int_equal(requests.count, 1);
	desk_request_is(
		&requests.request[0], "", "",
		"{\"response_type\":\"comment\",\"text\":\"Which one?"
		"\\n\\n1\\\\. What \\\\*tea\\\\* is \\\\<now\\\\>\\\\\\n"
		"2\\\\. Water\"}");
	desk_requests_release(&requests);
	assert_int_equal(
		desk_handover(US, &desk_to_a, DESK_REASON_ASKED, &requests),
		DESK_ERROR_UNABLE);
}

static void what_is_too_long_goes_on_in_an_attachment(void **state)
{
	struct desk_requests requests;
	struct faq_reply reply;
	char *text = calloc(1, 20001);

	(void)state;
	memset(text, 'a', 20000);
	memcpy(text + 12000, "\n\n", 2);
	desk_clarify(&reply);
	reply.choice_count = 0;
	reply.lead = text;
	assert_int_equal(desk_reply(US, &desk_to_a, &reply, &requests),
			 DESK_OK);
	assert_int_equal(requests.count, 1);
	desk_request_is(&requests.request[0], "", "",
			"a\",\"attachments\":[{\"text\":\"a");
	desk_requests_release(&requests);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(json_and_a_form_say_the_same),
		cmocka_unit_test(an_agents_message_is_ignored),
		cmocka_unit_test(the_answer_is_the_response_a_comment),
		cmocka_unit_test(what_is_too_long_goes_on_in_an_attachment),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
