/* SPDX-License-Identifier: MIT */
#include "server/web/reading.h"

#include "request_fixture.h"

#include "server/web/http.h"

static void the_page_bears_the_name_of_the_content(void **state)
{
	struct fixture *f = *state;
	struct request request = request_of(METHOD_GET, "/");

	assert_int_equal(http_on_request(&f->session, &request), SESSION_WRITE);
	fixture_sent_has(f, "<h1>Tea</h1>");
	assert_false(f->session.close);
}

static void a_document_comes_in_the_form_that_is_wished_for(void **state)
{
	struct fixture *f = *state;
	struct request request = request_of(METHOD_GET, "/");
	char *text;

	set(&request.accept_encoding, "gzip;q=0.5, br;q=0.1");
	assert_int_equal(http_on_request(&f->session, &request), SESSION_WRITE);
	text = fixture_sent(f);
	assert_non_null(strstr(text, "\r\ncontent-encoding: gzip\r\n"));
	assert_non_null(strstr(text, "\r\nvary: accept-encoding\r\n"));
	assert_non_null(strstr(text, "-gz\"\r\n"));
	free(text);
	request.accept_encoding.state = HEADER_UNREADABLE;
	request.accept_encoding.value[0] = '\0';
	assert_int_equal(http_on_request(&f->session, &request), SESSION_WRITE);
	text = fixture_sent(f);
	assert_null(strstr(text, "content-encoding"));
	assert_non_null(strstr(text, "\r\nvary: accept-encoding\r\n"));
	free(text);
}

static void what_the_client_has_is_not_sent_again(void **state)
{
	struct fixture *f = *state;
	struct request request = request_of(METHOD_GET, "/");
	const struct asset *page = files_find(&f->served->files, "/");

	set(&request.if_none_match, page->form[CODING_PLAIN].etag);
	assert_int_equal(http_on_request(&f->session, &request), SESSION_WRITE);
	fixture_sent_has(f, "HTTP/1.1 304 ");
	set(&request.accept_encoding, "gzip");
	assert_int_equal(http_on_request(&f->session, &request), SESSION_WRITE);
	fixture_sent_has(f, "HTTP/1.1 200 ");
}

static void a_head_is_the_head_of_a_get(void **state)
{
	struct fixture *f = *state;
	struct request request = request_of(METHOD_HEAD, "/healthz");
	char *text;

	assert_int_equal(http_on_request(&f->session, &request), SESSION_WRITE);
	text = fixture_sent(f);
	assert_non_null(strstr(text, "\r\ncontent-length: 3\r\n"));
	assert_string_equal(strstr(text, "\r\n\r\n"), "\r\n\r\n");
	free(text);
}

static void what_is_embedded_may_be_taken_in_by_any_page(void **state)
{
	struct fixture *f = *state;
	struct request request = request_of(METHOD_GET, "/widget.js");
	char *text;

	set(&request.origin, "https://any.example");
	assert_int_equal(http_on_request(&f->session, &request), SESSION_WRITE);
	text = fixture_sent(f);
	assert_non_null(strstr(text, "HTTP/1.1 200 "));
	assert_non_null(strstr(text, "access-control-allow-origin: *\r\n"));
	assert_non_null(
		strstr(text, "cross-origin-resource-policy: cross-origin\r\n"));
	assert_non_null(strstr(text, "cache-control: public, max-age=300\r\n"));
	assert_non_null(strstr(text, "\r\netag: \""));
	free(text);
	request = request_of(METHOD_GET, "/page.js");
	assert_int_equal(http_on_request(&f->session, &request), SESSION_WRITE);
	text = fixture_sent(f);
	assert_null(strstr(text, "access-control"));
	assert_non_null(
		strstr(text, "cross-origin-resource-policy: same-origin\r\n"));
	free(text);
}

static void words_of_no_language_are_not_there(void **state)
{
	struct fixture *f = *state;
	struct request request =
		request_of(METHOD_GET, "/widget/words/xx.json");

	assert_int_equal(http_on_request(&f->session, &request), SESSION_WRITE);
	fixture_sent_has(f, "HTTP/1.1 404 ");
}

static void the_demo_is_made_for_the_host_that_was_asked(void **state)
{
	struct fixture *f = *state;
	struct request request = request_of(METHOD_GET, "/demo");
	char *text;

	set(&request.host, "localhost:8080");
	assert_int_equal(http_on_request(&f->session, &request), SESSION_WRITE);
	text = fixture_sent(f);
	assert_non_null(strstr(text, "cache-control: no-store\r\n"));
	assert_non_null(strstr(
		text, "script-src 'self' http://127.0.0.1:8080; style-src"));
	assert_non_null(strstr(
		text,
		"<script src=\"http://127.0.0.1:8080/widget.js\" defer>"));
	free(text);
	request.method = METHOD_HEAD;
	assert_int_equal(http_on_request(&f->session, &request), SESSION_WRITE);
	text = fixture_sent(f);
	assert_string_equal(strstr(text, "\r\n\r\n"), "\r\n\r\n");
	free(text);
}

static void a_host_that_is_none_gets_no_demo(void **state)
{
	struct fixture *f = *state;
	struct request request = request_of(METHOD_GET, "/demo");

	set(&request.host, "h\"><script>");
	assert_int_equal(http_on_request(&f->session, &request), SESSION_WRITE);
	fixture_sent_has(f, "HTTP/1.1 400 ");
}

#define WITH_FIXTURE(test_)                                                    \
	cmocka_unit_test_setup_teardown(test_, fixture_set_up,                 \
					fixture_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_FIXTURE(the_page_bears_the_name_of_the_content),
		WITH_FIXTURE(a_document_comes_in_the_form_that_is_wished_for),
		WITH_FIXTURE(what_the_client_has_is_not_sent_again),
		WITH_FIXTURE(a_head_is_the_head_of_a_get),
		WITH_FIXTURE(what_is_embedded_may_be_taken_in_by_any_page),
		WITH_FIXTURE(words_of_no_language_are_not_there),
		WITH_FIXTURE(the_demo_is_made_for_the_host_that_was_asked),
		WITH_FIXTURE(a_host_that_is_none_gets_no_demo),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
