/* SPDX-License-Identifier: MIT */
#include "template.h"

#include <stdarg.h>

#include <stdio.h>
#include <string.h>

/* A reader at `at` in one line. Its first fault ends the line. */
struct reader {
	const struct template_parser *parser;
	const char *line;
	size_t at, end;
	struct place place; /* of the line's first byte */
	unsigned depth;
	bool failed;
};

__attribute__((format(printf, 4, 5))) static void fail(struct reader *reader,
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

static void fail_nomem(struct reader *reader)
{
	reader->failed = true;
	reader->parser->faults->nomem = true;
}

static void check(struct reader *reader, size_t at, enum litset_status status)
{
	if (status == LITSET_NOMEM)
		fail_nomem(reader);
	else if (status == LITSET_TOO_MANY)
		fail(reader, at, "too-many-phrases",
		     "this stands for more than %u phrases; split the line or "
		     "use a shorter list",
		     LITSET_PHRASES_MAX);
	else if (status == LITSET_TOO_LONG)
		fail(reader, at, "phrase-too-long",
		     "a phrase of more than %u words; shorten it",
		     LITSET_SYMBOLS_MAX);
}

static char peek(const struct reader *reader)
{
	return reader->at < reader->end ? reader->line[reader->at] : '\0';
}

static void skip_spaces(struct reader *reader)
{
	while (peek(reader) == ' ' || peek(reader) == '\t')
		reader->at++;
}

static bool special(char c)
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
static size_t read_run(struct reader *reader, bool exact, symbol *symbols)
{
	const struct words *words = reader->parser->words;
	size_t start = reader->at;
	while (reader->at < reader->end && !special(peek(reader)))
		reader->at++;
	if (!template_read_words(reader->parser, reader->line + start,
				 reader->at - start))
		return 0;
	if (words->count > LITSET_SYMBOLS_MAX) {
		check(reader, start, LITSET_TOO_LONG);
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
static size_t read_quoted(struct reader *reader, symbol *symbols)
{
	size_t start = reader->at++;
	size_t count = read_run(reader, true, symbols);
	if (peek(reader) != '"') {
		fail(reader, start, "open-quote",
		     "a quote that does not end; add \" behind the word");
		return 0;
	}
	reader->at++;
	if (!count)
		fail(reader, start, "empty-quote",
		     "quotes without a word; remove them");
	return count;
}

/* At '*': the words that the gap may stand for. */
static unsigned read_gap(struct reader *reader)
{
	size_t start = reader->at++;
	unsigned gap = 0;
	if (peek(reader) < '0' || peek(reader) > '9')
		return TEMPLATE_GAP_DEFAULT;
	while (peek(reader) >= '0' && peek(reader) <= '9' && gap < 100)
		gap = gap * 10 + (unsigned)(reader->line[reader->at++] - '0');
	if (!gap || gap > LITSET_GAP_MAX) {
		fail(reader, start, "gap-size",
		     "a gap of %u words; write *1 to *%u", gap, LITSET_GAP_MAX);
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
	while (name_char(peek(reader)) && used + 1 < size)
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
static void read_list(struct reader *reader, struct template_item *item)
{
	const struct template_lists *lists = &reader->parser->lists;
	char name[64], slot[SLOT_BYTES] = "";
	size_t start = reader->at++;
	bool ok = read_name(reader, name, sizeof(name));
	if (ok && peek(reader) == '=') {
		reader->at++;
		if (!slot_name(name)) {
			fail(reader, start, "slot-name",
			     "a slot is named in a-z, 0-9 and '_', a letter "
			     "first, and shorter than %u",
			     SLOT_BYTES);
			return;
		}
		memcpy(slot, name, strlen(name) + 1);
		ok = read_name(reader, name, sizeof(name));
	}
	if (!ok || peek(reader) != '}') {
		fail(reader, start, "list-name",
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
			fail_nomem(reader);
	}
}

static void read_choice(struct reader *reader, struct litset *out, char close);

static void item_of_symbols(struct reader *reader, struct template_item *item,
			    const symbol *symbols, size_t count)
{
	check(reader, reader->at,
	      litset_one(&item->set, reader->parser->arena, symbols, count));
}

/* At '(' or '[': the set of its alternatives. */
static void read_group(struct reader *reader, struct template_item *item)
{
	size_t start = reader->at;
	char open = reader->line[reader->at++];
	struct litset nothing;
	if (reader->depth == TEMPLATE_DEPTH_MAX) {
		fail(reader, start, "too-deep",
		     "brackets nested more than %u deep; use a word list",
		     TEMPLATE_DEPTH_MAX);
		return;
	}
	reader->depth++;
	read_choice(reader, &item->set, open == '(' ? ')' : ']');
	reader->depth--;
	if (reader->failed)
		return;
	if (peek(reader) != (open == '(' ? ')' : ']')) {
		fail(reader, start, "unbalanced-bracket",
		     "'%c' is never closed; add '%c'", open,
		     open == '(' ? ')' : ']');
		return;
	}
	reader->at++;
	if (open == '(')
		return;
	check(reader, start,
	      litset_one(&nothing, reader->parser->arena, NULL, 0));
	if (!reader->failed)
		check(reader, start,
		      litset_union(&item->set, reader->parser->arena,
				   &item->set, &nothing));
}

/* One element within brackets, as a set. */
static void read_inner(struct reader *reader, struct template_item *item)
{
	symbol symbols[LITSET_SYMBOLS_MAX];
	size_t start = reader->at;
	char c = peek(reader);
	if (c == '(' || c == '[') {
		read_group(reader, item);
	} else if (c == '{') {
		read_list(reader, item);
		if (item->slot)
			fail(reader, start, "slot-in-brackets",
			     "a slot inside brackets; move it outside");
	} else if (c == '"') {
		size_t count = read_quoted(reader, symbols);
		if (!reader->failed)
			item_of_symbols(reader, item, symbols, count);
	} else if (c == '*') {
		symbols[0] = SYMBOL_GAP | read_gap(reader);
		item_of_symbols(reader, item, symbols, 1);
	} else if (special(c)) {
		fail(reader, reader->at, "unexpected",
		     "unexpected '%c' here; remove it", c);
	} else {
		size_t count = read_run(reader, false, symbols);
		if (!reader->failed)
			item_of_symbols(reader, item, symbols, count);
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
	check(reader, reader->at, litset_one(out, arena, NULL, 0));
	skip_spaces(reader);
	while (!reader->failed && reader->at < reader->end &&
	       peek(reader) != '|' && peek(reader) != close) {
		struct template_item item = {0};
		size_t start = reader->at;
		read_inner(reader, &item);
		if (!reader->failed)
			check(reader, start,
			      litset_join(out, arena, out, &item.set));
		skip_spaces(reader);
	}
	if (!reader->failed && has_bare_gap(out))
		fail(reader, first, "gap-alone",
		     "a gap without a word beside it; write it outside the "
		     "brackets, or add the word");
}

/* True for a row of fillers only, "(just|only)": it matches nothing of its own,
 * and must not make the whole group optional. */
static bool vanished(const struct reader *reader, const struct litset *row,
		     size_t start)
{
	return row->count == 1 && !row->phrases[0].count &&
	       reader->at > start &&
	       strspn(reader->line + start, " ") < reader->at - start;
}

static void read_choice(struct reader *reader, struct litset *out, char close)
{
	size_t start = reader->at;
	read_row(reader, out, close);
	bool nothing = !reader->failed && vanished(reader, out, start);
	while (!reader->failed && peek(reader) == '|') {
		struct litset more;
		start = ++reader->at;
		read_row(reader, &more, close);
		if (reader->failed || vanished(reader, &more, start))
			continue;
		if (nothing)
			*out = more;
		else
			check(reader, start,
			      litset_union(out, reader->parser->arena, out,
					   &more));
		nothing = false;
	}
}

static struct template_item *add_item(struct reader *reader,
				      struct template *out)
{
	if (out->count == TEMPLATE_ITEMS_MAX) {
		fail(reader, reader->at, "template-too-long",
		     "more than %u elements in a line; split it",
		     TEMPLATE_ITEMS_MAX);
		return NULL;
	}
	out->item[out->count] = (struct template_item){0};
	return &out->item[out->count++];
}

/* Words outside brackets are items of their own: each one is required. */
static void read_words_item(struct reader *reader, struct template *out)
{
	symbol symbols[LITSET_SYMBOLS_MAX];
	size_t count = peek(reader) == '"' ? read_quoted(reader, symbols)
					   : read_run(reader, false, symbols);
	for (size_t i = 0; i < count && !reader->failed; i++) {
		struct template_item *item = add_item(reader, out);
		if (item)
			item_of_symbols(reader, item, &symbols[i], 1);
	}
}

static void read_item(struct reader *reader, struct template *out)
{
	char c = peek(reader);
	if (c == '(' || c == '[' || c == '{') {
		struct template_item *item = add_item(reader, out);
		if (item && c == '{')
			read_list(reader, item);
		else if (item)
			read_group(reader, item);
	} else if (c == '*' && !out->unordered) {
		struct template_item *item = add_item(reader, out);
		if (item)
			item->gap = read_gap(reader);
	} else if (c && c != '"' && special(c)) {
		fail(reader, reader->at, "unexpected",
		     "unexpected '%c' here; remove it or its partner", c);
	} else {
		read_words_item(reader, out);
	}
}

static void read_unordered(struct reader *reader, struct template *out)
{
	size_t start = reader->at++;
	out->unordered = true;
	skip_spaces(reader);
	while (!reader->failed && reader->at < reader->end &&
	       peek(reader) != '>') {
		size_t first = out->count;
		bool negated = peek(reader) == '!';
		reader->at += negated;
		read_item(reader, out);
		if (negated && out->count > first)
			out->item[first].negated = true;
		skip_spaces(reader);
	}
	if (!reader->failed && peek(reader) != '>')
		fail(reader, start, "unbalanced-bracket",
		     "'<' is never closed; add '>'");
	reader->at++;
	skip_spaces(reader);
	if (!reader->failed && reader->at < reader->end)
		fail(reader, reader->at, "behind-any-order",
		     "nothing may follow '>'; make it a line of its own");
}

static void read_sequence(struct reader *reader, struct template *out)
{
	skip_spaces(reader);
	if (peek(reader) == '^') {
		out->begins = true;
		reader->at++;
		skip_spaces(reader);
	}
	while (!reader->failed && reader->at < reader->end) {
		if (peek(reader) == '$') {
			out->ends = true;
			reader->at++;
			skip_spaces(reader);
			if (reader->at < reader->end)
				fail(reader, reader->at, "behind-end",
				     "nothing may follow '$'; remove it");
			return;
		}
		read_item(reader, out);
		skip_spaces(reader);
	}
}

/* Where a comment begins in line[from..end), or end. */
static size_t comment_start(const char *line, size_t from, size_t end)
{
	for (size_t i = from; i < end; i++) {
		if (line[i] == '#' && (i == 0 || strchr(" \t", line[i - 1])))
			return i;
	}
	return end;
}

/* "/regex/ words": the regex ends at the last slash of the line. A comment can
 * begin only behind a slash: what comes before is regex. */
static void read_raw(struct reader *reader, struct template *out)
{
	size_t start = reader->at + 1, stop = start;
	while (stop < reader->end && reader->line[stop] != '/')
		stop++;
	reader->end = comment_start(reader->line, stop, reader->end);
	stop = reader->end;
	while (stop > start && reader->line[stop - 1] != '/')
		stop--;
	if (stop <= start + 1) {
		fail(reader, reader->at, "raw-end",
		     "a raw pattern without its closing '/' or its content");
		return;
	}
	out->raw = true;
	out->regex_column = (unsigned)start;
	out->regex = arena_copy(reader->parser->arena, reader->line + start,
				stop - 1 - start);
	if (!out->regex)
		fail_nomem(reader);
	reader->at = stop;
	read_sequence(reader, out);
}

/* A template that can match nothing, or anything, is a slip. */
static void check_items(struct reader *reader, const struct template *out)
{
	size_t required = 0;
	for (size_t i = 0; i < out->count; i++) {
		const struct template_item *item = &out->item[i];
		bool edge = i == 0 || i + 1 == out->count;
		if (item->gap && edge && !(i == 0 ? out->begins : out->ends))
			fail(reader, 0, "gap-at-edge",
			     "a gap at the edge of a template means nothing; "
			     "remove it");
		required += !item->gap && !item->negated &&
			    !litset_optional(&item->set);
	}
	if (!required && !out->raw)
		fail(reader, 0, "nothing-required",
		     "no word of this template is required, so it would match "
		     "anything; add one outside [ ]");
}

/* The line without its comment and the space before that. Where a raw pattern
 * begins, read_raw() looks for the comment. */
static size_t line_end(const char *line, size_t bytes)
{
	size_t first = 0;
	while (first < bytes && strchr("- \t", line[first]))
		first++;
	if (first == bytes || line[first] != '/')
		bytes = comment_start(line, 0, bytes);
	while (bytes && strchr(" \t\r", line[bytes - 1]))
		bytes--;
	return bytes;
}

enum template_line template_read(const struct template_parser *parser,
				 struct template *out, const char *line,
				 size_t bytes, struct place place)
{
	struct reader reader = {parser, line, 0,    line_end(line, bytes),
				place,  0,    false};
	*out = (struct template){0};
	skip_spaces(&reader);
	if (reader.at == reader.end)
		return TEMPLATE_NOTHING;
	if (bytes > TEMPLATE_LINE_BYTES)
		fail(&reader, 0, "line-too-long",
		     "a line of more than %u bytes; split it",
		     TEMPLATE_LINE_BYTES);
	if (peek(&reader) == '-') {
		out->veto = true;
		reader.at++;
		skip_spaces(&reader);
	}
	if (peek(&reader) == '?') {
		out->asks = true;
		reader.at++;
		skip_spaces(&reader);
	}
	if (peek(&reader) == '/')
		read_raw(&reader, out);
	else if (peek(&reader) == '<')
		read_unordered(&reader, out);
	else
		read_sequence(&reader, out);
	if (!reader.failed)
		check_items(&reader, out);
	return reader.failed ? TEMPLATE_FAULT : TEMPLATE_READ;
}

enum template_line template_read_phrases(const struct template_parser *parser,
					 struct litset *out, const char *line,
					 size_t bytes, struct place place)
{
	struct reader reader = {parser, line, 0,    line_end(line, bytes),
				place,  0,    false};
	*out = (struct litset){0};
	skip_spaces(&reader);
	if (reader.at == reader.end)
		return TEMPLATE_NOTHING;
	read_choice(&reader, out, '\0');
	if (!reader.failed && reader.at < reader.end)
		fail(&reader, reader.at, "unexpected",
		     "unexpected '%c' in a word list; remove it",
		     peek(&reader));
	if (!reader.failed && litset_optional(out))
		fail(&reader, 0, "empty-phrase",
		     "this line may stand for nothing at all; put a word "
		     "outside [ ]");
	return reader.failed ? TEMPLATE_FAULT : TEMPLATE_READ;
}
