/* SPDX-License-Identifier: MIT */
#include "server/talk/visitors.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#define TTL 60u

static const struct token_key key = {"a key of one process"};

static struct visitor_id id_of(const char *name)
{
	struct visitor_id id;

	assert_true(visitor_id_make(&id, &key, name, strlen(name)));
	return id;
}

static void keep(struct visitors *visitors, const char *name, int64_t now_s,
		 uint8_t step)
{
	struct visitor_id id = id_of(name);
	struct faq_dialog dialog;

	faq_dialog_init(&dialog);
	dialog.step = step;
	visitors_keep(visitors, &id, now_s, &dialog);
}

/* The step that the visitor is at; 0: not known. */
static unsigned step_of(struct visitors *visitors, const char *name,
			int64_t now_s)
{
	struct visitor_id id = id_of(name);
	struct faq_dialog dialog;

	visitors_find(visitors, &id, now_s, &dialog);
	return dialog.step;
}

static void each_visitor_has_a_dialogue(void **state)
{
	struct visitors *visitors = visitors_new(4, TTL);

	(void)state;
	assert_int_equal(step_of(visitors, "ann", 0), 0);
	keep(visitors, "ann", 0, 1);
	keep(visitors, "bob", 0, 2);
	assert_int_equal(step_of(visitors, "ann", 0), 1);
	assert_int_equal(step_of(visitors, "bob", 0), 2);
	keep(visitors, "ann", 1, 3);
	assert_int_equal(step_of(visitors, "ann", 1), 3);
	assert_int_equal(visitors_count(visitors), 2);
	visitors_free(visitors);
}

static void who_is_silent_for_too_long_begins_anew(void **state)
{
	struct visitors *visitors = visitors_new(4, TTL);

	(void)state;
	keep(visitors, "ann", 100, 1);
	assert_int_equal(step_of(visitors, "ann", 100 + TTL), 1);
	assert_int_equal(step_of(visitors, "ann", 101 + TTL), 0);
	visitors_free(visitors);
}

static void who_was_silent_longest_makes_room(void **state)
{
	struct visitors *visitors = visitors_new(3, TTL);

	(void)state;
	keep(visitors, "ann", 0, 1);
	keep(visitors, "bob", 1, 2);
	keep(visitors, "cat", 2, 3);
	keep(visitors, "ann", 3, 1);
	keep(visitors, "dan", 4, 4);
	assert_int_equal(step_of(visitors, "bob", 4), 0);
	assert_int_equal(step_of(visitors, "ann", 4), 1);
	assert_int_equal(step_of(visitors, "cat", 4), 3);
	assert_int_equal(step_of(visitors, "dan", 4), 4);
	assert_int_equal(visitors_count(visitors), 3);
	visitors_free(visitors);
}

static void a_table_of_one_works(void **state)
{
	struct visitors *visitors = visitors_new(1, TTL);

	(void)state;
	keep(visitors, "ann", 0, 1);
	keep(visitors, "bob", 0, 2);
	keep(visitors, "bob", 0, 3);
	assert_int_equal(step_of(visitors, "ann", 0), 0);
	assert_int_equal(step_of(visitors, "bob", 0), 3);
	visitors_free(visitors);
}

/* As many as fit are found again, whatever came and went before. */
static void a_crowd_passes_through_a_small_table(void **state)
{
	struct visitors *visitors = visitors_new(100, TTL);
	char name[32];
	unsigned i;

	(void)state;
	for (i = 0; i < 5000; i++) {
		snprintf(name, sizeof(name), "visitor %u", i);
		keep(visitors, name, 0, (uint8_t)(1 + i % 200));
	}
	for (i = 0; i < 5000; i++) {
		unsigned step;

		snprintf(name, sizeof(name), "visitor %u", i);
		step = step_of(visitors, name, 0);
		assert_int_equal(step, i < 4900 ? 0 : 1 + i % 200);
	}
	visitors_free(visitors);
}

static void an_id_tells_nothing_of_the_name_without_the_key(void **state)
{
	static const struct token_key other = {"another key"};
	struct visitor_id a = id_of("ann@example.org"), b;

	(void)state;
	assert_true(visitor_id_make(&b, &other, "ann@example.org", 15));
	assert_memory_not_equal(&a, &b, sizeof(a));
	b = id_of("ann@example.orh");
	assert_memory_not_equal(&a, &b, sizeof(a));
	b = id_of("ann@example.org");
	assert_memory_equal(&a, &b, sizeof(a));
}

static void *say_much(void *argument)
{
	struct visitors *visitors = argument;
	char name[32];
	unsigned i;

	for (i = 0; i < 2000; i++) {
		struct visitor_id id;
		struct faq_dialog dialog;

		snprintf(name, sizeof(name), "visitor %u", i % 50);
		if (!visitor_id_make(&id, &key, name, strlen(name)))
			return argument;
		visitors_find(visitors, &id, 0, &dialog);
		dialog.step = (uint8_t)(1 + i % 50);
		visitors_keep(visitors, &id, 0, &dialog);
	}
	return NULL;
}

static void workers_share_the_table(void **state)
{
	struct visitors *visitors = visitors_new(40, TTL);
	pthread_t threads[4];
	void *failed;
	size_t i;

	(void)state;
	for (i = 0; i < 4; i++)
		assert_int_equal(
			pthread_create(&threads[i], NULL, say_much, visitors),
			0);
	for (i = 0; i < 4; i++) {
		assert_int_equal(pthread_join(threads[i], &failed), 0);
		assert_null(failed);
	}
	assert_int_equal(visitors_count(visitors), 40);
	assert_int_equal(step_of(visitors, "visitor 49", 0), 50);
	visitors_free(visitors);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_visitor_has_a_dialogue),
		cmocka_unit_test(who_is_silent_for_too_long_begins_anew),
		cmocka_unit_test(who_was_silent_longest_makes_room),
		cmocka_unit_test(a_table_of_one_works),
		cmocka_unit_test(a_crowd_passes_through_a_small_table),
		cmocka_unit_test(
			an_id_tells_nothing_of_the_name_without_the_key),
		cmocka_unit_test(workers_share_the_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
