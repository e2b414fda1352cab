/* SPDX-License-Identifier: MIT */
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/buf.h"
#include "core/text.h"

static void what_fits_is_kept_whole(void **state)
{
	char bytes[16];
	struct buf buf;
	(void)state;
	buf_init(&buf, bytes, sizeof(bytes));
	assert_string_equal(bytes, "");
	buf_text(&buf, "opens ");
	buf_add(&buf, "at ten", 2);
	buf_char(&buf, ' ');
	buf_format(&buf, "%d:%02d", 10, 5);
	assert_string_equal(bytes, "opens at 10:05");
	assert_int_equal(buf.used, 14);
	assert_false(buf.cut);
	buf_char(&buf, '!');
	assert_false(buf.cut);
	buf_char(&buf, '!');
	assert_true(buf.cut);
	assert_string_equal(bytes, "opens at 10:05!");
}

static void room_for_a_nul_holds_a_nul(void **state)
{
	char bytes[2] = {'x', 'y'};
	struct buf buf;
	(void)state;
	buf_init(&buf, bytes, 1);
	buf_text(&buf, "a");
	buf_format(&buf, "%s", "b");
	assert_int_equal(buf.used, 0);
	assert_int_equal(bytes[0], '\0');
	assert_int_equal(bytes[1], 'y');
	assert_true(buf.cut);
}

/* Of every room, by every way of writing. */
static void a_cut_never_splits_a_character(void **state)
{
	static const char text[] = "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80z";
	char bytes[32];
	struct buf buf;
	(void)state;
	for (size_t size = 1; size < sizeof(text); size++) {
		for (int way = 0; way < 2; way++) {
			memset(bytes, 'x', sizeof(bytes));
			buf_init(&buf, bytes, size);
			if (way)
				buf_format(&buf, "%s", text);
			else
				buf_text(&buf, text);
			assert_true(buf.cut);
			assert_true(buf.used < size);
			assert_int_equal(bytes[buf.used], '\0');
			assert_int_equal(strlen(bytes), buf.used);
			assert_true(text_is_utf8(bytes, buf.used, NULL));
			assert_int_equal(bytes[size], 'x');
			/* as much as fits: the next character does not */
			assert_true(size - 1 - buf.used < 4);
			assert_memory_equal(bytes, text, buf.used);
		}
	}
}

static void nothing_follows_a_cut(void **state)
{
	char bytes[5];
	struct buf buf;
	(void)state;
	buf_init(&buf, bytes, sizeof(bytes));
	buf_text(&buf, "ab\xe2\x82\xac");
	assert_true(buf.cut);
	buf_text(&buf, "c");
	buf_format(&buf, "%c", 'd');
	assert_string_equal(bytes, "ab");
}

static void a_number_is_written_as_printf_does(void **state)
{
	static const unsigned numbers[] = {0, 7, 10, 4096, UINT_MAX};
	char bytes[16], wanted[16];
	struct buf buf;
	(void)state;
	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++) {
		buf_init(&buf, bytes, sizeof(bytes));
		buf_number(&buf, numbers[i]);
		snprintf(wanted, sizeof(wanted), "%u", numbers[i]);
		assert_string_equal(bytes, wanted);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_number_is_written_as_printf_does),
		cmocka_unit_test(what_fits_is_kept_whole),
		cmocka_unit_test(room_for_a_nul_holds_a_nul),
		cmocka_unit_test(a_cut_never_splits_a_character),
		cmocka_unit_test(nothing_follows_a_cut),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
