/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/pattern.h"
#include "unit/content.h"

/* An index over some templates, and a thread's marks. */
struct built {
	struct workbench *bench;
	struct index *index;
	struct index_marks *marks;
};

static void begin(struct built *built)
{
	*built = (struct built){.bench = workbench_new()};
	workbench_list(built->bench, "book", "book\nnovel\ncomic book\n");
	built->index = index_new(&built->bench->arena);
	built->marks = calloc(1, sizeof(*built->marks));
	assert_non_null(built->index);
	assert_non_null(built->marks);
}

static void add(struct built *built, const char *line,
		struct template *template)
{
	if (workbench_read(built->bench, template, line) != TEMPLATE_READ) {
		print_faults(&built->bench->recorded);
		fail_msg("not read: %s", line);
	}
	assert_true(index_add(built->index, template, built->bench->vocab));
}

static void seal(struct built *built)
{
	assert_int_equal(vocab_seal(built->bench->vocab), FAQ_OK);
	assert_true(index_seal(built->index, built->bench->vocab));
}

static void build(struct built *built, const char *const *lines, size_t count)
{
	struct template template;
	begin(built);
	for (size_t i = 0; i < count; i++)
		add(built, lines[i], &template);
	seal(built);
}

static void release(struct built *built)
{
	free(built->marks);
	workbench_free(built->bench);
}

static void mark(struct built *built, const char *message)
{
	struct workbench *bench = built->bench;
	assert_int_equal(text_read(&bench->text, message, strlen(message)),
			 TEXT_OK);
	words_read(&bench->words, &bench->text, NULL, NULL, NULL);
	words_resolve(&bench->words, bench->vocab);
	index_mark(built->index, built->marks, bench->words.word,
		   bench->words.count);
}

static void found(void *context, uint32_t pattern)
{
	uint64_t *set = context;
	assert_false(*set >> pattern & 1); /* each at most once */
	*set |= (uint64_t)1 << pattern;
}

/* The patterns that a message lets through, as bits. */
static uint64_t find(struct built *built, const char *message)
{
	uint64_t set = 0;
	mark(built, message);
	index_find(built->index, built->marks, found, &set);
	return set;
}

static const char *const lines[] = {
	/* 0 */ "renew card",
	/* 1 */ "(renew|extend) {book}",
	/* 2 */ "where [is] {book}",
	/* 3 */ "< lost card !film >",
	/* 4 */ "(comic book|magazine) shelf",
	/* 5 */ "/ren[eo]w/ renew",
	/* 6 */ "/ren[eo]w/",
};

static void a_pattern_is_found_by_the_words_it_requires(void **state)
{
	static const struct {
		const char *message;
		uint64_t must, never;
	} rows[] = {{"renew", 1 << 5, 1 << 0 | 1 << 1},
		    {"renew the card", 1 << 0 | 1 << 5, 1 << 1 | 1 << 3},
		    {"renewed cards", 1 << 0 | 1 << 5, 1 << 1},
		    {"card", 0, 127},
		    {"extend novels", 1 << 1, 1 << 2 | 1 << 5},
		    {"where are books", 1 << 2, 1 << 1},
		    {"is", 0, 127},
		    {"card that i lost", 1 << 3, 1 << 0},
		    {"magazine shelf", 1 << 4, 1 << 2},
		    {"comic book shelf", 1 << 4, 1 << 2},
		    {"zebra", 0, 127},
		    {"renew card . lost . where novel",
		     1 << 0 | 1 << 2 | 1 << 3 | 1 << 5, 1 << 4}};
	struct built built;
	(void)state;
	build(&built, lines, COUNT(lines));
	for (size_t i = 0; i < COUNT(rows); i++) {
		uint64_t set = find(&built, rows[i].message);
		if ((set & rows[i].must) != rows[i].must || set & rows[i].never)
			fail_msg("'%s' finds %lx", rows[i].message,
				 (unsigned long)set);
	}
	release(&built);
}

static void a_pattern_knows_its_groups_and_gaps(void **state)
{
	static const char *const some[] = {
		"where * (renew|extend) [my] card", "what is it",
		"(lost *2 card|x) book", "[where] card", "/x/"};
	static const struct {
		unsigned required, all, content, gap;
	} rows[] = {{3, 4, 2, 4},
		    {3, 3, 0, 0},
		    {2, 2, 2, 2},
		    {1, 2, 1, 0},
		    {0, 0, 0, 0}};
	struct built built;
	(void)state;
	build(&built, some, COUNT(some));
	for (uint32_t i = 0; i < COUNT(rows); i++) {
		const struct index_pattern *pattern =
			index_pattern(built.index, i);
		assert_int_equal(pattern->required, rows[i].required);
		assert_int_equal(pattern->all, rows[i].all);
		assert_int_equal(pattern->content, rows[i].content);
		assert_int_equal(pattern->gap, rows[i].gap);
	}
	release(&built);
}

static void a_pattern_covers_the_words_of_its_groups(void **state)
{
	struct built built;
	(void)state;
	build(&built, lines, COUNT(lines));
	/* words: i renew~d my comic book~s ("my" and "i" are in no group) */
	mark(&built, "i renewed my comic books");
	uint64_t covers = index_covers(built.index, built.marks,
				       index_pattern(built.index, 1));
	assert_int_equal(covers, 1 << 1 | 1 << 3 | 1 << 4);
	/* nothing of an earlier question is left */
	mark(&built, "novel");
	covers = index_covers(built.index, built.marks,
			      index_pattern(built.index, 1));
	assert_int_equal(covers, 1 << 0);
	release(&built);
}

static void a_word_past_the_weighed_ones_still_counts(void **state)
{
	char message[1000] = "";
	struct built built;
	(void)state;
	build(&built, lines, COUNT(lines));
	for (int i = 0; i < 80; i++)
		strcat(message, "zebra ");
	strcat(message, "renew card");
	assert_int_equal(find(&built, message), 1 << 0 | 1 << 5);
	release(&built);
}

static void count(void *context, uint32_t pattern)
{
	(void)pattern;
	++*(size_t *)context;
}

/* All of 3,000 patterns hold "where is"; two of them what else is asked. */
static void what_is_let_through_does_not_grow_with_the_patterns(void **state)
{
	enum {
		PATTERNS = 3000
	};
	static char text[PATTERNS][40];
	static const char *many[PATTERNS];
	struct built built;
	size_t hits = 0;
	(void)state;
	for (size_t i = 0; i < PATTERNS; i++) {
		snprintf(text[i], sizeof(text[i]), "where is thing%zu",
			 i * 7 % 1500);
		many[i] = text[i];
	}
	build(&built, many, PATTERNS);
	mark(&built, "where is thing70");
	index_find(built.index, built.marks, count, &hits);
	assert_int_equal(hits, 2);
	release(&built);
}

/* xorshift32 (Marsaglia 2003): the same on every run. */
static uint32_t chance(uint32_t *state, uint32_t below)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	*state ^= *state << 5;
	return *state % below;
}

static const char *any_word(uint32_t *state)
{
	static const char *const some[] = {"book", "card",  "renew", "lose",
					   "i",    "where", "comic", "shelf"};
	return some[chance(state, COUNT(some))];
}

/* A line of random elements; some are no template, and are tried again. */
static void any_line(uint32_t *state, char *out)
{
	bool unordered = chance(state, 4) == 0;
	strcpy(out, unordered ? "< " : chance(state, 5) ? "" : "^ ");
	for (size_t n = 1 + chance(state, 4); n; n--) {
		const char *a = any_word(state), *b = any_word(state);
		const char *c = any_word(state);
		char *at = out + strlen(out);
		switch (chance(state, unordered ? 6 : 8)) {
		case 0:
			sprintf(at, "(%s|%s %s) ", a, b, c);
			break;
		case 1:
			sprintf(at, "[%s %s] ", a, b);
			break;
		case 2:
			sprintf(at, "{book} ");
			break;
		case 3:
			sprintf(at, "(%s * %s|%s) ", a, b, c);
			break;
		case 4:
			sprintf(at, "\"%s\" ", a);
			break;
		case 6:
			sprintf(at, "%s *%u %s ", a, 1 + chance(state, 3), b);
			break;
		default:
			sprintf(at, "%s ", a);
		}
	}
	strcat(out, unordered ? ">" : chance(state, 5) ? "" : "$");
}

static void any_message(uint32_t *state, char *out)
{
	static const char *const ends[] = {"", "", "s", "s", ".", ","};
	*out = '\0';
	for (size_t n = 1 + chance(state, 9); n; n--) {
		strcat(out, any_word(state));
		strcat(out, ends[chance(state, COUNT(ends))]);
		strcat(out, " ");
	}
}

/* The words as pattern.h lays them out for PCRE2. */
static size_t subject_of(const struct words *words, char *out)
{
	char *at = out;
	*at++ = ' ';
	for (size_t i = 0; i < words->count; i++) {
		const struct word *word = &words->word[i];
		if (i && word->flags & TEXT_SENTENCE)
			at += sprintf(at, ". ");
		at += sprintf(at, "%.*s", (int)word->stem_bytes, word->stem);
		if (word->form)
			at += sprintf(at, "~%c", word->form);
		*at++ = ' ';
	}
	*at = '\0';
	return (size_t)(at - out);
}

enum {
	ROUNDS = 60,
	LINES = 40,
	MESSAGES = 60
};

static void add_any(struct built *built, uint32_t *random, char *line,
		    struct pattern_builder *builder, struct pattern_code **code)
{
	static char regex[PATTERN_BYTES];
	struct template template;
	char error[128];
	size_t offset;
	do
		any_line(random, line);
	while (workbench_read(built->bench, &template, line) != TEMPLATE_READ);
	add(built, line, &template);
	assert_int_equal(pattern_regex(regex, &template, built->bench->vocab,
				       &built->bench->arena),
			 PATTERN_OK);
	assert_int_equal(
		pattern_compile(builder, code, regex, false, error, &offset),
		PATTERN_OK);
}

/* Random templates and messages: whatever PCRE2 matches was let through. */
static void the_index_never_refuses_what_pcre2_would_match(void **state)
{
	struct faq_options options = {0};
	struct pattern_matcher *matcher = pattern_matcher_new(&options);
	uint32_t random = 2463534242u;
	size_t matched = 0, let_through = 0;
	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		char line[LINES][400], message[200], subject[1000];
		struct pattern_code *code[LINES];
		struct built built;
		begin(&built);
		struct pattern_builder *builder =
			pattern_builder_new(&built.bench->arena, false);
		for (int i = 0; i < LINES; i++)
			add_any(&built, &random, line[i], builder, &code[i]);
		seal(&built);
		for (int m = 0; m < MESSAGES; m++) {
			any_message(&random, message);
			uint64_t set = find(&built, message);
			size_t bytes = subject_of(&built.bench->words, subject);
			for (int i = 0; i < LINES; i++) {
				bool through = set >> i & 1;
				bool yes =
					pattern_match(matcher, code[i], subject,
						      bytes) == PATTERN_YES;
				if (yes && !through)
					fail_msg("'%s' is refused for '%s'",
						 line[i], message);
				matched += yes;
				let_through += through;
			}
		}
		for (int i = 0; i < LINES; i++)
			pattern_code_free(code[i]);
		release(&built);
	}
	/* the test would show nothing if little matched, or all went through */
	assert_true(matched > 1000);
	assert_true(let_through < 3 * matched);
	pattern_matcher_free(matcher);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_pattern_is_found_by_the_words_it_requires),
		cmocka_unit_test(a_pattern_knows_its_groups_and_gaps),
		cmocka_unit_test(a_pattern_covers_the_words_of_its_groups),
		cmocka_unit_test(
			the_index_never_refuses_what_pcre2_would_match),
		cmocka_unit_test(a_word_past_the_weighed_ones_still_counts),
		cmocka_unit_test(
			what_is_let_through_does_not_grow_with_the_patterns),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
