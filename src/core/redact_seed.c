/* SPDX-License-Identifier: MIT */
/*
 * The rule on seed phrases: a run of words of BIP-39's English list. The list
 * is made of plain words ("you", "can", "help"), so what tells a phrase from a
 * sentence is that no other word stands between them: English can't do without
 * "the", "to", "is", "my" for long. One unknown word within a run is taken for
 * a typing error if it has the length of a list word.
 */
#include "redact_rules.h"

#include <string.h>

#define SEED_PLAIN 11u   /* words that make a phrase without a name */
#define SEED_LONGEST 60u /* words; a longer run is cut into several */
#define SEED_PARTING 12u /* bytes between words: ", 12. " */
#define TYPO_FIRST 3u    /* a typo comes after so many good words */

struct run {
	size_t words; /* of the list */
	size_t end;   /* after the last of them */
	size_t start[SEED_LONGEST], stop[SEED_LONGEST];
};

static bool is_listed(const char *bytes, size_t size)
{
	char word[REDACT_BIP39_BYTES];
	size_t low = 0, high = REDACT_BIP39_WORDS;
	if (size < 3 || size >= REDACT_BIP39_BYTES)
		return false;
	for (size_t i = 0; i < size; i++)
		word[i] = redact_lower(bytes[i]);
	word[size] = '\0';
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(redact_bip39[middle], word);
		if (order == 0)
			return true;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return false;
}

/* Over blanks, commas, quotes and numbering; `at` itself when a letter with
 * no parting follows or the gap is too wide. */
static size_t next_word(const struct redact_text *text, size_t at)
{
	size_t start = at;
	for (; at - start <= SEED_PARTING; at++) {
		unsigned char c = redact_byte(text, at);
		if (redact_is_letter(c))
			return at;
		if (!redact_is_digit(c) &&
		    (c == 0 || !strchr(" ,;.:)(-_|/\"'\t\r\n#", c)))
			break;
	}
	return start;
}

static void read_run(const struct redact_text *text, size_t at, struct run *run)
{
	bool typo = false;
	run->words = 0;
	run->end = at;
	while (run->words < SEED_LONGEST) {
		size_t end = at;
		while (redact_is_letter(redact_byte(text, end)) &&
		       end - at < REDACT_BIP39_BYTES)
			end++;
		if (is_listed(text->bytes + at, end - at)) {
			run->start[run->words] = at;
			run->stop[run->words++] = end;
			run->end = end;
		} else if (!typo && run->words >= TYPO_FIRST && end - at >= 4 &&
			   end - at < REDACT_BIP39_BYTES) {
			typo = true;
		} else {
			return;
		}
		at = next_word(text, end);
		if (at == end)
			return;
	}
}

static bool is_named(const struct redact_context *context)
{
	return redact_before(context, CONTEXT_SEED | CONTEXT_KEY,
			     CONTEXT_NOTHING | CONTEXT_WALLET, 1) ||
	       redact_after(context, CONTEXT_SEED,
			    CONTEXT_NOTHING | CONTEXT_WALLET, 0);
}

static bool is_standard(size_t words)
{
	return words >= 12 && words <= 24 && words % 3 == 0;
}

/*
 * What follows the word tells how the list is written: ',', '\n', ' '. Where
 * that changes near either end, a sentence begins or ends.
 */
static void trim_sentence(const struct redact_text *text, const struct run *run,
			  size_t *first, size_t *last)
{
	size_t middle = run->words / 2;
	char style = text->bytes[run->stop[middle]];
	for (size_t i = 0; i < 4 && i < middle; i++)
		if (text->bytes[run->stop[i]] != style)
			*first = i + 1;
	for (size_t i = run->words - 2; i > middle && i + 5 > run->words; i--)
		if (text->bytes[run->stop[i]] != style)
			*last = i;
	if (*last - *first + 1 < REDACT_SEED_LEAST) {
		*first = 0;
		*last = run->words - 1;
	}
}

/*
 * Leaves out words that lead to the phrase or follow it ("seed phrase abandon
 * ... help"), as far as that gives one of the standard lengths.
 */
static void trim_words(const struct redact_text *text, const struct run *run,
		       size_t *first, size_t *last)
{
	size_t words = *last - *first + 1, lead = 0;
	unsigned all = CONTEXT_SEED;
	while (lead < 3) {
		size_t at = run->start[*first + lead];
		unsigned bits = redact_word_bits(text->bytes + at,
						 run->stop[*first + lead] - at);
		if (bits == 0)
			break;
		all &= bits;
		lead++;
	}
	if (is_standard(words) &&
	    (lead == 0 || !all || !is_standard(words - lead)))
		return;
	for (size_t tail = 0; tail <= 3; tail++) {
		for (size_t head = lead + 1; head-- > 0;) {
			if (words > head + tail &&
			    is_standard(words - head - tail)) {
				*first += head;
				*last -= tail;
				return;
			}
		}
	}
}

bool redact_seed(const struct redact_text *text, size_t at, size_t *end,
		 struct faq_span *span)
{
	struct run run;
	read_run(text, at, &run);
	*end = run.end;
	if (run.words < REDACT_SEED_LEAST)
		return false;
	if (run.words < SEED_PLAIN) {
		struct redact_context context;
		redact_context_read(text, at, run.end, &context);
		if (!is_named(&context) &&
		    !(redact_word_bits(text->bytes + at,
				       run.stop[0] - run.start[0]) &
		      CONTEXT_SEED))
			return false;
	}
	size_t first = 0, last = run.words - 1;
	trim_sentence(text, &run, &first, &last);
	trim_words(text, &run, &first, &last);
	return redact_take(span, REDACT_SEED, run.start[first], run.stop[last]);
}
