/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/turn.h"
#include "unit/content.h"

#define MOST 4u

/* The parts of a message as surfaces, parted by " / ". */
static void show_parts(const char *message, size_t most, char *out, size_t size)
{
	struct workbench *bench = workbench_new();
	size_t starts[MOST + 1];
	struct buf buf;
	assert_true(
		template_read_words(&bench->parser, message, strlen(message)));
	const struct words *words = &bench->words;
	size_t count = split_words(words, starts, most);
	assert_true(count <= most);
	buf_init(&buf, out, size);
	for (size_t part = 0; part < count; part++) {
		size_t end = part + 1 < count ? starts[part + 1] : words->count;
		if (part)
			buf_text(&buf, "/ ");
		for (size_t i = starts[part]; i < end; i++) {
			buf_add(&buf, words->word[i].surface,
				words->word[i].surface_bytes);
			buf_char(&buf, ' ');
		}
		assert_true(starts[part] < end);
	}
	workbench_free(bench);
}

static void a_message_parts_where_another_question_begins(void **state)
{
	static const struct {
		const char *message, *parts;
	} rows[] = {{"where is the map", "where is map "},
		    {"where is the map? when do you open?",
		     "where is map / when do you open "},
		    {"where is the map and when do you open",
		     "where is map and / when do you open "},
		    {"where is the map, when do you open",
		     "where is map / when do you open "},
		    /* "and" between things is no new question */
		    {"books and films", "books and films "},
		    {"i lost my card, the red one", "i lost my card red one "},
		    {"i lost my card. what now then",
		     "i lost my card / what now then "},
		    /* one word is no question of its own */
		    {"hello. where is the map", "where is map "},
		    {"hello. where is the map? when do you open",
		     "where is map / when do you open "},
		    {"where is the map. chairs. when do you open",
		     "where is map chairs / when do you open "},
		    /* several words may join it on */
		    {"where is the map and also then what do i do",
		     "where is map and also then / what do i do "}};
	char parts[256];
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		show_parts(rows[i].message, MOST, parts, sizeof(parts));
		if (strcmp(parts, rows[i].parts))
			fail_msg("'%s' -> '%s', not '%s'", rows[i].message,
				 parts, rows[i].parts);
	}
}

static void there_are_never_more_parts_than_asked_for(void **state)
{
	char parts[512];
	(void)state;
	for (size_t most = 1; most <= MOST; most++)
		show_parts("one two. one two. one two. one two. one two. one "
			   "two. one two",
			   most, parts, sizeof(parts));
}

static void numbers_are_read_as_digits_and_as_words(void **state)
{
	static const struct {
		const char *word;
		unsigned last, number;
	} rows[] = {{"2", 4, 2},      {"two", 4, 2},   {"second", 4, 2},
		    {"2nd", 4, 2},    {"last", 4, 4},  {"last", 0, 0},
		    {"ten", 4, 10},   {"12", 4, 12},   {"007", 4, 7},
		    {"0", 4, 0},      {"next", 4, 0},  {"2x", 4, 0},
		    {"", 4, 0},       {"999", 4, 999}, {"first", 4, 1},
		    {"seconds", 4, 0}};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_int_equal(split_number(rows[i].word,
					      strlen(rows[i].word),
					      rows[i].last),
				 rows[i].number);
	/* a number of any length is a number or none, never another */
	assert_int_equal(split_number("99999999999999999999", 20, 4), 0);
	/* not NUL-terminated */
	assert_int_equal(split_number("234", 1, 4), 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_message_parts_where_another_question_begins),
		cmocka_unit_test(there_are_never_more_parts_than_asked_for),
		cmocka_unit_test(numbers_are_read_as_digits_and_as_words),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
