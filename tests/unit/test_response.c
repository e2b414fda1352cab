/* SPDX-License-Identifier: MIT */
#include "server/web/response.h"

#include "server_fixture.h"

static void head_and_body_are_one_frame(void **state)
{
	struct response response = {.status = 200,
				    .type = "text/plain",
				    .body = "hi",
				    .body_bytes = 2};
	struct fixture f = {.session.queue.max = 8};
	char *text;

	(void)state;
	assert_true(response_push(&response, &f.session.queue));
	assert_int_equal(f.session.queue.count, 1);
	text = fixture_sent(&f);
	assert_memory_equal(text, "HTTP/1.1 200 OK\r\n", 17);
	assert_string_equal(strstr(text, "\r\n\r\n"), "\r\n\r\nhi");
	free(text);
}

static void what_has_an_etag_is_asked_for_each_time(void **state)
{
	struct response response = {.status = 200,
				    .type = "text/plain",
				    .body = "hi",
				    .body_bytes = 2,
				    .etag = "\"x-gz\"",
				    .coding = "gzip",
				    .varies = true};
	struct fixture f = {.session.queue.max = 8};

	(void)state;
	assert_true(response_push(&response, &f.session.queue));
	fixture_sent_has(&f, "\r\ncontent-encoding: gzip\r\n"
			     "cache-control: no-cache\r\n"
			     "etag: \"x-gz\"\r\nvary: accept-encoding\r\n");
	response.etag = NULL;
	assert_true(response_push(&response, &f.session.queue));
	fixture_sent_has(&f, "\r\ncache-control: no-store\r\n");
}

static void what_is_shared_names_the_page_that_may_read_it(void **state)
{
	struct response response = {.status = 429,
				    .type = PROBLEM_TYPE,
				    .body = "{}",
				    .body_bytes = 2,
				    .retry_seconds = 3,
				    .sharing = RESPONSE_LISTED,
				    .origin = "https://shop.example"};
	struct fixture f = {.session.queue.max = 8};
	char *text;

	(void)state;
	assert_true(response_push(&response, &f.session.queue));
	text = fixture_sent(&f);
	assert_non_null(strstr(text, "\r\nvary: origin\r\n"));
	assert_non_null(strstr(text, "\r\naccess-control-allow-origin: "
				     "https://shop.example\r\n"));
	assert_non_null(strstr(text, "-expose-headers: retry-after, "));
	assert_null(strstr(text, "credentials"));
	free(text);
	response.origin = NULL;
	assert_true(response_push(&response, &f.session.queue));
	text = fixture_sent(&f);
	assert_non_null(strstr(text, "\r\nvary: origin\r\n"));
	assert_null(strstr(text, "access-control"));
	free(text);
}

static void a_preflight_is_told_what_may_be_sent(void **state)
{
	struct response response = {.status = 204,
				    .allow = "POST, OPTIONS",
				    .preflight = true,
				    .sharing = RESPONSE_LISTED,
				    .origin = "https://shop.example"};
	struct fixture f = {.session.queue.max = 8};
	char *text;

	(void)state;
	assert_true(response_push(&response, &f.session.queue));
	text = fixture_sent(&f);
	assert_memory_equal(text, "HTTP/1.1 204 No Content\r\n", 25);
	assert_null(strstr(text, "content-length"));
	assert_non_null(strstr(text, "-methods: POST, OPTIONS\r\n"));
	assert_non_null(
		strstr(text, "-headers: content-type, traceparent\r\n"));
	assert_non_null(strstr(text, "access-control-max-age: 7200\r\n"));
	free(text);
}

static void a_policy_of_its_own_takes_the_place_of_the_pages(void **state)
{
	struct response response = {.status = 200, .policy = "default-src 'x'"};
	struct fixture f = {.session.queue.max = 8};
	char *text;

	(void)state;
	assert_true(response_push(&response, &f.session.queue));
	text = fixture_sent(&f);
	assert_non_null(
		strstr(text, "content-security-policy: default-src 'x'\r\n"));
	assert_null(strstr(text, "script-src"));
	free(text);
}

static void a_304_has_neither_body_nor_lengths(void **state)
{
	struct response response = {
		.status = 304, .etag = "\"x\"", .varies = true};
	struct fixture f = {.session.queue.max = 8};
	char *text;

	(void)state;
	assert_true(response_push(&response, &f.session.queue));
	text = fixture_sent(&f);
	assert_memory_equal(text, "HTTP/1.1 304 Not Modified\r\n", 27);
	assert_non_null(strstr(text, "\r\netag: \"x\"\r\n"));
	assert_non_null(strstr(text, "\r\nvary: accept-encoding\r\n"));
	assert_null(strstr(text, "\r\ncontent-length"));
	assert_null(strstr(text, "\r\ncontent-type"));
	assert_string_equal(strstr(text, "\r\n\r\n"), "\r\n\r\n");
	free(text);
}

static void only_over_tls_is_tls_asked_for(void **state)
{
	static const char line[] = "\r\nstrict-transport-security: max-age=";
	struct response response = {.status = 404, .type = PROBLEM_TYPE};
	struct fixture f = {.session.queue.max = 8};
	char *text;

	(void)state;
	assert_true(response_push(&response, &f.session.queue));
	text = fixture_sent(&f);
	assert_null(strstr(text, line));
	free(text);
	response.tls = true;
	assert_true(response_push(&response, &f.session.queue));
	fixture_sent_has(&f, line);
}

static void a_405_names_the_methods(void **state)
{
	struct response response = {
		.status = 405, .type = PROBLEM_TYPE, .allow = "POST"};
	struct fixture f = {.session.queue.max = 8};

	(void)state;
	assert_true(response_push(&response, &f.session.queue));
	fixture_sent_has(&f, "\r\nallow: POST\r\n");
}

static void a_426_offers_the_websocket(void **state)
{
	struct response response = {.status = 426, .type = PROBLEM_TYPE};
	struct fixture f = {.session.queue.max = 8};

	(void)state;
	assert_true(response_push(&response, &f.session.queue));
	fixture_sent_has(&f, "\r\nupgrade: websocket\r\n"
			     "sec-websocket-version: 13\r\n");
}

static void a_problem_is_rfc_9457(void **state)
{
	char body[PROBLEM_BYTES];
	size_t size = response_problem(404, "gone", body);

	(void)state;
	assert_int_equal(size, strlen(body));
	assert_string_equal(body, "{\"type\":\"about:blank\","
				  "\"title\":\"Not Found\",\"status\":404,"
				  "\"code\":\"not_found\","
				  "\"detail\":\"gone\"}\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(head_and_body_are_one_frame),
		cmocka_unit_test(what_has_an_etag_is_asked_for_each_time),
		cmocka_unit_test(
			what_is_shared_names_the_page_that_may_read_it),
		cmocka_unit_test(a_preflight_is_told_what_may_be_sent),
		cmocka_unit_test(
			a_policy_of_its_own_takes_the_place_of_the_pages),
		cmocka_unit_test(a_304_has_neither_body_nor_lengths),
		cmocka_unit_test(only_over_tls_is_tls_asked_for),
		cmocka_unit_test(a_405_names_the_methods),
		cmocka_unit_test(a_426_offers_the_websocket),
		cmocka_unit_test(a_problem_is_rfc_9457),
	};

	(void)fixture_set_up;
	(void)fixture_tear_down;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
