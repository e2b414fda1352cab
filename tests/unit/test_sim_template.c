/* SPDX-License-Identifier: MIT */
#include "cli/sim_template.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

static bool match(const char *template, const char *text,
		  struct sim_values *values)
{
	*values = (struct sim_values){0};
	return sim_template_match(template, text, strlen(text), values);
}

static void what_stood_for_a_name_is_found(void **state)
{
	struct sim_values values;

	(void)state;
	assert_true(
		match("/rooms/{{conversation}}/say", "/rooms/42/say", &values));
	assert_int_equal(values.conversation_bytes, 2);
	assert_memory_equal(values.conversation, "42", 2);
	assert_null(values.text);
	assert_true(
		match("{\"t\":\"{{text}}\",\"b\":{{choices}}}",
		      "{\"t\":\"say \\\"hi\\\"\",\"b\":[{\"title\":\"x\"}]}",
		      &values));
	assert_int_equal(values.text_bytes, 10);
}

static void another_template_is_told_apart(void **state)
{
	struct sim_values values;

	(void)state;
	assert_false(match("{\"t\":\"{{text}}\"}",
			   "{\"t\":\"x\",\"private\":\"y\"}", &values));
	assert_false(match("/rooms/{{conversation}}/say", "/rooms/42/note",
			   &values));
	assert_false(match("/rooms", "/rooms/42", &values));
	assert_false(match("/rooms/{{conversation", "/rooms/42", &values));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_stood_for_a_name_is_found),
		cmocka_unit_test(another_template_is_told_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
