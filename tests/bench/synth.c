/* SPDX-License-Identifier: MIT */
/*
 * A content folder of any size, made up but shaped like a real one.
 *
 * Words are drawn by Zipf's law from a shuffled English word list: a few topics
 * are in many templates, most are in few; a larger catalogue has more words, as
 * the square root of its size (Heaps' law). Each intent has its topics, of
 * which its six templates speak in different shapes: word lists, alternatives,
 * optionals, gaps, any order, anchors, a veto now and then.
 *
 * Of the questions one in five is written from a template, with words around
 * it; the others are strung together of function words, topics and words that
 * the catalogue has never seen. Some words carry a typo.
 */
#include "corpus.h"

#include "core/buf.h"
#include "core/english.h"
#include "engine.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SEED 20240229u
#define TEMPLATES 6u /* of an intent */
#define TOPICS 4u    /* of an intent */
#define POOL_MAX 30000u
#define SOURCE_BYTES (200u * 1024u)
#define LIST_WORDS_MAX 12u
#define QUESTION_BYTES 400u

struct synth {
	struct corpus *corpus;
	uint64_t random;
	const char **pool; /* topics first, then words never seen */
	size_t pool_count, topics, lists;
	double *weight; /* of topic 0..i together */
	const char *(*list)[LIST_WORDS_MAX];
	size_t *list_words;
	const char **template;
	size_t template_count, template_room;
	char *bytes; /* the source at hand */
	struct buf out;
};

static size_t below(struct synth *synth, size_t n)
{
	return random_below(&synth->random, n);
}

/* A topic as it stands in a template: no inflection, no word that is dropped or
 * opened. */
static bool is_topic(const char *word, size_t bytes)
{
	if (bytes < 4 || bytes > 10 ||
	    word[strspn(word, "abcdefghijklmnopqrstuvwxyz")] ||
	    english_function(word, bytes) || english_open(word, bytes))
		return false;
	return word[bytes - 1] != 's' && strcmp(word + bytes - 2, "ed") != 0 &&
	       strcmp(word + bytes - 3, "ing") != 0;
}

static bool read_pool(struct synth *synth, const char *path)
{
	char line[256];
	size_t count = 0, room = 0;
	const char **words = NULL;
	FILE *file = fopen(path, "r");
	if (!file) {
		fprintf(stderr, "bench: cannot read '%s'\n", path);
		return false;
	}
	while (fgets(line, sizeof(line), file)) {
		line[strcspn(line, "\n")] = '\0';
		if (!is_topic(line, strlen(line)))
			continue;
		words = arena_more(&synth->corpus->arena, words, count, &room,
				   sizeof(*words));
		if (!words)
			abort();
		words[count++] =
			arena_copy(&synth->corpus->arena, line, strlen(line));
	}
	fclose(file);
	for (size_t i = count; i > 1; i--) {
		size_t j = below(synth, i);
		const char *word = words[i - 1];
		words[i - 1] = words[j];
		words[j] = word;
	}
	synth->pool = words;
	synth->pool_count = count < POOL_MAX ? count : POOL_MAX;
	return synth->topics * 2 < synth->pool_count;
}

/* The rank that a share of all uses falls on; 2.7 is Mandelbrot's offset. */
static const char *topic(struct synth *synth)
{
	double *weight = synth->weight;
	if (weight[0] <= 0.0) {
		double sum = 0.0;
		for (size_t i = 0; i < synth->topics; i++)
			weight[i] = sum += 1.0 / ((double)i + 2.7);
	}
	double at = weight[synth->topics - 1] *
		    ((double)below(synth, 1u << 30) / (double)(1u << 30));
	size_t low = 0, high = synth->topics - 1;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (weight[middle] < at)
			low = middle + 1;
		else
			high = middle;
	}
	return synth->pool[low];
}

static const char *stranger(struct synth *synth)
{
	return synth->pool[synth->topics +
			   below(synth, synth->pool_count - synth->topics)];
}

/* The commonest words of English questions, commonest first. */
static const char *function_word(struct synth *synth)
{
	static const char *const words[] = {
		"i",    "to",   "my",    "is",    "the",   "do",   "how",
		"can",  "what", "it",    "not",   "for",   "you",  "in",
		"if",   "on",   "have",  "with",  "of",    "and",  "a",
		"when", "why",  "get",   "does",  "this",  "at",   "will",
		"me",   "but",  "need",  "there", "still", "from", "should",
		"or",   "now",  "where", "want",  "again", "out",  "after"};
	const size_t count = sizeof(words) / sizeof(words[0]);
	size_t a = below(synth, count), b = below(synth, count);
	return words[a < b ? a : b];
}

/* list number -> "lca" and so on: list names are letters. */
static const char *list_name(size_t list, char name[8])
{
	snprintf(name, 8, "l%c%c%c", (char)('a' + list / 676 % 26),
		 (char)('a' + list / 26 % 26), (char)('a' + list % 26));
	return name;
}

static void close_source(struct synth *synth)
{
	struct corpus *corpus = synth->corpus;
	char name[32];
	if (!synth->out.used || corpus->made_count == FAQ_SOURCES_MAX)
		return;
	snprintf(name, sizeof(name), "made/%03zu.md", corpus->made_count);
	corpus->made[corpus->made_count++] = (struct faq_source){
		arena_copy(&corpus->arena, name, strlen(name)),
		arena_copy(&corpus->arena, synth->bytes, synth->out.used),
		synth->out.used};
	buf_init(&synth->out, synth->bytes, SOURCE_BYTES);
}

static void make_lists(struct synth *synth)
{
	char name[8];
	for (size_t i = 0; i < synth->lists; i++) {
		size_t words = 3 + below(synth, LIST_WORDS_MAX - 3);
		buf_format(&synth->out, "```words %s\n", list_name(i, name));
		for (size_t w = 0; w < words; w++) {
			const char *word =
				w ? synth->pool[below(synth, synth->topics)]
				  : topic(synth);
			synth->list[i][w] = word;
			buf_format(&synth->out, "%s\n", word);
		}
		synth->list_words[i] = words;
		buf_text(&synth->out, "```\n\n");
	}
}

static void write_template(struct synth *synth, struct buf *out,
			   const char *const *t, const char *list)
{
	switch (below(synth, 10)) {
	case 0:
		buf_format(out, "< %s {%s} %s >", t[0], list, t[1]);
		break;
	case 1:
		buf_format(out, "< (%s|%s) {%s} !%s >", t[0], t[2], list, t[3]);
		break;
	case 2:
		buf_format(out, "how (do|can|should) i {%s} [my|this] %s", list,
			   t[0]);
		break;
	case 3:
		buf_format(out, "{%s} * %s *2 (%s|%s)", list, t[0], t[1], t[2]);
		break;
	case 4:
		buf_format(out, "(what|which) %s (is|should|do) * {%s}", t[0],
			   list);
		break;
	case 5:
		buf_format(out, "why (is|was) [my] %s * {%s}", t[1], list);
		break;
	case 6:
		buf_format(out, "^ {%s} %s $", list, t[0]);
		break;
	case 7:
		buf_format(out, "[can i] %s [%s|%s] %s", t[0], t[2], t[3],
			   t[1]);
		break;
	case 8:
		buf_format(out, "(%s|%s %s) not * %s", t[0], t[1], t[2], t[3]);
		break;
	default:
		buf_format(out, "when * %s {%s} [%s]", t[1], list, t[0]);
	}
}

static void make_intent(struct synth *synth, size_t number, size_t templates)
{
	struct corpus *corpus = synth->corpus;
	const char *topics[TOPICS];
	char line[256], name[8];
	size_t list = below(synth, synth->lists);
	for (size_t i = 0; i < TOPICS; i++)
		topics[i] = topic(synth);
	if (synth->out.used > SOURCE_BYTES / 2)
		close_source(synth);
	buf_format(&synth->out,
		   "### About %s and %s, %zu\n\nThis says what to do with %s, "
		   "and why %s comes before it.\n\n```ask faq.made_%zu\n",
		   topics[0], topics[1], number, topics[0], topics[1], number);
	for (size_t i = 0; i < templates; i++) {
		struct buf text;
		if (below(synth, 3) == 0)
			list = below(synth, synth->lists);
		buf_init(&text, line, sizeof(line));
		write_template(synth, &text, topics, list_name(list, name));
		buf_format(&synth->out, "%s\n", line);
		synth->template = arena_more(
			&corpus->arena, synth->template, synth->template_count,
			&synth->template_room, sizeof(*synth->template));
		if (!synth->template)
			abort();
		synth->template[synth->template_count++] =
			arena_copy(&corpus->arena, line, text.used);
	}
	if (below(synth, 20) == 0)
		buf_format(&synth->out, "- %s %s\n", topics[2], topics[3]);
	buf_text(&synth->out, "```\n\n");
}

/* One of the alternatives up to `close`; returns what stands behind. */
static const char *choose(struct synth *synth, const char *at, char close,
			  struct buf *out)
{
	const char *end = strchr(at, close), *from = at;
	size_t count = 1;
	for (const char *c = at; c < end; c++)
		count += *c == '|';
	for (size_t pick = below(synth, count); pick; pick--)
		from = strchr(from, '|') + 1;
	buf_add(out, from, strcspn(from, "|)]"));
	return end + 1;
}

static const char *choose_listed(struct synth *synth, const char *at,
				 struct buf *out)
{
	size_t list = (size_t)(at[1] - 'a') * 676 + (size_t)(at[2] - 'a') * 26 +
		      (size_t)(at[3] - 'a');
	buf_text(out, synth->list[list][below(synth, synth->list_words[list])]);
	return strchr(at, '}') + 1;
}

/* Words that a template matches. */
static void write_match(struct synth *synth, const char *at, struct buf *out)
{
	while (*at) {
		switch (*at) {
		case '(':
			at = choose(synth, at + 1, ')', out);
			break;
		case '[':
			if (below(synth, 2))
				at = choose(synth, at + 1, ']', out);
			else
				at = strchr(at, ']') + 1;
			break;
		case '{':
			at = choose_listed(synth, at + 1, out);
			break;
		case '*':
			at += 1 + (at[1] == '2');
			if (below(synth, 2))
				buf_text(out, function_word(synth));
			break;
		case '!':
			at = strchr(at, ' ');
			break;
		case '<':
		case '>':
		case '^':
		case '$':
			at++;
			break;
		default:
			buf_char(out, *at++);
		}
	}
}

static void write_word(struct synth *synth, struct buf *out, const char *word)
{
	size_t at = out->used;
	buf_text(out, word);
	if (below(synth, 10) == 0)
		buf_char(out, 's');
	if (below(synth, 25) == 0 && strlen(word) > 4) {
		char *c = out->bytes + at + 1 + below(synth, 3);
		char first = c[0];
		c[0] = c[1];
		c[1] = first;
	}
	buf_char(out, ' ');
}

static void write_words(struct synth *synth, struct buf *out, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		size_t kind = below(synth, 10);
		if (kind < 5) {
			buf_text(out, function_word(synth));
			buf_char(out, ' ');
		} else {
			write_word(synth, out,
				   kind < 8 ? topic(synth) : stranger(synth));
		}
	}
}

static void make_question(struct synth *synth)
{
	char text[QUESTION_BYTES];
	struct buf out;
	buf_init(&out, text, sizeof(text));
	if (below(synth, 5) == 0) {
		write_words(synth, &out, below(synth, 3));
		write_match(
			synth,
			synth->template[below(synth, synth->template_count)],
			&out);
		buf_char(&out, ' ');
		write_words(synth, &out, below(synth, 3));
	} else {
		write_words(synth, &out, 4 + below(synth, 9));
	}
	while (out.used && text[out.used - 1] == ' ')
		out.used--;
	if (below(synth, 2))
		text[out.used++] = '?';
	corpus_add(synth->corpus, text, out.used);
}

bool corpus_make(struct corpus *corpus, const char *name, size_t patterns,
		 size_t messages, const char *word_list)
{
	*corpus = (struct corpus){.name = name};
	arena_init(&corpus->arena, NULL);
	struct synth synth = {.corpus = corpus,
			      .random = SEED + patterns,
			      .topics = 40 * (size_t)sqrt((double)patterns),
			      .lists = 10 + 2 * (size_t)sqrt((double)patterns),
			      .bytes = bench_alloc(SOURCE_BYTES, 1)};
	synth.weight = bench_alloc(synth.topics, sizeof(*synth.weight));
	synth.list = bench_alloc(synth.lists, sizeof(*synth.list));
	synth.list_words = bench_alloc(synth.lists, sizeof(*synth.list_words));
	corpus->made = arena_alloc(&corpus->arena, FAQ_SOURCES_MAX,
				   sizeof(*corpus->made));
	bool ok = corpus->made && read_pool(&synth, word_list);
	if (ok) {
		buf_init(&synth.out, synth.bytes, SOURCE_BYTES);
		make_lists(&synth);
		for (size_t i = 0; i * TEMPLATES < patterns; i++) {
			size_t left = patterns - i * TEMPLATES;
			make_intent(&synth, i,
				    left < TEMPLATES ? left : TEMPLATES);
		}
		close_source(&synth);
		while (corpus->message_count < messages)
			make_question(&synth);
	}
	free(synth.bytes);
	free(synth.weight);
	free(synth.list);
	free(synth.list_words);
	return ok;
}
