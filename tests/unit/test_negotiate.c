/* SPDX-License-Identifier: MIT */
#include "server/web/negotiate.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#define ALL (1u << CODING_PLAIN | 1u << CODING_GZIP | 1u << CODING_BROTLI)

struct row {
	const char *accept;
	enum coding coding;
};

static void check(const struct row *rows, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (negotiate_coding(rows[i].accept, ALL) != rows[i].coding)
			fail_msg("'%s' gets '%s'", rows[i].accept,
				 coding_name(negotiate_coding(rows[i].accept,
							      ALL)));
}

#define CHECK(rows_) check(rows_, sizeof(rows_) / sizeof(rows_[0]))

static void without_a_wish_nothing_is_packed(void **state)
{
	static const struct row rows[] = {
		{"", CODING_PLAIN},        {"identity", CODING_PLAIN},
		{"deflate", CODING_PLAIN}, {"zstd, deflate", CODING_PLAIN},
		{" , ,", CODING_PLAIN},
	};

	(void)state;
	CHECK(rows);
}

static void of_equal_wishes_the_smallest_form_wins(void **state)
{
	static const struct row rows[] = {
		{"gzip", CODING_GZIP},
		{"br", CODING_BROTLI},
		{"gzip, deflate, br, zstd", CODING_BROTLI},
		{"gzip,br", CODING_BROTLI},
		{"GZIP", CODING_GZIP},
		{"x-gzip", CODING_GZIP},
		{"identity, gzip", CODING_GZIP},
		{"*", CODING_BROTLI},
	};

	(void)state;
	CHECK(rows);
}

static void a_greater_weight_wins(void **state)
{
	static const struct row rows[] = {
		{"br;q=0.5, gzip;q=0.8", CODING_GZIP},
		{"br;q=0.5, gzip", CODING_GZIP},
		{"identity, gzip;q=0.5", CODING_PLAIN},
		{"gzip;q=0.001", CODING_GZIP},
		{"gzip ; q=0.3 , br ;q=0.2", CODING_GZIP},
		{"br;Q=0.1,gzip;q=0.09", CODING_BROTLI},
		{"gzip, *;q=0.5", CODING_GZIP},
	};

	(void)state;
	CHECK(rows);
}

static void a_weight_of_nought_is_a_refusal(void **state)
{
	static const struct row rows[] = {
		{"gzip;q=0", CODING_PLAIN},
		{"br;q=0, gzip", CODING_GZIP},
		{"br;q=0.000, *", CODING_GZIP},
		{"*;q=0", CODING_PLAIN},
		{"identity;q=0", CODING_PLAIN},
		{"gzip, *;q=0", CODING_GZIP},
		{"identity;q=0, gzip;q=0.1", CODING_GZIP},
	};

	(void)state;
	CHECK(rows);
}

static void what_is_no_weight_is_no_wish(void **state)
{
	static const struct row rows[] = {
		{"gzip;q=2", CODING_PLAIN},
		{"gzip;q=1.1", CODING_PLAIN},
		{"gzip;q=", CODING_PLAIN},
		{"gzip;q", CODING_PLAIN},
		{"gzip;", CODING_PLAIN},
		{"gzip;q=0.1234", CODING_PLAIN},
		{"gzip;q=-1", CODING_PLAIN},
		{"gzip;q=1x", CODING_PLAIN},
		{"gzip;r=1", CODING_PLAIN},
		{"gzip q=1", CODING_PLAIN},
		{"gzipped", CODING_PLAIN},
		{"gzi", CODING_PLAIN},
		{"gzip;q=x, br", CODING_BROTLI},
	};

	(void)state;
	CHECK(rows);
}

static void only_a_form_that_exists_is_chosen(void **state)
{
	(void)state;
	assert_int_equal(negotiate_coding("br, gzip", 1u << CODING_PLAIN),
			 CODING_PLAIN);
	assert_int_equal(negotiate_coding("br, gzip;q=0.5",
					  ALL & ~(1u << CODING_BROTLI)),
			 CODING_GZIP);
}

static void a_tag_that_is_named_is_unchanged(void **state)
{
	(void)state;
	assert_true(negotiate_unchanged("\"a\"", "\"a\""));
	assert_true(negotiate_unchanged("\"x\", \"a\"", "\"a\""));
	assert_true(negotiate_unchanged("\"x,y\" ,W/\"a\" ", "\"a\""));
	assert_true(negotiate_unchanged("W/\"a\"", "\"a\""));
	assert_true(negotiate_unchanged(" * ", "\"a\""));
}

static void any_other_is_changed(void **state)
{
	static const char *const rows[] = {
		"",      "a",          "\"a",        "\"a-gz\"", "\"x\"",
		"\"A\"", "\"x\"\"a\"", "\"x, \"a\"", "w/\"a\"",  "* x",
		"W/",    "\"ab\"",     "\"a\"b",
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (negotiate_unchanged(rows[i], "\"a\""))
			fail_msg("'%s' names it", rows[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_a_wish_nothing_is_packed),
		cmocka_unit_test(of_equal_wishes_the_smallest_form_wins),
		cmocka_unit_test(a_greater_weight_wins),
		cmocka_unit_test(a_weight_of_nought_is_a_refusal),
		cmocka_unit_test(what_is_no_weight_is_no_wish),
		cmocka_unit_test(only_a_form_that_exists_is_chosen),
		cmocka_unit_test(a_tag_that_is_named_is_unchanged),
		cmocka_unit_test(any_other_is_changed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
