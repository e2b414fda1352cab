/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "desk/body.h"

#include <string.h>

static enum desk_status read_as(const char *type, const char *body, size_t size,
				struct json_doc **doc, struct json_error *error)
{
	const struct desk_header header = {"Content-Type", type};
	const struct desk_hook hook = {&header, 1, body, size, NULL};

	return body_read(&hook, doc, error);
}

static enum desk_status read_form(const char *body, struct json_doc **doc)
{
	struct json_error error = {0, 0, ""};
	enum desk_status status =
		read_as("application/x-www-form-urlencoded; charset=utf-8",
			body, strlen(body), doc, &error);

	assert_int_equal(status == DESK_ERROR_BODY,
			 error.line && error.column && error.message[0]);
	assert_int_equal(status == DESK_OK, *doc != NULL);
	return status;
}

static void a_form_is_an_object_of_strings(void **state)
{
	struct json_doc *doc;
	const struct cJSON *root;

	(void)state;
	assert_int_equal(read_form("a=1+2%20%C3%A9&b=&c&d%3d=%22%5C=&=e", &doc),
			 DESK_OK);
	root = json_root(doc);
	assert_string_equal(json_string(json_get(root, "a")), "1 2 \xC3\xA9");
	assert_string_equal(json_string(json_get(root, "b")), "");
	assert_string_equal(json_string(json_get(root, "c")), "");
	assert_string_equal(json_string(json_get(root, "d=")), "\"\\=");
	assert_string_equal(json_string(json_get(root, "")), "e");
	json_free(doc);
	assert_int_equal(read_form("", &doc), DESK_OK);
	json_free(doc);
}

static void what_is_no_form_is_refused_with_its_place(void **state)
{
	static const char *const bad[] = {"a=%",     "a=%1",  "a=%zz",
					  "a=1&a=2", "a=%00", "%00=a"};
	struct json_doc *doc;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(read_form(bad[i], &doc), DESK_ERROR_BODY);
}

static void bytes_that_are_no_utf8_are_replaced(void **state)
{
	struct json_doc *doc;

	(void)state;
	assert_int_equal(read_form("a=%FFb", &doc), DESK_OK);
	assert_string_equal(json_string(json_get(json_root(doc), "a")),
			    "\xEF\xBF\xBD"
			    "b");
	json_free(doc);
}

static void a_body_too_large_is_refused(void **state)
{
	static char much[JSON_BYTES_MAX + 1];
	struct json_error error;
	struct json_doc *doc;

	(void)state;
	memset(much, 'a', sizeof(much));
	assert_int_equal(read_as("application/x-www-form-urlencoded", much,
				 sizeof(much), &doc, &error),
			 DESK_ERROR_BODY);
	assert_int_equal(
		read_as("application/json", much, sizeof(much), &doc, &error),
		DESK_ERROR_BODY);
	assert_null(doc);
}

static void only_that_type_is_a_form(void **state)
{
	static const struct desk_header types[] = {
		{"content-type", "application/x-www-form-urlencoded"},
		{"content-type", "APPLICATION/X-WWW-FORM-URLENCODED;a=b"},
		{"content-type", "application/x-www-form-urlencodedx"},
		{"content-type", "application/json"},
		{"accept", "application/x-www-form-urlencoded"}};

	(void)state;
	for (size_t i = 0; i < 5; i++) {
		const struct desk_hook hook = {types + i, 1, "", 0, NULL};

		assert_int_equal(body_is_form(&hook), i < 2);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_form_is_an_object_of_strings),
		cmocka_unit_test(what_is_no_form_is_refused_with_its_place),
		cmocka_unit_test(bytes_that_are_no_utf8_are_replaced),
		cmocka_unit_test(a_body_too_large_is_refused),
		cmocka_unit_test(only_that_type_is_a_form),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
