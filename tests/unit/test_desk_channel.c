/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "unit/desk_fixture.h"

#define US (&desk_setups[DESK_MATTERMOST])

static void check(const char *text, const char *trigger, const char *read)
{
	struct desk_events events;
	char body[256];

	snprintf(body, sizeof(body),
		 "{\"channel_id\":\"c\",\"user_id\":\"u\",\"post_id\":\"p\","
		 "\"text\":\"%s\",\"trigger_word\":\"%s\"}",
		 text, trigger);
	assert_int_equal(desk_read_text(US, body, false, &events), DESK_OK);
	assert_string_equal(events.event[0].text, read);
	desk_events_release(&events);
}

static void the_trigger_word_is_no_part_of_the_question(void **state)
{
	(void)state;
	check("kyc when?", "kyc", "when?");
	check("kyc: when?", "kyc", "when?");
	check("kyc", "kyc", "");
	check("kycs are what?", "kyc", "kycs are what?");
	check("what is kyc", "kyc", "what is kyc");
	check("@faq, when?", "@faq", "when?");
	check(" when?", "", "when?");
}

static void ids_that_make_too_long_a_conversation_are_refused(void **state)
{
	char body[600];

	(void)state;
	snprintf(body, sizeof(body),
		 "{\"channel_id\":\"%0150d\",\"user_id\":\"%0150d\","
		 "\"post_id\":\"p\"}",
		 1, 2);
	desk_refuses(US, strdup(body));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_trigger_word_is_no_part_of_the_question),
		cmocka_unit_test(
			ids_that_make_too_long_a_conversation_are_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
