/* SPDX-License-Identifier: MIT */
#include "cli/mutate.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define WORDS_MAX 64u
#define TYPO_LETTERS 5u

struct span {
	size_t start, end;
};

struct words {
	struct span word[WORDS_MAX];
	size_t count;
};

const char *mutation_name(enum mutation kind)
{
	static const char *const names[] = {
		[MUTATION_CASE] = "case",
		[MUTATION_PUNCTUATION] = "punctuation",
		[MUTATION_FILLER] = "filler",
		[MUTATION_POLITE] = "politeness",
		[MUTATION_CONTRACTION] = "contraction",
		[MUTATION_TYPO] = "typo",
		[MUTATION_DROPPED] = "dropped word",
		[MUTATION_ORDER] = "word order",
		[MUTATION_TWO] = "two questions",
		[MUTATION_NEGATION] = "negation"};
	return names[kind];
}

enum mutation_rule mutation_rule(enum mutation kind)
{
	if (kind <= MUTATION_CONTRACTION)
		return MUTATION_MUST;
	return kind == MUTATION_NEGATION ? MUTATION_MAY : MUTATION_SHOULD;
}

size_t mutate_pick(uint64_t *random, size_t limit)
{
	uint64_t z = *random += 0x9e3779b97f4a7c15u;
	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return (size_t)((z ^ z >> 31) % limit);
}

/* What stands between blanks. */
static void split(const char *text, struct words *words)
{
	size_t at = strspn(text, " \t");

	words->count = 0;
	while (text[at] && words->count < WORDS_MAX) {
		size_t length = strcspn(text + at, " \t");
		words->word[words->count++] = (struct span){at, at + length};
		at += length;
		at += strspn(text + at, " \t");
	}
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool put(char out[MUTATE_BYTES], const char *first, const char *second,
		const char *third)
{
	int size = snprintf(out, MUTATE_BYTES, "%s%s%s", first, second, third);
	return size > 0 && (size_t)size < MUTATE_BYTES;
}

static bool change_case(const char *text, uint64_t *random,
			char out[MUTATE_BYTES])
{
	size_t form = mutate_pick(random, 3);
	bool inside = false;

	for (size_t i = 0; text[i]; i++) {
		unsigned char c = (unsigned char)text[i];
		bool ascii = c < 0x80;
		if (ascii && (form == 0 || (form == 2 && !inside)))
			out[i] = (char)toupper(c);
		else if (ascii)
			out[i] = (char)tolower(c);
		inside = !ascii || isalnum(c) || c == '\'';
	}
	return true;
}

/* A mark at the end of a word, or one more at the end of all. */
static bool change_punctuation(const char *text, uint64_t *random,
			       char out[MUTATE_BYTES])
{
	static const char *const ends[] = {"?", "!!", "...", " ?", "?!", "."};
	size_t form = mutate_pick(random, COUNT(ends) + 2), to = 0;

	for (size_t i = 0; text[i]; i++) {
		size_t marks = strspn(text + i, ".,;:?!");
		bool ends_word = marks && strchr(" \t", text[i + marks]);
		if (!ends_word)
			out[to++] = text[i];
	}
	out[to] = '\0';
	if (form < COUNT(ends))
		snprintf(out + to, MUTATE_BYTES - to, "%s", ends[form]);
	return to > 0;
}

static bool add_filler(const char *text, uint64_t *random,
		       char out[MUTATE_BYTES])
{
	static const char *const forms[][2] = {{"hi sorry quick one, ", ""},
					       {"hello there, ", ""},
					       {"um ", ""},
					       {"hey guys ", ""},
					       {"ok so ", ""},
					       {"just wondering, ", ""},
					       {"quick question: ", ""},
					       {"", " lol"},
					       {"so basically ", ""},
					       {"hi, ", " thx"}};
	size_t form = mutate_pick(random, COUNT(forms));
	return put(out, forms[form][0], text, forms[form][1]);
}

/* "could you tell me" goes before a question only. */
static bool is_question(const char *text)
{
	static const char *const words[] = {
		"what",  "when", "where", "which", "who",   "why", "how",
		"is",    "are",  "do",    "does",  "can",   "may", "should",
		"could", "will", "must",  "whats", "what's"};

	for (size_t i = 0; i < COUNT(words); i++) {
		size_t length = strlen(words[i]);
		if (strncasecmp(text, words[i], length) == 0 &&
		    text[length] == ' ')
			return true;
	}
	return false;
}

static bool add_politeness(const char *text, uint64_t *random,
			   char out[MUTATE_BYTES])
{
	static const char *const forms[][2] = {
		{"", ", please"},
		{"good morning, ", ", thank you very much"},
		{"dear team, ", ", many thanks"},
		{"could you please tell me, ", ""},
		{"would you kindly tell me: ", ""}};
	size_t form = mutate_pick(random, is_question(text) ? COUNT(forms) : 3);
	return put(out, forms[form][0], text, forms[form][1]);
}

/* Where `part` stands in `text` as whole words; NULL when it doesn't. */
static const char *find_words(const char *text, const char *part)
{
	size_t length = strlen(part);

	for (const char *at = text; *at; at++) {
		bool starts = at == text || at[-1] == ' ';
		char after = starts && strncasecmp(at, part, length) == 0
				     ? at[length]
				     : 'x';
		if (!after || strchr(" ?!.,", after))
			return at;
	}
	return NULL;
}

static bool change_contraction(const char *text, uint64_t *random,
			       char out[MUTATE_BYTES])
{
	static const char *const forms[][2] = {
		{"what is", "what's"},  {"whats", "what is"},
		{"what's", "whats"},    {"i am", "i'm"},
		{"im", "i am"},         {"i'm", "im"},
		{"do not", "don't"},    {"don't", "dont"},
		{"dont", "do not"},     {"doesn't", "does not"},
		{"doesnt", "does not"}, {"does not", "doesn't"},
		{"can't", "cannot"},    {"cant", "can not"},
		{"cannot", "can't"},    {"it is", "it's"},
		{"it's", "it is"},      {"is not", "isn't"},
		{"isn't", "is not"},    {"i have", "i've"},
		{"i've", "i have"},     {"didn't", "did not"},
		{"didnt", "did not"},   {"won't", "will not"},
		{"wont", "will not"},   {"where is", "where's"},
		{"how is", "how's"},    {"who is", "who's"},
		{"you", "u"},           {"are", "r"},
		{"want to", "wanna"},   {"going to", "gonna"},
		{"because", "cuz"},     {"your", "ur"}};
	size_t first = mutate_pick(random, COUNT(forms));

	for (size_t i = 0; i < COUNT(forms); i++) {
		const char *const *form = forms[(first + i) % COUNT(forms)];
		const char *at = find_words(text, form[0]);
		if (!at)
			continue;
		int size = snprintf(out, MUTATE_BYTES, "%.*s%s%s",
				    (int)(at - text), text, form[1],
				    at + strlen(form[0]));
		return size > 0 && (size_t)size < MUTATE_BYTES;
	}
	return false;
}

/* The key beside it, on a QWERTY keyboard. */
static char neighbour(char letter, uint64_t *random)
{
	static const char *const rows[] = {"qwertyuiop", "asdfghjkl",
					   "zxcvbnm"};
	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *at = strchr(rows[i], tolower(letter));
		if (!at)
			continue;
		bool right = at[1] && (at == rows[i] || mutate_pick(random, 2));
		return right ? at[1] : at[-1];
	}
	return letter;
}

static bool is_typable(const char *text, const struct span *word)
{
	for (size_t i = word->start; i < word->end; i++)
		if (!is_letter(text[i]))
			return false;
	return word->end - word->start >= TYPO_LETTERS;
}

/* A slip at `at`, which is neither the word's first letter nor its last. */
static void slip(const char *text, size_t at, uint64_t *random, char *out)
{
	size_t length = strlen(text);

	memcpy(out, text, length + 1);
	switch (mutate_pick(random, 4)) {
	case 0: /* two letters change places */
		out[at] = text[at + 1];
		out[at + 1] = text[at];
		return;
	case 1: /* one is missing */
		memmove(out + at, text + at + 1, length - at);
		return;
	case 2: /* one stands twice */
		memmove(out + at + 1, text + at, length - at + 1);
		return;
	default:
		out[at] = neighbour(text[at], random);
	}
}

static bool add_typo(const char *text, uint64_t *random, char out[MUTATE_BYTES])
{
	struct words words;
	size_t kept = 0;

	split(text, &words);
	for (size_t i = 0; i < words.count; i++)
		if (is_typable(text, &words.word[i]))
			words.word[kept++] = words.word[i];
	if (!kept)
		return false;
	const struct span *word = &words.word[mutate_pick(random, kept)];
	size_t inner = word->end - word->start - 2;
	slip(text, word->start + 1 + mutate_pick(random, inner), random, out);
	return true;
}

static bool drop_word(const char *text, uint64_t *random,
		      char out[MUTATE_BYTES])
{
	struct words words;

	split(text, &words);
	if (words.count < 4)
		return false;
	const struct span *word = &words.word[mutate_pick(random, words.count)];
	const char *rest = text + word->end;
	rest += strspn(rest, " \t");
	int size = snprintf(out, MUTATE_BYTES, "%.*s%s", (int)word->start, text,
			    rest);
	return size > 0;
}

/* "b c, a": what stands behind a word comes before it. */
static bool turn_order(const char *text, uint64_t *random,
		       char out[MUTATE_BYTES])
{
	struct words words;

	split(text, &words);
	if (words.count < 4)
		return false;
	const struct span *word =
		&words.word[1 + mutate_pick(random, words.count - 2)];
	size_t marks = strlen(text);
	while (marks && strchr("?!. ", text[marks - 1]))
		marks--;
	if (marks <= word->start)
		return false;
	int size = snprintf(out, MUTATE_BYTES, "%.*s, %.*s",
			    (int)(marks - word->start), text + word->start,
			    (int)word->start, text);
	while (size > 0 && (size_t)size < MUTATE_BYTES && out[size - 1] == ' ')
		out[--size] = '\0';
	return size > 0 && (size_t)size < MUTATE_BYTES;
}

static bool negate(const char *text, uint64_t *random, char out[MUTATE_BYTES])
{
	static const char *const verbs[] = {
		"is",  "are", "do",   "does", "can", "should", "will", "must",
		"did", "am",  "have", "has",  "was", "could",  "would"};

	for (size_t i = 0; i < COUNT(verbs); i++) {
		const char *at = find_words(text, verbs[i]);
		if (!at)
			continue;
		at += strlen(verbs[i]);
		int size = snprintf(out, MUTATE_BYTES, "%.*s not%s",
				    (int)(at - text), text, at);
		return size > 0 && (size_t)size < MUTATE_BYTES;
	}
	return put(out,
		   mutate_pick(random, 2) ? "i don't want to know "
					  : "never mind, not ",
		   text, "");
}

static bool ask_two(const char *text, const char *other, uint64_t *random,
		    char out[MUTATE_BYTES])
{
	static const char *const joints[] = {" and also ", "? and ",
					     "? another thing: ", " and "};
	size_t size = strlen(text);

	if (!other)
		return false;
	while (size && strchr("?!. ", text[size - 1]))
		size--;
	int wrote = snprintf(out, MUTATE_BYTES, "%.*s%s%s", (int)size, text,
			     joints[mutate_pick(random, COUNT(joints))], other);
	return size && wrote > 0 && (size_t)wrote < MUTATE_BYTES;
}

static bool make(enum mutation kind, const char *text, const char *other,
		 uint64_t *random, char out[MUTATE_BYTES])
{
	switch (kind) {
	case MUTATION_CASE:
		return change_case(text, random, out);
	case MUTATION_PUNCTUATION:
		return change_punctuation(text, random, out);
	case MUTATION_FILLER:
		return add_filler(text, random, out);
	case MUTATION_POLITE:
		return add_politeness(text, random, out);
	case MUTATION_CONTRACTION:
		return change_contraction(text, random, out);
	case MUTATION_TYPO:
		return add_typo(text, random, out);
	case MUTATION_DROPPED:
		return drop_word(text, random, out);
	case MUTATION_ORDER:
		return turn_order(text, random, out);
	case MUTATION_TWO:
		return ask_two(text, other, random, out);
	case MUTATION_NEGATION:
		return negate(text, random, out);
	case MUTATIONS:
		break;
	}
	return false;
}

bool mutate(enum mutation kind, const char *text, const char *other,
	    uint64_t *random, char out[MUTATE_BYTES])
{
	/* A variant adds some words; what is cut short would be no variant. */
	bool fits = strlen(text) + 64 < MUTATE_BYTES;

	if (fits)
		snprintf(out, MUTATE_BYTES, "%s", text);
	if (fits && make(kind, text, other, random, out) &&
	    strcmp(out, text) != 0)
		return true;
	out[0] = '\0';
	return false;
}
