/* SPDX-License-Identifier: MIT */
#include "suggest.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* How much a word speaks for an intent; the votes of a word sum up to 1. */
struct vote {
	uint32_t intent;
	float weight;
};

/* The votes of a word: first those for intents that may be suggested, then the
 * others, both in order of intent. */
struct voter {
	uint32_t first, others, end;
	float idf;    /* rare words count more */
	float *dense; /* weights for all intents, where most have one; or NULL
		       */
};

/* A word that so many intents use votes for all of them, in rows of LANES: that
 * costs less than to look each one up. */
#define DENSE_PART 4u /* of all intents, one in so many */
#define LANES SUGGEST_LANES

struct suggest {
	struct vote *votes;
	struct voter *voters; /* per word */
	uint32_t *rank;       /* per intent, by id */
	size_t words;
};

struct learned {
	uint32_t word;
	struct vote vote;
};

struct learning {
	struct arena arena;
	struct learned *votes;
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
		struct learned *more = arena_more(
			&learning->arena, learning->votes, learning->count,
			&learning->room, sizeof(*more));
		if (!more)
			return false;
		learning->votes = more;
		more[learning->count++] =
			(struct learned){word,
					 {i, sqrtf((float)learning->uses[word] /
						   (float)patterns)}};
		learning->uses[word] = 0;
	}
	return true;
}

static bool suggestable(const struct faq_catalog *catalog, uint32_t intent)
{
	enum faq_kind kind = catalog->intents[intent].kind;
	return kind != FAQ_KIND_ACT && kind != FAQ_KIND_META &&
	       kind != FAQ_KIND_LIMIT;
}

/* Those that may be suggested come first, in the order that they had. */
static uint32_t partition(struct vote *votes, struct vote *spare, size_t count,
			  const struct faq_catalog *catalog)
{
	size_t kept = 0, others = 0;
	for (size_t i = 0; i < count; i++) {
		if (suggestable(catalog, votes[i].intent))
			votes[kept++] = votes[i];
		else
			spare[others++] = votes[i];
	}
	if (others)
		memcpy(votes + kept, spare, others * sizeof(*votes));
	return (uint32_t)kept;
}

/* Makes the votes of a word sum up to 1. */
static void settle_voter(struct voter *voter, struct vote *votes, float intents)
{
	float sum = 0.0f, df = (float)(voter->end - voter->first);
	for (size_t i = voter->first; i < voter->end; i++)
		sum += votes[i].weight;
	for (size_t i = voter->first; i < voter->end; i++)
		votes[i].weight /= sum;
	voter->idf = logf(1.0f + intents / (df + 1.0f)) / logf(1.0f + intents);
}

static size_t dense_size(size_t intents)
{
	return (intents + LANES - 1) / LANES * LANES;
}

static bool settle_dense(struct voter *voter, struct arena *arena,
			 const struct vote *votes, size_t intents)
{
	if ((voter->others - voter->first) * DENSE_PART < intents)
		return true;
	voter->dense = arena_alloc(arena, dense_size(intents), sizeof(float));
	for (size_t i = voter->first; voter->dense && i < voter->others; i++)
		voter->dense[votes[i].intent] = votes[i].weight;
	return voter->dense != NULL;
}

/* Sorts the votes by word. */
static bool settle(struct suggest *suggest, struct arena *arena,
		   struct learning *learning, const struct faq_catalog *catalog)
{
	size_t words = suggest->words, count = learning->count;
	struct vote *spare = arena_alloc(&learning->arena,
					 catalog->intent_count, sizeof(*spare));
	suggest->voters = arena_alloc(arena, words, sizeof(struct voter));
	suggest->votes = arena_alloc(arena, count, sizeof(struct vote));
	if (!spare || !suggest->voters || !suggest->votes)
		return false;
	for (size_t i = 0; i < count; i++)
		suggest->voters[learning->votes[i].word].end++;
	uint32_t at = 0;
	for (size_t w = 0; w < words; w++) {
		struct voter *voter = &suggest->voters[w];
		uint32_t votes = voter->end;
		voter->first = voter->end = at;
		at += votes;
	}
	for (size_t i = 0; i < count; i++) {
		const struct learned *one = &learning->votes[i];
		suggest->votes[suggest->voters[one->word].end++] = one->vote;
	}
	for (size_t w = 0; w < words; w++) {
		struct voter *voter = &suggest->voters[w];
		settle_voter(voter, suggest->votes,
			     (float)catalog->intent_count);
		voter->others = voter->first +
				partition(suggest->votes + voter->first, spare,
					  voter->end - voter->first, catalog);
		if (!settle_dense(voter, arena, suggest->votes,
				  catalog->intent_count))
			return false;
	}
	return true;
}

struct named {
	const char *id;
	uint32_t intent;
};

static int named_compare(const void *left, const void *right)
{
	const struct named *a = left, *b = right;
	return strcmp(a->id, b->id);
}

/* Ids in order, so that a tie costs no look at them. */
static bool rank_ids(struct suggest *suggest, struct arena *arena,
		     struct learning *learning,
		     const struct faq_catalog *catalog)
{
	size_t count = catalog->intent_count;
	struct named *named =
		arena_alloc(&learning->arena, count, sizeof(*named));
	suggest->rank = arena_alloc(arena, count, sizeof(*suggest->rank));
	if (!named || !suggest->rank)
		return false;
	for (uint32_t i = 0; i < count; i++)
		named[i] = (struct named){catalog->intents[i].id, i};
	if (count)
		qsort(named, count, sizeof(*named), named_compare);
	for (uint32_t i = 0; i < count; i++)
		suggest->rank[named[i].intent] = i;
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
	return settle(suggest, arena, learning, catalog) &&
	       rank_ids(suggest, arena, learning, catalog);
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

/* Keeps the best `most`, best first, ties by id. */
static size_t insert(const struct faq_catalog *catalog,
		     struct faq_suggestion *out, size_t count, size_t most,
		     struct faq_suggestion one)
{
	const uint32_t *rank = catalog->suggest->rank;
	uint32_t own = rank[catalog_intent_index(catalog, one.intent)];
	size_t at = count;
	while (at && (out[at - 1].score < one.score ||
		      (out[at - 1].score <= one.score &&
		       rank[catalog_intent_index(catalog, out[at - 1].intent)] >
			       own)))
		at--;
	if (at >= most)
		return count;
	if (count < most)
		count++;
	memmove(&out[at + 1], &out[at], (count - at - 1) * sizeof(*out));
	out[at] = one;
	return count;
}

/* What a word says counts for. Adds to the total of all; NULL: it has no vote.
 */
static const struct voter *voter_of(const struct suggest *suggest,
				    const struct word *word, float *part,
				    float *total)
{
	const struct voter *voter =
		word->id < suggest->words ? &suggest->voters[word->id] : NULL;
	*part = word->word_class == WORD_FUNCTION ? 0.25f : 1.0f;
	if (voter)
		*part *= voter->idf;
	*total += *part;
	return voter;
}

static void vote_for_all(float *restrict score, const float *restrict weight,
			 float part, size_t size)
{
	for (size_t i = 0; i < size; i += LANES) {
		for (size_t lane = 0; lane < LANES; lane++)
			score[i + lane] += part * weight[i + lane];
	}
}

/*
 * Lets every word vote for what may be suggested. Returns how many intents were
 * touched, which are then listed; CATALOG_NONE: it may be any.
 */
static uint32_t vote(const struct faq_catalog *catalog,
		     struct suggest_scratch *scratch, const struct word *words,
		     size_t count, float *total)
{
	const struct suggest *suggest = catalog->suggest;
	uint32_t touched = 0;
	bool any = false;
	float part;
	for (size_t i = 0; i < count; i++) {
		const struct voter *voter =
			voter_of(suggest, &words[i], &part, total);
		if (voter && voter->dense)
			vote_for_all(scratch->score, voter->dense, part,
				     dense_size(catalog->intent_count));
		any = any || (voter && voter->dense);
		if (!voter || voter->dense)
			continue;
		const struct vote *one = suggest->votes + voter->first;
		const struct vote *end = suggest->votes + voter->others;
		for (; one < end; one++) {
			float *score = &scratch->score[one->intent];
			scratch->touched[touched] = one->intent;
			touched += *score <= 0.0f;
			*score += part * one->weight;
		}
	}
	return any ? CATALOG_NONE : touched;
}

/* Sums of votes below that are of a score below the least, whatever rounding
 * makes of it; 1e-5 is a hundred times what it can. */
static float worth(double least, float total)
{
	return (float)least * total * 0.99999f;
}

size_t suggest_find(const struct faq_catalog *catalog,
		    struct suggest_scratch *scratch, const struct word *words,
		    size_t count, double least, struct faq_suggestion *out,
		    size_t most)
{
	float total = 0.0f;
	size_t found = 0;
	uint32_t touched = vote(catalog, scratch, words, count, &total);
	float worthy = worth(least, total);
	bool any = touched == CATALOG_NONE;
	size_t end = any ? catalog->intent_count : touched;
	for (uint32_t t = 0; t < end; t++) {
		uint32_t i = any ? t : scratch->touched[t];
		float score = scratch->score[i];
		scratch->score[i] = 0.0f;
		if (score < worthy || score <= 0.0f)
			continue;
		struct faq_suggestion one = {&catalog->intents[i],
					     (double)(score / total)};
		if (one.score < least)
			continue;
		found = insert(catalog, out, found, most, one);
		if (found == most)
			worthy = worth(out[found - 1].score, total);
	}
	return found;
}

static float weight_of(const struct suggest *suggest, const struct voter *voter,
		       uint32_t intent, bool suggested)
{
	uint32_t low = suggested ? voter->first : voter->others;
	uint32_t high = suggested ? voter->others : voter->end;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		const struct vote *one = &suggest->votes[middle];
		if (one->intent == intent)
			return one->weight;
		if (one->intent < intent)
			low = middle + 1;
		else
			high = middle;
	}
	return 0.0f;
}

void suggest_weigh(const struct faq_catalog *catalog, const struct word *words,
		   size_t count, const uint32_t *intents, double *out,
		   size_t most)
{
	const struct suggest *suggest = catalog->suggest;
	for (size_t i = 0; i < most; i++) {
		float total = 0.0f, score = 0.0f, part;
		bool suggested = suggestable(catalog, intents[i]);
		for (size_t w = 0; w < count; w++) {
			const struct voter *voter =
				voter_of(suggest, &words[w], &part, &total);
			if (voter)
				score +=
					part * weight_of(suggest, voter,
							 intents[i], suggested);
		}
		out[i] = total > 0.0f ? (double)(score / total) : 0.0;
	}
}
