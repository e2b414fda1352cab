/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "desk/pointer.h"

#include <string.h>

static void a_pointer_finds_what_the_rfc_says(void **state)
{
	static const char text[] =
		"{\"foo\":[\"bar\",\"baz\"],\"\":0,\"a/b\":1,\"c%d\":2,"
		"\"m~n\":8,\"o\":{\"01\":\"x\"}}";
	struct json_doc *doc;
	const struct cJSON *root;
	double number = -1;

	(void)state;
	assert_int_equal(json_parse(&doc, text, strlen(text), NULL), JSON_OK);
	root = json_root(doc);
	assert_ptr_equal(pointer_find(root, ""), root);
	assert_string_equal(json_string(pointer_find(root, "/foo/1")), "baz");
	assert_string_equal(json_string(pointer_find(root, "/o/01")), "x");
	assert_true(json_number(pointer_find(root, "/a~1b"), &number));
	assert_true(number == 1);
	assert_true(json_number(pointer_find(root, "/m~0n"), &number));
	assert_true(number == 8);
	assert_true(json_number(pointer_find(root, "/"), &number));
	assert_true(number == 0);
	assert_null(pointer_find(root, "/foo/2"));
	assert_null(pointer_find(root, "/foo/01"));
	assert_null(pointer_find(root, "/foo/-"));
	assert_null(pointer_find(root, "/foo/0/0"));
	assert_null(pointer_find(root, "/none/0"));
	json_free(doc);
}

static void what_is_no_pointer_is_known(void **state)
{
	char much[POINTER_BYTES_MAX + 1];

	(void)state;
	memset(much, '/', sizeof(much));
	much[POINTER_BYTES_MAX] = '\0';
	assert_true(pointer_valid(""));
	assert_true(pointer_valid("/a~0b~1"));
	assert_false(pointer_valid("a"));
	assert_false(pointer_valid("/a~"));
	assert_false(pointer_valid("/a~2"));
	assert_false(pointer_valid(much));
	assert_true(pointer_valid(much + 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_pointer_finds_what_the_rfc_says),
		cmocka_unit_test(what_is_no_pointer_is_known),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
