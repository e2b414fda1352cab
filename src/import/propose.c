/* SPDX-License-Identifier: MIT */
#include "import/propose.h"

#include "proto/utf8.h"

#include <stdio.h>
#include <string.h>

#define QUESTION_WORDS_MAX 20u /* a longer sequence is never said again */
#define CONTENT_WORDS_MAX 5u
#define KEY_WORDS 2u
#define SHARED_TITLES 3u /* a word of so many titles gets a list */

/* What visitors call the same thing, whatever the subject. */
static const struct {
	const char *name, *words;
} common[] = {
	{"cost", "cost\nprice\nfee\ncharge\npay\nexpensive\nrate\nhow much\n"},
	{"hours", "hours\ntimes\nopening hours\ntimetable\nschedule\n"},
	{"lose", "lose\nlost\nmisplace\nmissing\nstolen\n"},
	{"child", "child\nkid\ntoddler\nbaby\nson\ndaughter\n"},
	{"join", "join\nregister\nenrol\nenroll\napply\nsignup\nsign up\n"},
	{"renew", "renew\nextend\nprolong\nrenewal\nextension\n"},
	{"cancel", "cancel\nterminate\ncancellation\n"},
	{"hire", "hire\nrent\nborrow\nlend\n"},
	{"parking", "parking\npark\ncar park\n"},
	{"access", "wheelchair\ndisabled\naccessible\nstep free\n"},
	{"contact", "contact\nphone\ncall\nemail\nreach\n"},
	{"buy", "buy\npurchase\nbuying\n"},
	{"lesson", "lesson\nclass\ncourse\ntraining\n"},
};

struct word {
	char text[FAQ_STEM_BYTES];
	char stem[FAQ_STEM_BYTES];
	enum faq_word kind;
};

static bool is_part(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || (unsigned char)c >= 0x80 || c == '\'';
}

/* The next word, in lower case; false at the end. Longer ones are cut. */
static bool next_word(const char **at, struct word *word)
{
	size_t size = 0;

	while (**at && !is_part(**at))
		++*at;
	for (; is_part(**at); ++*at) {
		char c = **at;
		if (size + 1 < sizeof(word->text))
			word->text[size++] =
				c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
	}
	/* Cut at a character. */
	while (size && !utf8_valid(word->text, size, NULL))
		size--;
	word->text[size] = '\0';
	if (!size)
		return false;
	word->kind = faq_word_kind(word->text, size);
	faq_word_stem(word->text, size, word->stem);
	return true;
}

static bool has_line(const char *lines, const char *stem)
{
	char line_stem[FAQ_STEM_BYTES];

	for (; *lines; lines += strcspn(lines, "\n") + 1) {
		faq_word_stem(lines, strcspn(lines, "\n"), line_stem);
		if (strcmp(line_stem, stem) == 0)
			return true;
	}
	return false;
}

static struct propose_list *list_of(struct propose *propose, const char *stem)
{
	for (size_t i = 0; i < propose->list_count; i++) {
		struct propose_list *list = &propose->list[i];
		if (list->words ? has_line(list->words, stem)
				: strcmp(list->name, stem) == 0)
			return list;
	}
	return NULL;
}

static size_t titles_with(const struct import *import, const char *stem)
{
	size_t count = 0;

	for (size_t i = 0; i < import->item_count; i++) {
		const char *at = import->items[i].title;
		struct word word;
		while (next_word(&at, &word)) {
			if (strcmp(word.stem, stem) != 0)
				continue;
			count++;
			break;
		}
	}
	return count;
}

/* A list's name is of plain letters. */
static bool names_list(const struct word *word)
{
	size_t size = strlen(word->stem);
	return word->kind == FAQ_WORD_CONTENT && size >= 3 &&
	       strspn(word->stem, "abcdefghijklmnopqrstuvwxyz") == size;
}

void propose_init(struct propose *propose, const struct import *import)
{
	*propose = (struct propose){.import = import};
	for (size_t i = 0; i < sizeof(common) / sizeof(common[0]); i++) {
		struct propose_list *list =
			&propose->list[propose->list_count++];
		snprintf(list->name, sizeof(list->name), "%s", common[i].name);
		list->words = common[i].words;
	}
	for (size_t i = 0; i < import->item_count; i++) {
		const char *at = import->items[i].title;
		struct word word;
		while (next_word(&at, &word)) {
			if (propose->list_count == PROPOSE_LISTS_MAX ||
			    !names_list(&word) || list_of(propose, word.stem) ||
			    titles_with(import, word.stem) < SHARED_TITLES)
				continue;
			struct propose_list *list =
				&propose->list[propose->list_count++];
			snprintf(list->name, sizeof(list->name), "%s",
				 word.stem);
		}
	}
}

static void put_word(struct propose *propose, struct draft *out,
		     const struct word *word)
{
	struct propose_list *list = list_of(propose, word->stem);

	if (list) {
		list->used = true;
		draft_format(out, " {%s}", list->name);
	} else {
		draft_format(out, " %s", word->text);
	}
}

/* Titles that share the word: few mean that it tells much. */
static size_t weight_of(const struct propose *propose, const struct word *word)
{
	return titles_with(propose->import, word->stem);
}

static size_t content_words(const char *text, struct word *words)
{
	size_t count = 0;
	struct word word;

	while (count < CONTENT_WORDS_MAX && next_word(&text, &word)) {
		bool seen = word.kind != FAQ_WORD_CONTENT;
		for (size_t i = 0; i < count; i++)
			seen |= strcmp(words[i].stem, word.stem) == 0;
		if (!seen)
			words[count++] = word;
	}
	return count;
}

/* "when", "where" ... of a question that has little else. */
static void put_question_word(struct draft *out, const char *text)
{
	static const char *const asking[] = {"when", "where", "who",  "why",
					     "how",  "what",  "which"};
	struct word word;

	while (next_word(&text, &word))
		for (size_t i = 0; i < sizeof(asking) / sizeof(asking[0]); i++)
			if (strcmp(word.text, asking[i]) == 0) {
				draft_format(out, " %s", asking[i]);
				return;
			}
}

static void put_any_order(struct propose *propose, struct draft *out,
			  const char *text)
{
	struct word words[CONTENT_WORDS_MAX];
	size_t count = content_words(text, words);

	if (!count)
		return;
	draft_put(out, "<");
	if (count == 1)
		put_question_word(out, text);
	for (size_t i = 0; i < count; i++)
		put_word(propose, out, &words[i]);
	draft_put(out, " >\n");
	if (count <= KEY_WORDS)
		return;
	/* The two that tell most, for those who ask in short. */
	size_t first = 0, second = 1;
	for (size_t i = 1; i < count; i++) {
		size_t weight = weight_of(propose, &words[i]);
		if (weight < weight_of(propose, &words[first])) {
			second = first;
			first = i;
		} else if (i != second &&
			   weight < weight_of(propose, &words[second])) {
			second = i;
		}
	}
	draft_put(out, "<");
	put_word(propose, out, &words[first < second ? first : second]);
	put_word(propose, out, &words[first < second ? second : first]);
	draft_put(out, " >\n");
}

static void put_sequence(struct draft *out, const char *text)
{
	struct word word;
	struct draft line = {0};
	size_t count = 0, telling = 0;

	for (; next_word(&text, &word); count++) {
		telling += word.kind != FAQ_WORD_FILLER;
		draft_format(&line, "%s%s", count ? " " : "", word.text);
	}
	/* A lone word that tells stands in any order already. */
	if (telling && count <= QUESTION_WORDS_MAX &&
	    (count > 1 || word.kind != FAQ_WORD_CONTENT))
		draft_format(out, "%s\n", draft_bytes(&line));
	draft_release(&line);
}

/* A line that stands above already is left out. */
static void put_new_lines(struct draft *out, const struct draft *lines)
{
	const char *line = draft_bytes(lines);

	for (; *line; line += strcspn(line, "\n") + 1) {
		size_t size = strcspn(line, "\n") + 1;
		bool seen = false;
		for (size_t at = 0; at < out->size;) {
			size_t end = strcspn(out->bytes + at, "\n") + 1;
			seen |= end == size &&
				memcmp(out->bytes + at, line, size) == 0;
			at += end;
		}
		if (!seen)
			draft_add(out, line, size);
	}
}

static void put_text(struct propose *propose, struct draft *out,
		     const char *text)
{
	struct draft lines = {0};

	put_any_order(propose, &lines, text);
	put_sequence(&lines, text);
	put_new_lines(out, &lines);
	out->failed |= lines.failed;
	draft_release(&lines);
}

void propose_templates(struct propose *propose, struct draft *out,
		       const struct import_item *item)
{
	struct draft lines = {0};

	put_text(propose, &lines, item->title);
	for (size_t i = 0; i < item->example_count; i++)
		put_text(propose, &lines, item->example[i]);
	draft_put(out, draft_bytes(&lines));
	out->failed |= lines.failed;
	draft_release(&lines);
}

void propose_lists(const struct propose *propose, struct draft *out)
{
	for (size_t i = 0; i < propose->list_count; i++) {
		const struct propose_list *list = &propose->list[i];
		if (!list->used)
			continue;
		draft_format(out, "```words %s\n%s", list->name,
			     list->words ? list->words : list->name);
		draft_format(out, "%s```\n\n", list->words ? "" : "\n");
	}
}
