/* SPDX-License-Identifier: MIT */
#include "server/web/cors.h"

#include "request_fixture.h"

static struct request from(const char *origin)
{
	struct request request = request_of(METHOD_POST, "/v1/ask");

	set(&request.origin, origin);
	return request;
}

static struct response fill(struct fixture *f, const struct request *request,
			    bool shared)
{
	struct response response = {.status = 200};

	cors_begin(&f->session, request, shared);
	cors_fill(&f->session, &response);
	return response;
}

static void a_listed_page_may_read_what_is_shared(void **state)
{
	struct fixture *f = *state;
	struct request request = from("https://Shop.example");
	struct response response;

	f->origins = (struct origins){{"https://shop.example"}, 1};
	response = fill(f, &request, true);
	assert_int_equal(response.sharing, RESPONSE_LISTED);
	assert_string_equal(response.origin, "https://Shop.example");
	response = fill(f, &request, false);
	assert_int_equal(response.sharing, RESPONSE_OURS);
	assert_null(response.origin);
}

static void a_page_of_another_name_of_this_machine_may_too(void **state)
{
	struct fixture *f = *state;
	struct request request = from("http://localhost:8080");
	struct response response;

	set(&request.host, "127.0.0.1:8080");
	response = fill(f, &request, true);
	assert_string_equal(response.origin, "http://localhost:8080");
}

static void any_other_page_may_not(void **state)
{
	static const char *const others[] = {"https://evil.example", "null",
					     "https://shop.example.evil",
					     "https://shop.example\r\nx: y"};
	struct fixture *f = *state;
	size_t i;

	f->origins = (struct origins){{"https://shop.example"}, 1};
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		struct request request = from(others[i]);
		struct response response = fill(f, &request, true);

		/* A cache shall know all the same that it may differ. */
		assert_int_equal(response.sharing, RESPONSE_LISTED);
		assert_null(response.origin);
		assert_int_equal(cors_check(&f->session, &request).status, 403);
	}
}

static void with_a_star_every_page_but_null_may(void **state)
{
	struct fixture *f = *state;
	struct request request = from("https://any.example");
	struct response response;

	f->origins = (struct origins){{ORIGIN_EVERY}, 1};
	response = fill(f, &request, true);
	assert_string_equal(response.origin, "https://any.example");
	assert_int_equal(cors_check(&f->session, &request).status, 0);
	request = from("null");
	assert_int_equal(cors_check(&f->session, &request).status, 403);
}

static void what_comes_from_no_page_is_not_asked_for_one(void **state)
{
	struct fixture *f = *state;
	struct request request = request_of(METHOD_POST, "/v1/ask");

	assert_int_equal(cors_check(&f->session, &request).status, 0);
	assert_null(fill(f, &request, true).origin);
}

static void a_refusal_names_the_setting(void **state)
{
	struct fixture *f = *state;
	struct request request = from("https://evil.example");

	assert_non_null(
		strstr(cors_check(&f->session, &request).detail, "--origin"));
}

static void the_page_of_one_request_is_not_that_of_the_next(void **state)
{
	struct fixture *f = *state;
	struct request request = from("https://h");

	assert_non_null(fill(f, &request, true).origin);
	request = request_of(METHOD_GET, "/v1/hello");
	assert_null(fill(f, &request, true).origin);
}

#define WITH_FIXTURE(test_)                                                    \
	cmocka_unit_test_setup_teardown(test_, fixture_set_up,                 \
					fixture_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_FIXTURE(a_listed_page_may_read_what_is_shared),
		WITH_FIXTURE(a_page_of_another_name_of_this_machine_may_too),
		WITH_FIXTURE(any_other_page_may_not),
		WITH_FIXTURE(with_a_star_every_page_but_null_may),
		WITH_FIXTURE(what_comes_from_no_page_is_not_asked_for_one),
		WITH_FIXTURE(a_refusal_names_the_setting),
		WITH_FIXTURE(the_page_of_one_request_is_not_that_of_the_next),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
