/* SPDX-License-Identifier: MIT */
#include "suggest.h"

#include <math.h>
#include <string.h>

/* How much a word speaks for an intent; the votes of a word sum up to 1. */
struct vote {
	uint32_t word, intent;
	float weight;
};

struct suggest {
	struct vote *votes; /* by word */
	uint32_t *first;    /* per word */
	float *idf;         /* per word: rare words count more */
	size_t words;
};

struct learning {
	struct arena arena;
	struct vote *votes;
	size_t count, room;
	uint32_t *uses;  /* patterns of the intent at hand, per word */
	uint32_t *seen;  /* the last pattern that counted the word, + 1 */
	uint32_t *words; /* that the intent at hand uses */
	size_t word_count;
	uint32_t pattern;
};

static void count_word(void *context, uint32_t word)
{
	struct learning *learning = context;
	if (learning->seen[word] == learning->pattern + 1)
		return;
	learning->seen[word] = learning->pattern + 1;
	if (!learning->uses[word]++)
		learning->words[learning->word_count++] = word;
}

/* The votes of one intent: the more of its templates use a word, the more. */
static bool learn_intent(struct learning *learning,
			 const struct faq_catalog *catalog, uint32_t i)
{
	const struct faq_intent *intent = &catalog->intents[i];
	unsigned patterns = 0;
	learning->word_count = 0;
	for (unsigned p = 0; p < intent->pattern_count; p++) {
		learning->pattern = intent->first_pattern + p;
		if (catalog->rules[learning->pattern].veto)
			continue;
		patterns++;
		index_words(catalog->index, learning->pattern, count_word,
			    learning);
	}
	for (size_t w = 0; w < learning->word_count; w++) {
		uint32_t word = learning->words[w];
		struct vote *more = arena_more(&learning->arena,
					       learning->votes, learning->count,
					       &learning->room, sizeof(*more));
		if (!more)
			return false;
		learning->votes = more;
		more[learning->count++] = (struct vote){
			word, i,
			sqrtf((float)learning->uses[word] / (float)patterns)};
		learning->uses[word] = 0;
	}
	return true;
}

/* Sorts the votes by word and makes those of a word sum up to 1. */
static bool settle(struct suggest *suggest, struct arena *arena,
		   const struct learning *learning, size_t intents)
{
	size_t words = suggest->words;
	suggest->first = arena_alloc(arena, words + 2, sizeof(uint32_t));
	suggest->idf = arena_alloc(arena, words, sizeof(float));
	suggest->votes =
		arena_alloc(arena, learning->count, sizeof(struct vote));
	if (!suggest->first || !suggest->idf || !suggest->votes)
		return false;
	for (size_t i = 0; i < learning->count; i++)
		suggest->first[learning->votes[i].word + 2]++;
	for (size_t w = 2; w < words + 2; w++)
		suggest->first[w] += suggest->first[w - 1];
	for (size_t i = 0; i < learning->count; i++) {
		const struct vote *vote = &learning->votes[i];
		suggest->votes[suggest->first[vote->word + 1]++] = *vote;
	}
	for (size_t w = 0; w < words; w++) {
		size_t from = suggest->first[w], to = suggest->first[w + 1];
		float sum = 0.0f;
		for (size_t i = from; i < to; i++)
			sum += suggest->votes[i].weight;
		for (size_t i = from; i < to; i++)
			suggest->votes[i].weight /= sum;
		float df = (float)(to - from);
		suggest->idf[w] = logf(1.0f + (float)intents / (df + 1.0f)) /
				  logf(1.0f + (float)intents);
	}
	return true;
}

static bool learn(struct suggest *suggest, struct arena *arena,
		  const struct faq_catalog *catalog, struct learning *learning)
{
	size_t words = suggest->words;
	learning->uses = arena_alloc(&learning->arena, words, sizeof(uint32_t));
	learning->seen = arena_alloc(&learning->arena, words, sizeof(uint32_t));
	learning->words =
		arena_alloc(&learning->arena, words, sizeof(uint32_t));
	if (!learning->uses || !learning->seen || !learning->words)
		return false;
	for (uint32_t i = 0; i < catalog->intent_count; i++) {
		if (!learn_intent(learning, catalog, i))
			return false;
	}
	return settle(suggest, arena, learning, catalog->intent_count);
}

struct suggest *suggest_new(struct arena *arena,
			    const struct faq_catalog *catalog)
{
	struct learning learning = {.count = 0};
	struct suggest *suggest = arena_alloc(arena, 1, sizeof(*suggest));
	if (!suggest)
		return NULL;
	suggest->words = vocab_size(catalog->vocab);
	arena_init(&learning.arena, &arena->allocator);
	bool ok = learn(suggest, arena, catalog, &learning);
	arena_release(&learning.arena);
	return ok ? suggest : NULL;
}

static bool suggestable(const struct faq_intent *intent)
{
	return intent->kind != FAQ_KIND_ACT && intent->kind != FAQ_KIND_META &&
	       intent->kind != FAQ_KIND_LIMIT;
}

/* Keeps the best `most`, best first, ties by id. */
static size_t insert(struct faq_suggestion *out, size_t count, size_t most,
		     struct faq_suggestion one)
{
	size_t at = count;
	while (at && (out[at - 1].score < one.score ||
		      (out[at - 1].score <= one.score &&
		       strcmp(out[at - 1].intent->id, one.intent->id) > 0)))
		at--;
	if (at >= most)
		return count;
	if (count < most)
		count++;
	memmove(&out[at + 1], &out[at], (count - at - 1) * sizeof(*out));
	out[at] = one;
	return count;
}

/* Lets every word vote; returns how many intents were touched. */
static size_t vote(const struct suggest *suggest,
		   struct suggest_scratch *scratch, const struct word *words,
		   size_t count, float *total)
{
	size_t touched = 0;
	for (size_t i = 0; i < count; i++) {
		float part =
			words[i].word_class == WORD_FUNCTION ? 0.25f : 1.0f;
		if (words[i].id >= suggest->words) {
			*total += part;
			continue;
		}
		uint32_t w = words[i].id;
		part *= suggest->idf[w];
		*total += part;
		for (size_t v = suggest->first[w]; v < suggest->first[w + 1];
		     v++) {
			const struct vote *one = &suggest->votes[v];
			if (scratch->score[one->intent] <= 0.0f)
				scratch->touched[touched++] = one->intent;
			scratch->score[one->intent] += part * one->weight;
		}
	}
	return touched;
}

size_t suggest_find(const struct faq_catalog *catalog,
		    struct suggest_scratch *scratch, const struct word *words,
		    size_t count, struct faq_suggestion *out, size_t most)
{
	float total = 0.0f;
	size_t found = 0;
	size_t touched = vote(catalog->suggest, scratch, words, count, &total);
	for (size_t t = 0; t < touched; t++) {
		uint32_t i = scratch->touched[t];
		struct faq_suggestion one = {
			&catalog->intents[i],
			(double)(scratch->score[i] / total)};
		scratch->score[i] = 0.0f;
		if (suggestable(one.intent))
			found = insert(out, found, most, one);
	}
	return found;
}

void suggest_weigh(const struct faq_catalog *catalog,
		   struct suggest_scratch *scratch, const struct word *words,
		   size_t count, const uint32_t *intents, double *out,
		   size_t most)
{
	float total = 0.0f;
	size_t touched = vote(catalog->suggest, scratch, words, count, &total);
	for (size_t i = 0; i < most; i++)
		out[i] = total > 0.0f
				 ? (double)(scratch->score[intents[i]] / total)
				 : 0.0;
	for (size_t t = 0; t < touched; t++)
		scratch->score[scratch->touched[t]] = 0.0f;
}
