/* SPDX-License-Identifier: MIT */
#include "server/talk/mouth.h"

#include "server_fixture.h"

static void a_route_with_a_body_has_a_mouth(void **state)
{
	(void)state;
	assert_non_null(mouth_of(ROUTE_ASK));
	assert_non_null(mouth_of(ROUTE_FEEDBACK));
	assert_non_null(mouth_of(ROUTE_RASA));
	assert_non_null(mouth_of(ROUTE_OPENAI));
	assert_null(mouth_of(ROUTE_DOCUMENT));
	assert_ptr_equal(mouth_of(ROUTE_MODELS), mouth_of(ROUTE_OPENAI));
	assert_ptr_equal(mouth_of(ROUTE_MODEL), mouth_of(ROUTE_OPENAI));
	assert_null(mouth_of(ROUTE_NONE));
}

static void no_mouth_takes_more_than_a_request_may_have(void **state)
{
	int route;

	(void)state;
	assert_true(MOUTH_BODY_MAX <= REQUEST_BODY_MAX);
	for (route = ROUTE_NONE; route <= ROUTE_CHAT; route++) {
		const struct mouth *mouth = mouth_of((enum route)route);

		assert_true(!mouth || mouth->body_max <= MOUTH_BODY_MAX);
	}
}

static void about_is(struct fixture *f, enum route route, const char *path,
		     unsigned status, const char *body)
{
	struct mouth_answer answer = mouth_about(&f->responder, route, path);

	assert_int_equal(answer.status, status);
	assert_string_equal(answer.type, "application/json");
	if (strncmp(answer.body, body, strlen(body)) != 0)
		fail_msg("'%s' does not begin with '%s'", answer.body, body);
	assert_int_equal(answer.bytes, strlen(answer.body));
}

static void a_mouth_tells_about_itself(void **state)
{
	struct fixture *f = *state;

	about_is(f, ROUTE_RASA_HEALTH, "/webhooks/rest/", 200,
		 "{\"status\":\"ok\"}");
	about_is(f, ROUTE_MODELS, "/v1/models", 200, "{\"object\":\"list\"");
	about_is(f, ROUTE_MODEL, "/v1/models/faqd", 200, "{\"id\":\"faqd\"");
	about_is(f, ROUTE_MODEL, "/v1/models/gpt", 404, "{\"error\":{");
	about_is(f, ROUTE_MODEL, "/v1/models/", 404, "{\"error\":{");
}

#define WITH_FIXTURE(test_)                                                    \
	cmocka_unit_test_setup_teardown(test_, fixture_set_up,                 \
					fixture_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_route_with_a_body_has_a_mouth),
		cmocka_unit_test(no_mouth_takes_more_than_a_request_may_have),
		WITH_FIXTURE(a_mouth_tells_about_itself),
	};

	(void)fixture_sent_has;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
