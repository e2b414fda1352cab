/* SPDX-License-Identifier: MIT */
#include "reader.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

__attribute__((format(printf, 4, 5))) void reader_fail(struct reader *reader,
						       size_t at,
						       const char *code,
						       const char *format, ...)
{
	char message[320];
	va_list args;
	struct place place = reader->place;
	if (reader->failed)
		return;
	reader->failed = true;
	place.column += (unsigned)at;
	va_start(args, format);
	vsnprintf(message, sizeof(message), format, args);
	va_end(args);
	faults_add(reader->parser->faults, FAQ_SEVERITY_ERROR, place, code,
		   "%s", message);
}

void reader_fail_nomem(struct reader *reader)
{
	reader->failed = true;
	reader->parser->faults->nomem = true;
}

void reader_check(struct reader *reader, size_t at, enum litset_status status)
{
	if (status == LITSET_NOMEM)
		reader_fail_nomem(reader);
	else if (status == LITSET_TOO_MANY)
		reader_fail(reader, at, "too-many-phrases",
			    "this stands for more than %u phrases; split the "
			    "line or "
			    "use a shorter list",
			    LITSET_PHRASES_MAX);
	else if (status == LITSET_TOO_LONG)
		reader_fail(reader, at, "phrase-too-long",
			    "a phrase of more than %u words; shorten it",
			    LITSET_SYMBOLS_MAX);
}

char reader_peek(const struct reader *reader)
{
	return reader->at < reader->end ? reader->line[reader->at] : '\0';
}

void reader_skip_spaces(struct reader *reader)
{
	while (reader_peek(reader) == ' ' || reader_peek(reader) == '\t')
		reader->at++;
}

bool reader_special(char c)
{
	return c && strchr("()[]{}<>|*^$\"!", c);
}

bool template_read_words(const struct template_parser *parser,
			 const char *bytes, size_t size)
{
	struct words *words = parser->words;
	words->count = 0;
	if (text_read(parser->text, bytes, size) != TEXT_OK)
		return false;
	words_read(words, parser->text, NULL, NULL, NULL);
	for (size_t i = 0; i < words->count; i++) {
		struct word *word = &words->word[i];
		word->id =
			vocab_add(parser->vocab, word->stem, word->stem_bytes,
				  word->surface, word->surface_bytes);
		if (word->id == VOCAB_NONE)
			parser->faults->nomem = true;
	}
	if (parser->same)
		same_apply(parser->same, words);
	return words->count > 0;
}

/* A run of plain words from here on; `exact` keeps their forms. */
size_t reader_run(struct reader *reader, bool exact, symbol *symbols)
{
	const struct words *words = reader->parser->words;
	size_t start = reader->at;
	while (reader->at < reader->end && !reader_special(reader_peek(reader)))
		reader->at++;
	if (!template_read_words(reader->parser, reader->line + start,
				 reader->at - start))
		return 0;
	if (words->count > LITSET_SYMBOLS_MAX) {
		reader_check(reader, start, LITSET_TOO_LONG);
		return 0;
	}
	for (size_t i = 0; i < words->count; i++) {
		char form = words->word[i].form ? words->word[i].form : '.';
		symbols[i] =
			symbol_word(words->word[i].id, exact ? form : '\0');
	}
	return words->count;
}

/* At '"': the words between quotes, in these very forms. */
size_t reader_quoted(struct reader *reader, symbol *symbols)
{
	size_t start = reader->at++;
	size_t count = reader_run(reader, true, symbols);
	if (reader_peek(reader) != '"') {
		reader_fail(
			reader, start, "open-quote",
			"a quote that does not end; add \" behind the word");
		return 0;
	}
	reader->at++;
	if (!count)
		reader_fail(reader, start, "empty-quote",
			    "quotes without a word; remove them");
	return count;
}

/* At '*': the words that the gap may stand for. */
unsigned reader_gap(struct reader *reader)
{
	size_t start = reader->at++;
	unsigned gap = 0;
	if (reader_peek(reader) < '0' || reader_peek(reader) > '9')
		return TEMPLATE_GAP_DEFAULT;
	while (reader_peek(reader) >= '0' && reader_peek(reader) <= '9' &&
	       gap < 100)
		gap = gap * 10 + (unsigned)(reader->line[reader->at++] - '0');
	if (!gap || gap > LITSET_GAP_MAX) {
		reader_fail(reader, start, "gap-size",
			    "a gap of %u words; write *1 to *%u", gap,
			    LITSET_GAP_MAX);
		return 1;
	}
	return gap;
}

static bool name_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' ||
	       c == '-';
}

static bool read_name(struct reader *reader, char *name, size_t size)
{
	size_t used = 0;
	while (name_char(reader_peek(reader)) && used + 1 < size)
		name[used++] = reader->line[reader->at++];
	name[used] = '\0';
	return used > 0;
}

/* Slots become PCRE2's groups, which have names of their own kind. */
#define SLOT_BYTES 32u

static bool slot_name(const char *name)
{
	return strlen(name) < SLOT_BYTES && !strchr(name, '-') &&
	       (*name < '0' || *name > '9');
}

/* At '{': a list, or a slot and its list. */
void reader_list(struct reader *reader, struct template_item *item)
{
	const struct template_lists *lists = &reader->parser->lists;
	char name[64], slot[SLOT_BYTES] = "";
	size_t start = reader->at++;
	bool ok = read_name(reader, name, sizeof(name));
	if (ok && reader_peek(reader) == '=') {
		reader->at++;
		if (!slot_name(name)) {
			reader_fail(
				reader, start, "slot-name",
				"a slot is named in a-z, 0-9 and '_', a letter "
				"first, and shorter than %u",
				SLOT_BYTES);
			return;
		}
		memcpy(slot, name, strlen(name) + 1);
		ok = read_name(reader, name, sizeof(name));
	}
	if (!ok || reader_peek(reader) != '}') {
		reader_fail(
			reader, start, "list-name",
			"a word list is written {name} or {slot=name}, in a-z, "
			"0-9, '_' and '-'");
		return;
	}
	reader->at++;
	struct place place = reader->place;
	place.column += (unsigned)start;
	const struct litset *set = lists->find(lists->context, name, place);
	if (!set) {
		reader->failed = true; /* reported by the finder */
		return;
	}
	item->set = *set;
	if (slot[0]) {
		item->slot =
			arena_copy(reader->parser->arena, slot, strlen(slot));
		if (!item->slot)
			reader_fail_nomem(reader);
	}
}

void reader_item(struct reader *reader, struct template_item *item,
		 const symbol *symbols, size_t count)
{
	reader_check(
		reader, reader->at,
		litset_one(&item->set, reader->parser->arena, symbols, count));
}

/* At '(' or '[': the set of its alternatives. */
void reader_group(struct reader *reader, struct template_item *item)
{
	size_t start = reader->at;
	char open = reader->line[reader->at++];
	struct litset nothing;
	if (reader->depth == TEMPLATE_DEPTH_MAX) {
		reader_fail(
			reader, start, "too-deep",
			"brackets nested more than %u deep; use a word list",
			TEMPLATE_DEPTH_MAX);
		return;
	}
	reader->depth++;
	reader_choice(reader, &item->set, open == '(' ? ')' : ']');
	reader->depth--;
	if (reader->failed)
		return;
	if (reader_peek(reader) != (open == '(' ? ')' : ']')) {
		reader_fail(reader, start, "unbalanced-bracket",
			    "'%c' is never closed; add '%c'", open,
			    open == '(' ? ')' : ']');
		return;
	}
	reader->at++;
	if (open == '(')
		return;
	reader_check(reader, start,
		     litset_one(&nothing, reader->parser->arena, NULL, 0));
	if (!reader->failed)
		reader_check(reader, start,
			     litset_union(&item->set, reader->parser->arena,
					  &item->set, &nothing));
}

/* One element within brackets, as a set. */
static void read_inner(struct reader *reader, struct template_item *item)
{
	symbol symbols[LITSET_SYMBOLS_MAX];
	size_t start = reader->at;
	char c = reader_peek(reader);
	if (c == '(' || c == '[') {
		reader_group(reader, item);
	} else if (c == '{') {
		reader_list(reader, item);
		if (item->slot)
			reader_fail(reader, start, "slot-in-brackets",
				    "a slot inside brackets; move it outside");
	} else if (c == '"') {
		size_t count = reader_quoted(reader, symbols);
		if (!reader->failed)
			reader_item(reader, item, symbols, count);
	} else if (c == '*') {
		symbols[0] = SYMBOL_GAP | reader_gap(reader);
		reader_item(reader, item, symbols, 1);
	} else if (reader_special(c)) {
		reader_fail(reader, reader->at, "unexpected",
			    "unexpected '%c' here; remove it", c);
	} else {
		size_t count = reader_run(reader, false, symbols);
		if (!reader->failed)
			reader_item(reader, item, symbols, count);
	}
}

/* True when some phrase is a gap without a word: it names nothing, so neither
 * the index nor the ranking could say what it stands for. */
static bool has_bare_gap(const struct litset *set)
{
	for (size_t i = 0; i < set->count; i++) {
		const struct phrase *phrase = &set->phrases[i];
		size_t gaps = 0;
		while (gaps < phrase->count &&
		       symbol_is_gap(phrase->symbols[gaps]))
			gaps++;
		if (gaps && gaps == phrase->count)
			return true;
	}
	return false;
}

/* Elements one behind the other, up to '|' or the closing bracket. */
static void read_row(struct reader *reader, struct litset *out, char close)
{
	struct arena *arena = reader->parser->arena;
	size_t first = reader->at;
	reader_check(reader, reader->at, litset_one(out, arena, NULL, 0));
	reader_skip_spaces(reader);
	while (!reader->failed && reader->at < reader->end &&
	       reader_peek(reader) != '|' && reader_peek(reader) != close) {
		struct template_item item = {0};
		size_t start = reader->at;
		read_inner(reader, &item);
		if (!reader->failed)
			reader_check(reader, start,
				     litset_join(out, arena, out, &item.set));
		reader_skip_spaces(reader);
	}
	if (!reader->failed && has_bare_gap(out))
		reader_fail(
			reader, first, "gap-alone",
			"a gap without a word beside it; write it outside the "
			"brackets, or add the word");
}

/* True for a row of fillers only, "(just|only)": it matches nothing of its own,
 * and must not make the whole group optional. */
static bool vanished(const struct reader *reader, const struct litset *row,
		     size_t start)
{
	if (row->count != 1 || row->phrases[0].count)
		return false;
	while (start < reader->at && reader->line[start] == ' ')
		start++;
	return start < reader->at;
}

void reader_choice(struct reader *reader, struct litset *out, char close)
{
	size_t start = reader->at;
	read_row(reader, out, close);
	bool nothing = !reader->failed && vanished(reader, out, start);
	while (!reader->failed && reader_peek(reader) == '|') {
		struct litset more;
		start = ++reader->at;
		read_row(reader, &more, close);
		if (reader->failed || vanished(reader, &more, start))
			continue;
		if (nothing)
			*out = more;
		else
			reader_check(reader, start,
				     litset_union(out, reader->parser->arena,
						  out, &more));
		nothing = false;
	}
}
