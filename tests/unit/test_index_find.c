/* SPDX-License-Identifier: MIT */
/* The index against PCRE2, over messages strung together by chance. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/buf.h"
#include "core/match.h"
#include "unit/content.h"

#define MESSAGES 60000u
#define PATTERNS_MAX 64u

static const char content[] =
	"```words book\nbook\nreading matter\nlibrary * dragon\n```\n"
	"```words renew\nrenew\nextend *2 loan\nkeep longer matter\n```\n"
	"### Books\n\nYes.\n\n```ask faq.books\n"
	"< {book} {renew} >\n"
	"< {book} !{renew} >\n"
	"< {book} !\"lost\" (card|library) >\n"
	"< (\"lost\"|card renew) library >\n"
	"< (book * card|card) [renew] (library|library card lost) >\n"
	"{renew} * {book}\n"
	"{book} *2 [card|library card] {renew}\n"
	"^ {book} [library] $\n"
	"^ [the] lost [the|a] card $\n"
	"^ [lost] card * book $\n"
	"^ * library card\n"
	"(library card|card) (lost|renew)\n"
	"\"lost\" [{book}|card] library\n"
	"library library\n"
	"lost (card * renew|book) library *3 (card|book) $\n"
	"/c.rd/ (card renew|lost)\n"
	"- {book} lost\n"
	"```\n";

/* SplitMix64 (Steele et al. 2014). */
static size_t chance(uint64_t *state, size_t below)
{
	uint64_t z = *state += 0x9e3779b97f4a7c15u;
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return (size_t)((z ^ (z >> 31)) % below);
}

static void write_message(char *out, size_t size, uint64_t *state)
{
	static const char *const words[] = {
		"library", "card", "books",  "lost",   "renewed", "loan",
		"extend",  "keep", "longer", "matter", "reading", "dragon"};
	struct buf buf;
	buf_init(&buf, out, size);
	size_t count = 1 + chance(state, chance(state, 40) ? 9 : 90);
	for (size_t i = 0; i < count; i++) {
		buf_text(&buf, words[chance(state, COUNT(words))]);
		buf_text(&buf, chance(state, 3) ? " " : ". ");
	}
}

struct found {
	bool pattern[PATTERNS_MAX];
};

static void found(void *context, uint32_t pattern)
{
	struct found *found = context;
	assert_true(pattern < PATTERNS_MAX);
	found->pattern[pattern] = true;
}

static void compare(const struct talk *talk, const char *message)
{
	const struct faq_catalog *catalog = talk->catalog;
	struct faq_scratch *scratch = talk->scratch;
	struct match match;
	struct found all = {{false}};
	text_read(&scratch->text, message, strlen(message));
	words_read(&scratch->words, &scratch->text, catalog->vocab, NULL, NULL);
	words_resolve(&scratch->words, catalog->vocab);
	match_run(catalog, scratch, scratch->words.word, scratch->words.count,
		  &match, NULL);
	index_find(catalog->index, &scratch->marks, found, &all);
	const struct index_marks *marks = &scratch->marks;
	bool exact = marks->count < INDEX_WORDS_MAX &&
		     marks->span_count <= INDEX_SPANS_MAX;
	for (uint32_t p = 0; p < catalog->pattern_count; p++) {
		if (catalog->rules[p].raw)
			continue;
		if (catalog->rules[p].veto)
			all.pattern[p] =
				index_may_match(catalog->index, marks, p);
		bool matches =
			pattern_match(scratch->matcher, catalog->rules[p].code,
				      scratch->subject,
				      scratch->subject_bytes) == PATTERN_YES;
		bool proved = all.pattern[p] &&
			      index_proves(catalog->index, marks, p);
		if ((matches && !all.pattern[p]) || (proved && !matches) ||
		    (exact && all.pattern[p] && !proved))
			fail_msg("'%s' and '%s': PCRE2 says %d, the index %d%s",
				 catalog->patterns[p].line_text, message,
				 matches, all.pattern[p],
				 proved ? " for certain" : "");
	}
}

static void the_index_decides_as_pcre2_does(void **state)
{
	struct talk talk;
	uint64_t seed = 7;
	char message[FAQ_QUESTION_BYTES];
	(void)state;
	talk_begin(&talk, build_good(content));
	for (size_t i = 0; i < MESSAGES; i++) {
		write_message(message, sizeof(message), &seed);
		compare(&talk, message);
	}
	talk_end(&talk);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_index_decides_as_pcre2_does),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
