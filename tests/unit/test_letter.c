/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "server/desk/letter.h"

#include <stdlib.h>
#include <string.h>

static char body[] = "{\"text\":\"a \\\"cup\\\"\"}";

static char *write_one(size_t max, size_t *bytes)
{
	struct desk_request request = {.method = "POST",
				       .path = "/a/b?c=d",
				       .key = "key-1",
				       .body = body,
				       .bytes = sizeof(body) - 1};

	return letter_write(LETTER_NOTE, &request, max, bytes);
}

static void a_letter_is_read_as_it_was_written(void **state)
{
	struct letter letter;
	size_t bytes;
	char *text = write_one(1000, &bytes);

	(void)state;
	assert_non_null(text);
	assert_int_equal(letter_read(&letter, text, bytes), LETTER_OK);
	assert_int_equal(letter.purpose, LETTER_NOTE);
	assert_string_equal(letter.request.method, "POST");
	assert_string_equal(letter.request.path, "/a/b?c=d");
	assert_string_equal(letter.request.key, "key-1");
	assert_string_equal(letter.request.body, body);
	assert_int_equal(letter.request.bytes, sizeof(body) - 1);
	letter_release(&letter);
	free(text);
}

static void a_letter_that_is_too_long_is_not_written(void **state)
{
	size_t bytes;

	(void)state;
	assert_null(write_one(50, &bytes));
}

static void what_is_no_letter_is_not_read(void **state)
{
	static const char *const bad[] = {
		"",
		"{}",
		"[1]",
		"{\"for\":\"tea\",\"method\":\"POST\",\"path\":\"/\","
		"\"key\":\"k\",\"body\":\"\"}",
		"{\"for\":\"reply\",\"method\":\"AVERYLONGMETHODNAME\","
		"\"path\":\"/\",\"key\":\"k\",\"body\":\"\"}",
		"{\"for\":\"reply\",\"method\":\"POST\",\"path\":\"/\","
		"\"key\":\"k\",\"body\":7}"};
	struct letter letter;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (letter_read(&letter, bad[i], strlen(bad[i])) !=
		    LETTER_ERROR_FORM)
			fail_msg("%s is taken", bad[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_letter_is_read_as_it_was_written),
		cmocka_unit_test(a_letter_that_is_too_long_is_not_written),
		cmocka_unit_test(what_is_no_letter_is_not_read),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
