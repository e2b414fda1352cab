/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "cli/check.h"

/* The first finding in a text; its code is "" when there is none. */
static struct faq_diag look(const char *text, size_t *count)
{
	struct faults faults = {0};
	struct faq_diag first = {.line = 0};
	struct faq_source source = {"a.md", text, strlen(text)};
	struct content content = {.sources = &source, .source_count = 1};
	struct check check = {
		.content = &content,
		.sink = {.report = faults_report, .context = &faults}};
	check_lookalikes(&check);
	if (faults.count)
		first = faults.list[0];
	*count = faults.count;
	faults_release(&faults);
	return first;
}

static void a_foreign_letter_in_a_word_is_found(void **state)
{
	size_t count;
	struct faq_diag diag = look("one\nb\xD0\xBE\xD0\xBEk", &count);
	(void)state;
	assert_string_equal(diag.code, "look-alike");
	assert_int_equal(diag.line, 2);
	assert_int_equal(diag.column, 2);
	assert_int_equal(count, 1); /* once a word */
	assert_string_equal(look("lo\xCE\xBD"
				 "e",
				 &count)
				    .code,
			    "look-alike");
	assert_string_equal(look("\xD0\xB0pple", &count).code, "look-alike");
}

static void whole_words_of_any_script_are_fine(void **state)
{
	size_t count;
	(void)state;
	look("caf\xC3\xA9 \xD0\xBA\xD0\xBD\xD0\xB8\xD0\xB3\xD0\xB0 "
	     "\xCE\xBB\xCF\x8C\xCE\xB3\xCE\xBF\xCF\x82 book",
	     &count);
	assert_int_equal(count, 0);
}

static void what_takes_no_room_is_found(void **state)
{
	size_t count;
	(void)state;
	struct faq_diag diag = look("bo\xE2\x80\x8Bok", &count);
	assert_string_equal(diag.code, "unseen-character");
	assert_int_equal(diag.column, 3);
	assert_string_equal(look("a\xE2\x80\xAE"
				 "b",
				 &count)
				    .code,
			    "unseen-character");
	assert_string_equal(look("a\xE2\x80\x8D"
				 "b",
				 &count)
				    .code,
			    "unseen-character");
	/* a byte order mark in front, and a joiner of emoji */
	look("\xEF\xBB\xBF"
	     "book",
	     &count);
	assert_int_equal(count, 0);
	look("\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x92\xBB", &count);
	assert_int_equal(count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_foreign_letter_in_a_word_is_found),
		cmocka_unit_test(whole_words_of_any_script_are_fine),
		cmocka_unit_test(what_takes_no_room_is_found),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
