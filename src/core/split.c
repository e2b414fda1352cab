/* SPDX-License-Identifier: MIT */
/* Where a message goes on to another question, and numbers in words. */
#include "turn.h"

#include <string.h>

/* A part of fewer words is no question of its own. */
#define PART_WORDS_MIN 2u

/* A word of a list that every word of a message is looked up in: two numbers
 * are compared, not two strings. */
struct listed {
	char word[8]; /* the rest is 0 */
};

static bool is_one_of(const struct word *word, const struct listed *list,
		      size_t count)
{
	struct listed own = {""};
	if (word->stem_bytes > sizeof(own.word))
		return false;
	memcpy(own.word, word->stem, sizeof(own.word));
	memset(own.word + word->stem_bytes, 0,
	       sizeof(own.word) - word->stem_bytes);
	for (size_t i = 0; i < count; i++) {
		if (!memcmp(&list[i], &own, sizeof(own)))
			return true;
	}
	return false;
}

static bool asks(const struct word *word)
{
	static const struct listed openers[] = {
		{"what"},   {"how"},  {"where"}, {"when"}, {"who"}, {"which"},
		{"why"},    {"whom"}, {"do"},    {"be"},   {"can"}, {"could"},
		{"should"}, {"will"}, {"would"}, {"have"}, {"may"}, {"must"},
		{"shall"},  {"give"}, {"tell"},  {"my"},   {"i"}};
	return is_one_of(word, openers, sizeof(openers) / sizeof(*openers));
}

static bool joins(const struct word *word)
{
	static const struct listed joiners[] = {{"and"}, {"also"}, {"plus"},
						{"but"}, {"then"}, {"or"}};
	return is_one_of(word, joiners, sizeof(joiners) / sizeof(*joiners));
}

/* True when a new question may begin at word i; `skip` words join it on. */
static bool begins(const struct words *words, size_t i, size_t *skip)
{
	const struct word *word = &words->word[i];
	*skip = 0;
	if (word->flags & TEXT_SENTENCE)
		return true;
	while (i + *skip < words->count && joins(&words->word[i + *skip]))
		++*skip;
	if (!*skip && !(word->flags & TEXT_COMMA))
		return false;
	return i + *skip < words->count && asks(&words->word[i + *skip]);
}

size_t split_words(const struct words *words, size_t *starts, size_t most)
{
	size_t count = 0, skip = 0;
	for (size_t i = 0; i < words->count && count < most; i++) {
		if (i && !begins(words, i, &skip))
			continue;
		if (i && i - starts[count - 1] < PART_WORDS_MIN)
			count--; /* too short for a question: no part */
		starts[count] = i;
		if (count)
			starts[count] = i += skip;
		count++;
	}
	if (count > 1 && words->count - starts[count - 1] < PART_WORDS_MIN)
		count--;
	return count;
}

unsigned split_number(const char *word, size_t bytes, unsigned last)
{
	static const struct {
		const char *word;
		unsigned number;
	} numbers[] = {{"one", 1},    {"first", 1}, {"1st", 1},    {"two", 2},
		       {"second", 2}, {"2nd", 2},   {"three", 3},  {"third", 3},
		       {"3rd", 3},    {"four", 4},  {"fourth", 4}, {"4th", 4},
		       {"five", 5},   {"fifth", 5}, {"5th", 5},    {"six", 6},
		       {"seven", 7},  {"eight", 8}, {"nine", 9},   {"ten", 10}};
	unsigned value = 0;
	if (bytes == 4 && !memcmp(word, "last", 4))
		return last;
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		if (strlen(numbers[i].word) == bytes &&
		    !memcmp(numbers[i].word, word, bytes))
			return numbers[i].number;
	}
	for (size_t i = 0; i < bytes; i++) {
		if (word[i] < '0' || word[i] > '9' || value > 999)
			return 0;
		value = value * 10 + (unsigned)(word[i] - '0');
	}
	return value;
}
