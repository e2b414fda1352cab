/* SPDX-License-Identifier: MIT */
#include "server/web/inbox.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>

static void pieces_make_one_message(void **state)
{
	struct inbox inbox;
	size_t i;

	(void)state;
	inbox_init(&inbox, 1000);
	for (i = 0; i < 1000; i++)
		assert_int_equal(inbox_add(&inbox, &"abcdefghij"[i % 10], 1),
				 INBOX_OK);
	assert_int_equal(inbox.size, 1000);
	assert_memory_equal(inbox.bytes + 990, "abcdefghij", 10);
	inbox_release(&inbox);
}

static void a_piece_too_many_changes_nothing(void **state)
{
	struct inbox inbox;

	(void)state;
	inbox_init(&inbox, 4);
	assert_int_equal(inbox_add(&inbox, "abc", 3), INBOX_OK);
	assert_int_equal(inbox_add(&inbox, "de", 2), INBOX_ERROR_SIZE);
	assert_int_equal(inbox.size, 3);
	assert_int_equal(inbox_add(&inbox, "d", 1), INBOX_OK);
	assert_memory_equal(inbox.bytes, "abcd", 4);
	assert_int_equal(inbox_add(&inbox, "", 0), INBOX_OK);
	inbox_release(&inbox);
}

static void an_empty_inbox_holds_no_memory(void **state)
{
	struct inbox inbox;

	(void)state;
	inbox_init(&inbox, 8192);
	assert_null(inbox.bytes);
	assert_int_equal(inbox_add(&inbox, "x", 1), INBOX_OK);
	inbox_clear(&inbox);
	assert_null(inbox.bytes);
	assert_int_equal(inbox.size, 0);
}

static void a_message_of_another_kind_has_its_own_maximum(void **state)
{
	struct inbox inbox;

	(void)state;
	inbox_init(&inbox, 2);
	assert_int_equal(inbox_add(&inbox, "x", 1), INBOX_OK);
	inbox_begin(&inbox, 4);
	assert_int_equal(inbox.size, 0);
	assert_int_equal(inbox_add(&inbox, "abcd", 4), INBOX_OK);
	inbox_begin(&inbox, 2);
	assert_int_equal(inbox_add(&inbox, "abc", 3), INBOX_ERROR_SIZE);
	inbox_release(&inbox);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pieces_make_one_message),
		cmocka_unit_test(a_piece_too_many_changes_nothing),
		cmocka_unit_test(an_empty_inbox_holds_no_memory),
		cmocka_unit_test(a_message_of_another_kind_has_its_own_maximum),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
