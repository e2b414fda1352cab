/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "desk/template.h"

#include <string.h>

static void what_is_wrong_with_a_template_is_said(void **state)
{
	static const struct desk_template bad[] = {
		{"GET", "/a", "{}"},
		{NULL, "a", "{}"},
		{NULL, "/a", NULL},
		{NULL, "/a/*", "{}"},
		{NULL, "/a/{{text}}", "{}"},
		{NULL, "/a/{{key", "{}"},
		{NULL, "/{{key}}{{key}}{{key}}{{key}}", "{}"},
		{NULL, "/a", "{\"a\":{{text}}}"},
		{NULL, "/a", "{\"a\":\"{{words}}\"}"},
		{NULL, "/a", "{\"a\":\"{{text\"}"},
		{NULL, "/a", "{"}};
	static const struct desk_template good[] = {
		{"PATCH", "/", "{\"a\":[{{choices}},\"{{text}}{{state}}\"]}"},
		{NULL, "/{{key}}/{{account}}/{{reason}}?x=1", "\"\""}};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (!template_check(&bad[i]))
			fail_msg("%zu is taken", i);
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		assert_null(template_check(&good[i]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_wrong_with_a_template_is_said),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
