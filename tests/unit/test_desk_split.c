/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "desk/split.h"

#include <string.h>

static void first_is(const char *text, size_t limit, const char *wanted)
{
	size_t bytes = split_first(text, strlen(text), limit);

	if (bytes != strlen(wanted) || memcmp(text, wanted, bytes) != 0)
		fail_msg("'%.*s', not '%s'", (int)bytes, text, wanted);
}

static void what_fits_is_whole(void **state)
{
	(void)state;
	first_is("abc def", 0, "abc def");
	first_is("abc def", 7, "abc def");
	first_is("", 5, "");
}

static void it_is_cut_where_the_most_ends(void **state)
{
	(void)state;
	first_is("aaa aa.\n\nbb b\nb. b b", 16, "aaa aa.\n\n");
	first_is("aaaaaaa\nbb. b bbbbb", 14, "aaaaaaa\n");
	first_is("aaaaaaa. bb bbbbb", 13, "aaaaaaa. ");
	first_is("aaaaaaa bb-bbbbb", 13, "aaaaaaa ");
	first_is("aaaaaaaaaa", 4, "aaaa");
	first_is("a\n\nbbbbbbbbb bbbbbbb", 14, "a\n\nbbbbbbbbb ");
}

static void characters_are_whole_and_count_as_utf16(void **state)
{
	(void)state;
	first_is("\xC3\xA9\xC3\xA9\xC3\xA9", 2, "\xC3\xA9\xC3\xA9");
	first_is("\xF0\x9F\x8D\xB5\xF0\x9F\x8D\xB5", 3, "\xF0\x9F\x8D\xB5");
	first_is("\xF0\x9F\x8D\xB5x", 1, "\xF0\x9F\x8D\xB5");
	first_is("\xE2\x82", 1, "\xE2\x82");
}

static void a_link_is_not_cut(void **state)
{
	(void)state;
	first_is("aaaaaa bb <https://x|b c d> e", 24, "aaaaaa bb ");
	first_is("aaaaaa bb ](https://x b c d) e", 24, "aaaaaa bb ");
	first_is("aa <x> bb cc dd ee ff", 14, "aa <x> bb cc ");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_fits_is_whole),
		cmocka_unit_test(it_is_cut_where_the_most_ends),
		cmocka_unit_test(characters_are_whole_and_count_as_utf16),
		cmocka_unit_test(a_link_is_not_cut),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
