/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/buf.h"
#include "unit/content.h"

/* Words as "stem~form|stem ..."; a '.' stands before a new sentence. */
static void show(const struct words *words, char *out, size_t size)
{
	struct buf buf;
	buf_init(&buf, out, size);
	for (size_t i = 0; i < words->count; i++) {
		const struct word *word = &words->word[i];
		buf_text(&buf, i ? " " : "");
		buf_text(&buf, word->flags & TEXT_SENTENCE ? ". " : "");
		buf_add(&buf, word->stem, word->stem_bytes);
		if (word->form)
			buf_format(&buf, "~%c", word->form);
	}
}

static struct text text;
static struct words words;

static void read_words(const char *message)
{
	assert_int_equal(text_read(&text, message, strlen(message)), TEXT_OK);
	words_read(&words, &text, NULL, NULL, NULL);
}

static void words_are_opened_dropped_and_folded(void **state)
{
	static const struct {
		const char *message, *words;
	} rows[] = {{"Borrowed books", "borrow~d book~s"},
		    {"what's lost?", "what be lose~d"},
		    {"i can't find it", "i can not find it"},
		    {"please just open the door", "open door"},
		    {"im waiting 4 u", "i be wait~g 4 you"},
		    {"gone. the end", "go~d . end"},
		    {"the end. of it", "end . of it"}};
	char shown[256];
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		read_words(rows[i].message);
		show(&words, shown, sizeof(shown));
		if (strcmp(shown, rows[i].words))
			fail_msg("'%s' -> '%s', not '%s'", rows[i].message,
				 shown, rows[i].words);
		for (size_t j = 0; j < words.count; j++)
			assert_int_equal(words.word[j].id, VOCAB_NONE);
	}
}

/* "Well. The map": what is dropped leaves its sentence's beginning behind. */
static void a_dropped_filler_leaves_its_boundary(void **state)
{
	(void)state;
	read_words("open it. please where is it");
	assert_true(words.count > 3);
	size_t i = 0;
	while (i < words.count && memcmp(words.word[i].stem, "where", 5))
		i++;
	assert_true(i < words.count);
	assert_true(words.word[i].flags & TEXT_SENTENCE);
}

static void too_many_words_are_cut_and_told(void **state)
{
	char message[FAQ_QUESTION_BYTES];
	(void)state;
	/* contractions make two words of one token */
	memset(message, ' ', sizeof(message));
	for (size_t i = 0; i < 250; i++)
		memcpy(message + 4 * i, "im", 2);
	assert_int_equal(text_read(&text, message, 1000), TEXT_OK);
	words_read(&words, &text, NULL, NULL, NULL);
	assert_int_equal(words.count, WORDS_MAX);
	assert_true(words.cut);
	read_words("short");
	assert_false(words.cut);
}

/* The vocabulary of a small content. */
static struct workbench *sealed(const char *content)
{
	struct workbench *bench = workbench_new();
	assert_true(
		template_read_words(&bench->parser, content, strlen(content)));
	assert_int_equal(vocab_seal(bench->vocab), FAQ_OK);
	return bench;
}

static void each_word_has_its_class(void **state)
{
	static const struct {
		const char *stem;
		enum word_class class;
	} rows[] = {{"where", WORD_FUNCTION}, {"i", WORD_FUNCTION},
		    {"renew", WORD_KNOWN},    {"card", WORD_KNOWN},
		    {"12", WORD_NUMBER},      {"dragon", WORD_FOREIGN}};
	struct workbench *bench = sealed("where renew card");
	(void)state;
	read_words("where i renewed cards 12 dragons");
	words_resolve(&words, bench->vocab);
	assert_int_equal(words.count, COUNT(rows));
	for (size_t i = 0; i < COUNT(rows); i++) {
		assert_int_equal(words.word[i].stem_bytes,
				 strlen(rows[i].stem));
		assert_memory_equal(words.word[i].stem, rows[i].stem,
				    words.word[i].stem_bytes);
		assert_int_equal(words.word[i].word_class, rows[i].class);
		bool known = rows[i].class == WORD_KNOWN || i == 0;
		assert_int_equal(words.word[i].id != VOCAB_NONE, known);
	}
	workbench_free(bench);
}

struct repairs {
	size_t count;
	char from[40], to[40];
};

static void on_repair(void *context, const char *from, size_t bytes,
		      const char *to)
{
	struct repairs *repairs = context;
	repairs->count++;
	snprintf(repairs->from, sizeof(repairs->from), "%.*s", (int)bytes,
		 from);
	snprintf(repairs->to, sizeof(repairs->to), "%s", to);
}

static void only_what_is_no_word_is_repaired(void **state)
{
	static const struct {
		const char *message, *to; /* NULL: left alone */
	} rows[] = {{"renwe", "renew"},  {"magazne", "magazine"},
		    {"magazines", NULL}, {"card", NULL},
		    {"cart", NULL}, /* a word of its own */
		    {"care", NULL},      {"12345", NULL},
		    {"zzzzzz", NULL}};
	struct workbench *bench = sealed("renew magazine card");
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct repairs repairs = {0};
		assert_int_equal(text_read(&text, rows[i].message,
					   strlen(rows[i].message)),
				 TEXT_OK);
		words_read(&words, &text, bench->vocab, on_repair, &repairs);
		if (repairs.count != (rows[i].to != NULL))
			fail_msg("'%s': %zu repairs, '%s'", rows[i].message,
				 repairs.count, repairs.to);
		if (!rows[i].to)
			continue;
		assert_string_equal(repairs.from, rows[i].message);
		assert_string_equal(repairs.to, rows[i].to);
		words_resolve(&words, bench->vocab);
		assert_int_equal(words.word[0].word_class, WORD_KNOWN);
	}
	workbench_free(bench);
}

static void add_rule(struct workbench *bench, struct same *same,
		     const char *left, const char *right)
{
	assert_true(template_read_words(&bench->parser, left, strlen(left)));
	struct words from = bench->words;
	assert_true(template_read_words(&bench->parser, right, strlen(right)));
	assert_int_equal(same_add(same, &from, &bench->words), FAQ_OK);
}

static void rules_rewrite_the_longest_fit_once(void **state)
{
	static const struct {
		const char *message, *words;
	} rows[] = {{"my pass", "my library card"},
		    {"day pass", "ticket"},
		    {"two day passes", "two ticket"},
		    {"swap", "change"},
		    {"swapped it", "change~d it"},
		    /* what a rule wrote is not read again */
		    {"alpha", "beta"},
		    {"alpha beta", "beta gamma"},
		    /* not over the end of a sentence */
		    {"day. pass", "day . library card"},
		    {"nothing here", "nothing here"}};
	struct workbench *bench = workbench_new();
	struct same *same = same_new(&bench->arena, 10);
	char shown[256];
	(void)state;
	add_rule(bench, same, "pass", "library card");
	add_rule(bench, same, "day pass", "ticket");
	add_rule(bench, same, "swap", "change");
	add_rule(bench, same, "alpha", "beta");
	add_rule(bench, same, "beta", "gamma");
	assert_int_equal(vocab_seal(bench->vocab), FAQ_OK);
	for (size_t i = 0; i < COUNT(rows); i++) {
		read_words(rows[i].message);
		words_resolve(&words, bench->vocab);
		same_apply(same, &words);
		show(&words, shown, sizeof(shown));
		if (strcmp(shown, rows[i].words))
			fail_msg("'%s' -> '%s', not '%s'", rows[i].message,
				 shown, rows[i].words);
	}
	workbench_free(bench);
}

static void a_rule_past_its_bounds_is_refused(void **state)
{
	struct workbench *bench = workbench_new();
	struct same *same = same_new(&bench->arena, 1);
	struct words none = {0}, one, five;
	(void)state;
	assert_true(template_read_words(&bench->parser, "book", 4));
	one = bench->words;
	assert_true(template_read_words(&bench->parser,
					"red blue green black white", 26));
	five = bench->words;
	assert_int_equal(same_add(same, &none, &one), FAQ_ERROR_CONTENT);
	assert_int_equal(same_add(same, &one, &none), FAQ_ERROR_CONTENT);
	assert_int_equal(same_add(same, &five, &one), FAQ_ERROR_CONTENT);
	assert_int_equal(same_add(same, &one, &five), FAQ_ERROR_CONTENT);
	assert_int_equal(same_add(same, &one, &one), FAQ_OK);
	assert_int_equal(same_add(same, &one, &one), FAQ_ERROR_CONTENT);
	workbench_free(bench);
}

static void a_rule_never_grows_a_message_past_its_room(void **state)
{
	struct workbench *bench = workbench_new();
	struct same *same = same_new(&bench->arena, 2);
	(void)state;
	add_rule(bench, same, "book", "red blue green black");
	assert_int_equal(vocab_seal(bench->vocab), FAQ_OK);
	char message[FAQ_QUESTION_BYTES];
	for (size_t i = 0; i < 200; i++)
		memcpy(message + 5 * i, "book ", 5);
	assert_int_equal(text_read(&text, message, 1000), TEXT_OK);
	words_read(&words, &text, NULL, NULL, NULL);
	words_resolve(&words, bench->vocab);
	same_apply(same, &words);
	assert_true(words.count <= WORDS_MAX);
	assert_true(words.count > 300);
	workbench_free(bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_are_opened_dropped_and_folded),
		cmocka_unit_test(a_dropped_filler_leaves_its_boundary),
		cmocka_unit_test(too_many_words_are_cut_and_told),
		cmocka_unit_test(each_word_has_its_class),
		cmocka_unit_test(only_what_is_no_word_is_repaired),
		cmocka_unit_test(rules_rewrite_the_longest_fit_once),
		cmocka_unit_test(a_rule_past_its_bounds_is_refused),
		cmocka_unit_test(a_rule_never_grows_a_message_past_its_room),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
