/* SPDX-License-Identifier: MIT */
#include "words.h"

#include <string.h>

/* A word shorter than this is never taken for a typo. */
#define REPAIR_BYTES_MIN 3u

static bool all_digits(const char *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		if (bytes[i] < '0' || bytes[i] > '9')
			return false;
	}
	return size > 0;
}

static void word_fold(struct word *word, const char *surface, size_t bytes)
{
	struct english_fold fold;
	english_fold(surface, bytes, &fold);
	memcpy(word->stem, fold.stem, fold.bytes);
	word->stem_bytes = (uint8_t)fold.bytes;
	word->form = fold.form;
	word->surface = surface;
	word->surface_bytes = bytes;
}

static void words_add(struct words *out, const char *surface, size_t bytes,
		      uint8_t flags)
{
	if (out->count == WORDS_MAX) {
		out->cut = true;
		return;
	}
	struct word *word = &out->word[out->count++];
	word->id = VOCAB_NONE;
	word->flags = flags;
	word->word_class = WORD_FOREIGN;
	word_fold(word, surface, bytes);
}

/* "can not" -> can, not: each piece of an opened contraction is a word. */
static void words_add_pieces(struct words *out, const char *pieces,
			     uint8_t flags)
{
	while (*pieces) {
		size_t bytes = strcspn(pieces, " ");
		if (!english_filler(pieces, bytes)) {
			words_add(out, pieces, bytes, flags);
			flags &= (uint8_t) ~(TEXT_SENTENCE | TEXT_COMMA);
		}
		pieces += bytes;
		pieces += *pieces == ' ';
	}
}

/* A typo, it seems: a surface that nobody knows. */
static bool looks_wrong(const struct vocab *vocab, const char *bytes,
			size_t size)
{
	return size >= REPAIR_BYTES_MIN && !all_digits(bytes, size) &&
	       !vocab_has_surface(vocab, bytes, size) &&
	       !english_known(bytes, size);
}

void words_add_token(struct words *out, const char *bytes, size_t size,
		     uint8_t flags, const struct vocab *vocab,
		     words_repaired_fn *repaired, void *context)
{
	const char *opened = english_open(bytes, size);
	if (!opened && vocab && looks_wrong(vocab, bytes, size)) {
		const char *to = vocab_repair(vocab, bytes, size);
		if (to && repaired)
			repaired(context, bytes, size, to);
		if (to) {
			bytes = to;
			size = strlen(to);
			opened = english_open(bytes, size);
		}
	}
	if (opened)
		words_add_pieces(out, opened, flags);
	else if (!english_filler(bytes, size))
		words_add(out, bytes, size, flags);
}

void words_read(struct words *out, const struct text *text,
		const struct vocab *vocab, words_repaired_fn *repaired,
		void *context)
{
	uint8_t carried = 0; /* the boundary before a dropped filler stays */
	out->count = 0;
	out->cut = false;
	for (size_t i = 0; i < text->token_count; i++) {
		const struct text_token *token = &text->token[i];
		uint8_t flags = token->flags | carried;
		size_t before = out->count;
		words_add_token(out, text->buffer + token->start, token->bytes,
				flags, vocab, repaired, context);
		carried = out->count > before
				  ? 0
				  : flags & (TEXT_SENTENCE | TEXT_COMMA);
	}
}

static uint8_t class_of(const struct word *word)
{
	if (all_digits(word->surface, word->surface_bytes))
		return WORD_NUMBER;
	if (english_function(word->surface, word->surface_bytes) ||
	    english_function(word->stem, word->stem_bytes))
		return WORD_FUNCTION;
	return word->id == VOCAB_NONE ? WORD_FOREIGN : WORD_KNOWN;
}

void word_resolve(struct word *word, const struct vocab *vocab)
{
	word->id = vocab_find(vocab, word->stem, word->stem_bytes);
	word->word_class = class_of(word);
}

void words_resolve(struct words *words, const struct vocab *vocab)
{
	for (size_t i = 0; i < words->count; i++)
		word_resolve(&words->word[i], vocab);
}

/* A rule, in a hash chain by the id of its first word. */
struct rule {
	struct rule *next;
	size_t left_count, right_count;
	uint32_t left[SAME_LEFT_MAX];
	struct word right[SAME_RIGHT_MAX];
};

struct same {
	struct arena *arena;
	size_t count, most;
	size_t buckets; /* a power of two */
	struct rule **bucket;
};

struct same *same_new(struct arena *arena, size_t rules)
{
	struct same *same = arena_alloc(arena, 1, sizeof(*same));
	size_t buckets = 16;
	while (buckets < rules)
		buckets *= 2;
	struct rule **bucket = arena_alloc(arena, buckets, sizeof(*bucket));
	if (!same || !bucket)
		return NULL;
	*same = (struct same){arena, 0, rules, buckets, bucket};
	return same;
}

static struct rule **rule_chain(const struct same *same, uint32_t id)
{
	return &same->bucket[(id * 2654435761u) >> 7 & (same->buckets - 1)];
}

enum faq_status same_add(struct same *same, const struct words *left,
			 const struct words *right)
{
	if (!left->count || left->count > SAME_LEFT_MAX || !right->count ||
	    right->count > SAME_RIGHT_MAX || same->count == same->most)
		return FAQ_ERROR_CONTENT;
	struct rule *rule = arena_alloc(same->arena, 1, sizeof(*rule));
	if (!rule)
		return FAQ_ERROR_NOMEM;
	rule->left_count = left->count;
	rule->right_count = right->count;
	for (size_t i = 0; i < left->count; i++)
		rule->left[i] = left->word[i].id;
	for (size_t i = 0; i < right->count; i++) {
		rule->right[i] = right->word[i];
		/* The template's text goes; the stem is all that is left. */
		rule->right[i].surface = rule->right[i].stem;
		rule->right[i].surface_bytes = rule->right[i].stem_bytes;
		rule->right[i].flags = 0;
		rule->right[i].word_class = class_of(&rule->right[i]);
	}
	/* Longest left side first, so that the first fit is the best. */
	struct rule **at = rule_chain(same, rule->left[0]);
	while (*at && (*at)->left_count >= rule->left_count)
		at = &(*at)->next;
	rule->next = *at;
	*at = rule;
	same->count++;
	return FAQ_OK;
}

static const struct rule *rule_find(const struct same *same,
				    const struct words *words, size_t at)
{
	const struct rule *rule = *rule_chain(same, words->word[at].id);
	for (; rule; rule = rule->next) {
		size_t i = 0;
		if (rule->left_count > words->count - at)
			continue;
		while (i < rule->left_count &&
		       words->word[at + i].id == rule->left[i] &&
		       (!i || !(words->word[at + i].flags & TEXT_SENTENCE)))
			i++;
		if (i == rule->left_count)
			return rule;
	}
	return NULL;
}

/* Puts the right side in place of the left; the form stays with a lone verb. */
static void rule_write(const struct rule *rule, struct words *words, size_t at)
{
	struct word first = words->word[at];
	size_t behind = words->count - at - rule->left_count;
	memmove(&words->word[at + rule->right_count],
		&words->word[at + rule->left_count],
		behind * sizeof(words->word[0]));
	memcpy(&words->word[at], rule->right,
	       rule->right_count * sizeof(words->word[0]));
	words->word[at].flags = first.flags;
	if (rule->right_count == 1 && !words->word[at].form)
		words->word[at].form = first.form;
	for (size_t i = 1; i < rule->right_count; i++)
		words->word[at + i].flags = first.flags & TEXT_ASKED;
	words->count = words->count - rule->left_count + rule->right_count;
}

void same_apply(const struct same *same, struct words *words)
{
	if (!same->count)
		return;
	for (size_t i = 0; i < words->count; i++) {
		if (words->word[i].id == VOCAB_NONE)
			continue;
		const struct rule *rule = rule_find(same, words, i);
		if (!rule ||
		    words->count - rule->left_count + rule->right_count >
			    WORDS_MAX)
			continue;
		rule_write(rule, words, i);
		i += rule->right_count - 1;
	}
}
