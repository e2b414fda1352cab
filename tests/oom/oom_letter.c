/* SPDX-License-Identifier: MIT */
/*
 * oom_letter: a letter of the outbox written and read while each allocation in
 * turn fails. One that can't be read for want of memory is no bad letter: that
 * would be given up for good.
 */
#include "oom/wrap.h"

#include "server/desk/letter.h"

#include <stdlib.h>
#include <string.h>

static char body[] = "{\"text\":\"a cup\"}";
static const char text[] =
	"{\"for\":\"reply\",\"method\":\"POST\",\"path\":\"/a\","
	"\"key\":\"k\",\"body\":\"{}\"}";

static bool write_one(void)
{
	const struct desk_request request = {.method = "POST",
					     .path = "/a",
					     .key = "k",
					     .body = body,
					     .bytes = sizeof(body) - 1};
	size_t bytes;
	char *written = letter_write(LETTER_REPLY, &request, 1000, &bytes);

	if (!written)
		return false;
	assert_int_equal(strlen(written), bytes);
	free(written);
	return true;
}

static void a_letter_is_written_whole_or_not_at_all(void **state)
{
	(void)state;
	assert_true(fail_each(write_one, false) >= 1);
}

static bool read_one(void)
{
	struct letter letter;
	enum letter_status status =
		letter_read(&letter, text, sizeof(text) - 1);

	if (status != LETTER_OK) {
		assert_int_equal(status, LETTER_ERROR_NOMEM);
		assert_null(letter.request.body);
		return false;
	}
	assert_string_equal(letter.request.body, "{}");
	letter_release(&letter);
	return true;
}

static void a_letter_is_read_whole_or_later(void **state)
{
	(void)state;
	assert_true(fail_each(read_one, false) > 10);
}

int main(void)
{
	wrap_cjson();
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_letter_is_written_whole_or_not_at_all),
		cmocka_unit_test(a_letter_is_read_whole_or_later),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
