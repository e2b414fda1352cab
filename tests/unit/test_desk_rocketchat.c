/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "unit/desk_fixture.h"

#define US (&desk_setups[DESK_ROCKETCHAT])
#define SAMPLE "rocketchat.outgoing.json"

static void a_message_is_of_its_thread(void **state)
{
	struct desk_events events;
	char *body = desk_sample(SAMPLE);

	(void)state;
	assert_int_equal(desk_read_text(US, body, false, &events), DESK_OK);
	assert_int_equal(events.event[0].type, DESK_MESSAGE);
	assert_string_equal(events.event[0].text, "which documents?");
	assert_string_equal(events.event[0].message, "m1");
	assert_string_equal(events.event[0].conversation, "GENERAL/t1");
	desk_events_release(&events);
	free(body);
}

static void a_bots_message_is_ignored(void **state)
{
	static const char *const bots[] = {"true", "{\"i\": \"x\"}", "\"x\""};

	(void)state;
	for (size_t i = 0; i < 3; i++)
		desk_reads_as(
			US, desk_change(desk_sample(SAMPLE), "false", bots[i]),
			DESK_IGNORED, DESK_WHY_OWN);
	desk_refuses(US, desk_change(desk_sample(SAMPLE), "\"m1\"", "[]"));
}

static void the_answer_is_the_response_in_its_markup(void **state)
{
	struct desk_requests requests;
	struct faq_reply reply;

	(void)state;
	desk_answer(&reply);
	assert_int_equal(desk_reply(US, &desk_to_a, &reply, &requests),
			 DESK_OK);
	assert_true(requests.synchronous);
	desk_request_is(&requests.request[0], "", "",
			"*What \\\\*tea\\\\* is <now>*\\n\\nLeaves & *water*."
			"\\n\\nSee the shop.\\n\\n[The tea shop]"
			"(https://shop.example/?a=1&b=2)\\n\\nHot!\","
			"\"attachments\":[]}");
	desk_requests_release(&requests);
}

static void a_button_says_its_words_behind_the_trigger(void **state)
{
	struct desk_requests requests;
	struct faq_reply reply;

	(void)state;
	desk_clarify(&reply);
	assert_int_equal(desk_reply(US, &desk_to_a, &reply, &requests),
			 DESK_OK);
	desk_request_is(&requests.request[0], "", "",
			"{\"text\":\"Which one?\",\"attachments\":[{\"actions\""
			":[{\"type\":\"button\",\"text\":\"What *tea* is <now>"
			"\",\"msg\":\"kyc What *tea* is <now>\","
			"\"msg_in_chat_window\":true},");
	desk_requests_release(&requests);
}

static void there_are_five_buttons_in_a_row(void **state)
{
	struct desk_requests requests;
	struct faq_reply reply;
	const char *row;

	(void)state;
	desk_clarify(&reply);
	reply.verdict = FAQ_VERDICT_NONE;
	reply.choice_count = FAQ_CHOICES_MAX;
	reply.choice[2] = reply.choice[3] = &desk_water;
	reply.suggest_count = 2;
	reply.suggest[0].intent = reply.suggest[1].intent = &desk_water;
	assert_int_equal(desk_reply(US, &desk_to_a, &reply, &requests),
			 DESK_OK);
	row = strstr(requests.request[0].body, "\"actions\"");
	assert_non_null(row);
	assert_non_null(strstr(row + 1, "\"actions\""));
	desk_requests_release(&requests);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_message_is_of_its_thread),
		cmocka_unit_test(a_bots_message_is_ignored),
		cmocka_unit_test(the_answer_is_the_response_in_its_markup),
		cmocka_unit_test(a_button_says_its_words_behind_the_trigger),
		cmocka_unit_test(there_are_five_buttons_in_a_row),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
