/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "desk/writing.h"

#include <string.h>

static enum desk_status write_to(const char *path, const char *argument,
				 struct desk_requests *requests)
{
	static const struct desk_config config = {.name = "x"};
	static const struct desk_to to = {"c", "key"};
	const char *const arguments[WRITING_ARGUMENTS_MAX] = {argument, NULL};
	struct writing writing = {
		.config = &config, .to = &to, .requests = requests};

	*requests = (struct desk_requests){0};
	writing_put(&writing, "POST", path, arguments, "{}", 2);
	return writing.status;
}

static void an_id_can_not_leave_its_place_in_a_path(void **state)
{
	static const struct {
		const char *id, *path;
	} all[] = {{"a/../b", "/x/a%2F..%2Fb/y"},
		   {"..", "/x/%2E%2E/y"},
		   {".", "/x/%2E/y"},
		   {"a?b#c%d", "/x/a%3Fb%23c%25d/y"},
		   {"\xC3\xA9 +", "/x/%C3%A9%20%2B/y"},
		   {"*", "/x/%2A/y"},
		   {"A-z_0.9~", "/x/A-z_0.9~/y"}};
	struct desk_requests requests;

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		assert_int_equal(write_to("/x/*/y", all[i].id, &requests),
				 DESK_OK);
		assert_string_equal(requests.request[0].path, all[i].path);
		desk_requests_release(&requests);
	}
}

static void a_path_is_whole_or_there_is_no_request(void **state)
{
	struct desk_requests requests;
	char much[DESK_PATH_BYTES + 1];

	(void)state;
	memset(much, 'a', sizeof(much));
	much[DESK_PATH_BYTES] = '\0';
	assert_int_equal(write_to("/x/*/y", "", &requests), DESK_ERROR_CONFIG);
	desk_requests_release(&requests);
	assert_int_equal(write_to("/x/*/y", much, &requests),
			 DESK_ERROR_CONFIG);
	desk_requests_release(&requests);
	assert_int_equal(write_to(much, "a", &requests), DESK_ERROR_CONFIG);
	assert_int_equal(requests.count, 0);
	desk_requests_release(&requests);
}

static void a_conversation_comes_apart_again(void **state)
{
	char first[4];
	const char *second;

	(void)state;
	assert_true(writing_parts("C1/7/8", first, sizeof(first), &second));
	assert_string_equal(first, "C1");
	assert_string_equal(second, "7/8");
	assert_true(writing_parts("C1", first, sizeof(first), &second));
	assert_string_equal(second, "");
	assert_false(writing_parts("C123", first, sizeof(first), &second));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_id_can_not_leave_its_place_in_a_path),
		cmocka_unit_test(a_path_is_whole_or_there_is_no_request),
		cmocka_unit_test(a_conversation_comes_apart_again),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
