/* SPDX-License-Identifier: MIT */
/*
 * mklexicon: turns the word lists of a folder into the C source of the tables
 * that lexicon.h declares. Runs on the building machine:
 *
 *	mklexicon src/core/data > build/gen/lexicon.c
 *
 * A list that is unsorted, names a word twice or doesn't fit is an error, so
 * that a slip in a list stops the build and not a visitor.
 */
#include "core/lexicon.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINE_BYTES 256

/* A list as it is read: where we are, for messages. */
struct list {
	FILE *file;
	char path[4096];
	unsigned line;
	char text[LINE_BYTES];
};

/* What a line of a table says. */
struct entry {
	char word[LINE_BYTES], to[LINE_BYTES];
	char form;
};

static bool fault(const struct list *list, const char *what)
{
	fprintf(stderr, "%s:%u: %s\n", list->path, list->line, what);
	return false;
}

static bool list_open(struct list *list, const char *folder, const char *name)
{
	list->line = 0;
	snprintf(list->path, sizeof(list->path), "%s/%s", folder, name);
	list->file = fopen(list->path, "r");
	if (!list->file)
		return fault(list, "cannot read");
	return true;
}

/* The next line that is neither empty nor a comment, without its newline. */
static bool list_next(struct list *list)
{
	while (fgets(list->text, sizeof(list->text), list->file)) {
		list->line++;
		list->text[strcspn(list->text, "\n")] = '\0';
		if (list->text[0] && list->text[0] != '#')
			return true;
	}
	return false;
}

static bool plain(const char *word)
{
	return *word && !word[strspn(word, "abcdefghijklmnopqrstuvwxyz")];
}

static bool words_add(const struct list *list, uint32_t *slots, uint32_t flag)
{
	uint64_t hash = lexicon_hash(list->text, strlen(list->text));
	uint32_t print = lexicon_fingerprint(hash) | flag;
	size_t i = hash % LEXICON_WORD_SLOTS;
	for (; slots[i]; i = (i + 1) % LEXICON_WORD_SLOTS) {
		if ((slots[i] | LEXICON_COMMON) == (print | LEXICON_COMMON))
			return fault(list, "word stands in another list too");
	}
	slots[i] = print;
	return true;
}

static bool words_read(const char *folder, const char *name, uint32_t flag,
		       uint32_t *slots, size_t *count)
{
	struct list list;
	char last[LINE_BYTES] = "";
	bool good = list_open(&list, folder, name);
	while (good && list_next(&list)) {
		if (!plain(list.text))
			good = fault(&list, "not a word of a to z");
		else if (strcmp(last, list.text) >= 0)
			good = fault(&list, "not sorted");
		else if (++*count > LEXICON_WORD_SLOTS / 4 * 3)
			good = fault(&list, "table too full");
		else
			good = words_add(&list, slots, flag);
		snprintf(last, sizeof(last), "%s", list.text);
	}
	if (list.file)
		fclose(list.file);
	return good;
}

static bool words_write(const char *folder)
{
	static uint32_t slots[LEXICON_WORD_SLOTS];
	size_t count = 0;
	if (!words_read(folder, "english.txt", LEXICON_COMMON, slots, &count) ||
	    !words_read(folder, "extra.txt", LEXICON_COMMON, slots, &count) ||
	    !words_read(folder, "names.txt", 0, slots, &count))
		return false;
	printf("/* %zu words */\nconst uint32_t "
	       "lexicon_words[LEXICON_WORD_SLOTS] = {\n",
	       count);
	for (size_t i = 0; i < LEXICON_WORD_SLOTS; i++)
		printf("%uu,%c", slots[i], i % 8 == 7 ? '\n' : ' ');
	printf("};\n");
	return true;
}

/* "word", "word = meaning" or "word base form". */
static bool entry_read(const struct list *list, struct entry *entry)
{
	*entry = (struct entry){0};
	int fields =
		sscanf(list->text, "%255s = %255[^\n]", entry->word, entry->to);
	if (fields == 1)
		fields = sscanf(list->text, "%255s %255s %c", entry->word,
				entry->to, &entry->form);
	if (entry->form == '-')
		entry->form = '\0';
	else if (entry->form && !strchr("dsg", entry->form))
		return fault(list, "form is none of - d s g");
	if (fields < 1 || strlen(entry->word) > 40)
		return fault(list, "cannot be read");
	return true;
}

static bool entry_add(const struct list *list, struct entry *slots,
		      const struct entry *entry)
{
	size_t i = lexicon_hash(entry->word, strlen(entry->word)) %
		   LEXICON_ENTRY_SLOTS;
	for (; slots[i].word[0]; i = (i + 1) % LEXICON_ENTRY_SLOTS) {
		if (!strcmp(slots[i].word, entry->word))
			return fault(list, "word stands here twice");
	}
	slots[i] = *entry;
	return true;
}

static void entries_write(const char *name, const struct entry *slots)
{
	printf("const struct lexicon_entry "
	       "lexicon_%s[LEXICON_ENTRY_SLOTS] = {\n",
	       name);
	for (size_t i = 0; i < LEXICON_ENTRY_SLOTS; i++) {
		const struct entry *entry = &slots[i];
		if (!entry->word[0])
			continue;
		printf("[%zu] = {\"%s\", ", i, entry->word);
		printf(entry->to[0] ? "\"%s\", " : "NULL, ", entry->to);
		printf("%zu, %d},\n", strlen(entry->word), entry->form);
	}
	printf("};\n");
}

static bool entries_make(const char *folder, const char *name)
{
	static struct entry slots[LEXICON_ENTRY_SLOTS];
	struct entry entry;
	struct list list;
	char file[64];
	size_t count = 0;
	memset(slots, 0, sizeof(slots));
	snprintf(file, sizeof(file), "%s.txt", name);
	bool good = list_open(&list, folder, file);
	while (good && list_next(&list)) {
		if (++count > LEXICON_ENTRY_SLOTS / 4 * 3)
			good = fault(&list, "table too full");
		else
			good = entry_read(&list, &entry) &&
			       entry_add(&list, slots, &entry);
	}
	if (list.file)
		fclose(list.file);
	if (good)
		entries_write(name, slots);
	return good;
}

int main(int argc, char **argv)
{
	if (argc != 2) {
		fprintf(stderr, "usage: mklexicon FOLDER > lexicon.c\n");
		return EXIT_FAILURE;
	}
	printf("/* SPDX-License-Identifier: MIT */\n"
	       "/* Made by mklexicon of the lists in src/core/data. */\n"
	       "#include \"core/lexicon.h\"\n");
	bool good = words_write(argv[1]) &&
		    entries_make(argv[1], "irregular") &&
		    entries_make(argv[1], "short") &&
		    entries_make(argv[1], "function") &&
		    entries_make(argv[1], "filler") && !fflush(stdout);
	return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
