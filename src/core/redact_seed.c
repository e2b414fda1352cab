/* SPDX-License-Identifier: MIT */
/*
 * The rule on seed phrases: a run of words of BIP-39's English list, whatever
 * but letters parts them. The list is made of plain words ("you", "can",
 * "help"), so what tells a phrase from a sentence is that no other word stands
 * between them: English can't do without "the", "to", "is", "my" for long. One
 * unknown word within a run is taken for a typing error if it has the length of
 * a list word, two where something says that it is a phrase; one "and" may
 * stand in a long run. Four letters tell every word of the list (BIP-39), so
 * that a long run of these is a phrase too.
 */
#include "redact_rules.h"

#include <string.h>

#define SEED_PLAIN 11u   /* words that make a phrase without a name */
#define SEED_SHORT 12u   /* words of a run with "and" or with short words */
#define SEED_LETTERS 4u  /* of a word tell it from all others */
#define SEED_LONGEST 60u /* words; a longer run is cut into several */
#define SEED_PARTING 16u /* bytes between words: " => [12]: " */
#define TYPO_FIRST 3u    /* a typo comes after so many good words */

struct run {
	size_t words;        /* of the list */
	size_t end;          /* after the last of them */
	size_t ands, shorts; /* "and" between them; of four letters only */
	size_t start[SEED_LONGEST], stop[SEED_LONGEST];
};

enum listing {
	LISTED_NOT,
	LISTED_SHORT, /* its first four letters */
	LISTED
};

static enum listing find_word(const char *bytes, size_t size)
{
	char word[REDACT_BIP39_BYTES];
	size_t low = 0, high = REDACT_BIP39_WORDS;
	if (size < 3 || size >= REDACT_BIP39_BYTES)
		return LISTED_NOT;
	for (size_t i = 0; i < size; i++)
		word[i] = redact_lower(bytes[i]);
	word[size] = '\0';
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(redact_bip39[middle], word);
		if (order == 0)
			return LISTED;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return size == SEED_LETTERS && low < REDACT_BIP39_WORDS &&
			       memcmp(redact_bip39[low], word, size) == 0
		       ? LISTED_SHORT
		       : LISTED_NOT;
}

/*
 * Over whatever parts two words; `at` itself when a letter with no parting
 * follows or the gap is too wide. `*mark` is the end of a sentence in the gap.
 */
static size_t next_word(const struct redact_text *text, size_t at,
			unsigned char *mark)
{
	size_t start = at;
	*mark = 0;
	for (; at - start <= SEED_PARTING; at++) {
		unsigned char c = redact_byte(text, at);
		if (redact_is_letter(c))
			return at;
		if (c == 0 || c >= 0x80)
			break;
		if (c == '?' || c == '!')
			*mark = c;
	}
	return start;
}

static bool is_and(const char *bytes, size_t size)
{
	return size == 3 && redact_lower(bytes[0]) == 'a' &&
	       redact_lower(bytes[1]) == 'n' && redact_lower(bytes[2]) == 'd';
}

/* A question mark parts words where it also parts those before. */
static bool ends_sentence(const struct run *run, unsigned char last,
			  unsigned char mark)
{
	return mark && mark != last && run->words > 1;
}

static void read_run(const struct redact_text *text, size_t at, size_t typos,
		     struct run *run)
{
	unsigned char mark = 0;
	*run = (struct run){.end = at};
	while (run->words < SEED_LONGEST) {
		size_t end = at;
		while (redact_is_letter(redact_byte(text, end)) &&
		       end - at < REDACT_BIP39_BYTES)
			end++;
		enum listing listing = find_word(text->bytes + at, end - at);
		if (listing != LISTED_NOT) {
			run->start[run->words] = at;
			run->stop[run->words++] = end;
			run->shorts += listing == LISTED_SHORT;
			run->end = end;
		} else if (run->ands == 0 && run->words >= TYPO_FIRST &&
			   is_and(text->bytes + at, end - at)) {
			run->ands++;
		} else if (typos > 0 && run->words >= TYPO_FIRST &&
			   end - at >= 4 && end - at < REDACT_BIP39_BYTES) {
			typos--;
		} else {
			return;
		}
		unsigned char last = mark;
		at = next_word(text, end, &mark);
		if (at == end || ends_sentence(run, last, mark))
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

/* Does something say that the run is a phrase? */
static bool is_called_seed(const struct redact_text *text, size_t at,
			   const struct run *run)
{
	struct redact_context context;
	redact_context_read(text, at, run->end, &context);
	return is_named(&context) ||
	       redact_word_bits(text->bytes + at,
				run->stop[0] - run->start[0]) &
		       CONTEXT_SEED;
}

/* How many words make a phrase of the run when nothing calls it one. */
static size_t least_words(const struct run *run)
{
	return run->ands > 0 || run->shorts > 0 ? SEED_SHORT : SEED_PLAIN;
}

bool redact_seed(const struct redact_text *text, size_t at, size_t *end,
		 struct faq_span *span)
{
	struct run run, longer;
	while (redact_is_digit(redact_byte(text, at)))
		at++;
	read_run(text, at, 1, &run);
	*end = run.end;
	if (run.words < TYPO_FIRST)
		return false;
	read_run(text, at, 2, &longer);
	if (longer.words > run.words && longer.words >= REDACT_SEED_LEAST &&
	    is_called_seed(text, at, &longer)) {
		run = longer;
		*end = run.end;
	}
	if (run.words < REDACT_SEED_LEAST)
		return false;
	if (run.words < least_words(&run) &&
	    (run.shorts > 0 || !is_called_seed(text, at, &run)))
		return false;
	size_t first = 0, last = run.words - 1;
	if (run.ands == 0 || !is_standard(run.words))
		trim_sentence(text, &run, &first, &last);
	trim_words(text, &run, &first, &last);
	return redact_take(span, REDACT_SEED, run.start[first], run.stop[last]);
}
