/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/pattern.h"
#include "unit/content.h"

static char regex[PATTERN_BYTES];

/* A template as a pattern; its lists are {book} and {borrow}. */
struct compiled {
	struct workbench *bench;
	struct pattern_builder *builder;
	struct pattern_code *code;
};

static void compile(struct compiled *out, const char *line, bool jit)
{
	struct template template;
	char error[128];
	size_t offset;
	out->bench = workbench_new();
	workbench_list(out->bench, "book", "book\nnovel\ncomic book\n");
	workbench_list(out->bench, "borrow", "borrow\ntake [out|home]\n");
	assert_int_equal(workbench_read(out->bench, &template, line),
			 TEMPLATE_READ);
	assert_int_equal(pattern_regex(regex, &template, out->bench->vocab,
				       &out->bench->arena),
			 PATTERN_OK);
	out->builder = pattern_builder_new(&out->bench->arena, jit);
	assert_non_null(out->builder);
	assert_int_equal(pattern_compile(out->builder, &out->code, regex,
					 template.raw, error, &offset),
			 PATTERN_OK);
}

static void release(struct compiled *compiled)
{
	pattern_code_free(compiled->code);
	workbench_free(compiled->bench);
}

/* What a template matches, over subjects as pattern.h lays them out. */
static const struct {
	const char *line, *subject;
	bool yes;
} rows[] = {
	{"borrow card", " borrow card ", true},
	{"borrow card", " i borrow~d card~s today ", true},
	{"borrow card", " borrow my card ", false},
	{"borrow card", " card borrow ", false},
	{"borrow card", " borrow . card ", false},
	{"borrow card", " unborrow card ", false},
	{"borrow card", " borrow cardboard ", false},
	{"borrow [my] card", " borrow card ", true},
	{"borrow [my] card", " borrow my card ", true},
	{"borrow [my] card", " borrow your card ", false},
	{"(lend|rent out) film", " lend film ", true},
	{"(lend|rent out) film", " rent~g out film~s ", true},
	{"(lend|rent out) film", " rent film ", false},
	{"{borrow} {book}", " take home comic book~s ", true},
	{"{borrow} {book}", " take comic ", false},
	{"{borrow} {book}", " take novel ", true},
	{"borrow * card", " borrow card ", true},
	{"borrow * card", " borrow with out a card ", true},
	{"borrow * card", " borrow v w x y card ", true},
	{"borrow * card", " borrow v w x y z card ", false},
	{"borrow * card", " borrow it . my card ", false},
	{"borrow *1 card", " borrow x card ", true},
	{"borrow *1 card", " borrow x y card ", false},
	{"(lend * film|rent) it", " lend old film it ", true},
	{"\"books\" out", " book~s out ", true},
	{"\"books\" out", " book out ", false},
	{"\"book\" out", " book out ", true},
	{"\"book\" out", " book~s out ", false},
	{"^ card", " card ", true},
	{"^ card", " hi . card ", true},
	{"^ card", " hi card ", false},
	{"card $", " my card ", true},
	{"card $", " my card . bye ", true},
	{"card $", " card please ", false},
	{"^card$", " card ", true},
	{"^card$", " card x ", false},
	{"< card borrow >", " borrow with card ", true},
	{"< card borrow >", " card . do i borrow ", true},
	{"< card borrow >", " card ", false},
	{"< card !film >", " card film ", false},
	{"< card !film >", " film card ", false},
	{"< card !film >", " card novel ", true},
	{"/l[oe]st/", " i lost it ", true},
	{"/^ lost/", " i lost it ", false},
};

static void check_rows(bool jit)
{
	struct faq_options options = {0};
	struct pattern_matcher *matcher = pattern_matcher_new(&options);
	assert_non_null(matcher);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct compiled compiled;
		compile(&compiled, rows[i].line, jit);
		pattern_matcher_start(matcher, 0);
		enum pattern_match got =
			pattern_match(matcher, compiled.code, rows[i].subject,
				      strlen(rows[i].subject));
		if (got != (rows[i].yes ? PATTERN_YES : PATTERN_NO))
			fail_msg("'%s', %s, on '%s': %d", rows[i].line, regex,
				 rows[i].subject, (int)got);
		release(&compiled);
	}
	pattern_matcher_free(matcher);
}

static void a_pattern_matches_what_its_template_says(void **state)
{
	(void)state;
	check_rows(false);
}

static void with_jit_it_matches_the_same(void **state)
{
	(void)state;
	check_rows(true);
}

static void a_generated_pattern_is_bounded(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct compiled compiled;
		size_t offset;
		compile(&compiled, rows[i].line, false);
		const char *fault = pattern_lint(regex, &offset);
		if (fault)
			fail_msg("%s at %zu: %s", regex, offset, fault);
		release(&compiled);
	}
}

static void a_gap_reaches_over_the_longest_word(void **state)
{
	struct faq_options options = {0};
	struct pattern_matcher *matcher = pattern_matcher_new(&options);
	struct compiled compiled;
	char subject[128] = " borrow ";
	size_t at = strlen(subject);
	(void)state;
	memset(subject + at, 'x', WORD_BYTES);
	strcpy(subject + at + WORD_BYTES, "~s card ");
	compile(&compiled, "borrow * card", false);
	assert_int_equal(
		pattern_match(matcher, compiled.code, subject, strlen(subject)),
		PATTERN_YES);
	release(&compiled);
	pattern_matcher_free(matcher);
}

static void what_could_take_too_long_is_named_with_its_place(void **state)
{
	static const struct {
		const char *regex, *fault; /* NULL: fine */
		size_t offset;
	} cases[] = {
		{"lost", NULL, 0},
		{"\\blost(?:ing)? (?:my|a) card\\b", NULL, 0},
		{"[^ ]{1,40} [a-z*+]{0,3}", NULL, 0},
		{"x{3}|\\*\\+\\(", NULL, 0},
		{"[]*]x", NULL, 0},
		{"[^]*]x", NULL, 0},
		{"[\\]*]x", NULL, 0},
		{"(?<name>x)(?=y)(?!z)(?i:w)", NULL, 0},
		{"ab*", "repeat", 2},
		{"ab+", "repeat", 2},
		{"a.*?b", "repeat", 2},
		{"ab{2,}", "repeat", 2},
		{"[a]*", "repeat", 3},
		{"\\\\*", "repeat", 2},
		{"(a)\\1", "back reference", 3},
		{"(?<n>a)\\k<n>", "reference", 7},
		{"(?<n>a)\\g{n}", "reference", 7},
		{"(?<n>a)(?P=n)", "reference", 7},
		{"a(?R)", "recursion", 1},
		{"(a)(?1)", "recursion", 3},
		{"(a)(?-1)", "recursion", 3},
		{"(a)(?+1)", "recursion", 3},
		{"(?<n>a)(?&n)", "recursion", 7},
		{"(?<n>a)(?P>n)", "recursion", 7},
		{"a(?C1)", "callout", 1},
		{"(*COMMIT)a", "verb", 0},
		{"a\\R", "escape", 1},
		{"a\\X", "escape", 1},
		/* what would hide any of these from this check */
		{"\\Q[\\Ea*]", "\\Q", 0},
		{"(?#[)a*(?#])", "comment", 0},
		{"[a\\Q]\\E]", "\\Q", 2},
		{"\\c[a*]", "control", 0},
		{"a{3, }", "repeat", 1},
		{"[[:alpha:]]{1,3}", NULL, 0},
		{"[[:alpha:]*]{1,3}", NULL, 0},
		{"[[:alpha:]]*", "repeat", 11},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		size_t offset = 0;
		const char *fault = pattern_lint(cases[i].regex, &offset);
		if ((fault == NULL) != (cases[i].fault == NULL) ||
		    (fault && !strstr(fault, cases[i].fault)) ||
		    (fault && offset != cases[i].offset))
			fail_msg("%s: %s at %zu", cases[i].regex,
				 fault ? fault : "fine", offset);
	}
}

static void a_regex_that_pcre2_refuses_says_where(void **state)
{
	struct workbench *bench = workbench_new();
	struct pattern_builder *builder =
		pattern_builder_new(&bench->arena, false);
	struct pattern_code *code = (struct pattern_code *)bench;
	char error[128] = "";
	size_t offset = 0;
	(void)state;
	assert_int_equal(pattern_compile(builder, &code, "lost (card", true,
					 error, &offset),
			 PATTERN_BAD);
	assert_null(code);
	assert_int_equal(offset, 10);
	assert_non_null(strstr(error, "parenthesis"));
	pattern_code_free(NULL);
	workbench_free(bench);
}

static enum pattern_status write_regex(struct workbench *bench, char *out,
				       const char *line)
{
	struct template template;
	assert_int_equal(workbench_read(bench, &template, line), TEMPLATE_READ);
	return pattern_regex(out, &template, bench->vocab, &bench->arena);
}

/* One of it is a pattern yet, three are too much for one. */
static const char *large_list(void)
{
	static char list[80000];
	size_t used = 0;
	for (int i = 0; i < 1000; i++)
		used += (size_t)sprintf(list + used, "w%dx%d y%dz%d\n", i,
					i * 7919 % 2003, i * 31 % 1999, i);
	return list;
}

static void a_pattern_past_its_bytes_is_refused(void **state)
{
	struct workbench *bench = workbench_new();
	(void)state;
	workbench_list(bench, "many", large_list());
	assert_int_equal(write_regex(bench, regex, "{many}"), PATTERN_OK);
	assert_int_equal(write_regex(bench, regex, "{many} {many} {many}"),
			 PATTERN_TOO_LARGE);
	workbench_free(bench);
}

/* A list that is met again is not written anew. */
static void a_list_is_written_alike_each_time(void **state)
{
	static const char *const lines[] = {"{book} shop", "{book} shop",
					    "({book}) shop",
					    "(book|novel|comic book) shop"};
	static char first[PATTERN_BYTES];
	struct workbench *bench = workbench_new();
	(void)state;
	workbench_list(bench, "book", "book\nnovel\ncomic book\n");
	assert_int_equal(write_regex(bench, first, lines[0]), PATTERN_OK);
	for (size_t i = 1; i < sizeof(lines) / sizeof(lines[0]); i++) {
		assert_int_equal(write_regex(bench, regex, lines[i]),
				 PATTERN_OK);
		assert_string_equal(regex, first);
	}
	workbench_free(bench);
}

static void a_list_that_was_cut_is_written_anew(void **state)
{
	struct workbench *bench = workbench_new();
	static char whole[PATTERN_BYTES];
	(void)state;
	workbench_list(bench, "many", large_list());
	workbench_list(bench, "other", large_list());
	assert_int_equal(write_regex(bench, regex, "{many} {many} {other}"),
			 PATTERN_TOO_LARGE);
	assert_int_equal(write_regex(bench, whole, "{many}"), PATTERN_OK);
	assert_int_equal(write_regex(bench, regex, "{other}"), PATTERN_OK);
	assert_string_equal(regex, whole);
	workbench_free(bench);
}

static void a_pattern_of_many_phrases_takes_little_memory(void **state)
{
	struct workbench *bench = workbench_new();
	struct template template;
	static char list[200000];
	size_t used = 0;
	(void)state;
	bench->parser.vocab = bench->vocab = vocab_new(&bench->arena, 20000);
	bench->lists = lists_new(&bench->parser);
	bench->parser.lists = lists_finder(bench->lists);
	for (unsigned i = 0; i < LITSET_PHRASES_MAX; i++)
		used += (size_t)sprintf(list + used, "w%u y%u\n", i, i);
	workbench_list(bench, "many", list);
	assert_int_equal(workbench_read(bench, &template, "{many}"),
			 TEMPLATE_READ);
	size_t before = bench->arena.bytes;
	assert_int_equal(
		pattern_regex(regex, &template, bench->vocab, &bench->arena),
		PATTERN_TOO_LARGE);
	assert_true(bench->arena.bytes - before < 8u * 1024u * 1024u);
	workbench_free(bench);
}

static void a_slot_captures_its_words(void **state)
{
	static const char subject[] = " borrow comic book~s today ";
	struct faq_options options = {0};
	struct pattern_matcher *matcher = pattern_matcher_new(&options);
	struct compiled compiled;
	struct pattern_slot slot[FAQ_SLOTS_MAX];
	(void)state;
	compile(&compiled, "borrow {what=book}", false);
	assert_int_equal(pattern_match(matcher, compiled.code, subject,
				       sizeof(subject) - 1),
			 PATTERN_YES);
	assert_int_equal(
		pattern_slots(matcher, compiled.code, slot, FAQ_SLOTS_MAX), 1);
	assert_string_equal(slot[0].name, "what");
	assert_int_equal(slot[0].bytes, strlen("comic book~s "));
	assert_memory_equal(subject + slot[0].start, "comic book~s ",
			    slot[0].bytes);
	release(&compiled);
	pattern_matcher_free(matcher);
}

/* A clock that jumps a millisecond at each look. */
static uint64_t jump(void *context)
{
	uint64_t *now = context;
	return *now += 1000000;
}

static void a_raw_pattern_that_runs_away_is_stopped(void **state)
{
	static const char line[] = "/(?:(?:a{0,9}){0,9}){0,9}[bc]x/";
	uint64_t now = 0;
	struct faq_options options = {.clock_ns = jump, .clock_context = &now};
	struct pattern_matcher *matcher = pattern_matcher_new(&options);
	struct compiled compiled;
	char subject[400];
	(void)state;
	memset(subject, 'a', sizeof(subject));
	subject[sizeof(subject) - 1] = 'x'; /* or PCRE2 sees at once */
	compile(&compiled, line, false);
	/* by its steps */
	pattern_matcher_start(matcher, 0);
	assert_int_equal(
		pattern_match(matcher, compiled.code, subject, sizeof(subject)),
		PATTERN_BUDGET);
	assert_int_equal(now, 0);
	/* by the clock: it looks a few times and then gives up */
	pattern_matcher_start(matcher, 3000000);
	assert_int_equal(
		pattern_match(matcher, compiled.code, subject, sizeof(subject)),
		PATTERN_BUDGET);
	assert_int_equal(now, 5000000);
	/* and is none the worse for it */
	pattern_matcher_start(matcher, 0);
	assert_int_equal(pattern_match(matcher, compiled.code, "abx", 3),
			 PATTERN_YES);
	release(&compiled);
	pattern_matcher_free(matcher);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_pattern_matches_what_its_template_says),
		cmocka_unit_test(with_jit_it_matches_the_same),
		cmocka_unit_test(a_generated_pattern_is_bounded),
		cmocka_unit_test(a_gap_reaches_over_the_longest_word),
		cmocka_unit_test(
			what_could_take_too_long_is_named_with_its_place),
		cmocka_unit_test(a_regex_that_pcre2_refuses_says_where),
		cmocka_unit_test(a_pattern_past_its_bytes_is_refused),
		cmocka_unit_test(a_list_is_written_alike_each_time),
		cmocka_unit_test(a_list_that_was_cut_is_written_anew),
		cmocka_unit_test(a_pattern_of_many_phrases_takes_little_memory),
		cmocka_unit_test(a_slot_captures_its_words),
		cmocka_unit_test(a_raw_pattern_that_runs_away_is_stopped),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
