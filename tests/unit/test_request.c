/* SPDX-License-Identifier: MIT */
#include "server/edge/request.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

static void set(struct header *header, const char *value)
{
	header->state = HEADER_PRESENT;
	snprintf(header->value, sizeof(header->value), "%s", value);
}

static struct request get(void)
{
	struct request request = {.method = METHOD_GET};

	set(&request.path, "/");
	set(&request.version, "HTTP/1.1");
	set(&request.host, "h");
	return request;
}

static struct request post(const char *length)
{
	struct request request = get();

	request.method = METHOD_POST;
	set(&request.length, length);
	return request;
}

static void a_plain_request_is_whole(void **state)
{
	struct request request = get();

	(void)state;
	assert_int_equal(request_check(&request).status, 0);
	request = post("0");
	assert_int_equal(request_check(&request).status, 0);
	request = post("1048576");
	assert_int_equal(request_check(&request).status, 0);
	assert_int_equal(request_body_bytes(&request), 1048576);
}

static void a_length_is_plain_digits_within_the_limit(void **state)
{
	static const char *const odd[] = {"",    "-1",  "+5",        "5 ",
					  " 5",  "0x5", "5;",        "5,5",
					  "5.0", "abc", "0000000005"};
	struct request request;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(odd) / sizeof(odd[0]); i++) {
		request = post(odd[i]);
		assert_int_equal(request_check(&request).status, 400);
	}
	request = post("1048577");
	assert_int_equal(request_check(&request).status, 413);
	request = post("999999999");
	assert_int_equal(request_check(&request).status, 413);
}

static void a_body_must_be_announced_and_expected(void **state)
{
	struct request request = post("1");

	(void)state;
	request.length.state = HEADER_ABSENT;
	assert_int_equal(request_check(&request).status, 411);
	request = get();
	set(&request.length, "5");
	assert_int_equal(request_check(&request).status, 400);
	set(&request.length, "0");
	assert_int_equal(request_check(&request).status, 0);
}

static void a_transfer_coding_is_never_taken(void **state)
{
	struct request request = post("5");

	(void)state;
	set(&request.coding, "chunked");
	assert_int_equal(request_check(&request).status, 501);
	request.coding.state = HEADER_UNREADABLE;
	assert_int_equal(request_check(&request).status, 431);
}

static void what_can_not_be_read_is_not_absent(void **state)
{
	struct request request = get();

	(void)state;
	request.origin.state = HEADER_UNREADABLE;
	assert_int_equal(request_check(&request).status, 431);
}

static void one_host_is_needed(void **state)
{
	struct request request = get();

	(void)state;
	request.host.state = HEADER_ABSENT;
	assert_int_equal(request_check(&request).status, 400);
	set(&request.version, "HTTP/1.0");
	assert_int_equal(request_check(&request).status, 0);
	request = get();
	set(&request.host, "a,b");
	assert_int_equal(request_check(&request).status, 400);
	request = get();
	set(&request.version, "HTTP/2.0");
	assert_int_equal(request_check(&request).status, 505);
}

static void json_is_known_by_its_media_type_alone(void **state)
{
	struct request request = post("1");

	(void)state;
	assert_false(request_is_json(&request));
	set(&request.type, "application/json");
	assert_true(request_is_json(&request));
	set(&request.type, "Application/JSON; charset=utf-8");
	assert_true(request_is_json(&request));
	set(&request.type, "application/jsonp");
	assert_false(request_is_json(&request));
}

static void a_query_says_what_is_true(void **state)
{
	struct request request = get();

	(void)state;
	assert_false(request_query_says(&request, "stream"));
	set(&request.query, "a=b&stream=True&c");
	assert_true(request_query_says(&request, "stream"));
	assert_false(request_query_says(&request, "a"));
	assert_false(request_query_says(&request, "c"));
	set(&request.query, "streams=true&stream=truer&stream");
	assert_false(request_query_says(&request, "stream"));
}

static void a_list_is_searched_by_whole_items(void **state)
{
	struct header header;

	(void)state;
	set(&header, "keep-alive, Upgrade");
	assert_true(header_lists(&header, "upgrade"));
	assert_true(header_lists(&header, "keep-alive"));
	assert_false(header_lists(&header, "keep"));
	assert_false(header_lists(&header, "close"));
	set(&header, "");
	assert_false(header_lists(&header, "close"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_plain_request_is_whole),
		cmocka_unit_test(a_length_is_plain_digits_within_the_limit),
		cmocka_unit_test(a_body_must_be_announced_and_expected),
		cmocka_unit_test(a_transfer_coding_is_never_taken),
		cmocka_unit_test(what_can_not_be_read_is_not_absent),
		cmocka_unit_test(one_host_is_needed),
		cmocka_unit_test(json_is_known_by_its_media_type_alone),
		cmocka_unit_test(a_query_says_what_is_true),
		cmocka_unit_test(a_list_is_searched_by_whole_items),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
