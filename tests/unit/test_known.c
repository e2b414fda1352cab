/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/known.h"
#include "unit/content.h"

static void add_target(void *context, const char *word, size_t bytes)
{
	struct vocab *vocab = context;
	assert_true(vocab_add_target(vocab, word, bytes));
}

/* A vocabulary of a few words, and all that is known beforehand. */
static struct workbench *sealed(const char *content, struct known **known)
{
	struct workbench *bench = workbench_new();
	assert_true(
		template_read_words(&bench->parser, content, strlen(content)));
	english_each_common(add_target, bench->vocab);
	assert_int_equal(vocab_seal(bench->vocab), FAQ_OK);
	*known = known_new(&bench->arena, bench->vocab);
	assert_non_null(*known);
	return bench;
}

static void assert_same(const struct words *a, const struct words *b)
{
	assert_int_equal(a->count, b->count);
	assert_int_equal(a->cut, b->cut);
	for (size_t i = 0; i < a->count; i++) {
		const struct word *v = &a->word[i], *w = &b->word[i];
		assert_int_equal(v->id, w->id);
		assert_int_equal(v->form, w->form);
		assert_int_equal(v->flags, w->flags);
		assert_int_equal(v->word_class, w->word_class);
		assert_int_equal(v->stem_bytes, w->stem_bytes);
		assert_memory_equal(v->stem, w->stem, w->stem_bytes);
		assert_int_equal(v->surface_bytes, w->surface_bytes);
		assert_memory_equal(v->surface, w->surface, w->surface_bytes);
	}
}

static struct text text;
static struct words quick, slow;

static void what_is_known_is_read_as_if_it_were_not(void **state)
{
	static const char *const messages[] = {
		"where do i renew my library card",
		"I RENEWED both cards; it's renewing? renews!",
		"im gonna renew. please, where's teh cadr",
		"cant u renew 12 dragons' cards w/o the libary",
		"really just the. wanna know thx",
		"an extraordinarilylongwordthatnobodyknows card",
		"electroencephalographically speaking, renew",
		"cards's card's cards'",
		"\u00e9t\u00e9 card \u4e2d\u6587"};
	struct known *known;
	struct workbench *bench = sealed("where renew library card", &known);
	(void)state;
	for (size_t i = 0; i < COUNT(messages); i++) {
		assert_int_equal(
			text_read(&text, messages[i], strlen(messages[i])),
			TEXT_OK);
		known_read(known, &quick, &text, NULL, NULL);
		words_read(&slow, &text, bench->vocab, NULL, NULL);
		words_resolve(&slow, bench->vocab);
		assert_same(&quick, &slow);
	}
	workbench_free(bench);
}

static void too_many_words_are_cut_and_told(void **state)
{
	struct known *known;
	struct workbench *bench = sealed("card", &known);
	char message[FAQ_QUESTION_BYTES];
	(void)state;
	/* contractions make two words of one token */
	memset(message, ' ', sizeof(message));
	for (size_t i = 0; i < 250; i++)
		memcpy(message + 4 * i, "im", 2);
	assert_int_equal(text_read(&text, message, 1000), TEXT_OK);
	known_read(known, &quick, &text, NULL, NULL);
	assert_int_equal(quick.count, WORDS_MAX);
	assert_true(quick.cut);
	workbench_free(bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_known_is_read_as_if_it_were_not),
		cmocka_unit_test(too_many_words_are_cut_and_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
