/* SPDX-License-Identifier: MIT */
#include "server/desk/hub_word.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#define NODE "0123456789abcdef"
#define VISITOR "00112233445566778899aabbccddeeff"
#define TEXT_60 "Alexandra-Victoria Konstantinopolskaya of the second crew 42"
#define TEXT_64 TEXT_60 " etc"

/* Each as it is written: read, and written again. */
static void a_word_that_was_read_is_written_as_it_was(void **state)
{
	static const char *const words[] = {
		NODE " hello",
		NODE " alive",
		NODE " agent here thekey Ada Lovelace",
		NODE " agent busy thekey Ada",
		NODE " agent gone thekey Ada",
		NODE " agent here thekey " TEXT_60 TEXT_60 TEXT_60 TEXT_60,
		NODE " talk " VISITOR,
		NODE " tab on " VISITOR,
		NODE " tab off " VISITOR,
		NODE " typing on " VISITOR " ",
		NODE " typing off " VISITOR " " TEXT_60 TEXT_60 TEXT_60 TEXT_60,
		NODE " marks " VISITOR " 7 9007199254740991",
	};
	struct store_notice notice;
	struct hub_word word;

	(void)state;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		assert_true(hub_word_read(&word, words[i]));
		assert_int_equal(word.kind, i < 2    ? (int)i
					    : i < 6  ? HUB_WORD_AGENT
					    : i < 7  ? HUB_WORD_TALK
					    : i < 9  ? HUB_WORD_TAB
					    : i < 11 ? HUB_WORD_TYPING
						     : HUB_WORD_MARKS);
		hub_word_write(&word, &notice);
		assert_string_equal(notice.topic, HUB_TOPIC);
		assert_string_equal(notice.text, words[i]);
	}
}

static void what_is_no_word_is_refused(void **state)
{
	static const char *const words[] = {
		"",
		"hello",
		"0123 hello",
		NODE "0 hello",
		NODE " hello there",
		NODE " dance",
		NODE " agent",
		NODE " agent asleep thekey Ada",
		NODE " agent here thekey",
		NODE " agent here akeythatisfartoolong Ada",
		NODE " agent here thekey " TEXT_64 TEXT_64 TEXT_64 TEXT_64,
		NODE " talk",
		NODE " talk 0011",
		NODE " talk " VISITOR " x",
		NODE " tab maybe " VISITOR,
		NODE " typing on",
		NODE " marks " VISITOR " 1",
		NODE " marks " VISITOR " 1 -1",
		NODE " marks " VISITOR " 1 99999999999999999999999",
	};
	struct hub_word word;

	(void)state;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		assert_false(hub_word_read(&word, words[i]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_word_that_was_read_is_written_as_it_was),
		cmocka_unit_test(what_is_no_word_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
