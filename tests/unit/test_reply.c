/* SPDX-License-Identifier: MIT */
#include "server/web/reply.h"

#include "request_fixture.h"

#include "server/talk/mouth.h"
#include "server/web/http.h"

static void a_head_of_what_is_not_there_has_no_body_either(void **state)
{
	struct fixture *f = *state;
	struct request request = request_of(METHOD_HEAD, "/nowhere");
	char *text;

	assert_int_equal(http_on_request(&f->session, &request), SESSION_WRITE);
	text = fixture_sent(f);
	assert_memory_equal(text, "HTTP/1.1 404 ", 13);
	assert_string_equal(strstr(text, "\r\n\r\n"), "\r\n\r\n");
	free(text);
}

static void a_problem_has_the_shape_of_the_mouth_that_was_asked(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(reply_problem(&f->session, 429, "wait",
				       (struct advice){.retry_seconds = 3}),
			 SESSION_WRITE);
	fixture_sent_has(f, "retry-after: 3\r\n");
	f->session.mouth = mouth_of(ROUTE_OPENAI);
	assert_int_equal(reply_problem(&f->session, 429, "wait", NO_ADVICE),
			 SESSION_WRITE);
	fixture_sent_has(f, "{\"error\":{\"message\":\"wait\"");
}

static void a_refusal_ends_the_connection(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(
		reply_refuse(&f->session, (struct refusal){400, "crooked"}),
		SESSION_WRITE);
	assert_true(f->session.close);
	fixture_sent_has(f, "connection: close\r\n");
}

#define WITH_FIXTURE(test_)                                                    \
	cmocka_unit_test_setup_teardown(test_, fixture_set_up,                 \
					fixture_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_FIXTURE(a_head_of_what_is_not_there_has_no_body_either),
		WITH_FIXTURE(
			a_problem_has_the_shape_of_the_mouth_that_was_asked),
		WITH_FIXTURE(a_refusal_ends_the_connection),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
