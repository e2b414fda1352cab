/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/dialog.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct faq_dialog busy = {.last_intent = 0x01020304,
				       .last_question = 0xFFFFFFFF,
				       .context = {1, 2, 0x80000000},
				       .choice = {5, 6, 7, 8},
				       .offer = 9,
				       .choice_count = 4,
				       .choice_list = 2,
				       .offer_left = 1,
				       .step = 3,
				       .resume = 3,
				       .paused = 1,
				       .misses = 2,
				       .repeats = 1,
				       .declined = {1, 2}};

static void what_is_saved_is_loaded_again(void **state)
{
	uint8_t bytes[FAQ_DIALOG_BYTES], again[FAQ_DIALOG_BYTES];
	struct faq_dialog dialog;
	(void)state;
	faq_dialog_save(&busy, bytes);
	memset(&dialog, 0xAA, sizeof(dialog));
	assert_true(faq_dialog_load(&dialog, bytes, sizeof(bytes)));
	assert_int_equal(dialog.last_intent, busy.last_intent);
	assert_int_equal(dialog.last_question, busy.last_question);
	assert_memory_equal(dialog.context, busy.context, sizeof(busy.context));
	assert_memory_equal(dialog.choice, busy.choice, sizeof(busy.choice));
	assert_int_equal(dialog.offer, busy.offer);
	assert_int_equal(dialog.choice_count, busy.choice_count);
	assert_int_equal(dialog.choice_list, busy.choice_list);
	assert_int_equal(dialog.offer_left, busy.offer_left);
	assert_int_equal(dialog.step, busy.step);
	assert_int_equal(dialog.resume, busy.resume);
	assert_int_equal(dialog.paused, busy.paused);
	assert_int_equal(dialog.misses, busy.misses);
	assert_int_equal(dialog.repeats, busy.repeats);
	assert_memory_equal(dialog.declined, busy.declined, 2);
	faq_dialog_save(&dialog, again);
	assert_memory_equal(again, bytes, sizeof(bytes));
}

static void the_image_is_the_same_on_every_machine(void **state)
{
	uint8_t bytes[FAQ_DIALOG_BYTES];
	static const uint8_t head[] = {1, 4, 3, 2, 1, 0xFF, 0xFF, 0xFF, 0xFF};
	(void)state;
	faq_dialog_save(&busy, bytes);
	assert_memory_equal(bytes, head, sizeof(head));
	assert_int_equal(bytes[41], busy.choice_count);
	assert_int_equal(bytes[50], busy.declined[1]);
	for (size_t i = 51; i < sizeof(bytes); i++)
		assert_int_equal(bytes[i], 0);
}

static void what_save_cannot_have_written_is_a_fresh_dialogue(void **state)
{
	static const struct {
		size_t at;
		uint8_t byte;
	} faults[] = {{0, 0},    {0, 2},  {41, 5}, {42, 3},
		      {43, 255}, {46, 2}, {51, 1}, {FAQ_DIALOG_BYTES - 1, 1}};
	struct faq_dialog fresh, dialog;
	uint8_t bytes[FAQ_DIALOG_BYTES];
	(void)state;
	faq_dialog_init(&fresh);
	for (size_t i = 0; i < COUNT(faults); i++) {
		faq_dialog_save(&busy, bytes);
		bytes[faults[i].at] = faults[i].byte;
		dialog = busy;
		assert_false(faq_dialog_load(&dialog, bytes, sizeof(bytes)));
		assert_memory_equal(&dialog, &fresh, sizeof(fresh));
	}
	faq_dialog_save(&busy, bytes);
	for (size_t size = 0; size < sizeof(bytes); size++)
		assert_false(faq_dialog_load(&dialog, bytes, size));
	assert_false(faq_dialog_load(&dialog, bytes, sizeof(bytes) + 1));
	assert_false(faq_dialog_load(&dialog, NULL, 0));
	assert_false(faq_dialog_load(&dialog, NULL, FAQ_DIALOG_BYTES));
	assert_memory_equal(&dialog, &fresh, sizeof(fresh));
}

static void a_state_is_named_as_the_tests_name_it(void **state)
{
	static const struct {
		struct faq_dialog dialog;
		const char *name;
	} rows[] = {
		{{.step = 0}, "idle"},
		{{.step = 2}, "step 2"},
		{{.step = 12, .paused = 1}, "step 12 paused"},
		{{.choice_count = 2, .choice_list = DIALOG_LIST_OPTIONS},
		 "options"},
		{{.choice_count = 2,
		  .choice_list = DIALOG_LIST_OPTIONS,
		  .step = 2},
		 "options"},
		{{.choice_count = 2, .choice_list = DIALOG_LIST_SUGGESTIONS},
		 "idle"},
		{{.offer = 7, .offer_left = 1}, "offer"},
		{{.offer = 7, .offer_left = 1, .step = 3}, "step 3"}};
	char name[32];
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		faq_dialog_describe(&rows[i].dialog, name, sizeof(name));
		assert_string_equal(name, rows[i].name);
	}
	faq_dialog_describe(&rows[2].dialog, name, 5);
	assert_string_equal(name, "step");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_saved_is_loaded_again),
		cmocka_unit_test(the_image_is_the_same_on_every_machine),
		cmocka_unit_test(
			what_save_cannot_have_written_is_a_fresh_dialogue),
		cmocka_unit_test(a_state_is_named_as_the_tests_name_it),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
