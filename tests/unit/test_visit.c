/* SPDX-License-Identifier: MIT */
#include "proto/visit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

static struct visit sample(void)
{
	struct visit visit;

	visit_init(&visit);
	visit.begun = true;
	memset(visit.visitor, 0xa5, sizeof(visit.visitor));
	visit.issued_s = 1800000000;
	visit.dialog.step = 3;
	visit_remember(&visit, "a");
	visit_remember(&visit, "b");
	return visit;
}

static void a_visit_comes_back_from_its_bytes(void **state)
{
	struct visit visit = sample(), back;
	uint8_t bytes[VISIT_BYTES];

	(void)state;
	visit_save(&visit, bytes);
	assert_true(visit_load(&back, bytes));
	assert_true(back.begun);
	assert_memory_equal(back.visitor, visit.visitor, VISIT_VISITOR_BYTES);
	assert_true(back.issued_s == 1800000000);
	assert_int_equal(back.dialog.step, 3);
	assert_memory_equal(back.seen, visit.seen, sizeof(visit.seen));
}

static void a_visit_says_whether_a_person_has_it(void **state)
{
	struct visit visit = sample(), back;
	uint8_t bytes[VISIT_BYTES];

	(void)state;
	visit_save(&visit, bytes);
	assert_int_equal(bytes[0], 1); /* as before there were persons */
	assert_true(visit_load(&back, bytes));
	assert_false(back.person);
	visit.person = true;
	visit_save(&visit, bytes);
	assert_true(visit_load(&back, bytes));
	assert_true(back.person);
	assert_int_equal(back.dialog.step, 3);
}

static void another_version_or_an_odd_dialogue_is_refused(void **state)
{
	struct visit visit = sample(), back;
	uint8_t bytes[VISIT_BYTES];

	(void)state;
	visit_save(&visit, bytes);
	bytes[0]++;
	assert_false(visit_load(&back, bytes));
	assert_false(back.begun);
	bytes[0] |= 0x40;
	assert_false(visit_load(&back, bytes));
	bytes[0] |= 0x80;
	assert_false(visit_load(&back, bytes));
	assert_false(back.person);
	visit_save(&visit, bytes);
	bytes[1 + VISIT_VISITOR_BYTES + 5] = 99;
	back = visit;
	assert_false(visit_load(&back, bytes));
	assert_false(back.begun);
	assert_int_equal(back.dialog.step, 0);
}

static void the_last_eight_messages_are_remembered(void **state)
{
	struct visit visit;
	char id[8];

	(void)state;
	visit_init(&visit);
	for (unsigned i = 0; i < 9; i++) {
		snprintf(id, sizeof(id), "m%u", i);
		assert_false(visit_has_seen(&visit, id));
		visit_remember(&visit, id);
		assert_true(visit_has_seen(&visit, id));
	}
	assert_false(visit_has_seen(&visit, "m0"));
	assert_true(visit_has_seen(&visit, "m1"));
	assert_true(visit_has_seen(&visit, "m8"));
}

static void a_message_without_an_id_is_never_a_repeat(void **state)
{
	struct visit visit;

	(void)state;
	visit_init(&visit);
	visit_remember(&visit, "");
	assert_false(visit_has_seen(&visit, ""));
	assert_int_equal(visit.seen[0], 0);
}

static void a_visitor_has_a_name_of_hexadecimal_digits(void **state)
{
	struct visit visit = sample();
	char name[VISIT_VISITOR_TEXT];

	(void)state;
	visit.visitor[0] = 0x0f;
	visit_name(&visit, name);
	assert_string_equal(name, "0fa5a5a5a5a5a5a5a5a5a5a5a5a5a5a5");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_visit_comes_back_from_its_bytes),
		cmocka_unit_test(a_visit_says_whether_a_person_has_it),
		cmocka_unit_test(another_version_or_an_odd_dialogue_is_refused),
		cmocka_unit_test(the_last_eight_messages_are_remembered),
		cmocka_unit_test(a_message_without_an_id_is_never_a_repeat),
		cmocka_unit_test(a_visitor_has_a_name_of_hexadecimal_digits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
