/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "server/desk/letterbox.h"

#include <stdlib.h>
#include <string.h>

static struct letterbox box;
static int wakes;

static void count_wake(void *context)
{
	++*(int *)context;
}

static int set_up(void **state)
{
	(void)state;
	wakes = 0;
	letterbox_init(&box, 3);
	letterbox_open(&box, count_wake, &wakes);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	letterbox_close(&box);
	letterbox_release(&box);
	return 0;
}

static void put(const char *bytes, size_t size, const char *id)
{
	const struct hub_letter letter = {{3, 9}, HUB_RETURN, bytes, size, id};

	letterbox_put(&box, &letter);
}

static void letters_come_as_copies_in_their_order(void **state)
{
	char text[] = "first";
	struct parcel *one, *two;
	bool lost;

	(void)state;
	put(text, 5, "m-1");
	memset(text, 'x', 5);
	put("", 0, "");
	assert_int_equal(wakes, 2);
	one = letterbox_take(&box, &lost);
	assert_false(lost);
	two = one->next;
	assert_int_equal(one->letter.seat.session, 9);
	assert_int_equal(one->letter.say, HUB_RETURN);
	assert_int_equal(one->letter.size, 5);
	assert_memory_equal(one->letter.bytes, "first", 5);
	assert_string_equal(one->letter.id, "m-1");
	assert_int_equal(two->letter.size, 0);
	assert_null(two->next);
	parcel_free(one);
	parcel_free(two);
	assert_null(letterbox_take(&box, &lost));
}

static size_t take_all(bool *lost)
{
	struct parcel *parcel = letterbox_take(&box, lost);
	size_t count = 0;

	while (parcel) {
		struct parcel *next = parcel->next;

		parcel_free(parcel);
		parcel = next;
		count++;
	}
	return count;
}

static void what_does_not_fit_is_told_once(void **state)
{
	bool lost;

	(void)state;
	for (size_t i = 0; i <= LETTERBOX_LETTERS; i++)
		put("x", 1, "");
	assert_int_equal(take_all(&lost), LETTERBOX_LETTERS);
	assert_true(lost);
	put("x", 1, "");
	assert_int_equal(take_all(&lost), 1);
	assert_false(lost);
}

static void long_letters_are_bounded_too(void **state)
{
	size_t size = LETTERBOX_BYTES / 2;
	char *text = calloc(1, size);
	bool lost;

	(void)state;
	assert_non_null(text);
	put(text, size, "");
	put(text, size, ""); /* with its id's end a little too much */
	free(text);
	assert_int_equal(take_all(&lost), 1);
	assert_true(lost);
}

/* That they are freed is the sanitizer's to see. */
static void a_closed_box_keeps_nothing(void **state)
{
	bool lost;

	(void)state;
	put("x", 1, "");
	letterbox_close(&box);
	put("x", 1, "");
	assert_int_equal(wakes, 1);
	assert_null(letterbox_take(&box, &lost));
	assert_false(lost);
}

int main(void)
{
#define WITH_BOX(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		WITH_BOX(letters_come_as_copies_in_their_order),
		WITH_BOX(what_does_not_fit_is_told_once),
		WITH_BOX(long_letters_are_bounded_too),
		WITH_BOX(a_closed_box_keeps_nothing),
	};

	return cmocka_run_group_tests_name("letterbox", tests, NULL, NULL);
}
