/* SPDX-License-Identifier: MIT */
#include "store/postgres.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

/* One row of one column, as it came over the wire; NULL for a null. */
static PGresult *row_of(const char *value, int length)
{
	PGresult *rows = PQmakeEmptyPGresult(NULL, PGRES_TUPLES_OK);
	PGresAttDesc column = {.name = (char[]){"x"}, .format = 1};
	char bytes[64];

	assert_non_null(rows);
	assert_int_equal(PQsetResultAttrs(rows, 1, &column), 1);
	if (value)
		memcpy(bytes, value, (size_t)length);
	assert_int_equal(PQsetvalue(rows, 0, 0, value ? bytes : NULL,
				    value ? length : -1),
			 1);
	return rows;
}

static PGresult *back(const struct postgres_args *args)
{
	return row_of(args->value[0], args->length[0]);
}

static void numbers_come_back_as_they_went(void **state)
{
	static const int64_t numbers[] = {0, 1, -1, 258, INT64_MIN, INT64_MAX};
	static const double reals[] = {0, 0.75, -2.5, 1e300};

	(void)state;
	for (size_t i = 0; i < 6; i++) {
		struct postgres_args args = {0};
		PGresult *rows;

		postgres_add_int(&args, numbers[i]);
		rows = back(&args);
		assert_true(postgres_get_int(rows, 0, 0) == numbers[i]);
		PQclear(rows);
	}
	for (size_t i = 0; i < 4; i++) {
		struct postgres_args args = {0};
		PGresult *rows;

		postgres_add_double(&args, reals[i]);
		rows = back(&args);
		assert_memory_equal(&(double){postgres_get_double(rows, 0, 0)},
				    &reals[i], sizeof(double));
		PQclear(rows);
	}
}

static void numbers_are_big_endian_on_the_wire(void **state)
{
	struct postgres_args args = {0};

	(void)state;
	postgres_add_int(&args, 0x0102030405060708);
	assert_memory_equal(args.value[0], "\1\2\3\4\5\6\7\10", 8);
}

static void an_integer_may_have_four_bytes(void **state)
{
	PGresult *rows = row_of("\xff\xff\xff\xfe", 4);

	(void)state;
	assert_int_equal(postgres_get_int(rows, 0, 0), -2);
	PQclear(rows);
}

static void no_id_is_a_null_and_a_null_is_no_id(void **state)
{
	struct store_id none = {{0}}, some = {{1}}, out = {{9}};
	struct postgres_args args = {0};
	PGresult *rows;

	(void)state;
	postgres_add_id(&args, &none);
	assert_null(args.value[0]);
	rows = row_of(NULL, 0);
	postgres_get_id(rows, 0, 0, &out);
	assert_true(store_id_none(&out));
	PQclear(rows);
	postgres_add_id(&args, &some);
	rows = row_of(args.value[1], args.length[1]);
	postgres_get_id(rows, 0, 0, &out);
	assert_memory_equal(&out, &some, sizeof(out));
	PQclear(rows);
}

static void what_is_empty_is_no_null(void **state)
{
	struct postgres_args args = {0};

	(void)state;
	postgres_add_bytes(&args, NULL, 0);
	postgres_add_text(&args, "");
	assert_non_null(args.value[0]);
	assert_non_null(args.value[1]);
}

static void a_null_is_nothing_of_any_type(void **state)
{
	PGresult *rows = row_of(NULL, 0);
	char text[4] = "xyz", bytes[2] = "x";

	(void)state;
	assert_int_equal(postgres_get_int(rows, 0, 0), 0);
	assert_true(postgres_get_double(rows, 0, 0) <= 0);
	assert_false(postgres_get_bool(rows, 0, 0));
	postgres_get_text(rows, 0, 0, text, sizeof(text));
	assert_string_equal(text, "");
	assert_false(postgres_get_bytes(rows, 0, 0, bytes, sizeof(bytes)));
	PQclear(rows);
}

static void what_does_not_fit_is_cut_or_refused(void **state)
{
	PGresult *rows = row_of("longer", 6);
	char text[4], bytes[4] = "abc";

	(void)state;
	postgres_get_text(rows, 0, 0, text, sizeof(text));
	assert_string_equal(text, "lon");
	assert_false(postgres_get_bytes(rows, 0, 0, bytes, sizeof(bytes)));
	assert_string_equal(bytes, "abc");
	PQclear(rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_come_back_as_they_went),
		cmocka_unit_test(numbers_are_big_endian_on_the_wire),
		cmocka_unit_test(an_integer_may_have_four_bytes),
		cmocka_unit_test(no_id_is_a_null_and_a_null_is_no_id),
		cmocka_unit_test(what_is_empty_is_no_null),
		cmocka_unit_test(a_null_is_nothing_of_any_type),
		cmocka_unit_test(what_does_not_fit_is_cut_or_refused),
	};

	return cmocka_run_group_tests_name("postgres_value", tests, NULL, NULL);
}
