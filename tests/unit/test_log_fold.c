/* SPDX-License-Identifier: MIT */
#include "server/log/log_fold.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#define WINDOW LOG_FOLD_WINDOW_MS

/* Says it so often at that time; returns how many lines passed. */
static size_t flood(struct log_fold *fold, const char *message, size_t times,
		    int64_t now_ms)
{
	size_t passed = 0;

	while (times--)
		passed += log_fold_admits(fold, LOG_LEVEL_WARNING, message,
					  now_ms);
	return passed;
}

static void a_flood_is_held_back_and_told_once(void **state)
{
	struct log_fold fold;
	struct log_folded folded;

	(void)state;
	log_fold_init(&fold);
	assert_int_equal(flood(&fold, "full", 130, 1000), LOG_FOLD_BURST);
	assert_false(log_fold_due(&fold, 1000 + WINDOW - 1, false, &folded));
	assert_true(log_fold_due(&fold, 1000 + WINDOW, false, &folded));
	assert_int_equal(folded.count, 120);
	assert_int_equal(folded.span_ms, WINDOW);
	assert_int_equal(folded.level, LOG_LEVEL_WARNING);
	assert_string_equal(folded.message, "full");
	assert_false(log_fold_due(&fold, 1000 + WINDOW, false, &folded));
	assert_int_equal(flood(&fold, "full", 20, 2000 + WINDOW),
			 LOG_FOLD_BURST);
}

static void a_slow_message_is_never_held_back(void **state)
{
	struct log_fold fold;
	struct log_folded folded;
	int64_t t;

	(void)state;
	log_fold_init(&fold);
	for (t = 0; t < 100 * WINDOW; t += WINDOW / 5)
		assert_int_equal(flood(&fold, "now and then", 1, t), 1);
	assert_false(log_fold_due(&fold, t, true, &folded));
}

static void one_flood_does_not_hide_another_message(void **state)
{
	struct log_fold fold;

	(void)state;
	log_fold_init(&fold);
	flood(&fold, "full", 1000, 0);
	assert_int_equal(flood(&fold, "store failing", 1, 0), 1);
	assert_true(log_fold_admits(&fold, LOG_LEVEL_ERROR, "full", 0));
}

/* A thousand messages in one window: as bounded as one. */
static void more_messages_than_places_share_the_last(void **state)
{
	struct log_fold fold;
	struct log_folded folded;
	char message[32];
	size_t i, passed = 0;

	(void)state;
	log_fold_init(&fold);
	for (i = 0; i < 1000; i++) {
		snprintf(message, sizeof(message), "message %zu", i);
		passed += flood(&fold, message, 1, 5);
	}
	assert_int_equal(passed, LOG_FOLD_SITES - 1 + LOG_FOLD_BURST);
	assert_true(log_fold_due(&fold, 5 + WINDOW, false, &folded));
	assert_string_equal(folded.message, "other messages");
	assert_int_equal(folded.count, 1000 - passed);
	assert_int_equal(flood(&fold, "a new one", 20, 5 + WINDOW),
			 LOG_FOLD_BURST);
}

static void a_clock_set_back_ends_the_window(void **state)
{
	struct log_fold fold;
	struct log_folded folded;

	(void)state;
	log_fold_init(&fold);
	flood(&fold, "full", 15, 1000000);
	assert_true(log_fold_due(&fold, 10, false, &folded));
	assert_int_equal(folded.count, 5);
	assert_int_equal(folded.span_ms, 0);
	assert_int_equal(flood(&fold, "full", 1, 10), 1);
}

static void all_of_it_can_be_told_at_the_end(void **state)
{
	struct log_fold fold;
	struct log_folded folded;

	(void)state;
	log_fold_init(&fold);
	flood(&fold, "full", 11, 0);
	assert_true(log_fold_due(&fold, 3000, true, &folded));
	assert_int_equal(folded.span_ms, 3000);
	assert_false(log_fold_due(&fold, 3000, true, &folded));
}

static void a_long_message_is_cut_but_told_apart(void **state)
{
	struct log_fold fold;
	struct log_folded folded;
	char one[300], two[300];

	(void)state;
	memset(one, 'x', sizeof(one));
	one[299] = '\0';
	memcpy(two, one, sizeof(two));
	two[298] = 'y';
	log_fold_init(&fold);
	assert_int_equal(flood(&fold, one, 11, 0), LOG_FOLD_BURST);
	assert_int_equal(flood(&fold, two, 1, 0), 1);
	assert_true(log_fold_due(&fold, 0, true, &folded));
	assert_int_equal(strlen(folded.message), LOG_FOLD_MESSAGE_BYTES - 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_flood_is_held_back_and_told_once),
		cmocka_unit_test(a_slow_message_is_never_held_back),
		cmocka_unit_test(one_flood_does_not_hide_another_message),
		cmocka_unit_test(more_messages_than_places_share_the_last),
		cmocka_unit_test(a_clock_set_back_ends_the_window),
		cmocka_unit_test(all_of_it_can_be_told_at_the_end),
		cmocka_unit_test(a_long_message_is_cut_but_told_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
