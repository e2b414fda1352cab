/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "unit/desk_fixture.h"

static void each_kind_is_found_by_its_name(void **state)
{
	enum desk_kind kind;

	(void)state;
	for (unsigned i = 0; i < DESK_KINDS; i++) {
		assert_true(desk_kind_find(desk_traits((enum desk_kind)i)->name,
					   &kind));
		assert_int_equal(kind, i);
	}
	assert_false(desk_kind_find("Chatwoot", &kind));
}

static bool is_good(const struct desk_config *config)
{
	char fault[128];
	enum desk_status status =
		desk_config_check(config, fault, sizeof(fault));

	assert_int_equal(status == DESK_OK, fault[0] == '\0');
	return status == DESK_OK;
}

static void a_desk_lacks_nothing_that_it_needs(void **state)
{
	(void)state;
	for (unsigned i = 0; i < DESK_KINDS; i++) {
		struct desk_config config = desk_setups[i];

		assert_true(is_good(&config));
		config.secret_count = 0;
		assert_false(is_good(&config));
		config = desk_setups[i];
		config.secret[0] = "";
		assert_false(is_good(&config));
		config = desk_setups[i];
		if (desk_traits(config.kind)->synchronous)
			continue;
		config.url = NULL;
		assert_false(is_good(&config));
		if (config.kind == DESK_WEBHOOK)
			continue;
		config = desk_setups[i];
		config.token = NULL;
		assert_false(is_good(&config));
	}
}

static void an_address_is_https_and_nothing_else(void **state)
{
	static const char *const bad[] = {
		"http://desk.example", "desk.example", "https://",
		"https:///x",          "ftp://x",      "https://x/",
		"https://u:p@x",       "https://x?y",  "https://x#y",
		"https://x y",         "HTTPS://x"};
	struct desk_config config = desk_setups[DESK_CHATWOOT];

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		config.url = bad[i];
		if (is_good(&config))
			fail_msg("'%s' is taken", bad[i]);
	}
	config.url = "http://localhost:3000/base";
	config.http = true;
	assert_true(is_good(&config));
}

static void a_long_answer_is_several_messages_in_order(void **state)
{
	struct desk_requests requests;
	struct faq_reply reply;
	char text[2500];

	(void)state;
	memset(text, 'a', sizeof(text));
	memcpy(text + 800, "\n\n", 2);
	memcpy(text + 1700, "\n\n", 2);
	text[sizeof(text) - 1] = '\0';
	desk_clarify(&reply);
	reply.lead = text;
	assert_int_equal(desk_reply(&desk_setups[DESK_WEBHOOK], &desk_to_a,
				    &reply, &requests),
			 DESK_OK);
	assert_int_equal(requests.count, 3);
	desk_request_is(&requests.request[0], "POST", "/rooms/42",
			"a\",\"buttons\":[]}");
	desk_request_is(&requests.request[1], "POST", "/rooms/42",
			"{\"id\":\"k1.1\",\"words\":\"a");
	desk_request_is(&requests.request[2], "POST", "/rooms/42",
			"\"payload\":\"faq.water\"}]}");
	desk_requests_release(&requests);
}

static void an_answer_beyond_all_measure_is_refused(void **state)
{
	struct desk_requests requests;
	struct faq_reply reply;
	char *text = calloc(1, 300000);

	(void)state;
	memset(text, 'a', 299999);
	desk_clarify(&reply);
	reply.lead = text;
	for (unsigned i = 0; i < DESK_KINDS; i++) {
		assert_int_equal(desk_reply(&desk_setups[i], &desk_to_a, &reply,
					    &requests),
				 DESK_ERROR_SIZE);
		assert_null(requests.request);
	}
	text[100000] = '\0'; /* a hundred messages are too many */
	assert_int_equal(desk_reply(&desk_setups[DESK_WEBHOOK], &desk_to_a,
				    &reply, &requests),
			 DESK_ERROR_SIZE);
	free(text);
}

static void a_secret_with_a_line_break_is_no_header(void **state)
{
	struct desk_config config = desk_setups[DESK_SLACK];
	const struct desk_request request = {.method = "POST", .body = NULL};
	struct desk_headers headers;

	(void)state;
	config.token = "x\r\nHost: y";
	assert_int_equal(desk_headers(&config, &request, 0, &headers),
			 DESK_ERROR_CONFIG);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_kind_is_found_by_its_name),
		cmocka_unit_test(a_desk_lacks_nothing_that_it_needs),
		cmocka_unit_test(an_address_is_https_and_nothing_else),
		cmocka_unit_test(a_long_answer_is_several_messages_in_order),
		cmocka_unit_test(an_answer_beyond_all_measure_is_refused),
		cmocka_unit_test(a_secret_with_a_line_break_is_no_header),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
