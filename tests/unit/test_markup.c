/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "cli/markup.h"

#include <stdlib.h>

static void becomes(const char *text, const char *wanted)
{
	char *out = NULL;
	size_t size;
	FILE *file = open_memstream(&out, &size);

	markup_text(file, text);
	fclose(file);
	assert_string_equal(out, wanted);
	free(out);
}

static void what_markup_takes_for_its_own_is_escaped(void **state)
{
	(void)state;
	becomes("a < b & \"c\" > 'd'",
		"a &lt; b &amp; &quot;c&quot; &gt; &#39;d&#39;");
}

static void text_stays_as_it_is(void **state)
{
	(void)state;
	becomes("caf\xc3\xa9 \xf0\x9f\x8d\x95\n", "caf\xc3\xa9 "
						  "\xf0\x9f\x8d\x95\n");
	becomes("", "");
}

static void what_xml_cannot_hold_is_replaced(void **state)
{
	(void)state;
	becomes("a\x1b[31m\x01", "a\xef\xbf\xbd[31m\xef\xbf\xbd");
	becomes("\xff\xc3", "\xef\xbf\xbd\xef\xbf\xbd");
	becomes("\xef\xbf\xbf", "\xef\xbf\xbd");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_markup_takes_for_its_own_is_escaped),
		cmocka_unit_test(text_stays_as_it_is),
		cmocka_unit_test(what_xml_cannot_hold_is_replaced),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
