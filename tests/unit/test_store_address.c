/* SPDX-License-Identifier: MIT */
#include "store/backup.h"
#include "unit/store_fixture.h"

static void what_is_shared_is_known_by_its_address(void **state)
{
	(void)state;
	assert_true(store_is_shared("postgresql://db/faqd"));
	assert_true(store_is_shared("postgres://db/faqd"));
	assert_true(store_is_shared("host=db dbname=faqd"));
	assert_true(store_is_shared("service=faqd"));
	assert_false(store_is_shared("/var/lib/faqd/faqd.db"));
	assert_false(store_is_shared("sqlite:host=db"));
	assert_false(store_is_shared("./host=db"));
	assert_false(store_is_shared(""));
}

static void an_address_may_name_its_scheme(void **state)
{
	struct bench *bench = *state;
	char address[128];

	snprintf(address, sizeof(address), "sqlite:%s", bench->path);
	assert_int_equal(store_open(&bench->store, address, &bench->options,
				    &bench->error),
			 STORE_OK);
	assert_int_equal(access(bench->path, F_OK), 0);
}

static void an_address_of_another_kind_is_refused(void **state)
{
	struct bench *bench = *state;

	assert_int_equal(store_open(&bench->store,
				    "mysql://user:word@host/faqd",
				    &bench->options, &bench->error),
			 STORE_ERROR_OPEN);
	assert_null(bench->store);
	assert_string_equal(bench->error.message,
			    "cannot open 'mysql': a store is in a file or in "
			    "PostgreSQL");
}

static void a_password_is_seen_in_any_form_of_address(void **state)
{
	(void)state;
	assert_true(store_has_password("postgresql://a:b@db/faqd"));
	assert_true(store_has_password("postgresql://a@db/faqd?password=b"));
	assert_true(store_has_password("host=db password=b"));
	assert_false(store_has_password("postgresql://a@db/faqd"));
	assert_false(store_has_password("host=db"));
	assert_false(store_has_password("/var/lib/a:b@db"));
	assert_false(store_has_password("host="));
}

static void looking_makes_nothing(void **state)
{
	struct bench *bench = *state;
	unsigned version = 9;

	assert_int_equal(store_look(bench->path, &bench->options, &version,
				    &bench->error),
			 STORE_ABSENT);
	assert_int_equal(version, 0);
	assert_int_not_equal(access(bench->path, F_OK), 0);
	bench_open(bench);
	assert_int_equal(store_look(bench->path, &bench->options, &version,
				    &bench->error),
			 STORE_OK);
	assert_true(version > 0);
}

int main(void)
{
#define IN_FOLDER(test)                                                        \
	cmocka_unit_test_setup_teardown(test, bench_set_up, bench_tear_down)
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_shared_is_known_by_its_address),
		cmocka_unit_test(a_password_is_seen_in_any_form_of_address),
		IN_FOLDER(an_address_may_name_its_scheme),
		IN_FOLDER(an_address_of_another_kind_is_refused),
		IN_FOLDER(looking_makes_nothing),
	};

	return cmocka_run_group_tests_name("store_address", tests, NULL, NULL);
}
