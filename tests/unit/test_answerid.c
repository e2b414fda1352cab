/* SPDX-License-Identifier: MIT */
/* An answer's name says whether it was given, and to whom. */
#include "server/talk/answerid.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>

static const struct answer_key key = {{1, 2, 3}}, other_key = {{1, 2, 4}};
static const struct visit ann = {.visitor = {7}, .begun = true};
static const struct visit bob = {.visitor = {0, [15] = 7}, .begun = true};

static void it_is_given_to_one_visitor_under_one_key(void **state)
{
	char id[ANSWER_ID_BYTES];

	(void)state;
	answer_id_make(&key, &ann, "a-session-that-ends-so", id);
	assert_int_equal(strlen(id), ANSWER_ID_BYTES - 1);
	assert_memory_equal(id, "-ends-so", 8);
	assert_true(answer_id_given(&key, &ann, id));
	assert_false(answer_id_given(&key, &bob, id));
	assert_false(answer_id_given(&other_key, &ann, id));
}

static void who_was_never_answered_was_given_none(void **state)
{
	struct visit nobody = ann;
	char id[ANSWER_ID_BYTES];

	(void)state;
	nobody.begun = false;
	answer_id_make(&key, &nobody, "12345678", id);
	assert_false(answer_id_given(&key, &nobody, id));
}

static void another_session_gives_another(void **state)
{
	char a[ANSWER_ID_BYTES], b[ANSWER_ID_BYTES];

	(void)state;
	answer_id_make(&key, &ann, "12345678", a);
	answer_id_make(&key, &ann, "12345679", b);
	assert_string_not_equal(a, b);
	assert_memory_not_equal(a + 8, b + 8, 8);
}

static void no_character_may_be_changed_or_missing(void **state)
{
	char id[ANSWER_ID_BYTES], odd[2 * ANSWER_ID_BYTES];

	(void)state;
	answer_id_make(&key, &ann, "12345678", id);
	for (size_t i = 0; i < ANSWER_ID_BYTES - 1; i++) {
		memcpy(odd, id, sizeof(id));
		odd[i] = odd[i] == 'A' ? 'B' : 'A';
		assert_false(answer_id_given(&key, &ann, odd));
		odd[i] = '\0';
		assert_false(answer_id_given(&key, &ann, odd));
	}
	memcpy(odd, id, sizeof(id));
	memcpy(odd + sizeof(id) - 1, "A", 2);
	assert_false(answer_id_given(&key, &ann, odd));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_is_given_to_one_visitor_under_one_key),
		cmocka_unit_test(who_was_never_answered_was_given_none),
		cmocka_unit_test(another_session_gives_another),
		cmocka_unit_test(no_character_may_be_changed_or_missing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
